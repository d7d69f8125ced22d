//! Mails, and the queue that sends them.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{integer, pk_uuid, text, text_null, text_uniq, uuid_null};

use crate::ddl::{folded, index, refers, time, time_null};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mail = Table::create()
            .table("mail")
            .col(pk_uuid("id"))
            .col(text_null("recipient"))
            .col(folded(manager, "recipient_key").null())
            .col(uuid_null("user_id"))
            .col(text("template"))
            .col(text("locale"))
            .col(text("payload"))
            .col(text_null("link"))
            .col(text("state"))
            .col(time("not_before"))
            .col(time_null("valid_until"))
            .col(time_null("sent_at"))
            .col(time_null("next_attempt_at"))
            .col(integer("attempts"))
            .col(text_null("failure"))
            .col(text_null("answer"))
            .col(text_uniq("dedupe_key"))
            .col(uuid_null("created_by"))
            .col(time("created_at"))
            .foreign_key(&mut refers("user_id", "user"))
            .foreign_key(&mut refers("created_by", "user"))
            .take();
        manager.create_table(mail).await?;
        index(manager, "mail_by_state", "mail", "(state, not_before)").await?;
        index(manager, "mail_by_time", "mail", "(created_at, id)").await?;
        index(manager, "mail_by_user", "mail", "(user_id)").await?;

        let job = Table::create()
            .table("job")
            .col(pk_uuid("id"))
            .col(text("name"))
            .col(text("payload"))
            .col(time("run_at"))
            .col(integer("attempts"))
            .col(time_null("lease_until"))
            .col(text_null("last_error"))
            .col(time_null("done_at"))
            .col(time_null("dead_at"))
            .col(text_null("dedupe_key").unique_key().take())
            .take();
        manager.create_table(job).await?;
        // Claiming looks at open jobs only, and stays as fast when a million are done. Both engines use a partial
        // index only for a query that repeats its condition.
        index(manager, "job_open", "job", "(run_at) WHERE done_at IS NULL AND dead_at IS NULL").await
    }
}
