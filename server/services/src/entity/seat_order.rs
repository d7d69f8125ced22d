//! Orders of seats, with what was asked for them. Owner: `billing`.

use model::ids::UserId;
use model::time::Timestamp;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "seat_order")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) quantity: i32,
    /// ISO 4217.
    pub(crate) currency: String,
    /// For a seat and a month, in the smallest unit of the currency.
    pub(crate) unit_price: i64,
    /// What was to be paid at once, for the rest of the month.
    pub(crate) proration: i64,
    /// `invoiced`, `paid`.
    pub(crate) status: String,
    #[sea_orm(unique)]
    pub(crate) invoice_no: String,
    #[sea_orm(unique)]
    pub(crate) idempotency_key: Uuid,
    pub(crate) ordered_by: UserId,
    pub(crate) ordered_at: Timestamp,
    /// When somebody said so.
    pub(crate) paid_at: Option<Timestamp>,
    /// Who said so.
    pub(crate) paid_by: Option<UserId>,
}

impl ActiveModelBehavior for ActiveModel {}
