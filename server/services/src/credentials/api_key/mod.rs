//! The personal API key: made, revealed, replaced and removed by its owner; shown by programs instead of a session.
//!
//! Invariant: at most one for each user, and nothing of it is kept in memory, so what ends it, or shuts its owner out,
//! counts from the next request on. Its rights are those that its owner has at that moment, except for what asks for
//! the password again: `access` refuses that to every key.
//!
//! The row holds the SHA-256 by which a key is recognized, and the key sealed for its owner alone.

mod format;
mod rate;
mod store;

use model::access::Action;
use model::api_keys::{ApiKeyInfo, ApiKeyPanel, KeyUse};
use model::error::{AppError, ConflictReason};
use model::event::Event;
use model::fields::FieldCode;
use model::ids::UserId;
use model::time::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;

pub use rate::Rate;

use super::{identity, reader, rows};
use crate::access::{self, AccountEdit, CredentialsEdit, Permit, Resource};
use crate::ctx::{Anonymous, Ctx};
use crate::entity::{api_key, user};
use crate::error::{Result, incident};
use crate::keys::hash_secret;
use crate::mail::{self, Content, KeyChange, Leaves, NewMail};
use crate::tx::{Tx, Unrecorded};
use crate::{workspace, zone};

/// What the key is sealed as.
const PURPOSE: &str = "api key";
/// How exactly the last use is known.
const USED_EVERY_SECONDS: i64 = 60;
/// Longer than any key of ours; what is longer is not looked at.
const KEY_MAX: usize = 128;

/// Finds out whose program asks, and counts the request. Asked anew for each one.
///
/// # Errors
/// `Unauthenticated` for every key that opens nothing, whatever the reason; `RateLimited` for one that asks too often,
/// and for an address that tries too many.
pub async fn authenticate(anonymous: &Anonymous, key: &str) -> std::result::Result<(Ctx, Rate), AppError> {
    // Typing errors and look-alikes are nobody's key: there is nothing to look up, and nothing was guessed.
    let shown = Some(key).filter(|key| key.len() <= KEY_MAX).and_then(format::read).ok_or(AppError::Unauthenticated)?;
    let found = anonymous.read(async || store::find(&reader(anonymous), shown).await).await?;
    // The same work whether or not the selector is known.
    let hash = found.as_ref().map_or_else(|| hash_secret(""), |(key, _)| key.secret_hash.clone());
    let is_right = bool::from(hash_secret(key).as_bytes().ct_eq(hash.as_bytes()));
    let (row, user) = match found {
        Some(found) if is_right => found,
        _ => {
            rate::count_guess(anonymous).await?;
            return Err(AppError::Unauthenticated);
        }
    };
    let now = anonymous.now();
    if !row.is_live(shown, now) || !identity::is_open(&user, now) {
        return Err(AppError::Unauthenticated);
    }
    let limit = rate::Limit::of_key(anonymous, user.id);
    let subject = anonymous
        .read(async || {
            limit.look(anonymous).await?;
            let edition = anonymous.services().settings().edition;
            access::load_owner_of_key(&reader(anonymous), &user, edition, now).await
        })
        .await?;
    let (limit, address) = (&limit, &anonymous.request().address.map(|address| address.to_canonical().to_string()));
    let rate = anonymous
        .write_unrecorded(Unrecorded::Throttle, |tx| async move {
            let rate = limit.count(&tx).await?;
            let before = tx.now().plus_seconds(-USED_EVERY_SECONDS);
            store::touch(&rows(&tx), shown, tx.now(), before, address.clone()).await?;
            Ok(rate)
        })
        .await?;
    Ok((Ctx::of_program(anonymous, user, shown, subject), rate))
}

/// The panel of one's own key. The key itself is in it only when that is asked for.
///
/// # Errors
/// `StepUpRequired` to reveal it; `Forbidden` for an account that cannot be used.
pub async fn panel(ctx: &Ctx, reveal: bool) -> std::result::Result<ApiKeyPanel, AppError> {
    let revealed = if reveal { Some(self::reveal(ctx).await?) } else { None };
    ctx.read(async || {
        let permit = ctx.workspace().require_for::<AccountEdit>(&Resource::Oneself).await?;
        let key = store::of_user(&ctx.rows(&permit), ctx.user_id()).await?;
        let moment = |at| zone::moment(at, &ctx.me().timezone);
        Ok(ApiKeyPanel {
            key: key.map(|key| ApiKeyInfo {
                start: format::start(&key.selector),
                has_ended: key.expires_at.is_some_and(|end| end <= ctx.now()),
                created: moment(key.created_at),
                expires: key.expires_at.map(moment),
                last_use: key
                    .last_used_at
                    .map(|at| KeyUse { at: moment(at), address: key.last_used_ip.unwrap_or_default() }),
                selector: key.selector,
            }),
            revealed: revealed.map(|key| key.expose_secret().to_owned()),
            needs_step_up: access::asks_for_step_up(ctx.subject(), Action::CredentialsEdit, &Resource::Oneself),
            today: zone::date(ctx.now(), &ctx.me().timezone),
            now: moment(ctx.now()),
        })
    })
    .await
}

/// Makes the key, to work through a day, `2026-11-21`, or without an end. The owner is told by mail.
///
/// # Errors
/// `StepUpRequired`; `Conflict` when there is one already; `Invalid` for a day that is over, or none.
pub async fn create(ctx: &Ctx, last_day: &str) -> std::result::Result<SecretString, AppError> {
    let until = end_of(ctx, last_day)?;
    ctx.write(|tx| async move {
        let permit = permit(&tx, ctx).await?;
        if store::of_user(&tx.rows(&permit), ctx.user_id()).await?.is_some() {
            return Err(stale().into());
        }
        let (key, row) = fresh(&tx, ctx, until);
        store::insert(&tx.rows(&permit), row).await?;
        tell(&tx, ctx, KeyChange::Created).await?;
        tx.record(Event::ApiKeyCreated { user: ctx.user_id(), until }).await;
        Ok(key)
    })
    .await
}

/// Makes another key in the place of the one that was seen, which is dead with the commit. The owner is told by mail.
///
/// # Errors
/// `StepUpRequired`; `Conflict` when there is no such key any more; `Invalid` for a day that is over, or none.
pub async fn reset(ctx: &Ctx, seen: &str, last_day: &str) -> std::result::Result<SecretString, AppError> {
    let until = end_of(ctx, last_day)?;
    ctx.write(|tx| async move {
        let permit = permit(&tx, ctx).await?;
        let (key, row) = fresh(&tx, ctx, until);
        if !store::replace(&tx.rows(&permit), seen, row).await? {
            return Err(stale().into());
        }
        tell(&tx, ctx, KeyChange::Reset).await?;
        tx.record(Event::ApiKeyReset { user: ctx.user_id(), until }).await;
        Ok(key)
    })
    .await
}

/// Removes the key. The owner is told by mail.
///
/// # Errors
/// `StepUpRequired`; `Conflict` when there is none.
pub async fn remove(ctx: &Ctx) -> std::result::Result<(), AppError> {
    ctx.write(|tx| async move {
        let permit = permit(&tx, ctx).await?;
        if !store::remove(&tx.rows(&permit), ctx.user_id()).await? {
            return Err(stale().into());
        }
        tell(&tx, ctx, KeyChange::Removed).await?;
        tx.record(Event::ApiKeyRemoved { user: ctx.user_id() }).await;
        Ok(())
    })
    .await
}

/// Whether the key could be revealed now.
///
/// # Errors
/// `StepUpRequired`; `Conflict` when there is none.
pub async fn may_reveal(ctx: &Ctx) -> std::result::Result<(), AppError> {
    ctx.read(async || {
        let permit = ctx.workspace().require_for::<CredentialsEdit>(&Resource::Oneself).await?;
        let key = store::of_user(&ctx.rows(&permit), ctx.user_id()).await?;
        key.map(drop).ok_or_else(|| stale().into())
    })
    .await
}

/// The key, for its owner. Each look is in the audit log.
///
/// # Errors
/// `StepUpRequired`; `Conflict` when there is none.
pub async fn reveal(ctx: &Ctx) -> std::result::Result<SecretString, AppError> {
    ctx.write(|tx| async move {
        let permit = permit(&tx, ctx).await?;
        let key = store::of_user(&tx.rows(&permit), ctx.user_id()).await?.ok_or_else(stale)?;
        let keys = &tx.base().services().settings().keys;
        let plain =
            keys.open(PURPOSE, &bound_to(&key), &key.secret_encrypted).and_then(|key| String::from_utf8(key).ok());
        // Sealed by a key of the installation that is gone, or for somebody else.
        let plain = plain.ok_or_else(|| incident(tx.base(), &"an API key does not open"))?;
        tx.record(Event::ApiKeyRevealed { user: ctx.user_id() }).await;
        Ok(SecretString::from(plain))
    })
    .await
}

/// Removes the key of somebody who was shut out.
pub(crate) async fn end(tx: &Tx, user: UserId) -> Result<()> {
    store::remove(&rows(tx), user).await.map(drop)
}

/// The permit; the user's row stays locked, so that two changes of one key cannot meet.
async fn permit(tx: &Tx, ctx: &Ctx) -> Result<Permit<CredentialsEdit>> {
    identity::lock(tx, ctx.user_id()).await?;
    tx.workspace().require_for::<CredentialsEdit>(&Resource::Oneself).await
}

fn fresh(tx: &Tx, ctx: &Ctx, until: Option<Timestamp>) -> (SecretString, api_key::Model) {
    let services = tx.base().services();
    let (selector, key) = format::new(services.rng());
    let mut row = api_key::Model {
        user_id: ctx.user_id(),
        selector: selector.as_str().to_owned(),
        secret_hash: hash_secret(key.expose_secret()),
        secret_encrypted: String::new(),
        created_at: tx.now(),
        expires_at: until,
        last_used_at: None,
        last_used_ip: None,
    };
    let plain = key.expose_secret().as_bytes();
    row.secret_encrypted = services.settings().keys.seal(services.rng(), PURPOSE, &bound_to(&row), plain);
    (key, row)
}

/// What is sealed for one user and one key opens for no other.
fn bound_to(key: &api_key::Model) -> Vec<u8> {
    [key.user_id.0.as_bytes().as_slice(), key.selector.as_bytes()].concat()
}

/// The end of a day in the owner's zone.
fn end_of(ctx: &Ctx, last_day: &str) -> std::result::Result<Option<Timestamp>, AppError> {
    let refused = |code| AppError::field("last_day", code);
    match last_day.trim() {
        "" => Ok(None),
        day => {
            let (_, end) = zone::day(day, &ctx.me().timezone).ok_or_else(|| refused(FieldCode::NotOffered))?;
            if end <= ctx.now() { Err(refused(FieldCode::Past)) } else { Ok(Some(end)) }
        }
    }
}

fn stale() -> AppError {
    AppError::Conflict { reason: ConflictReason::Stale }
}

/// Tells the owner, so that whoever did not do it themself knows.
async fn tell(tx: &Tx, ctx: &Ctx, change: KeyChange) -> Result<()> {
    let settings = workspace::current(&rows(tx)).await?;
    let user: &user::Model = ctx.me();
    let notice = NewMail {
        to: user.email.clone(),
        user: Some(user.id),
        content: Content::ApiKey { change, at: tx.now() },
        locale: mail::language_for(user, None, &settings),
        link: None,
        leaves: Leaves::AtOnce,
        valid_until: None,
        dedupe_key: format!("api_key:{}:{}", user.id, tx.new_id()),
    };
    mail::enqueue(tx, notice).await
}
