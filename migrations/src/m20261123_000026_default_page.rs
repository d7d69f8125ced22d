//! The page to begin with is My Tasks or Overview, whatever stands there for the time being.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    // In one step, because no release has the words from before. A column of its own first, because SQLite cannot change
    // what an existing one begins with.
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let page = ColumnDef::new("landing_page").text().not_null().default("overview").take();
        manager.alter_table(Table::alter().table("user").add_column(page).take()).await?;
        let mine = "UPDATE \"user\" SET landing_page = 'my_tasks' WHERE default_page = 'profile'";
        manager.get_connection().execute_unprepared(mine).await?;
        manager.alter_table(Table::alter().table("user").drop_column("default_page").take()).await?;
        manager.alter_table(Table::alter().table("user").rename_column("landing_page", "default_page").take()).await
    }
}
