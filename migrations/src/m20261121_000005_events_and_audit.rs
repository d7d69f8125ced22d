//! What happened: for notifications, and as a record that cannot be changed unnoticed.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, pk_uuid, text, text_null, uuid, uuid_null};

use crate::ddl::{index, only_one, refers, time};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let event = Table::create()
            .table("event")
            .col(pk_uuid("id"))
            .col(text("kind"))
            .col(uuid_null("actor"))
            .col(uuid_null("subject"))
            .col(text("payload"))
            .col(time("at"))
            .foreign_key(&mut refers("actor", "user"))
            .take();
        manager.create_table(event).await?;
        index(manager, "event_by_time", "event", "(at)").await?;
        // What happened to one user: the limits of an invitation's links.
        index(manager, "event_by_subject", "event", "(subject, at)").await?;

        // No foreign keys: the record stands by itself, and nothing may change it for the sake of another table.
        let audit_event = Table::create()
            .table("audit_event")
            .col(big_integer("seq").primary_key().take())
            .col(time("at"))
            .col(uuid_null("actor"))
            .col(uuid_null("on_behalf"))
            .col(text("credential"))
            .col(text("action"))
            .col(text_null("target"))
            .col(text_null("before"))
            .col(text_null("after"))
            .col(text_null("reason"))
            .col(uuid("request_id"))
            .col(text_null("address"))
            .col(text("prev_mac"))
            .col(text("mac"))
            .take();
        manager.create_table(audit_event).await?;
        index(manager, "audit_event_by_target", "audit_event", "(target)").await?;

        let audit_head =
            Table::create().table("audit_head").col(only_one()).col(big_integer("seq")).col(text("mac")).take();
        manager.create_table(audit_head).await?;
        // The head of an empty chain. Every writer locks this row, so it has to be there before the first of them.
        let head = Query::insert()
            .into_table("audit_head")
            .columns(["id", "seq", "mac"])
            .values_panic([1.into(), 0.into(), "".into()])
            .take();
        manager.execute(head).await
    }
}
