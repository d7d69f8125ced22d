//! Server functions behind the forms of the panel. Each leads back to it; the key is never on the way.

use leptos::prelude::*;
use leptos::server_fn::codec::PostUrl;
use model::error::AppError;
use model::sign_in::Notice;
use services::credentials::api_key;

use crate::rpc;

/// Where the panel is.
const PAGE: &str = "/account/security";

/// Makes the key.
#[server(prefix = "/rpc", endpoint = "api_keys/create", input = PostUrl)]
pub async fn create_api_key(last_day: String) -> Result<(), AppError> {
    let typed = ours(&[("last_day", &last_day)]);
    rpc::acting(PAGE.to_owned(), typed, async move |ctx| {
        api_key::create(&ctx, &last_day).await?;
        Ok(Notice::ApiKeyCreated)
    })
    .await
}

/// Puts another key in the place of the one that was seen.
#[server(prefix = "/rpc", endpoint = "api_keys/reset", input = PostUrl)]
pub async fn reset_api_key(seen: String, last_day: String) -> Result<(), AppError> {
    let typed = ours(&[("last_day", &last_day)]);
    rpc::acting(PAGE.to_owned(), typed, async move |ctx| {
        api_key::reset(&ctx, &seen, &last_day).await?;
        Ok(Notice::ApiKeyReset)
    })
    .await
}

/// Lets the page that follows show the key, once.
#[server(prefix = "/rpc", endpoint = "api_keys/reveal", input = PostUrl)]
pub async fn reveal_api_key() -> Result<(), AppError> {
    rpc::acting(PAGE.to_owned(), ours(&[]), async move |ctx| {
        api_key::may_reveal(&ctx).await?;
        Ok(Notice::ApiKeyRevealed)
    })
    .await
}

/// Removes the key.
#[server(prefix = "/rpc", endpoint = "api_keys/remove", input = PostUrl)]
pub async fn remove_api_key() -> Result<(), AppError> {
    rpc::acting(PAGE.to_owned(), ours(&[]), async move |ctx| {
        api_key::remove(&ctx).await?;
        Ok(Notice::ApiKeyRemoved)
    })
    .await
}

/// What was typed, and whose form it was: several panels share the page.
fn ours(fields: &[(&str, &str)]) -> Vec<(String, String)> {
    let own = [("panel", "api_key")];
    own.iter().chain(fields).map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}
