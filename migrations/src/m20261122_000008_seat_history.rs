//! Seats day by day, reductions that wait for the renewal, and when an invoice was paid.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{integer, pk_uuid, text, uuid, uuid_null};

use crate::ddl::{index, refers, time, time_null};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let seat_day = Table::create()
            .table("seat_day")
            .col(ColumnDef::new("day").integer().not_null().primary_key())
            .col(integer("purchased"))
            .col(integer("used"))
            .col(integer("reserved"))
            .col(time("noted_at"))
            .take();
        manager.create_table(seat_day).await?;

        let seat_reduction = Table::create()
            .table("seat_reduction")
            .col(pk_uuid("id"))
            .col(integer("seats"))
            .col(time("effective_at"))
            .col(text("state"))
            .col(uuid("ordered_by"))
            .col(time("ordered_at"))
            .col(time_null("ended_at"))
            .foreign_key(&mut refers("ordered_by", "user"))
            .take();
        manager.create_table(seat_reduction).await?;
        index(manager, "seat_reduction_by_state", "seat_reduction", "(state, effective_at)").await?;

        let paid_at = Table::alter().table("seat_order").add_column(time_null("paid_at")).take();
        manager.alter_table(paid_at).await?;
        // Without a reference: SQLite cannot add one to a table that exists, and users are never removed from theirs.
        let paid_by = Table::alter().table("seat_order").add_column(uuid_null("paid_by")).take();
        manager.alter_table(paid_by).await
    }
}
