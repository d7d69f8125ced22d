//! Server functions of the window of a user. Those behind its forms are in `forms`.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use model::error::AppError;
use model::ids::UserId;
use model::sign_in::Flash;
use model::user_window::{NoteChange, UndoOffer, UserWindow, WindowQuery};

#[cfg(feature = "ssr")]
use crate::rpc;

/// One tab of somebody's window, and what is to be said after a form.
#[server(prefix = "/rpc", endpoint = "user_window/open", input = Json)]
pub async fn open_user_window(user: UserId, query: WindowQuery) -> Result<(UserWindow, Flash), AppError> {
    rpc::visiting(async move |visitor| {
        let ctx = visitor.ctx().ok_or(AppError::Unauthenticated)?;
        let window = services::user_window::open(ctx, user, query).await?;
        Ok((window, visitor.flash().unwrap_or_default()))
    })
    .await
}

/// Writes Administrator information. With script, so that a text of any length survives a refusal.
#[server(prefix = "/rpc", endpoint = "user_window/annotate", input = Json)]
pub async fn annotate_user(user: UserId, change: NoteChange) -> Result<UndoOffer, AppError> {
    rpc::signed_in(async move |ctx| services::user_window::annotate(&ctx, user, change).await).await
}

/// Takes back what was just changed in the window.
#[server(prefix = "/rpc", endpoint = "user_window/undo", input = Json)]
pub async fn undo_edit(undo: String) -> Result<(), AppError> {
    rpc::signed_in(async move |ctx| services::user_window::undo(&ctx, undo).await).await
}
