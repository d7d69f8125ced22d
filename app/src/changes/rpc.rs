//! Server functions of Recent changes.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use model::bulk::BulkDone;
use model::changes::RecentChanges;
use model::error::AppError;
use model::ids::ChangeSetId;
#[cfg(feature = "ssr")]
use model::sign_in::Notice;

#[cfg(feature = "ssr")]
use crate::rpc;

/// The last changes, and what came of a form of theirs.
#[server(prefix = "/rpc", endpoint = "changes/list", input = Json)]
pub async fn list_changes() -> Result<RecentChanges, AppError> {
    rpc::visiting(async move |visitor| {
        let ctx = visitor.ctx().ok_or(AppError::Unauthenticated)?;
        let changes = services::bulk::recent(ctx).await?;
        let flash = visitor.flash();
        let undone = flash.as_ref().is_some_and(|flash| flash.notice == Some(Notice::Undone));
        Ok(RecentChanges { changes, undone, refused: flash.and_then(|flash| flash.error) })
    })
    .await
}

/// Takes a change back, once.
#[server(prefix = "/rpc", endpoint = "changes/undo", input = Json)]
pub async fn undo_change(change: ChangeSetId) -> Result<BulkDone, AppError> {
    rpc::signed_in(async move |ctx| services::bulk::undo_listed(&ctx, change).await).await
}
