//! Server functions behind the forms about one's own address, and of the page of its link.

use leptos::prelude::*;
use leptos::server_fn::codec::{Json, PostUrl};
use model::email_change::EmailPage;
use model::error::AppError;
use model::sign_in::{Flash, Notice};

use crate::rpc::{self, acting, acting_from};

const PROFILE: &str = "/account/profile";

/// Does without the new address.
#[server(prefix = "/rpc", endpoint = "account/cancel_email", input = PostUrl)]
pub async fn cancel_email_change() -> Result<(), AppError> {
    acting(PROFILE.to_owned(), Vec::new(), async move |ctx| {
        services::account::cancel_email_change(&ctx).await?;
        Ok(Notice::EmailChangeCanceled)
    })
    .await
}

/// Sends the link to the new address once more.
#[server(prefix = "/rpc", endpoint = "account/email_again", input = PostUrl)]
pub async fn send_email_change_again() -> Result<(), AppError> {
    acting(PROFILE.to_owned(), Vec::new(), async move |ctx| {
        services::account::send_email_change_again(&ctx).await?;
        Ok(Notice::EmailChangeSent)
    })
    .await
}

/// What a link to a new address opens. Consumes nothing.
#[server(prefix = "/rpc", endpoint = "account/email_page", input = Json)]
pub async fn get_email_page(token: String) -> Result<(EmailPage, Flash), AppError> {
    rpc::visiting(async move |visitor| {
        visitor.ctx().map_or(Ok(()), rpc::enrolled)?;
        let page = services::account::email_page(visitor.anonymous(), visitor.ctx(), &token).await?;
        Ok((page, visitor.flash().unwrap_or_default()))
    })
    .await
}

/// Takes the new address.
#[server(prefix = "/rpc", endpoint = "account/confirm_email", input = PostUrl)]
pub async fn confirm_email(token: String) -> Result<(), AppError> {
    let here = format!("/email/{}", crate::links::escaped(&token));
    acting_from(here, Vec::new(), async move |ctx| {
        services::account::confirm_email(&ctx, &token).await?;
        Ok(rpc::Next::to(PROFILE).saying(Notice::EmailChanged))
    })
    .await
}
