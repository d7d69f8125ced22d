//! Server functions of the page. Each leads back to it, with the page that was wanted.

use leptos::prelude::*;
use leptos::server_fn::codec::{Json, PostUrl};
use model::error::AppError;
use model::sign_in::{Flash, Notice};
use model::two_factor::EnrollPage;
use secrecy::ExposeSecret;

use crate::links;
use crate::rpc;
use crate::sign_in::keep;

/// What the page shows, and what is to be said on it.
#[server(prefix = "/rpc", endpoint = "enrollment/page", input = Json)]
pub async fn get_enrollment() -> Result<(EnrollPage, Flash), AppError> {
    rpc::visiting(async move |visitor| {
        let ctx = visitor.ctx().ok_or(AppError::Unauthenticated)?;
        let page = services::two_factor::enroll_page(ctx).await?;
        Ok((page, visitor.flash().unwrap_or_default()))
    })
    .await
}

/// Begins to set up an authenticator.
#[server(prefix = "/rpc", endpoint = "enrollment/begin", input = PostUrl)]
pub async fn begin_enrollment(next: String) -> Result<(), AppError> {
    let here = links::enroll(&next);
    rpc::acting_from(here.clone(), Vec::new(), async move |ctx| {
        services::two_factor::begin(&ctx).await?;
        Ok(rpc::Next::to(here))
    })
    .await
}

/// Switches the second factor on; everything is open from then on, and backup codes are offered.
#[server(prefix = "/rpc", endpoint = "enrollment/confirm", input = PostUrl)]
pub async fn confirm_enrollment(code: String, next: String) -> Result<(), AppError> {
    let here = links::enroll(&next);
    rpc::acting_from(here.clone(), Vec::new(), async move |ctx| {
        keep(&services::two_factor::confirm(&ctx, &code).await?);
        Ok(rpc::Next::to(here).saying(Notice::TwoFactorEnabled))
    })
    .await
}

/// Makes backup codes. They travel to the page in the sealed cookie, which it removes.
#[server(prefix = "/rpc", endpoint = "enrollment/backup_codes", input = PostUrl)]
pub async fn new_enrollment_codes(code: String, next: String) -> Result<(), AppError> {
    let here = links::enroll(&next);
    // A code that was refused is asked for again here, not on the page that was wanted.
    let typed = vec![("step".to_owned(), "codes".to_owned())];
    rpc::acting_from(here.clone(), typed, async move |ctx| {
        let (session, codes) = services::two_factor::new_backup_codes(&ctx, &code).await?;
        keep(&session);
        let codes: Vec<&str> = codes.iter().map(|code| code.expose_secret()).collect();
        let shown = vec![("codes".to_owned(), codes.join(" "))];
        Ok(rpc::Next::to(here).saying(Notice::BackupCodes).keeping(shown))
    })
    .await
}
