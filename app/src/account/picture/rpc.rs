//! Removing one's own picture. Sending one is a form with a file, which server functions do not take.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use model::error::AppError;

#[cfg(feature = "ssr")]
use crate::rpc;

/// Removes one's own picture.
#[server(prefix = "/rpc", endpoint = "account/remove_picture", input = Json)]
pub async fn remove_picture() -> Result<(), AppError> {
    rpc::signed_in(async move |ctx| services::pictures::remove(&ctx).await).await
}
