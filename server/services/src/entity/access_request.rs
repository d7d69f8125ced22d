//! The last time that somebody asked for something that they may not do. Owner: `access_requests`.

use model::access::Action;
use model::ids::UserId;
use model::time::Timestamp;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "access_request")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) user_id: UserId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) action: Action,
    /// In their words; may be empty.
    pub(crate) message: String,
    pub(crate) asked_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}
