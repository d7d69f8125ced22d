//! A code that stands in for the authenticator, once. Owner: `credentials`.

use model::ids::UserId;
use model::time::Timestamp;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "backup_code")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) user_id: UserId,
    /// The first group of the code: which row it is looked up in.
    pub(crate) selector: String,
    /// Argon2id of the other three groups, in PHC format.
    pub(crate) verifier_hash: String,
    pub(crate) created_at: Timestamp,
    pub(crate) used_at: Option<Timestamp>,
}

impl ActiveModelBehavior for ActiveModel {}
