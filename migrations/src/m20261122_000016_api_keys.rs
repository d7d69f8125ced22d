//! Personal API keys: at most one for each user.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{pk_uuid, text, text_null, text_uniq};

use crate::ddl::{refers, time, time_null};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let api_key = Table::create()
            .table("api_key")
            .col(pk_uuid("user_id"))
            .col(text_uniq("selector"))
            .col(text("secret_hash"))
            .col(text("secret_encrypted"))
            .col(time("created_at"))
            .col(time_null("expires_at"))
            .col(time_null("last_used_at"))
            .col(text_null("last_used_ip"))
            .foreign_key(&mut refers("user_id", "user"))
            .take();
        manager.create_table(api_key).await
    }
}
