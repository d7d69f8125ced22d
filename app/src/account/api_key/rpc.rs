//! What the panel shows. The server functions behind its forms are in `forms`.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use model::api_keys::ApiKeyPanel;
use model::error::AppError;
use model::sign_in::Flash;

#[cfg(feature = "ssr")]
use crate::rpc;

/// The panel, and what is to be said after a form. The key itself is in the one answer after the form that asked for it.
#[server(prefix = "/rpc", endpoint = "api_keys/panel", input = Json)]
pub async fn get_api_key() -> Result<(ApiKeyPanel, Flash), AppError> {
    use model::sign_in::Notice;
    use services::credentials::api_key::panel;
    rpc::visiting(async move |visitor| {
        let ctx = visitor.ctx().ok_or(AppError::Unauthenticated)?;
        let flash = visitor.flash().unwrap_or_default();
        let asked = matches!(flash.notice, Some(Notice::ApiKeyCreated | Notice::ApiKeyReset | Notice::ApiKeyRevealed));
        let panel = match panel(ctx, asked).await {
            // The ten minutes were over in between, or the key was removed elsewhere: the panel says how it is now.
            Err(AppError::StepUpRequired | AppError::Conflict { .. }) => panel(ctx, false).await?,
            shown => shown?,
        };
        Ok((panel, flash))
    })
    .await
}
