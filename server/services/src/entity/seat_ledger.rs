//! Seats bought and given back; what is in effect adds up to the seats there are. Owner: `seats`.

use model::time::Timestamp;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "seat_ledger")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) delta: i32,
    pub(crate) effective_at: Timestamp,
    pub(crate) reason: String,
    /// The order or the reduction behind it.
    pub(crate) order_id: Option<Uuid>,
    pub(crate) created_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}
