//! How somebody wants dates written, and the page they begin with.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // One column at a time: SQLite adds no two at once. Who is there already keeps what they are used to.
        let fuzzy = ColumnDef::new("fuzzy_dates").boolean().not_null().default(true).take();
        manager.alter_table(Table::alter().table("user").add_column(fuzzy).take()).await?;
        let page = ColumnDef::new("default_page").text().not_null().default("users").take();
        manager.alter_table(Table::alter().table("user").add_column(page).take()).await
    }
}
