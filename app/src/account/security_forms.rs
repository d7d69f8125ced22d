//! Server functions behind the forms of the security settings. Each leads back to the page.

use leptos::prelude::*;
use leptos::server_fn::codec::PostUrl;
use model::error::AppError;
use model::sign_in::{Notice, PasswordForm};
use secrecy::ExposeSecret;

use crate::rpc;
use crate::sign_in::keep;

/// The page.
const HERE: &str = "/account/security";
/// The same with what is asked for.
const ENABLE: &str = "/account/security?dialog=enable-2fa";
const DISABLE: &str = "/account/security?dialog=disable-2fa";
const CODES: &str = "/account/security?dialog=backup-codes";

/// Changes one's own password.
#[server(prefix = "/rpc", endpoint = "credentials/change_password", input = PostUrl)]
pub async fn change_password(
    old_password: String,
    password: String,
    password_again: String,
    form_token: String,
) -> Result<(), AppError> {
    rpc::acting_from(HERE.to_owned(), Vec::new(), async move |ctx| {
        services::session::expect_form(&ctx, &form_token)?;
        let form = PasswordForm { old_password, password, password_again };
        keep(&services::sign_in::change_password(&ctx, form).await?);
        Ok(rpc::Next::to(HERE).saying(Notice::PasswordChanged))
    })
    .await
}

/// Begins to set up an authenticator.
#[server(prefix = "/rpc", endpoint = "two_factor/begin", input = PostUrl)]
pub async fn begin_two_factor() -> Result<(), AppError> {
    rpc::acting_from(ENABLE.to_owned(), Vec::new(), async move |ctx| {
        services::two_factor::begin(&ctx).await?;
        Ok(rpc::Next::to(ENABLE))
    })
    .await
}

/// Switches the second factor on.
#[server(prefix = "/rpc", endpoint = "two_factor/confirm", input = PostUrl)]
pub async fn confirm_two_factor(code: String) -> Result<(), AppError> {
    rpc::acting_from(ENABLE.to_owned(), Vec::new(), async move |ctx| {
        keep(&services::two_factor::confirm(&ctx, &code).await?);
        Ok(rpc::Next::to(HERE).saying(Notice::TwoFactorEnabled))
    })
    .await
}

/// Switches the second factor off.
#[server(prefix = "/rpc", endpoint = "two_factor/disable", input = PostUrl)]
pub async fn disable_two_factor(code: String, form_token: String) -> Result<(), AppError> {
    rpc::acting_from(DISABLE.to_owned(), Vec::new(), async move |ctx| {
        services::session::expect_form(&ctx, &form_token)?;
        keep(&services::two_factor::disable(&ctx, &code).await?);
        Ok(rpc::Next::to(HERE).saying(Notice::TwoFactorDisabled))
    })
    .await
}

/// Makes new backup codes. They travel to the next page in the sealed cookie, which that page removes: no address and no
/// table holds them.
#[server(prefix = "/rpc", endpoint = "two_factor/backup_codes", input = PostUrl)]
pub async fn new_backup_codes(code: String) -> Result<(), AppError> {
    rpc::acting_from(CODES.to_owned(), Vec::new(), async move |ctx| {
        let (session, codes) = services::two_factor::new_backup_codes(&ctx, &code).await?;
        keep(&session);
        let codes: Vec<&str> = codes.iter().map(|code| code.expose_secret()).collect();
        let shown = ("codes".to_owned(), codes.join(" "));
        Ok(rpc::Next::to(CODES).saying(Notice::BackupCodes).telling(ctx.user_id(), shown))
    })
    .await
}
