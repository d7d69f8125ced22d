//! Taking a change back without script. Leads back to the page of the form.

use leptos::prelude::*;
use leptos::server_fn::codec::PostUrl;
use model::error::AppError;
#[cfg(feature = "ssr")]
use model::error::ConflictReason;
#[cfg(feature = "ssr")]
use model::ids::ChangeSetId;
#[cfg(feature = "ssr")]
use model::sign_in::Notice;

#[cfg(feature = "ssr")]
use crate::rpc::acting;

/// Where [`undo_change_by_form`] is.
pub(crate) const UNDO: &str = "/rpc/changes/undo_form";

/// Takes a change back, once.
#[server(prefix = "/rpc", endpoint = "changes/undo_form", input = PostUrl)]
pub async fn undo_change_by_form(change: String, next: String) -> Result<(), AppError> {
    acting(next, Vec::new(), async move |ctx| {
        // An id that is none names nothing that could be taken back.
        let closed = |_| AppError::Conflict { reason: ConflictReason::UndoClosed };
        let change: ChangeSetId = change.parse().map_err(closed)?;
        services::bulk::undo_listed(&ctx, change).await?;
        Ok(Notice::Undone)
    })
    .await
}
