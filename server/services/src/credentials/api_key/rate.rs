//! How often a key may ask, and how often an address may guess one.
//!
//! Both counters are rows of `throttle`, so they hold for every node. Whoever is above a limit is refused by a look
//! alone: a flood of refused requests writes nothing.

use model::error::AppError;
use model::time::Timestamp;
use sea_orm::EntityTrait;

use crate::credentials::throttle::{self, Kind};
use crate::credentials::{reader, rows};
use crate::ctx::Base;
use crate::entity::throttle as counter;
use crate::error::Result;
use crate::tx::{Tx, Unrecorded};

/// Requests of one key in a minute.
const REQUESTS: u32 = 300;
const MINUTE: i64 = 60;

/// Wrong keys from one address in ten minutes; the right ones from there still work.
const GUESSES: u32 = 50;
const TEN_MINUTES: i64 = 10 * MINUTE;

/// What is left of a limit, for the headers of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// Requests in a window.
    pub limit: u32,
    /// Those that are left.
    pub remaining: u32,
    /// Seconds until the window ends.
    pub reset_secs: u32,
}

/// One limit of one subject.
pub(super) struct Limit {
    kind: Kind,
    subject: String,
    most: u32,
    seconds: i64,
}

impl Limit {
    /// For the requests of whoever holds a key of this user; a reset does not begin it anew.
    pub(super) fn of_key(base: &Base, user: model::ids::UserId) -> Self {
        let subject = throttle::subject(base, Kind::ApiKey, user.0.as_bytes());
        Self { kind: Kind::ApiKey, subject, most: REQUESTS, seconds: MINUTE }
    }

    /// For wrong keys from the address of the request.
    pub(super) fn of_guesses(base: &Base) -> Option<Self> {
        let subject = throttle::network(&base.services().settings().keys, Kind::ApiGuess, base.request().address?);
        Some(Self { kind: Kind::ApiGuess, subject, most: GUESSES, seconds: TEN_MINUTES })
    }

    /// Refuses what is above the limit, without counting it.
    pub(super) async fn look(&self, base: &Base) -> Result<()> {
        let key = (self.kind.as_str().to_owned(), self.subject.clone());
        let found = counter::Entity::find_by_id(key).one(reader(base).conn()).await?;
        match found.map(|row| self.counted(&row, base.now())) {
            Some((count, ends)) if count >= self.most => Err(self.refusal(base.now(), ends)),
            _ => Ok(()),
        }
    }

    /// Counts one request, or refuses it.
    pub(super) async fn count(&self, tx: &Tx) -> Result<Rate> {
        let (rows, now) = (rows(tx), tx.now());
        let row = throttle::lock(&rows, self.kind, &self.subject, now).await?;
        let (count, ends) = self.counted(&row, now);
        if count >= self.most {
            return Err(self.refusal(now, ends));
        }
        let begins = ends.plus_seconds(-self.seconds);
        throttle::set(&rows, row, i32::try_from(count + 1).unwrap_or(i32::MAX), begins).await?;
        Ok(Rate { limit: self.most, remaining: self.most - count - 1, reset_secs: now.seconds_until(ends) })
    }

    /// What counts in the window of this moment, and when it ends.
    fn counted(&self, row: &counter::Model, now: Timestamp) -> (u32, Timestamp) {
        let ends = row.window_from.plus_seconds(self.seconds);
        // A window in the future is one from before the clock was set back.
        if now < ends && row.window_from <= now {
            (u32::try_from(row.failures).unwrap_or_default(), ends)
        } else {
            (0, now.plus_seconds(self.seconds))
        }
    }

    fn refusal(&self, now: Timestamp, ends: Timestamp) -> crate::Error {
        AppError::RateLimited { retry_after_secs: now.seconds_until(ends).max(1) }.into()
    }
}

/// Counts a wrong key.
///
/// # Errors
/// `RateLimited` instead, from an address with too many of them.
pub(super) async fn count_guess(base: &Base) -> std::result::Result<(), AppError> {
    let Some(limit) = &Limit::of_guesses(base) else { return Ok(()) };
    base.read(async || limit.look(base).await).await?;
    base.write_unrecorded(Unrecorded::Throttle, |tx| async move { limit.count(&tx).await.map(drop) }).await
}
