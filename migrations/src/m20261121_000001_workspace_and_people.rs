//! The workspace, its organizations and the people in it.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{boolean, integer, pk_uuid, text, text_null, uuid, uuid_null};

use crate::ddl::{folded, index, only_one, refers, time, time_null, version};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        workspace(manager).await?;
        organization(manager).await?;
        user(manager).await?;
        user_indexes(manager).await?;
        user_permission(manager).await?;
        organization_user(manager).await
    }
}

async fn workspace(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("workspace")
        .col(only_one())
        .col(text("name"))
        .col(text("timezone"))
        .col(text("default_language"))
        .col(integer("password_min"))
        .col(integer("session_idle_minutes"))
        .col(integer("session_max_minutes"))
        .col(integer("undo_seconds"))
        .col(time("created_at"))
        .col(version())
        .take();
    manager.create_table(table).await
}

async fn organization(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("organization")
        .col(pk_uuid("id"))
        .col(text("name"))
        .col(time("created_at"))
        .col(version())
        .take();
    manager.create_table(table).await
}

async fn user(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("user")
        .col(pk_uuid("id"))
        .col(folded(manager, "username").not_null().unique_key())
        .col(text("email"))
        .col(folded(manager, "email_key").null().unique_key())
        .col(text("first_name"))
        .col(text("last_name"))
        .col(folded(manager, "sort_name").not_null())
        .col(folded(manager, "sort_email").not_null())
        .col(folded(manager, "search_text").not_null())
        .col(text("status"))
        .col(time("status_at"))
        .col(integer("status_rank"))
        .col(text_null("disabled_by"))
        .col(text("role"))
        .col(integer("role_rank"))
        .col(time_null("access_ends_at"))
        .col(uuid_null("home_organization"))
        .col(uuid_null("invited_by"))
        .col(time_null("invite_until"))
        .col(time_null("joined_at"))
        .col(time_null("last_seen_at"))
        .col(text_null("language"))
        .col(text_null("seen_language"))
        .col(text("timezone"))
        .col(text("theme"))
        .col(boolean("shortcuts"))
        .col(time("created_at"))
        .col(version())
        .foreign_key(&mut refers("home_organization", "organization"))
        .foreign_key(&mut refers("invited_by", "user"))
        .take();
    manager.create_table(table).await
}

/// One index per order of the list. Each ends with what the list can be filtered by, so that a page finds its ids
/// without reading a row, in either direction.
async fn user_indexes(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    index(manager, "user_by_name", "user", "(sort_name, id, status, role, invite_until)").await?;
    index(manager, "user_by_email", "user", "(sort_email, id, status, role, invite_until)").await?;
    index(manager, "user_by_role", "user", "(role_rank, sort_name, id, status, role, invite_until)").await?;
    index(
        manager,
        "user_by_status",
        "user",
        "(status_rank, invite_until DESC NULLS LAST, sort_name, id, status, role)",
    )
    .await?;
    index(manager, "user_by_last_seen", "user", "(last_seen_at NULLS FIRST, id, status, role, invite_until)").await?;
    index(manager, "user_by_joined", "user", "(joined_at NULLS FIRST, id, status, role, invite_until)").await?;
    // Counting: seats held by open invitations, and how many rows a filter leaves.
    index(manager, "user_invited", "user", "(status, invite_until)").await?;
    index(manager, "user_filtered", "user", "(status, role, invite_until)").await?;
    // A search looks at every text; here it does so without reading the rows.
    index(manager, "user_searched", "user", "(search_text, id, status, role, invite_until)").await
}

async fn user_permission(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("user_permission")
        .col(uuid("user_id"))
        .col(text("permission"))
        .col(uuid("granted_by"))
        .col(time_null("ends_at"))
        .primary_key(Index::create().col("user_id").col("permission"))
        .foreign_key(&mut refers("user_id", "user"))
        .foreign_key(&mut refers("granted_by", "user"))
        .take();
    manager.create_table(table).await
}

async fn organization_user(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("organization_user")
        .col(uuid("user_id"))
        .col(uuid("organization_id"))
        .col(text("role"))
        .col(boolean("enabled"))
        .primary_key(Index::create().col("user_id").col("organization_id"))
        .foreign_key(&mut refers("user_id", "user"))
        .foreign_key(&mut refers("organization_id", "organization"))
        .take();
    manager.create_table(table).await
}
