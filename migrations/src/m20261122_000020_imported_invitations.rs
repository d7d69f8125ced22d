//! Invitations that came from a table: the free seats bound them, the limit of the day does not.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let imported = ColumnDef::new("imported").boolean().not_null().default(false).take();
        manager.alter_table(Table::alter().table("invitation").add_column(imported).take()).await
    }
}
