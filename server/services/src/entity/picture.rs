//! The files of a profile picture, from before they are written until they are gone. Owner: `pictures`.

use model::ids::{PictureId, UserId};
use model::time::Timestamp;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "picture")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: PictureId,
    /// Whose.
    pub(crate) user_id: UserId,
    /// When it was sent; its files are written after that.
    pub(crate) created_at: Timestamp,
    /// When it became the picture of its user; its files are complete since.
    pub(crate) shown_at: Option<Timestamp>,
    /// When it was replaced, removed or given up; it is not shown any more, and never will be.
    pub(crate) dropped_at: Option<Timestamp>,
    /// When its files were removed.
    pub(crate) removed_at: Option<Timestamp>,
}

impl ActiveModelBehavior for ActiveModel {}
