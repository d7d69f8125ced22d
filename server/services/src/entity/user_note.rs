//! A text that holders of Users wrote about a user; never changed. Owner: `users`.

use model::ids::{NoteId, UserId};
use model::time::Timestamp;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "user_note")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: NoteId,
    /// About whom.
    pub(crate) user_id: UserId,
    pub(crate) author: UserId,
    pub(crate) body: String,
    pub(crate) reference: String,
    pub(crate) created_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}
