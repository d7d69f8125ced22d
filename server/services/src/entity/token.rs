//! A one-time link or a half-finished sign-in. Owner: `credentials`.

use model::ids::{TokenId, UserId};
use model::time::Timestamp;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "token")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: TokenId,
    /// Looked up together with the hash, always.
    pub(crate) purpose: String,
    /// SHA-256, hexadecimal.
    #[sea_orm(unique)]
    pub(crate) token_hash: String,
    /// Empty for the set-up only.
    pub(crate) user_id: Option<UserId>,
    /// What else the link is bound to.
    pub(crate) subject: Option<String>,
    pub(crate) payload: Option<String>,
    pub(crate) attempts: i32,
    /// Tested in the statement that uses the link.
    pub(crate) expires_at: Option<Timestamp>,
    pub(crate) used_at: Option<Timestamp>,
    pub(crate) created_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}
