//! Orders of seats.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, integer, pk_uuid, text, text_uniq, uuid, uuid_null, uuid_uniq};

use crate::ddl::{index, refers, time};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let seat_order = Table::create()
            .table("seat_order")
            .col(pk_uuid("id"))
            .col(integer("quantity"))
            .col(text("currency"))
            .col(big_integer("unit_price"))
            .col(big_integer("proration"))
            .col(text("status"))
            .col(text_uniq("invoice_no"))
            .col(uuid_uniq("idempotency_key"))
            .col(uuid("ordered_by"))
            .col(time("ordered_at"))
            .foreign_key(&mut refers("ordered_by", "user"))
            .take();
        manager.create_table(seat_order).await?;
        index(manager, "seat_order_by_time", "seat_order", "(ordered_at)").await?;
        // Without a reference: SQLite cannot add one to a table that exists, and nothing deletes an order.
        let ledger = Table::alter().table("seat_ledger").add_column(uuid_null("order_id")).take();
        manager.alter_table(ledger).await
    }
}
