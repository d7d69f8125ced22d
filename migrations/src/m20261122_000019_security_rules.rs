//! The rules of the Security page: permanent deletion, the life of API keys, and who must have a second factor.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // One column at a time: SQLite adds no two at once. What was allowed stays allowed.
        let columns = [
            ColumnDef::new("permanent_deletion_allowed").boolean().not_null().default(true).take(),
            ColumnDef::new("api_key_days").integer().null().take(),
            ColumnDef::new("enforce_2fa").boolean().not_null().default(false).take(),
            ColumnDef::new("enforce_2fa_from").big_integer().null().take(),
        ];
        for column in columns {
            manager.alter_table(Table::alter().table("workspace").add_column(column).take()).await?;
        }
        Ok(())
    }
}
