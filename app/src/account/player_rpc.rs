//! Server functions of one's own player.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use model::error::AppError;
use model::players::{OwnPlayer, PlayerChoice};
use model::sign_in::Flash;

#[cfg(feature = "ssr")]
use crate::rpc;

/// One's own player, and what is to be said after a form.
#[server(prefix = "/rpc", endpoint = "account/player", input = Json)]
pub async fn get_own_player() -> Result<(OwnPlayer, Flash), AppError> {
    rpc::visiting(async move |visitor| {
        let ctx = visitor.ctx().ok_or(AppError::Unauthenticated)?;
        let player = services::players::own(ctx).await?;
        Ok((player, visitor.flash().unwrap_or_default()))
    })
    .await
}

/// Chooses a player. With script, so that the choice is kept when it is refused.
#[server(prefix = "/rpc", endpoint = "account/choose_player", input = Json)]
pub async fn choose_player(choice: PlayerChoice) -> Result<(), AppError> {
    rpc::signed_in(async move |ctx| services::players::choose(&ctx, choice).await).await
}
