//! Server functions of one's own pages. None takes a user: the one who is signed in is meant.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use model::account::{OwnPermissions, OwnSessions};
use model::error::AppError;
use model::profile::{Profile, ProfileChange};
use model::sign_in::Flash;

#[cfg(feature = "ssr")]
use crate::rpc;

/// One's own profile, and what is to be said after a form.
#[server(prefix = "/rpc", endpoint = "account/profile", input = Json)]
pub async fn get_profile() -> Result<(Profile, Flash), AppError> {
    rpc::visiting(async move |visitor| {
        let ctx = visitor.ctx().ok_or(AppError::Unauthenticated)?;
        let profile = services::account::profile(ctx).await?;
        Ok((profile, visitor.flash().unwrap_or_default()))
    })
    .await
}

/// Where one is signed in, and what is to be said after a form.
#[server(prefix = "/rpc", endpoint = "account/sessions", input = Json)]
pub async fn get_own_sessions() -> Result<(OwnSessions, Flash), AppError> {
    rpc::visiting(async move |visitor| {
        let ctx = visitor.ctx().ok_or(AppError::Unauthenticated)?;
        let sessions = services::account::own_sessions(ctx).await?;
        Ok((sessions, visitor.flash().unwrap_or_default()))
    })
    .await
}

/// What one may do, and why.
#[server(prefix = "/rpc", endpoint = "account/permissions", input = Json)]
pub async fn get_own_permissions() -> Result<OwnPermissions, AppError> {
    rpc::signed_in(async move |ctx| services::account::own_permissions(&ctx).await).await
}

/// Changes one's own profile. With script, so that nothing that was typed is lost when it is refused.
#[server(prefix = "/rpc", endpoint = "account/save_profile", input = Json)]
pub async fn save_profile(change: ProfileChange) -> Result<(), AppError> {
    rpc::signed_in(async move |ctx| services::account::save_profile(&ctx, change).await).await
}
