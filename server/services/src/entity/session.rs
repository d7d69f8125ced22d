//! A signed-in browser. Owner: `credentials`.

use model::ids::{SessionId, UserId};
use model::time::Timestamp;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: SessionId,
    /// SHA-256, hexadecimal.
    #[sea_orm(unique)]
    pub(crate) token_hash: String,
    pub(crate) user_id: UserId,
    pub(crate) created_at: Timestamp,
    /// Written at most once a minute.
    pub(crate) last_seen_at: Timestamp,
    pub(crate) ip: String,
    pub(crate) user_agent: String,
    pub(crate) mfa_at: Option<Timestamp>,
    pub(crate) step_up_at: Option<Timestamp>,
    pub(crate) revoked_at: Option<Timestamp>,
    #[sea_orm(belongs_to, from = "user_id", to = "id")]
    pub(crate) user: BelongsTo<super::user::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
