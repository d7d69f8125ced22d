//! The authenticator of a user. Owner: `credentials`.

use model::ids::{SessionId, UserId};
use model::time::Timestamp;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "totp")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) user_id: UserId,
    /// Sealed, bound to the user.
    pub(crate) secret: String,
    /// The session that sets it up; empty once it is confirmed.
    pub(crate) session_id: Option<SessionId>,
    pub(crate) created_at: Timestamp,
    /// Empty while it is set up: it asks nobody for a code before.
    pub(crate) confirmed_at: Option<Timestamp>,
    /// The step whose code was used last; codes of this one and of those before are refused.
    pub(crate) last_step: i64,
}

impl ActiveModelBehavior for ActiveModel {}
