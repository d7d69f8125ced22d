//! Server functions of the Branding tab.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use model::branding::{BrandingChange, BrandingPage, LogoRemoval};
use model::error::AppError;
use model::sign_in::Flash;

#[cfg(feature = "ssr")]
use crate::rpc;

/// The branding, and what is to be said after a form.
#[server(prefix = "/rpc", endpoint = "branding/page", input = Json)]
pub async fn get_branding() -> Result<(BrandingPage, Flash), AppError> {
    rpc::visiting(async move |visitor| {
        let ctx = visitor.ctx().ok_or(AppError::Unauthenticated)?;
        let page = services::branding::page(ctx).await?;
        Ok((page, visitor.flash().unwrap_or_default()))
    })
    .await
}

/// Changes the branding. With script, so that nothing that was typed is lost when it is refused.
#[server(prefix = "/rpc", endpoint = "branding/save", input = Json)]
pub async fn save_branding(change: BrandingChange) -> Result<(), AppError> {
    rpc::signed_in(async move |ctx| services::branding::save(&ctx, change).await).await
}

/// Removes a logo. Sending one is a form with a file, which server functions do not take.
#[server(prefix = "/rpc", endpoint = "branding/remove_logo", input = Json)]
pub async fn remove_logo(removal: LogoRemoval) -> Result<(), AppError> {
    rpc::signed_in(async move |ctx| services::branding::remove_logo(&ctx, removal).await).await
}
