//! Server functions of the Players tab.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use model::error::AppError;
use model::players::{PlayersChange, PlayersPage};
use model::sign_in::Flash;

#[cfg(feature = "ssr")]
use crate::rpc;

/// The settings of all players, and what is to be said after a form.
#[server(prefix = "/rpc", endpoint = "players/page", input = Json)]
pub async fn get_players() -> Result<(PlayersPage, Flash), AppError> {
    rpc::visiting(async move |visitor| {
        let ctx = visitor.ctx().ok_or(AppError::Unauthenticated)?;
        let page = services::players::page(ctx).await?;
        Ok((page, visitor.flash().unwrap_or_default()))
    })
    .await
}

/// Changes the settings of the players. With script, so that nothing that was typed is lost when it is refused.
#[server(prefix = "/rpc", endpoint = "players/save", input = Json)]
pub async fn save_players(change: PlayersChange) -> Result<(), AppError> {
    rpc::signed_in(async move |ctx| services::players::save(&ctx, change).await).await
}
