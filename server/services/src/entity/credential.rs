//! How a user signs in. Owner: `credentials`.

use model::ids::UserId;
use model::time::Timestamp;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "credential")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) user_id: UserId,
    /// Where the password is kept; `local` is here.
    pub(crate) auth_source: String,
    /// In PHC format.
    pub(crate) password_hash: Option<String>,
    pub(crate) changed_at: Timestamp,
    #[sea_orm(belongs_to, from = "user_id", to = "id")]
    pub(crate) user: BelongsTo<super::user::Entity>,
}

/// The word for passwords that we keep ourselves.
pub(crate) const LOCAL: &str = "local";

impl Model {
    /// Whether the password is kept here.
    pub(crate) fn is_local(&self) -> bool {
        self.auth_source == LOCAL
    }
}

impl ActiveModelBehavior for ActiveModel {}
