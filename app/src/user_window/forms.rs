//! Server functions behind the forms of the window. Each leads back to the page of the form.

use leptos::prelude::*;
use leptos::server_fn::codec::PostUrl;
use model::access::CompanyPermission;
use model::error::{AppError, Noun, UnknownWord};
use model::fields::{FieldCode, FieldErrors};
use model::ids::{SessionId, UserId};
use model::roles::{Held, RoleChange};
use model::sign_in::Notice;
use model::user_window::{NamesChange, NoteChange};

use crate::links::own_path;
use crate::rpc::{Next, acting, acting_from, changing};

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
    changing(next, typed, async move |ctx| {
        let change = NamesChange { version: number(&version)?, first_name, last_name, username };
        services::user_window::rename(&ctx, user, change).await
    })
    .await
}

/// Asks for another address of somebody; the person confirms it.
#[server(prefix = "/rpc", endpoint = "user_window/request_email", input = PostUrl)]
pub async fn request_email_change(user: UserId, email: String, next: String) -> Result<(), AppError> {
    let typed = kept(&[("email", &email)]);
    acting(next, typed, async move |ctx| {
        services::user_window::request_email_change(&ctx, user, &email).await?;
        Ok(Notice::EmailChangeSent)
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
    changing(next, typed, async move |ctx| {
        let seen = match seen.as_str() {
            "" => None,
            id => Some(id.parse().map_err(|_| unreadable())?),
        };
        services::user_window::annotate(&ctx, user, NoteChange { seen, body: note, reference }).await.map(Some)
    })
    .await
}

/// Sets or removes the end of somebody's access.
#[server(prefix = "/rpc", endpoint = "user_window/set_end", input = PostUrl)]
pub async fn set_access_end(user: UserId, version: String, access_ends: String, next: String) -> Result<(), AppError> {
    let typed = kept(&[("access_ends", &access_ends)]);
    changing(next, typed, async move |ctx| {
        services::access_ends::set(&ctx, user, number(&version)?, &access_ends).await
    })
    .await
}

/// Changes role and permissions; `here` is the step that is confirmed, `next` where it leads to.
#[server(prefix = "/rpc", endpoint = "user_window/change_role", input = PostUrl)]
pub async fn change_role_by_form(
    user: UserId,
    version: String,
    role: String,
    permissions: String,
    here: String,
    next: String,
) -> Result<(), AppError> {
    let (here, next) = (own_path(&here), own_path(&next));
    acting_from(here, Vec::new(), async move |ctx| {
        let not_offered = || AppError::field("role", FieldCode::NotOffered);
        let role = role.parse().map_err(|_| not_offered())?;
        let permissions = permissions.split(',').filter(|word| !word.is_empty()).map(str::parse);
        let permissions: Vec<CompanyPermission> =
            permissions.collect::<Result<_, UnknownWord>>().map_err(|_| not_offered())?;
        let change = RoleChange { version: number(&version)?, held: Held::new(role, &permissions) };
        let undo = services::roles::change_by_form(&ctx, user, change).await?;
        Ok(Next::to(next).saying(Notice::Saved).offering(Some(undo)))
    })
    .await
}

/// Takes back what was just changed, where no script does it.
#[server(prefix = "/rpc", endpoint = "user_window/undo_form", input = PostUrl)]
pub async fn undo_by_form(undo: String, next: String) -> Result<(), AppError> {
    acting(next, Vec::new(), async move |ctx| {
        services::user_window::undo(&ctx, undo).await?;
        Ok(Notice::Undone)
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

/// Revokes the API key of somebody else that was seen.
#[server(prefix = "/rpc", endpoint = "user_window/revoke_key", input = PostUrl)]
pub async fn revoke_api_key(user: UserId, seen_key: String, reason: String, next: String) -> Result<(), AppError> {
    let typed = kept(&[("reason", &reason)]);
    acting(next, typed, async move |ctx| {
        services::user_window::revoke_api_key(&ctx, user, &seen_key, &reason).await?;
        Ok(Notice::ApiKeyRevoked)
    })
    .await
}

/// Removes the second factor of somebody else.
#[server(prefix = "/rpc", endpoint = "user_window/reset_two_factor", input = PostUrl)]
pub async fn reset_two_factor(user: UserId, reason: String, next: String) -> Result<(), AppError> {
    let typed = kept(&[("reason", &reason)]);
    acting(next, typed, async move |ctx| {
        services::user_window::reset_second_factor(&ctx, user, &reason).await?;
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
