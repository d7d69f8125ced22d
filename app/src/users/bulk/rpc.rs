//! Server functions of changes for many people.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use model::bulk::{BulkAction, BulkChange, BulkDone, BulkPreview, Reach, Selection};
use model::error::AppError;

#[cfg(feature = "ssr")]
use crate::rpc;

/// How many of a selection each change applies to.
#[server(prefix = "/rpc", endpoint = "bulk/reach", input = Json)]
pub async fn get_reach(selection: Selection) -> Result<Reach, AppError> {
    rpc::signed_in(async move |ctx| services::bulk::reach(&ctx, selection).await).await
}

/// What a change would come to.
#[server(prefix = "/rpc", endpoint = "bulk/preview", input = Json)]
pub async fn preview_bulk(selection: Selection, action: BulkAction) -> Result<BulkPreview, AppError> {
    rpc::signed_in(async move |ctx| services::bulk::preview(&ctx, selection, action).await).await
}

/// Changes everyone who was seen.
#[server(prefix = "/rpc", endpoint = "bulk/apply", input = Json)]
pub async fn apply_bulk(change: BulkChange, form_token: String) -> Result<BulkDone, AppError> {
    rpc::signed_in(async move |ctx| {
        services::session::expect_form(&ctx, &form_token)?;
        services::bulk::apply(&ctx, change).await
    })
    .await
}

/// Takes a change back, once.
#[server(prefix = "/rpc", endpoint = "bulk/undo", input = Json)]
pub async fn undo_bulk(undo: String) -> Result<BulkDone, AppError> {
    rpc::signed_in(async move |ctx| services::bulk::undo(&ctx, undo).await).await
}
