//! The counters that stop guessing, and floods of requests and of mails.
//!
//! They are rows, so they survive restarts and hold for every node. A try is counted before the password is looked at
//! and in a transaction of its own, which takes the lock of each row that it counts in: however many tries arrive at
//! once, no more than the limit reach the check. A right password takes its count back.
//!
//! Counted are the account (whether it exists or not, alike) and the address the try comes from. Tries from a browser
//! in which the user has signed in before are counted apart from the account's others: strangers can use up theirs and
//! do not lock the user out (see [`device`](super::device)).

mod limit;
mod store;

use std::net::{IpAddr, Ipv6Addr};

use model::error::AppError;
use model::ids::UserId;
use model::time::Timestamp;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};

use self::store::{lock, one_less, put};
use super::identity::Identifier;
use super::rows;
use crate::ctx::Base;
use crate::entity::throttle;
use crate::error::Result;
use crate::keys::{Keys, hex};
use crate::tx::{Tx, Unrecorded};

pub use limit::Rate;
pub(crate) use limit::{Limit, may_mail};

/// Failures of one account that cost nothing but the try.
const FREE: i32 = 5;
/// Seconds of the first wait; each further failure doubles it.
const FIRST_WAIT: i64 = 30;
const LONGEST_WAIT: i64 = 60 * 60;
/// Failures in a row after which an account is refused for a day (NIST SP 800-63B-4 §3.2.2).
const MOST: i32 = 100;
const LOCKED: i64 = 24 * 60 * 60;

/// Failures from one address within the window, before it has to wait as long again.
const ADDRESS_MOST: i32 = 50;
const ADDRESS_WINDOW: i64 = 10 * 60;

/// Seconds after which even failures in a row are forgotten, unless the account is still refused.
const REMEMBERED: i64 = 90 * 24 * 60 * 60;

/// What is counted; the word stands in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Tries for one account from anywhere.
    Account,
    /// Tries for one account from browsers that it knows.
    KnownDevice,
    /// Codes of the second factor, and backup codes, from anywhere.
    Code,
    /// Tries from one address, or from one IPv6 network.
    Address,
    /// Requests of one API key.
    ApiKey,
    /// Wrong API keys from one address, or from one IPv6 network.
    ApiGuess,
    /// Reset mails for one account.
    ResetMail,
    /// Reset mails asked for from one address, or from one IPv6 network.
    ResetFrom,
    /// Changes of address asked for by one user.
    AddressAsker,
    /// Mails to one new address that is to be confirmed.
    NewAddress,
}

impl Kind {
    const ALL: [Self; 10] = [
        Self::Account,
        Self::KnownDevice,
        Self::Code,
        Self::Address,
        Self::ApiKey,
        Self::ApiGuess,
        Self::ResetMail,
        Self::ResetFrom,
        Self::AddressAsker,
        Self::NewAddress,
    ];

    /// Whether all that was counted is forgotten with a right password or code.
    const fn begins_anew(self) -> bool {
        match self {
            Self::Account | Self::KnownDevice | Self::Code => true,
            Self::Address
            | Self::ApiKey
            | Self::ApiGuess
            | Self::ResetMail
            | Self::ResetFrom
            | Self::AddressAsker
            | Self::NewAddress => false,
        }
    }

    const fn as_str(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::KnownDevice => "known_device",
            Self::Code => "code",
            Self::Address => "address",
            Self::ApiKey => "api_key",
            Self::ApiGuess => "api_guess",
            Self::ResetMail => "reset_mail",
            Self::ResetFrom => "reset_from",
            Self::AddressAsker => "address_asker",
            Self::NewAddress => "new_address",
        }
    }
}

/// Whose account a try is for.
pub(crate) enum Whose<'a> {
    /// A user's, by whatever name it was found.
    User(UserId),
    /// Nobody's, as far as we know.
    Unknown(&'a Identifier),
}

/// Whether the browser has been used by the user before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Device {
    Known,
    Unknown,
}

/// The rows in which one try is counted. What they are about is kept as a keyed hash only.
pub(crate) struct Try(Vec<(Kind, String)>);

impl Try {
    /// A try for an account, from where the request comes from.
    pub(crate) fn new(base: &Base, whose: &Whose<'_>, device: Device) -> Self {
        Self::counted_in(
            base,
            whose,
            match device {
                Device::Known => Kind::KnownDevice,
                Device::Unknown => Kind::Account,
            },
        )
    }

    /// A try with a code, by somebody whose password was right, or who is signed in.
    pub(crate) fn of_code(base: &Base, user: UserId) -> Self {
        Self::counted_in(base, &Whose::User(user), Kind::Code)
    }

    fn counted_in(base: &Base, whose: &Whose<'_>, kind: Kind) -> Self {
        let keys = &base.services().settings().keys;
        let account = (kind, account(keys, kind, whose));
        let address = base.request().address.map(|address| (Kind::Address, network(keys, Kind::Address, address)));
        // Always in this order, so that two tries cannot wait for each other's rows.
        Self(std::iter::once(account).chain(address).collect())
    }
}

fn account(keys: &Keys, kind: Kind, whose: &Whose<'_>) -> String {
    let mac = |of: &str, bytes: &[u8]| hex(&keys.mac("throttle", &[kind.as_str().as_bytes(), of.as_bytes(), bytes]));
    match whose {
        Whose::User(user) => mac("user", user.0.as_bytes()),
        Whose::Unknown(identifier) => mac("unknown", identifier.as_str().as_bytes()),
    }
}

/// What is counted under a kind of its own, as it is kept.
fn subject(base: &Base, kind: Kind, of: &[u8]) -> String {
    hex(&base.services().settings().keys.mac("throttle", &[kind.as_str().as_bytes(), of]))
}

/// Whoever has an IPv6 address has its whole /64.
fn network(keys: &Keys, kind: Kind, address: IpAddr) -> String {
    let network = match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX))),
    };
    hex(&keys.mac("throttle", &[kind.as_str().as_bytes(), network.to_string().as_bytes()]))
}

/// Counts a try as failed, or refuses it without counting when one of its rows has to wait.
///
/// # Errors
/// `RateLimited` with the longest wait.
pub(crate) async fn admit(base: &Base, tried: &Try) -> std::result::Result<(), AppError> {
    base.write_unrecorded(Unrecorded::Throttle, |tx| async move {
        let rows = rows(&tx);
        let now = tx.now();
        let counters = lock(&rows, &tried.0, now).await?;
        let waits = counters.iter().filter_map(|(_, counter)| counter.blocked_until).filter(|until| now < *until);
        if let Some(until) = waits.max() {
            return Err(AppError::RateLimited { retry_after_secs: now.seconds_until(until) }.into());
        }
        put(&rows, counters, |kind, counter| count(kind, counter, now)).await
    })
    .await
}

/// Takes a try back that did not fail: the account begins anew, the address gets the one try back.
pub(crate) async fn succeed(tx: &Tx, tried: &Try) -> Result<()> {
    one_less(&rows(tx), &tried.0, Kind::begins_anew, tx.now()).await
}

/// Takes a try back that came to nothing, because the server was too busy to look at it.
pub(crate) async fn take_back(base: &Base, tried: &Try) -> std::result::Result<(), AppError> {
    base.write_unrecorded(Unrecorded::Throttle, |tx| async move {
        one_less(&rows(&tx), &tried.0, |_| false, tx.now()).await
    })
    .await
}

/// Whether there were so many wrong codes for a user that none is looked at any more, for a day.
pub(crate) async fn is_locked(tx: &Tx, user: UserId) -> Result<bool> {
    let subject = account(&tx.base().services().settings().keys, Kind::Code, &Whose::User(user));
    let key = (Kind::Code.as_str().to_owned(), subject);
    let counter = throttle::Entity::find_by_id(key).one(rows(tx).conn()).await?;
    Ok(counter.is_some_and(|counter| counter.failures >= MOST))
}

/// Forgets what was counted for a user, after the password was reset.
pub(crate) async fn forget(tx: &Tx, user: UserId) -> Result<()> {
    let keys = &tx.base().services().settings().keys;
    for kind in [Kind::Account, Kind::KnownDevice] {
        throttle::Entity::delete_many()
            .filter(throttle::Column::Kind.eq(kind.as_str()))
            .filter(throttle::Column::SubjectHash.eq(account(keys, kind, &Whose::User(user))))
            .exec(rows(tx).conn())
            .await?;
    }
    Ok(())
}

/// Removes counters that count nothing any more. What is left of a guess at an account is kept for months, so that
/// guessing slowly is no way around the limit.
pub(super) async fn sweep(tx: &Tx) -> Result<()> {
    let now = tx.now();
    let waits_no_more =
        Condition::any().add(throttle::Column::BlockedUntil.is_null()).add(throttle::Column::BlockedUntil.lte(now));
    let counts_nothing = Condition::any()
        .add(throttle::Column::Failures.eq(0))
        .add(throttle::Column::Kind.eq(Kind::Address.as_str()))
        .add(limit::ended(now))
        .add(throttle::Column::WindowFrom.lt(now.plus_seconds(-REMEMBERED)));
    throttle::Entity::delete_many()
        .filter(throttle::Column::WindowFrom.lt(now.plus_seconds(-ADDRESS_WINDOW)))
        .filter(waits_no_more)
        .filter(counts_nothing)
        .exec(rows(tx).conn())
        .await?;
    Ok(())
}

/// What a counter becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Counted {
    failures: i32,
    window_from: Timestamp,
    blocked_until: Option<Timestamp>,
}

/// One failure more. Called only for counters that have no wait left.
fn count(kind: Kind, counter: &throttle::Model, now: Timestamp) -> Counted {
    let is_over = kind == Kind::Address
        && (counter.blocked_until.is_some() || counter.window_from.plus_seconds(ADDRESS_WINDOW) <= now);
    let (failures, window_from) =
        if is_over || counter.failures == 0 { (0, now) } else { (counter.failures, counter.window_from) };
    let failures = failures.saturating_add(1);
    let blocked_until = wait(kind, failures).map(|seconds| now.plus_seconds(seconds));
    Counted { failures, window_from, blocked_until }
}

/// Seconds to wait after so many failures.
fn wait(kind: Kind, failures: i32) -> Option<i64> {
    match kind {
        Kind::Address => (failures >= ADDRESS_MOST).then_some(ADDRESS_WINDOW),
        Kind::Account | Kind::KnownDevice | Kind::Code if failures >= MOST => Some(LOCKED),
        Kind::Account | Kind::KnownDevice | Kind::Code if failures >= FREE => {
            let doublings = u32::try_from(failures - FREE).unwrap_or_default();
            Some(2_i64.saturating_pow(doublings).saturating_mul(FIRST_WAIT).min(LONGEST_WAIT))
        }
        // What is counted by windows has no waits.
        Kind::Account
        | Kind::KnownDevice
        | Kind::Code
        | Kind::ApiKey
        | Kind::ApiGuess
        | Kind::ResetMail
        | Kind::ResetFrom
        | Kind::AddressAsker
        | Kind::NewAddress => None,
    }
}

#[cfg(test)]
mod tests {
    use secrecy::SecretString;

    use super::*;
    use crate::testing::{TestWorld, for_each_engine};

    const NOW: Timestamp = Timestamp(1_795_000_000_000);

    fn counter(failures: i32) -> throttle::Model {
        throttle::Model {
            kind: String::new(),
            subject_hash: String::new(),
            failures,
            window_from: NOW,
            blocked_until: None,
        }
    }

    // AU-02
    #[test]
    fn five_are_free_then_the_waits_double_up_to_an_hour_and_a_day() {
        let waits: Vec<_> = (1..=13).map(|failures| wait(Kind::Account, failures)).collect();
        let seconds = [30, 60, 120, 240, 480, 960, 1920, 3600, 3600];
        assert_eq!(waits, [None; 4].into_iter().chain(seconds.map(Some)).collect::<Vec<_>>());
        assert_eq!(wait(Kind::Account, 99), Some(3600));
        assert_eq!(wait(Kind::Account, 100), Some(86_400));
        assert_eq!(wait(Kind::KnownDevice, i32::MAX), Some(86_400));
    }

    // AU-04
    #[test]
    fn fifty_failures_of_an_address_count_within_ten_minutes() {
        assert_eq!(wait(Kind::Address, 49), None);
        assert_eq!(wait(Kind::Address, 50), Some(600));
        assert_eq!(count(Kind::Address, &counter(49), NOW.plus_seconds(599)).failures, 50);
        assert_eq!(count(Kind::Address, &counter(49), NOW.plus_seconds(600)).failures, 1);
        let waited = throttle::Model { blocked_until: Some(NOW), ..counter(50) };
        assert_eq!(count(Kind::Address, &waited, NOW).failures, 1);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn try_that_is_taken_back_takes_its_wait_along() {
        for_each_engine(async |world: TestWorld| {
            let base = world.anonymous_from("192.0.2.1");
            let tried = &Try::new(&base, &Whose::Unknown(&Identifier::fold("ghost")), Device::Unknown);
            admit(&base, tried).await.unwrap();
            let state = async || {
                let failures = |kind| format!("SELECT failures FROM throttle WHERE kind = '{kind}'");
                let blocked = world.number("SELECT count(*) FROM throttle WHERE blocked_until IS NOT NULL").await;
                (world.number(&failures("account")).await, world.number(&failures("address")).await, blocked)
            };
            let set = async |account: i32, address: i32| {
                let failures = format!("CASE kind WHEN 'account' THEN {account} ELSE {address} END");
                world.execute(&format!("UPDATE throttle SET failures = {failures}, blocked_until = NULL")).await;
            };
            let address = ADDRESS_MOST - 1;
            for account in [FREE - 1, FREE, MOST] {
                set(account, address).await;
                admit(&base, tried).await.unwrap();
                assert_eq!(state().await, (i64::from(account) + 1, i64::from(ADDRESS_MOST), 2));
                take_back(&base, tried).await.unwrap();
                assert_eq!(state().await, (i64::from(account), i64::from(address), 0));

                admit(&base, tried).await.unwrap();
                let right = base.write_unrecorded(Unrecorded::Throttle, |tx| async move { succeed(&tx, tried).await });
                right.await.unwrap();
                assert_eq!(state().await, (0, i64::from(address), 0));
            }
            set(0, 0).await;
            take_back(&base, tried).await.unwrap();
            assert_eq!(state().await, (0, 0, 0));
        })
        .await;
    }

    #[test]
    fn addresses_of_one_network_share_a_counter() {
        let key = SecretString::from("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
        let keys = Keys::parse(&key, None).unwrap();
        let of = |address: &str| network(&keys, Kind::Address, address.parse().unwrap());
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::9"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("::ffff:192.0.2.7"), of("192.0.2.7"));
        assert_ne!(of("192.0.2.7"), of("192.0.2.8"));
    }
}
