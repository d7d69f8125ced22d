//! The server function behind the form that asks for access. It is sent as a whole page in any case.

use leptos::prelude::*;
use leptos::server_fn::codec::PostUrl;
use model::access::Action;
use model::error::{AppError, Noun};
use model::explain::{AccessRequest, Question};
use model::sign_in::Notice;

use super::address::{PATH, href};
use crate::rpc::acting;

/// Asks those who can give it for something that oneself may not do, and leads to its answer.
#[server(prefix = "/rpc", endpoint = "explain/request", input = PostUrl)]
pub async fn request_access(action: String, message: String) -> Result<(), AppError> {
    let wanted: Option<Action> = action.parse().ok();
    let next = wanted.map_or_else(|| PATH.to_owned(), |action| href(&Question::of(action)));
    acting(next, vec![("message".to_owned(), message.clone())], async move |ctx| {
        let action = wanted.ok_or(AppError::NotFound { what: Noun::Page })?;
        services::access_requests::ask(&ctx, AccessRequest { action, message }).await?;
        Ok(Notice::AccessRequested)
    })
    .await
}
