//! A counter that stops guessing. Owner: `credentials`.

use model::time::Timestamp;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "throttle")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) kind: String,
    /// Of an account or an address, which are not to be read here.
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) subject_hash: String,
    pub(crate) failures: i32,
    pub(crate) window_from: Timestamp,
    pub(crate) blocked_until: Option<Timestamp>,
}

impl ActiveModelBehavior for ActiveModel {}
