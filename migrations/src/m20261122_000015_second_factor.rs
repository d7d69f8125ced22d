//! The second factor: one authenticator for each user who has one, and the backup codes that stand in for it.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, pk_uuid, text, uuid, uuid_null};

use crate::ddl::{refers, time, time_null};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let totp = Table::create()
            .table("totp")
            .col(pk_uuid("user_id"))
            .col(text("secret"))
            // Until it is confirmed, it belongs to the session that asked for it.
            .col(uuid_null("session_id"))
            .col(time("created_at"))
            .col(time_null("confirmed_at"))
            // Steps of 30 seconds since 1970; zero before the first code.
            .col(big_integer("last_step"))
            .foreign_key(&mut refers("user_id", "user"))
            .take();
        manager.create_table(totp).await?;

        let backup_code = Table::create()
            .table("backup_code")
            .col(pk_uuid("id"))
            .col(uuid("user_id"))
            .col(text("selector"))
            .col(text("verifier_hash"))
            .col(time("created_at"))
            .col(time_null("used_at"))
            .foreign_key(&mut refers("user_id", "user"))
            .take();
        manager.create_table(backup_code).await?;
        let by_user = r#"CREATE UNIQUE INDEX backup_code_by_user ON "backup_code" (user_id, selector)"#;
        manager.get_connection().execute_unprepared(by_user).await.map(drop)
    }
}
