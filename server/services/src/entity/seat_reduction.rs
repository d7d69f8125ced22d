//! Fewer seats from a renewal on. Owner: `billing`.

use model::ids::UserId;
use model::time::Timestamp;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "seat_reduction")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    /// How many fewer.
    pub(crate) seats: i32,
    /// The renewal.
    pub(crate) effective_at: Timestamp,
    /// `planned`, `applied`, `refused`, `canceled`. At most one is planned.
    pub(crate) state: String,
    pub(crate) ordered_by: UserId,
    pub(crate) ordered_at: Timestamp,
    /// Since when it is no longer planned.
    pub(crate) ended_at: Option<Timestamp>,
}

impl ActiveModelBehavior for ActiveModel {}
