//! What happened, with ids and no names. Owner: `events`.

use model::ids::{EventId, UserId};
use model::time::Timestamp;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: EventId,
    pub(crate) kind: String,
    /// Empty for the system.
    pub(crate) actor: Option<UserId>,
    /// Whom it is about.
    pub(crate) subject: Option<UserId>,
    /// JSON of `model::event::Event`.
    pub(crate) payload: String,
    pub(crate) at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}
