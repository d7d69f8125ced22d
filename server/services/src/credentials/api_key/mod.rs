//! The personal API key: made, revealed, replaced and removed by its owner, revoked by whoever helps with signing in; shown
//! by programs instead of a session.
//!
//! Invariant: at most one for each user, and nothing of it is kept in memory, so what ends it, or shuts its owner out,
//! counts from the next request on. Its rights are those that its owner has at that moment, except for what asks for
//! the password again: `access` refuses that to every key.
//!
//! The row holds the SHA-256 by which a key is recognized, and the key sealed for its owner alone.

mod format;
mod help;
mod reminders;
mod store;

use model::access::Action;
use model::api_keys::{ApiKeyInfo, ApiKeyPanel, KeyLimit, KeyUse};
use model::error::{AppError, ConflictReason};
use model::event::Event;
use model::fields::FieldCode;
use model::ids::UserId;
use model::time::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;

pub use super::throttle::Rate;
pub(crate) use help::{info_of, revoke};
pub(crate) use reminders::ApiKeyReminders;

use super::throttle::Limit;
use super::{identity, reader, rows};
use crate::access::{self, AccountEdit, CredentialsEdit, Permit, Resource};
use crate::ctx::{Anonymous, Base, Ctx};
use crate::entity::{api_key, user, workspace as settings};
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
const HOUR_SECONDS: i64 = 60 * 60;
const DAY_SECONDS: i64 = 24 * HOUR_SECONDS;

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
            count_guess(anonymous).await?;
            return Err(AppError::Unauthenticated);
        }
    };
    let now = anonymous.now();
    let limit = anonymous.read(async || longest(anonymous).await).await?;
    if !row.is_live(shown, now) || limit.is_over(&row, now) || !identity::is_open(&user, now) {
        return Err(AppError::Unauthenticated);
    }
    let limit = Limit::of_key(anonymous, user.id);
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

/// Counts a wrong key.
///
/// # Errors
/// `RateLimited` instead, from an address with too many of them.
async fn count_guess(base: &Base) -> std::result::Result<(), AppError> {
    let Some(limit) = &Limit::of_guesses(base) else { return Ok(()) };
    base.read(async || limit.look(base).await).await?;
    base.write_unrecorded(Unrecorded::Throttle, |tx| async move { limit.count(&tx).await.map(drop) }).await
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
        let limit = longest(ctx).await?;
        Ok(ApiKeyPanel {
            key: key.map(|key| info(ctx, limit, key)),
            revealed: revealed.map(|key| key.expose_secret().to_owned()),
            needs_step_up: access::asks_for_step_up(ctx.subject(), Action::CredentialsEdit, &Resource::Oneself),
            today: zone::date(ctx.now(), &ctx.me().timezone),
            now: zone::moment(ctx.now(), &ctx.me().timezone),
            longest: limit.days.map(|days| KeyLimit { days, last_day: limit.last_day(ctx) }),
        })
    })
    .await
}

/// What is known of a key, in the reader's zone.
fn info(ctx: &Ctx, limit: Longest, key: api_key::Model) -> ApiKeyInfo {
    let moment = |at| zone::moment(at, &ctx.me().timezone);
    let end = limit.end_of(&key);
    ApiKeyInfo {
        start: format::start(&key.selector),
        has_ended: end.is_some_and(|end| end <= ctx.now()),
        created: moment(key.created_at),
        expires: end.map(moment),
        last_use: key.last_used_at.map(|at| KeyUse { at: moment(at), address: key.last_used_ip.unwrap_or_default() }),
        selector: key.selector,
    }
}

/// Makes the key, to work through a day, `2026-11-21`, or without an end. The owner is told by mail.
///
/// # Errors
/// `StepUpRequired`; `Conflict` when there is one already; `Invalid` for a day that is over, or none.
pub async fn create(ctx: &Ctx, last_day: &str) -> std::result::Result<SecretString, AppError> {
    let until = end_of(ctx, last_day).await?;
    ctx.write(|tx| async move {
        let permit = permit(&tx, ctx).await?;
        if store::of_user(&tx.rows(&permit), ctx.user_id()).await?.is_some() {
            return Err(stale().into());
        }
        let (key, row) = fresh(&tx, ctx, until);
        store::insert(&tx.rows(&permit), row).await?;
        tell(&tx, ctx.me(), changed(&tx, KeyChange::Created)).await?;
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
    let until = end_of(ctx, last_day).await?;
    ctx.write(|tx| async move {
        let permit = permit(&tx, ctx).await?;
        let (key, row) = fresh(&tx, ctx, until);
        if !store::replace(&tx.rows(&permit), seen, row).await? {
            return Err(stale().into());
        }
        tell(&tx, ctx.me(), changed(&tx, KeyChange::Reset)).await?;
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
        tell(&tx, ctx.me(), changed(&tx, KeyChange::Removed)).await?;
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

/// The end of a day in the owner's zone, within what the workspace allows.
async fn end_of(ctx: &Ctx, last_day: &str) -> std::result::Result<Option<Timestamp>, AppError> {
    let refused = |code| AppError::field("last_day", code);
    let limit = ctx.read(async || longest(ctx).await).await?;
    let beyond = |days| Err(refused(FieldCode::OutOfRange { min: 0, max: days }));
    match (last_day.trim(), limit.days) {
        ("", None) => Ok(None),
        ("", Some(_)) => Err(refused(FieldCode::Required)),
        (day, days) => {
            let (_, end) = zone::day(day, &ctx.me().timezone).ok_or_else(|| refused(FieldCode::NotOffered))?;
            match (end <= ctx.now(), days) {
                (true, _) => Err(refused(FieldCode::Past)),
                (false, Some(days)) if limit.end(ctx.now()).is_some_and(|most| most < end) => beyond(days),
                (false, _) => Ok(Some(end)),
            }
        }
    }
}

/// How long the workspace lets a key work. Counted from its making, and for keys of before the rule too.
#[derive(Clone, Copy)]
pub(crate) struct Longest {
    days: Option<u32>,
}

impl Longest {
    /// By the rule of a workspace.
    pub(crate) fn of(settings: &settings::Model) -> Self {
        Self { days: workspace::security(settings).api_key_days }
    }

    /// Seconds that a key works at the latest: through its last day, which may have 25 hours.
    fn seconds(self) -> Option<i64> {
        self.days.map(|days| (i64::from(days) + 1) * DAY_SECONDS + HOUR_SECONDS)
    }

    /// When a key that is made at this moment ends at the latest.
    fn end(self, made: Timestamp) -> Option<Timestamp> {
        self.seconds().map(|seconds| made.plus_seconds(seconds))
    }

    /// When a key ends, by its own end or by the rule.
    pub(crate) fn end_of(self, key: &api_key::Model) -> Option<Timestamp> {
        key.expires_at.into_iter().chain(self.end(key.created_at)).min()
    }

    fn is_over(self, key: &api_key::Model, now: Timestamp) -> bool {
        self.end_of(key).is_some_and(|end| end <= now)
    }

    /// The last day that can be chosen, in the owner's zone.
    fn last_day(self, ctx: &Ctx) -> String {
        let days = i64::from(self.days.unwrap_or_default());
        zone::date(ctx.now().plus_seconds(days * DAY_SECONDS), &ctx.me().timezone)
    }
}

async fn longest(base: &Base) -> Result<Longest> {
    Ok(Longest::of(&workspace::current(&reader(base)).await?))
}

fn stale() -> AppError {
    AppError::Conflict { reason: ConflictReason::Stale }
}

fn changed(tx: &Tx, change: KeyChange) -> Content {
    Content::ApiKey { change, at: tx.now() }
}

/// Tells the owner, so that whoever did not do it themself knows.
async fn tell(tx: &Tx, user: &user::Model, content: Content) -> Result<()> {
    let settings = workspace::current(&rows(tx)).await?;
    let notice = NewMail {
        to: user.email.clone(),
        user: Some(user.id),
        content,
        locale: mail::language_for(user, None, &settings),
        link: None,
        leaves: Leaves::AtOnce,
        valid_until: None,
        dedupe_key: format!("api_key:{}:{}", user.id, tx.new_id()),
    };
    mail::enqueue(tx, notice).await
}
