//! The server function of the Roles tab.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use model::error::AppError;
use model::roles::RolesPage;

#[cfg(feature = "ssr")]
use crate::rpc;

/// What each role holds and can hold, and who has it.
#[server(prefix = "/rpc", endpoint = "roles/overview", input = Json)]
pub async fn get_roles() -> Result<RolesPage, AppError> {
    rpc::signed_in(async move |ctx| services::roles::overview(&ctx).await).await
}
