//! The seats as they were once on each day, for the chart and its trend. Owner: `seats`.

use model::time::Timestamp;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "seat_day")]
pub(crate) struct Model {
    /// Days since 1970-01-01, in UTC.
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) day: i32,
    pub(crate) purchased: i32,
    pub(crate) used: i32,
    pub(crate) reserved: i32,
    pub(crate) noted_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}
