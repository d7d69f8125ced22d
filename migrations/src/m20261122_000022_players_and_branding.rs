//! Players: which one somebody prefers, and how the workspace has set each. Branding: the color, and who mails are from.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{boolean, text};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // One column at a time: SQLite adds no two at once.
        let preferred = ColumnDef::new("player").text().null().take();
        manager.alter_table(Table::alter().table("user").add_column(preferred).take()).await?;
        let default = ColumnDef::new("default_player").text().not_null().default("built_in").take();
        let accent = ColumnDef::new("accent").text().null().take();
        let sender = ColumnDef::new("sender_name").text().null().take();
        for column in [default, accent, sender] {
            manager.alter_table(Table::alter().table("workspace").add_column(column).take()).await?;
        }
        // A player without a row is as it is at first.
        let table = Table::create()
            .table("player")
            .col(text("player").primary_key())
            .col(boolean("available"))
            .col(text("link"))
            .col(text("note"))
            .take();
        manager.create_table(table).await
    }
}
