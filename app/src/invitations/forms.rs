//! Server functions of the page that an invitation's link opens.

use leptos::prelude::*;
use leptos::server_fn::codec::{Json, PostUrl};
use model::error::AppError;
use model::sign_in::{EndedInvitation, Flash, InvitationPage};
use serde::{Deserialize, Serialize};

use crate::rpc;

/// What the link opens.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Opened {
    /// An invitation that can be accepted.
    Invitation {
        /// What it shows.
        page: InvitationPage,
    },
    /// One whose 24 hours are over.
    Ended {
        /// What it shows.
        page: EndedInvitation,
    },
}

/// What an invitation's link opens. Consumes nothing.
#[server(prefix = "/rpc", endpoint = "invitations/open", input = Json)]
pub async fn open_invitation(token: String) -> Result<(Opened, Flash), AppError> {
    rpc::visiting(async move |visitor| {
        let opened = match services::invitations::page(visitor.anonymous(), &token, visitor.ctx()).await {
            Ok(page) => Opened::Invitation { page },
            Err(AppError::InvitationExpired) => {
                Opened::Ended { page: services::invitations::ended(visitor.anonymous(), &token).await? }
            }
            Err(error) => return Err(error),
        };
        Ok((opened, visitor.flash().unwrap_or_default()))
    })
    .await
}

/// Accepts an invitation and signs in.
#[server(prefix = "/rpc", endpoint = "invitations/accept", input = PostUrl)]
pub async fn accept_invitation(
    token: String,
    first_name: String,
    last_name: String,
    password: String,
    password_again: String,
    language: String,
) -> Result<(), AppError> {
    rpc::form(async move |visitor| {
        let form = model::sign_in::AcceptForm { token, first_name, last_name, password, password_again, language };
        let back_to = format!("/invite/{}", crate::links::escaped(&form.token));
        let kept = [("first_name", &form.first_name), ("last_name", &form.last_name), ("language", &form.language)];
        let fields = kept.map(|(name, value)| (name.to_owned(), value.chars().take(200).collect())).into();
        match services::invitations::accept(visitor.anonymous(), form, visitor.ctx()).await {
            Ok(signed_in) => {
                crate::sign_in::open(&signed_in);
                Ok(rpc::Next::to("/login?check=1&next=/users").saying(model::sign_in::Notice::Welcome))
            }
            Err(error) => Err(rpc::Refusal { error, back_to, fields }),
        }
    })
    .await
}

/// Tells the workspace that a new link is wanted; the answer is always the same.
#[server(prefix = "/rpc", endpoint = "invitations/request_link", input = PostUrl)]
pub async fn request_new_link(token: String) -> Result<(), AppError> {
    rpc::form(async move |visitor| {
        let back_to = format!("/invite/{}", crate::links::escaped(&token));
        match services::invitations::request_new_link(visitor.anonymous(), &token).await {
            Ok(()) => Ok(rpc::Next::to(back_to).saying(model::sign_in::Notice::NewLinkRequested)),
            Err(error) => Err(rpc::Refusal { error, back_to, fields: Vec::new() }),
        }
    })
    .await
}
