//! The personal API key of a user; at most one. Owner: `credentials`.

use model::ids::UserId;
use model::time::Timestamp;
use sea_orm::entity::prelude::*;

use crate::keys::Selector;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "api_key")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) user_id: UserId,
    /// Finds the key; no secret, and another one after each reset.
    #[sea_orm(unique)]
    pub(crate) selector: String,
    /// SHA-256 of the whole key.
    pub(crate) secret_hash: String,
    /// The whole key, sealed for its owner.
    pub(crate) secret_encrypted: String,
    pub(crate) created_at: Timestamp,
    /// When it stops working; none for a key without an end.
    pub(crate) expires_at: Option<Timestamp>,
    /// Known to the minute.
    pub(crate) last_used_at: Option<Timestamp>,
    pub(crate) last_used_ip: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// Whether this is the key that was shown, and it has not ended.
    pub(crate) fn is_live(&self, shown: Selector, now: Timestamp) -> bool {
        self.selector == shown.as_str() && self.expires_at.is_none_or(|end| now < end)
    }
}
