//! The form of the Audit page, which works without JavaScript. It is sent as a whole page in any case, so none of this
//! reaches the browser.

use leptos::prelude::*;
use leptos::server_fn::codec::PostUrl;
use model::error::AppError;

use crate::links;
use crate::rpc;

/// Verifies the chain and leads back to the page, which says how it went, and to whom it is open.
#[server(prefix = "/rpc", endpoint = "audit/verify", input = PostUrl)]
pub async fn verify_audit(next: String) -> Result<(), AppError> {
    rpc::form(async move |visitor| {
        let next = links::own_path(&next);
        let Some(ctx) = visitor.ctx() else { return Ok(rpc::Next::to(links::sign_in(&next))) };
        match services::audit::verify_now(ctx).await {
            // The page itself says why not.
            Ok(_) | Err(AppError::Forbidden { .. }) => Ok(rpc::Next::to(next)),
            Err(error) => Err(rpc::Refusal { error, back_to: next, fields: Vec::new() }),
        }
    })
    .await
}
