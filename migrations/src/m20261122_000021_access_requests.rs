//! What people ask for who may not do something; and who holds which permission on top of their role, the other way
//! round, for lists of holders.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{text, uuid};

use crate::ddl::{index, refers, time};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let access_request = Table::create()
            .table("access_request")
            .col(uuid("user_id"))
            .col(text("action"))
            .col(text("message"))
            .col(time("asked_at"))
            .primary_key(Index::create().col("user_id").col("action"))
            .foreign_key(&mut refers("user_id", "user"))
            .take();
        manager.create_table(access_request).await?;
        index(manager, "user_permission_by_permission", "user_permission", "(permission, user_id)").await
    }
}
