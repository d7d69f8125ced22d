//! Server functions of the set-up.

#![expect(clippy::too_many_arguments, reason = "a form without JavaScript is a flat list of fields")]

use leptos::prelude::*;
use leptos::server_fn::codec::{Json, PostUrl};
use model::error::AppError;
use model::set_up::SetUpPage;
use model::sign_in::Flash;

use crate::rpc;

/// What the set-up page shows. Consumes nothing.
#[server(prefix = "/rpc", endpoint = "set_up/page", input = Json)]
pub async fn get_set_up(token: String) -> Result<(SetUpPage, Flash), AppError> {
    rpc::visiting(async move |visitor| {
        let page = services::set_up::page(visitor.anonymous(), &token).await?;
        Ok((page, visitor.flash().unwrap_or_default()))
    })
    .await
}

/// Creates the workspace and signs its Owner in.
#[server(prefix = "/rpc", endpoint = "set_up/create", input = PostUrl)]
pub async fn set_up(
    token: String,
    workspace: String,
    timezone: String,
    language: String,
    seats: String,
    first_name: String,
    last_name: String,
    email: String,
    username: String,
    password: String,
    password_again: String,
) -> Result<(), AppError> {
    rpc::form(async move |visitor| {
        let form = model::set_up::SetUpForm {
            token,
            workspace,
            timezone,
            language,
            seats,
            first_name,
            last_name,
            email,
            username,
            password,
            password_again,
        };
        let back_to = format!("/setup?token={}", crate::links::escaped(&form.token));
        let fields = kept(&form);
        match services::set_up::create(visitor.anonymous(), form).await {
            Ok(signed_in) => {
                crate::sign_in::open(&signed_in);
                Ok(rpc::Next::to("/login?check=1&next=/users").saying(model::sign_in::Notice::WorkspaceCreated))
            }
            Err(error) => Err(rpc::Refusal { error, back_to, fields }),
        }
    })
    .await
}

/// Sends a test mail to the Owner's address, so that the mail server is known to work before anyone is invited. A second
/// button of the same form: what was typed is kept, the passwords apart.
#[server(prefix = "/rpc", endpoint = "set_up/test_mail", input = PostUrl)]
pub async fn send_set_up_mail(
    token: String,
    workspace: String,
    timezone: String,
    language: String,
    seats: String,
    first_name: String,
    last_name: String,
    email: String,
    username: String,
) -> Result<(), AppError> {
    rpc::form(async move |visitor| {
        let form = model::set_up::SetUpForm {
            token,
            workspace,
            timezone,
            language,
            seats,
            first_name,
            last_name,
            email,
            username,
            ..model::set_up::SetUpForm::default()
        };
        let back_to = format!("/setup?token={}", crate::links::escaped(&form.token));
        match services::set_up::send_test_mail(visitor.anonymous(), &form.token, &form.email).await {
            Ok(()) => Ok(rpc::Next::to(back_to).saying(model::sign_in::Notice::TestMailSent).keeping(kept(&form))),
            Err(error) => Err(rpc::Refusal { error, back_to, fields: kept(&form) }),
        }
    })
    .await
}

/// What had been typed and is no secret.
fn kept(form: &model::set_up::SetUpForm) -> Vec<(String, String)> {
    [
        ("workspace", &form.workspace),
        ("timezone", &form.timezone),
        ("language", &form.language),
        ("seats", &form.seats),
        ("first_name", &form.first_name),
        ("last_name", &form.last_name),
        ("email", &form.email),
        ("username", &form.username),
    ]
    .map(|(name, value)| (name.to_owned(), value.chars().take(260).collect()))
    .into()
}
