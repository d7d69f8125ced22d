//! The server function of the Audit page.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use model::audit::{AuditPage, AuditQuery};
use model::error::AppError;

#[cfg(feature = "ssr")]
use crate::rpc;

/// One page of the log, and what is known of its chain.
#[server(prefix = "/rpc", endpoint = "audit/list", input = Json)]
pub async fn list_audit(query: AuditQuery) -> Result<AuditPage, AppError> {
    rpc::signed_in(async move |ctx| services::audit::list(&ctx, query).await).await
}
