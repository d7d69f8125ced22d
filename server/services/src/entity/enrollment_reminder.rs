//! How often a user was reminded to set up a second factor. Owner: `security`.

use model::ids::UserId;
use model::time::Timestamp;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "enrollment_reminder")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) user_id: UserId,
    /// Mails that were written, by the job and by hand.
    pub(crate) sent: i32,
    /// When the last of them was.
    pub(crate) last_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}
