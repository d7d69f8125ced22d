//! Server functions of the Security page.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use model::error::AppError;
use model::factors::{FactorList, FactorQuery};
use model::security::{SecurityChange, SecuritySettings};
use model::sign_in::Flash;

#[cfg(feature = "ssr")]
use crate::rpc;

/// The rules, the switch, and what is to be said after a form.
#[server(prefix = "/rpc", endpoint = "security/page", input = Json)]
pub async fn get_security_settings() -> Result<(SecuritySettings, Flash), AppError> {
    rpc::visiting(async move |visitor| {
        let ctx = visitor.ctx().ok_or(AppError::Unauthenticated)?;
        let page = services::security::page(ctx).await?;
        Ok((page, visitor.flash().unwrap_or_default()))
    })
    .await
}

/// Changes the rules. With script, so that nothing that was typed is lost when it is refused.
#[server(prefix = "/rpc", endpoint = "security/save", input = Json)]
pub async fn save_security(change: SecurityChange) -> Result<(), AppError> {
    rpc::signed_in(async move |ctx| services::security::save(&ctx, change).await).await
}

/// Who has a second factor, and what is to be said after a form.
#[server(prefix = "/rpc", endpoint = "security/factors", input = Json)]
pub async fn list_factors(query: FactorQuery) -> Result<(FactorList, Flash), AppError> {
    rpc::visiting(async move |visitor| {
        let ctx = visitor.ctx().ok_or(AppError::Unauthenticated)?;
        let list = services::security::factors(ctx, query).await?;
        Ok((list, visitor.flash().unwrap_or_default()))
    })
    .await
}
