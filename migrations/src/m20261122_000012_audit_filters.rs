//! Finding entries of the audit log by who did what, and when.

use sea_orm_migration::prelude::*;

use crate::ddl::index;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Each ends in the number, so that the newest entries are found without reading the others.
        index(manager, "audit_event_by_actor", "audit_event", "(actor, seq)").await?;
        index(manager, "audit_event_by_action", "audit_event", "(action, seq)").await?;
        manager.get_connection().execute_unprepared("DROP INDEX audit_event_by_target").await?;
        index(manager, "audit_event_by_target", "audit_event", "(target, seq)").await?;
        index(manager, "audit_event_by_time", "audit_event", "(at, seq)").await
    }
}
