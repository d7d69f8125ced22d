//! What holders of Users write about people: append-only, the newest text is the present one.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{pk_uuid, text, uuid};

use crate::ddl::{index, refers, time};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let user_note = Table::create()
            .table("user_note")
            .col(pk_uuid("id"))
            .col(uuid("user_id"))
            .col(uuid("author"))
            .col(text("body"))
            .col(text("reference"))
            .col(time("created_at"))
            .foreign_key(&mut refers("user_id", "user"))
            .foreign_key(&mut refers("author", "user"))
            .take();
        manager.create_table(user_note).await?;
        index(manager, "user_note_by_user", "user_note", "(user_id, created_at, id)").await?;
        // The sweep of ended access; few users have an end.
        index(manager, "user_by_access_end", "user", "(access_ends_at) WHERE access_ends_at IS NOT NULL").await
    }
}
