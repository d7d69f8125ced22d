//! How people prove who they are.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{integer, pk_uuid, text, text_null, text_uniq, uuid, uuid_null};

use crate::ddl::{index, refers, time, time_null};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let credential = Table::create()
            .table("credential")
            .col(pk_uuid("user_id"))
            .col(text("auth_source"))
            .col(text_null("password_hash"))
            .col(time("changed_at"))
            .foreign_key(&mut refers("user_id", "user"))
            .take();
        manager.create_table(credential).await?;

        let token = Table::create()
            .table("token")
            .col(pk_uuid("id"))
            .col(text("purpose"))
            .col(text_uniq("token_hash"))
            .col(uuid_null("user_id"))
            .col(text_null("subject"))
            .col(text_null("payload"))
            .col(integer("attempts"))
            .col(time_null("expires_at"))
            .col(time_null("used_at"))
            .col(time("created_at"))
            .foreign_key(&mut refers("user_id", "user"))
            .take();
        manager.create_table(token).await?;
        index(manager, "token_by_user", "token", "(user_id, purpose)").await?;
        index(manager, "token_by_end", "token", "(expires_at)").await?;

        let session = Table::create()
            .table("session")
            .col(pk_uuid("id"))
            .col(text_uniq("token_hash"))
            .col(uuid("user_id"))
            .col(time("created_at"))
            .col(time("last_seen_at"))
            .col(text("ip"))
            .col(text("user_agent"))
            .col(time_null("mfa_at"))
            .col(time_null("step_up_at"))
            .col(time_null("revoked_at"))
            .foreign_key(&mut refers("user_id", "user"))
            .take();
        manager.create_table(session).await?;
        index(manager, "session_by_user", "session", "(user_id)").await?;
        index(manager, "session_by_last_seen", "session", "(last_seen_at)").await?;

        let throttle = Table::create()
            .table("throttle")
            .col(text("kind"))
            .col(text("subject_hash"))
            .col(integer("failures"))
            .col(time("window_from"))
            .col(time_null("blocked_until"))
            .primary_key(Index::create().col("kind").col("subject_hash"))
            .take();
        manager.create_table(throttle).await?;
        index(manager, "throttle_by_window", "throttle", "(window_from)").await
    }
}
