//! Seats that were bought, and the invitations that use them.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{integer, pk_uuid, text, text_null, uuid};

use crate::ddl::{index, refers, time, time_null};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let seat_ledger = Table::create()
            .table("seat_ledger")
            .col(pk_uuid("id"))
            .col(integer("delta"))
            .col(time("effective_at"))
            .col(text("reason"))
            .col(time("created_at"))
            .take();
        manager.create_table(seat_ledger).await?;

        let invitation = Table::create()
            .table("invitation")
            .col(pk_uuid("id"))
            .col(uuid("user_id"))
            .col(uuid("batch"))
            .col(text_null("message"))
            .col(text("language"))
            .col(text("role"))
            .col(text("permissions"))
            .col(uuid("invited_by"))
            .col(time("sent_at"))
            .col(time_null("accepted_at"))
            .col(time_null("revoked_at"))
            .col(time_null("new_link_requested_at"))
            .index(Index::create().unique().name("invitation_batch_user_id_key").col("batch").col("user_id"))
            .foreign_key(&mut refers("user_id", "user"))
            .foreign_key(&mut refers("invited_by", "user"))
            .take();
        manager.create_table(invitation).await?;
        index(manager, "invitation_by_user", "invitation", "(user_id, sent_at)").await?;
        // The limits per day: of the workspace, and of one inviter within it.
        index(manager, "invitation_by_day", "invitation", "(sent_at, invited_by)").await
    }
}
