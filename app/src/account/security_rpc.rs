//! The server function of the security settings.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use model::error::AppError;
use model::sign_in::Flash;
use model::two_factor::SecurityPage;

#[cfg(feature = "ssr")]
use crate::rpc;

/// What the page shows of one's own password and second factor, and what is to be said on it.
#[server(prefix = "/rpc", endpoint = "two_factor/page", input = Json)]
pub async fn get_security() -> Result<(SecurityPage, Flash), AppError> {
    rpc::visiting(async move |visitor| {
        let ctx = visitor.ctx().ok_or(AppError::Unauthenticated)?;
        let page = services::two_factor::page(ctx).await?;
        Ok((page, visitor.flash().unwrap_or_default()))
    })
    .await
}
