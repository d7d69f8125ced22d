//! How much room rows and controls take, as somebody prefers it.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let density = ColumnDef::new("density").text().not_null().default("standard").take();
        manager.alter_table(Table::alter().table("user").add_column(density).take()).await
    }
}
