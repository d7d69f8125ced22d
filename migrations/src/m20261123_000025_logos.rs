//! Logos: which ones the workspace shows, and every file that was stored for one, until it is gone.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::pk_uuid;

use crate::ddl::{time, time_null};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // One column at a time: SQLite adds no two at once.
        for column in ["logo", "logo_dark"] {
            let column = ColumnDef::new(column).uuid().null().take();
            manager.alter_table(Table::alter().table("workspace").add_column(column).take()).await?;
        }
        let logo = Table::create()
            .table("logo")
            .col(pk_uuid("id"))
            .col(time("created_at"))
            .col(time_null("shown_at"))
            .col(time_null("dropped_at"))
            .col(time_null("removed_at"))
            .take();
        manager.create_table(logo).await
    }
}
