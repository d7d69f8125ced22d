//! Limits on what is no failure: so many within a window that begins with the first of them.
//!
//! Whoever is above a limit is refused by a look alone: a flood of refused requests writes nothing.

use model::error::AppError;
use model::ids::UserId;
use model::time::Timestamp;
use sea_orm::{ColumnTrait, Condition, EntityTrait};

use super::store::{lock, missing, put};
use super::{Counted, Kind, Whose, account, network, subject};
use crate::credentials::{reader, rows};
use crate::ctx::Base;
use crate::entity::throttle as counter;
use crate::error::{Error, Result};
use crate::tx::Tx;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;

impl Kind {
    /// The most within a window of so many seconds, for what is counted by windows.
    const fn window(self) -> Option<(u32, i64)> {
        match self {
            Self::ApiKey => Some((300, MINUTE)),
            // The right keys from there still work.
            Self::ApiGuess => Some((50, 10 * MINUTE)),
            Self::ResetMail => Some((3, HOUR)),
            Self::ResetFrom => Some((20, HOUR)),
            Self::AddressAsker => Some((20, HOUR)),
            Self::NewAddress => Some((3, HOUR)),
            Self::Account | Self::KnownDevice | Self::Code | Self::Address => None,
        }
    }
}

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
pub(crate) struct Limit {
    kind: Kind,
    subject: String,
    most: u32,
    seconds: i64,
}

impl Limit {
    fn new(kind: Kind, subject: String) -> Self {
        // What has no window is never made a limit of; if it were, nothing of it would be let through.
        let (most, seconds) = kind.window().unwrap_or_default();
        Self { kind, subject, most, seconds }
    }

    /// For the requests of whoever holds a key of this user; a reset does not begin it anew.
    pub(crate) fn of_key(base: &Base, user: UserId) -> Self {
        Self::new(Kind::ApiKey, subject(base, Kind::ApiKey, user.0.as_bytes()))
    }

    /// For wrong keys from the address of the request.
    pub(crate) fn of_guesses(base: &Base) -> Option<Self> {
        Self::from_here(base, Kind::ApiGuess)
    }

    /// For reset mails to one account, whether or not it exists.
    fn of_resets(base: &Base, whose: &Whose<'_>) -> Self {
        let keys = &base.services().settings().keys;
        Self::new(Kind::ResetMail, account(keys, Kind::ResetMail, whose))
    }

    /// For changes of address that one user asks for, their own and others'.
    pub(crate) fn of_address_changes(base: &Base, by: UserId) -> Self {
        Self::new(Kind::AddressAsker, subject(base, Kind::AddressAsker, by.0.as_bytes()))
    }

    /// For the mails that ask a new address to be confirmed; `canonical` is the form in which it is compared.
    pub(crate) fn of_new_address(base: &Base, canonical: &str) -> Self {
        Self::new(Kind::NewAddress, subject(base, Kind::NewAddress, canonical.as_bytes()))
    }

    /// For what comes from the address of the request, or from its IPv6 network.
    fn from_here(base: &Base, kind: Kind) -> Option<Self> {
        let keys = &base.services().settings().keys;
        Some(Self::new(kind, network(keys, kind, base.request().address?)))
    }

    /// Refuses what is above the limit, without counting it.
    pub(crate) async fn look(&self, base: &Base) -> Result<()> {
        let key = (self.kind.as_str().to_owned(), self.subject.clone());
        let found = counter::Entity::find_by_id(key).one(reader(base).conn()).await?;
        match found.map(|row| self.counted(&row, base.now())) {
            Some((count, ends)) if count >= self.most => Err(self.refusal(base.now(), ends)),
            _ => Ok(()),
        }
    }

    /// Counts one, or refuses it.
    pub(crate) async fn count(&self, tx: &Tx) -> Result<Rate> {
        let (rows, now) = (rows(tx), tx.now());
        let counters = lock(&rows, &[(self.kind, self.subject.clone())], now).await?;
        let (_, row) = counters.first().ok_or_else(missing)?;
        let (count, ends) = self.counted(row, now);
        if count >= self.most {
            return Err(self.refusal(now, ends));
        }
        let failures = i32::try_from(count + 1).unwrap_or(i32::MAX);
        let window_from = ends.plus_seconds(-self.seconds);
        put(&rows, counters, |_, _| Counted { failures, window_from, blocked_until: None }).await?;
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

    fn refusal(&self, now: Timestamp, ends: Timestamp) -> Error {
        AppError::RateLimited { retry_after_secs: now.seconds_until(ends).max(1) }.into()
    }
}

/// Counts a reset mail that is asked for, for the account and for where the request comes from; whether it may leave.
/// Whoever asks does not learn that a limit was met: the answer stays the same, and nothing leaves.
pub(crate) async fn may_mail(tx: &Tx, whose: &Whose<'_>) -> Result<bool> {
    let limits =
        std::iter::once(Limit::of_resets(tx.base(), whose)).chain(Limit::from_here(tx.base(), Kind::ResetFrom));
    let mut may = true;
    // Always in this order, so that two that ask cannot wait for each other's rows.
    for limit in limits {
        match limit.count(tx).await {
            Ok(_) => {}
            Err(Error::App(AppError::RateLimited { .. })) => may = false,
            Err(error) => return Err(error),
        }
    }
    Ok(may)
}

/// The counters whose window is over.
pub(super) fn ended(now: Timestamp) -> Condition {
    let of = |kind: &Kind| {
        let (_, seconds) = kind.window()?;
        let is_over = counter::Column::WindowFrom.lt(now.plus_seconds(-seconds));
        Some(Condition::all().add(counter::Column::Kind.eq(kind.as_str())).add(is_over))
    };
    Kind::ALL.iter().filter_map(of).fold(Condition::any(), Condition::add)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(failures: i32, window_from: Timestamp) -> counter::Model {
        counter::Model { kind: String::new(), subject_hash: String::new(), failures, window_from, blocked_until: None }
    }

    #[test]
    fn window_begins_anew_when_it_is_over_or_the_clock_was_set_back() {
        let limit = Limit::new(Kind::ResetMail, String::new());
        let begun = Timestamp(1_795_000_000_000);
        let last = begun.plus_seconds(HOUR - 1);
        assert_eq!(limit.counted(&of(3, begun), last), (3, begun.plus_seconds(HOUR)));
        let over = begun.plus_seconds(HOUR);
        assert_eq!(limit.counted(&of(3, begun), over), (0, over.plus_seconds(HOUR)));
        let before = begun.plus_seconds(-1);
        assert_eq!(limit.counted(&of(3, begun), before), (0, before.plus_seconds(HOUR)));
    }
}
