//! The server function of the dialog that asks for the password again.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use model::error::AppError;

#[cfg(feature = "ssr")]
use crate::rpc;

/// Proves the password or the second factor again, from the dialog; the interrupted action is then repeated.
#[server(prefix = "/rpc", endpoint = "sign_in/step_up_here", input = Json)]
pub async fn step_up_here(password: String, code: Option<String>) -> Result<(), AppError> {
    rpc::signed_in(async move |ctx| {
        let session = super::forms::prove(&ctx, password, code.as_deref()).await?;
        super::forms::keep(&session);
        Ok(())
    })
    .await
}
