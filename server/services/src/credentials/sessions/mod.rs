//! Sessions: who is signed in, in which browser, until when.
//!
//! A session is a row; the browser holds 256 random bits of which the row keeps the SHA-256. Nothing about it is kept in
//! memory, so what ends it, or shuts its user out, counts from the next request on, on every node.

mod store;

use model::error::AppError;
use model::event::Event;
use model::ids::{SessionId, UserId};
use model::time::Timestamp;
use secrecy::{ExposeSecret, SecretString};

use super::identity::{self, Open};
use super::{reader, rows};
use crate::access;
use crate::ctx::{Actor, Anonymous, Base, Ctx};
use crate::entity::{session, workspace as settings};
use crate::error::Result;
use crate::keys::{hash_secret, new_secret};
use crate::tx::{Tx, Unrecorded};
use crate::{users, workspace};

/// Sessions of one user; the oldest ends when there is one more.
const MOST: u64 = 20;
/// How exactly `last_seen_at` is known: one write a minute instead of one a request.
const SEEN_EVERY_SECONDS: i64 = 60;
/// Longer than any token of ours; what is longer is not even hashed.
const TOKEN_MAX: usize = 64;

/// Finds out whose session a token belongs to. Asked anew for each request.
///
/// # Errors
/// `Unauthenticated` for every token that opens nothing, whatever the reason.
pub async fn authenticate(anonymous: &Anonymous, token: &str) -> std::result::Result<Ctx, AppError> {
    if token.len() > TOKEN_MAX {
        return Err(AppError::Unauthenticated);
    }
    let (ctx, is_stale) = anonymous
        .read(async || {
            let rows = reader(anonymous);
            let (session, user) = store::find(&rows, &hash_secret(token)).await?.ok_or(AppError::Unauthenticated)?;
            let settings = workspace::current(&rows).await?;
            let now = anonymous.now();
            if !is_live(&session, &settings, now) || !identity::is_open(&user, now) {
                return Err(AppError::Unauthenticated.into());
            }
            let is_stale = session.last_seen_at.plus_seconds(SEEN_EVERY_SECONDS) <= now;
            let edition = anonymous.services().settings().edition;
            let subject = access::load_subject(&rows, &user, &session, edition, now).await?;
            Ok((Ctx::new(anonymous, user, session, subject), is_stale))
        })
        .await?;
    if is_stale {
        // A request that is allowed does not fail because the note about it does; that was logged.
        let _ = touch(&ctx).await;
    }
    Ok(ctx)
}

fn is_live(session: &session::Model, settings: &settings::Model, now: Timestamp) -> bool {
    let idle = session.last_seen_at.plus_seconds(i64::from(settings.session_idle_minutes) * 60);
    let end = session.created_at.plus_seconds(i64::from(settings.session_max_minutes) * 60);
    session.revoked_at.is_none() && now < idle && now < end
}

/// Notes that the user is here, once a minute.
async fn touch(ctx: &Ctx) -> std::result::Result<(), AppError> {
    let session = ctx.session()?.id;
    ctx.write_unrecorded(Unrecorded::LastSeen, |tx| async move {
        let rows = rows(&tx);
        let before = tx.now().plus_seconds(-SEEN_EVERY_SECONDS);
        // Another request of the same page may have been here.
        if store::is_stale(&rows, session, before).await? {
            // First the user, then the session: the order in which everybody locks them.
            users::touch_last_seen(&rows, ctx.user_id(), tx.now(), ctx.request().language).await?;
            store::touch(&rows, session, tx.now()).await?;
        }
        Ok(())
    })
    .await
}

/// Begins a session of a user who has just proven who they are. Their account is locked: no session begins for someone
/// who was shut out a moment ago. Records it.
pub(crate) async fn start(tx: &Tx, account: &Open) -> Result<SecretString> {
    start_with(tx, account, None).await
}

/// The same for a user who has shown a second factor as well.
pub(crate) async fn start_proven(tx: &Tx, account: &Open) -> Result<SecretString> {
    start_with(tx, account, Some(tx.now())).await
}

async fn start_with(tx: &Tx, account: &Open, mfa_at: Option<Timestamp>) -> Result<SecretString> {
    let user = account.id();
    let rows = rows(tx);
    let secret = new_secret(tx.base().services().rng());
    let id = SessionId(tx.new_id());
    let hash = hash_secret(secret.expose_secret());
    store::insert(&rows, (id, user, mfa_at), &hash, tx.base().request(), tx.now()).await?;
    store::end_beyond(&rows, user, MOST, tx.now()).await?;
    users::touch_last_seen(&rows, user, tx.now(), tx.base().request().language).await?;
    tx.record_as(Actor::Presenting(user), Event::SignedIn { user, session: id }).await;
    Ok(secret)
}

/// Gives the session a new token and notes that its user has just shown the password. The old token is dead.
///
/// # Errors
/// `Unauthenticated` when the session has ended meanwhile.
pub(crate) async fn step_up(tx: &Tx, session: &session::Model) -> Result<SecretString> {
    let secret = new_secret(tx.base().services().rng());
    let hash = hash_secret(secret.expose_secret());
    if store::step_up(&rows(tx), session, &hash, tx.now()).await? {
        Ok(secret)
    } else {
        Err(AppError::Unauthenticated.into())
    }
}

/// Ends one session.
pub(crate) async fn end(tx: &Tx, session: SessionId) -> Result<()> {
    store::end(&rows(tx), session, tx.now()).await
}

/// Ends one session of a user; whether it was theirs and had not ended.
pub(crate) async fn end_of(tx: &Tx, user: UserId, session: SessionId) -> Result<bool> {
    store::end_of(&rows(tx), user, session, tx.now()).await
}

/// The sessions of a user that work, the one that was used last first.
pub(crate) async fn of_user(base: &Base, user: UserId, settings: &settings::Model) -> Result<Vec<session::Model>> {
    let sessions = store::of_user(&reader(base), user).await?;
    Ok(sessions.into_iter().filter(|session| is_live(session, settings, base.now())).collect())
}

/// Ends the sessions of a user but for one.
pub(crate) async fn end_others(tx: &Tx, user: UserId, but: SessionId) -> Result<()> {
    store::end_others(&rows(tx), user, but, tx.now()).await
}

/// Ends every session of a user.
pub(crate) async fn end_all(tx: &Tx, user: UserId) -> Result<()> {
    store::end_all(&rows(tx), user, tx.now()).await
}

#[cfg(test)]
mod tests {
    use model::language::Language;
    use uuid::Uuid;

    use super::*;

    const MINUTE: i64 = 60;
    const NOW: Timestamp = Timestamp(1_795_000_000_000);

    fn session() -> session::Model {
        session::Model {
            id: SessionId(Uuid::nil()),
            token_hash: String::new(),
            user_id: UserId(Uuid::nil()),
            created_at: NOW,
            last_seen_at: NOW,
            ip: String::new(),
            user_agent: String::new(),
            mfa_at: None,
            step_up_at: None,
            revoked_at: None,
        }
    }

    fn settings() -> settings::Model {
        settings::Model {
            id: 1,
            name: String::new(),
            timezone: "UTC".to_owned(),
            default_language: Language::En,
            password_min: 8,
            session_idle_minutes: 60,
            session_max_minutes: 24 * 60,
            undo_seconds: 10,
            permanent_deletion_allowed: true,
            api_key_days: None,
            enforce_2fa: false,
            enforce_2fa_from: None,
            default_player: model::players::Player::BuiltIn,
            accent: None,
            logo: None,
            logo_dark: None,
            sender_name: None,
            created_at: NOW,
            version: 1,
        }
    }

    // SE-08
    #[test]
    fn session_ends_when_idle_too_long_and_after_its_time_whatever_is_done() {
        let at = |minutes: i64| NOW.plus_seconds(minutes * MINUTE);
        let seen = |minutes: i64| session::Model { last_seen_at: at(minutes), ..session() };
        assert!(is_live(&session(), &settings(), at(59)));
        assert!(!is_live(&session(), &settings(), at(60)));
        assert!(is_live(&seen(24 * 60 - 1), &settings(), Timestamp(at(24 * 60).0 - 1)));
        assert!(!is_live(&seen(24 * 60 - 1), &settings(), at(24 * 60)));
        assert!(!is_live(&session::Model { revoked_at: Some(NOW), ..session() }, &settings(), NOW));
    }
}
