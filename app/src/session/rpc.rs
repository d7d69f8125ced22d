//! What every page needs, and the preferences of the profile menu.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use model::account::PreferenceChange;
use model::error::AppError;
use model::language::Language;
use model::session::Frame;

#[cfg(feature = "ssr")]
use crate::rpc;
#[cfg(feature = "ssr")]
use crate::visitor::Told;
#[cfg(feature = "ssr")]
use services::{Anonymous, Ctx};

/// Name of the workspace, appearance, language, and who is signed in.
#[server(prefix = "/rpc", endpoint = "session/frame", input = Json)]
pub async fn get_frame() -> Result<Frame, AppError> {
    rpc::visiting(async move |visitor| frame_of(visitor.anonymous(), visitor.ctx(), visitor.told()).await).await
}

/// The same, for the door.
///
/// # Errors
/// `Unavailable` or `Internal`.
#[cfg(feature = "ssr")]
pub async fn frame_of(anonymous: &Anonymous, ctx: Option<&Ctx>, told: &Told) -> Result<Frame, AppError> {
    let mut frame = services::session::frame(anonymous).await?;
    frame.theme = told.theme.unwrap_or(model::session::Theme::System);
    frame.language = told.language;
    if let Some(ctx) = ctx {
        frame.theme = ctx.theme();
        frame.language = ctx.language();
        frame.session = Some(services::session::info(ctx).await?);
    }
    Ok(frame)
}

/// The texts of one language, as the page carries them.
#[server(prefix = "/rpc", endpoint = "session/catalog", input = Json)]
pub async fn get_catalog(language: Language) -> Result<String, AppError> {
    rpc::anonymous(async move |_| Ok(i18n::Catalog::to_json(language).to_owned())).await
}

/// Sets one's own language and appearance; applies at once.
#[server(prefix = "/rpc", endpoint = "account/preferences", input = Json)]
pub async fn choose_preferences(change: PreferenceChange) -> Result<(), AppError> {
    rpc::signed_in(async move |ctx| services::account::change_preferences(&ctx, change).await).await
}
