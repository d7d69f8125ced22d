//! Server functions behind the forms of the window. Each leads back to the page of the form.

use leptos::prelude::*;
use leptos::server_fn::codec::PostUrl;
use model::error::{AppError, Noun};
use model::fields::FieldErrors;
use model::ids::{SessionId, UserId};
use model::sign_in::Notice;
use model::user_window::{NamesChange, NoteChange};

use crate::rpc::acting;

/// Changes first name, last name and username.
#[server(prefix = "/rpc", endpoint = "user_window/rename", input = PostUrl)]
pub async fn rename_user(
    user: UserId,
    version: String,
    first_name: String,
    last_name: String,
    username: String,
    next: String,
) -> Result<(), AppError> {
    let typed = kept(&[("first_name", &first_name), ("last_name", &last_name), ("username", &username)]);
    acting(next, typed, async move |ctx| {
        let change = NamesChange { version: number(&version)?, first_name, last_name, username };
        services::user_window::rename(&ctx, user, change).await?;
        Ok(Notice::Saved)
    })
    .await
}

/// Writes Administrator information.
#[server(prefix = "/rpc", endpoint = "user_window/save_note", input = PostUrl)]
pub async fn save_note(
    user: UserId,
    seen: String,
    note: String,
    reference: String,
    next: String,
) -> Result<(), AppError> {
    let typed = kept(&[("note", &note), ("reference", &reference)]);
    acting(next, typed, async move |ctx| {
        let seen = match seen.as_str() {
            "" => None,
            id => Some(id.parse().map_err(|_| unreadable())?),
        };
        services::user_window::annotate(&ctx, user, NoteChange { seen, body: note, reference }).await?;
        Ok(Notice::Saved)
    })
    .await
}

/// Sets or removes the end of somebody's access.
#[server(prefix = "/rpc", endpoint = "user_window/set_end", input = PostUrl)]
pub async fn set_access_end(user: UserId, version: String, access_ends: String, next: String) -> Result<(), AppError> {
    let typed = kept(&[("access_ends", &access_ends)]);
    acting(next, typed, async move |ctx| {
        services::access_ends::set(&ctx, user, number(&version)?, &access_ends).await?;
        Ok(Notice::Saved)
    })
    .await
}

/// Ends one session of somebody else.
#[server(prefix = "/rpc", endpoint = "user_window/end_session", input = PostUrl)]
pub async fn end_session(user: UserId, session: String, reason: String, next: String) -> Result<(), AppError> {
    let typed = kept(&[("reason", &reason)]);
    acting(next, typed, async move |ctx| {
        let session: SessionId = session.parse().map_err(|_| AppError::NotFound { what: Noun::Session })?;
        services::user_window::end_session(&ctx, user, session, &reason).await?;
        Ok(Notice::SessionsEnded)
    })
    .await
}

/// Ends every session of somebody else.
#[server(prefix = "/rpc", endpoint = "user_window/end_sessions", input = PostUrl)]
pub async fn end_all_sessions(user: UserId, reason: String, next: String) -> Result<(), AppError> {
    let typed = kept(&[("reason", &reason)]);
    acting(next, typed, async move |ctx| {
        services::user_window::end_all_sessions(&ctx, user, &reason).await?;
        Ok(Notice::SessionsEnded)
    })
    .await
}

/// Mails somebody else a link for a new password.
#[server(prefix = "/rpc", endpoint = "user_window/send_reset", input = PostUrl)]
pub async fn send_reset(user: UserId, reason: String, next: String) -> Result<(), AppError> {
    let typed = kept(&[("reason", &reason)]);
    acting(next, typed, async move |ctx| {
        services::user_window::mail_reset_link(&ctx, user, &reason).await?;
        Ok(Notice::ResetMailSent)
    })
    .await
}

fn kept(fields: &[(&str, &String)]) -> Vec<(String, String)> {
    fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).clone())).collect()
}

/// A version in a hidden field; nobody types it.
fn number(text: &str) -> Result<i64, AppError> {
    text.parse().map_err(|_| unreadable())
}

fn unreadable() -> AppError {
    AppError::Invalid { fields: FieldErrors::default() }
}
