//! How often somebody was reminded to set up a second factor, and when last. Mails are removed after a while; this stays.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{integer, pk_uuid};

use crate::ddl::{refers, time};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let reminders = Table::create()
            .table("enrollment_reminder")
            .col(pk_uuid("user_id"))
            .col(integer("sent"))
            .col(time("last_at"))
            .foreign_key(&mut refers("user_id", "user"))
            .take();
        manager.create_table(reminders).await?;
        // What was sent before; mails that never left do not count.
        let before = "INSERT INTO enrollment_reminder (user_id, sent, last_at)
            SELECT user_id, count(*), max(created_at) FROM mail
            WHERE template = 'enrollment_reminder' AND user_id IS NOT NULL AND state NOT IN ('failed', 'canceled')
            GROUP BY user_id";
        manager.get_connection().execute_unprepared(before).await.map(drop)
    }
}
