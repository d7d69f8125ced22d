//! Server functions of the Mail page.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use model::error::AppError;
use model::ids::MailId;
use model::mail::{MailPage, MailQuery, MailText};

#[cfg(feature = "ssr")]
use crate::rpc;

/// One page of mails; whoever holds only Users gets mails of invitations.
#[server(prefix = "/rpc", endpoint = "mail/list", input = Json)]
pub async fn list_mails(query: MailQuery) -> Result<MailPage, AppError> {
    rpc::signed_in(async move |ctx| services::mail::list(&ctx, query).await).await
}

/// The text of one mail, its one-time link masked.
#[server(prefix = "/rpc", endpoint = "mail/text", input = Json)]
pub async fn read_mail(mail: MailId) -> Result<MailText, AppError> {
    rpc::signed_in(async move |ctx| services::mail::text(&ctx, mail).await).await
}

/// The mail as a file, its one-time link masked.
#[server(prefix = "/rpc", endpoint = "mail/eml", input = Json)]
pub async fn download_mail(mail: MailId) -> Result<String, AppError> {
    rpc::signed_in(async move |ctx| services::mail::eml(&ctx, mail).await).await
}

/// Tries a failed mail again.
#[server(prefix = "/rpc", endpoint = "mail/retry", input = Json)]
pub async fn retry_mail(mail: MailId) -> Result<(), AppError> {
    rpc::signed_in(async move |ctx| services::mail::retry(&ctx, mail).await).await
}

/// Withdraws a mail before it leaves.
#[server(prefix = "/rpc", endpoint = "mail/cancel", input = Json)]
pub async fn cancel_mail(mail: MailId) -> Result<(), AppError> {
    rpc::signed_in(async move |ctx| services::mail::cancel(&ctx, mail).await).await
}

/// Sends a test mail to oneself.
#[server(prefix = "/rpc", endpoint = "mail/test", input = Json)]
pub async fn send_test_mail() -> Result<(), AppError> {
    rpc::signed_in(async move |ctx| services::mail::send_test(&ctx).await).await
}
