//! Profile pictures: which one a user shows, and every file that was stored for one, until it is gone.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{pk_uuid, uuid};

use crate::ddl::{index, refers, time, time_null};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let avatar = ColumnDef::new("avatar").uuid().null().take();
        manager.alter_table(Table::alter().table("user").add_column(avatar).take()).await?;
        let picture = Table::create()
            .table("picture")
            .col(pk_uuid("id"))
            .col(uuid("user_id"))
            .col(time("created_at"))
            .col(time_null("shown_at"))
            .col(time_null("dropped_at"))
            .col(time_null("removed_at"))
            .foreign_key(&mut refers("user_id", "user"))
            .take();
        manager.create_table(picture).await?;
        index(manager, "picture_by_user", "picture", "(user_id, created_at)").await
    }
}
