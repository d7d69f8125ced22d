//! Seats: how many are bought, used, reserved and free.
//!
//! Knows nothing about why somebody needs a seat; callers take one inside their transaction.
//! A seat is used by an active user and held by an invited one until the link ends, by the clock alone: no job has to
//! run for a seat to become free.
//!
//! Invariant: used + reserved ≤ purchased, at every commit.

pub(crate) mod forecast;
pub(crate) mod history;
pub(crate) mod holders;
mod store;

use model::billing::SeatReason;
use model::error::AppError;
use model::seats::SeatCount;
use model::time::Timestamp;
use model::users::UserFigures;
use uuid::Uuid;

use crate::access::{Permit, Redeemed, SeatsBuy, SetUp};
use crate::error::Result;
use crate::tx::{Reason, Rows, Tx};

/// The seats at this moment.
pub(crate) async fn count(rows: &Rows<'_, Reason>, now: Timestamp) -> Result<SeatCount> {
    store::count(rows, now).await
}

/// The same for a caller who has counted the people already, which is most of the work.
pub(crate) async fn of_people(rows: &Rows<'_, Reason>, people: UserFigures, now: Timestamp) -> Result<SeatCount> {
    let seats = |people| u32::try_from(people).unwrap_or(u32::MAX);
    let purchased = store::purchased(rows, now).await?;
    Ok(SeatCount { purchased, used: seats(people.active), reserved: seats(people.invited) })
}

/// Takes seats for the people whom the rest of the transaction puts into them. Locks, counts, and refuses with the
/// shortfall; the lock is kept until the end, so nobody else counts before these people are there.
pub(crate) async fn take(tx: &Tx, needed: u32) -> Result<()> {
    let seats = locked(tx).await?;
    refuse_if(seats, seats.missing(needed))
}

/// Makes sure that the workspace still has the seats that are held: whoever was invited comes into one of them.
pub(crate) async fn confirm(tx: &Tx) -> Result<()> {
    let seats = locked(tx).await?;
    refuse_if(seats, seats.used.saturating_add(seats.reserved).saturating_sub(seats.purchased))
}

/// The first seats of a workspace.
pub(crate) async fn begin(tx: &Tx, link: &Redeemed<SetUp>, seats: u32) -> Result<()> {
    store::enter(&tx.rows(link), tx.new_id(), more(seats), SeatReason::SetUp, None, tx.now()).await
}

/// Enters seats that were bought; they count at once.
pub(crate) async fn add(tx: &Tx, permit: &Permit<SeatsBuy>, seats: u32, order: Uuid) -> Result<()> {
    store::enter(&tx.rows(permit), tx.new_id(), more(seats), SeatReason::Bought, Some(order), tx.now()).await
}

/// Enters seats that are given back. Locks and counts again; false when they are not free any more, and nothing is
/// entered then.
pub(crate) async fn give_back(tx: &Tx, permit: &Permit<SeatsBuy>, seats: u32, reduction: Uuid) -> Result<bool> {
    if locked(tx).await?.free() < seats {
        return Ok(false);
    }
    let delta = more(seats).saturating_neg();
    store::enter(&tx.rows(permit), tx.new_id(), delta, SeatReason::Reduced, Some(reduction), tx.now()).await?;
    Ok(true)
}

fn more(seats: u32) -> i32 {
    i32::try_from(seats).unwrap_or(i32::MAX)
}

async fn locked(tx: &Tx) -> Result<SeatCount> {
    tx.lock_workspace().await?;
    #[expect(clippy::disallowed_methods, reason = "counting")]
    let rows = tx.rows_without(Reason::Counting);
    count(&rows, tx.now()).await
}

fn refuse_if(seats: SeatCount, missing: u32) -> Result<()> {
    match missing {
        0 => Ok(()),
        _ => Err(AppError::SeatsExhausted {
            purchased: seats.purchased,
            used: seats.used,
            reserved: seats.reserved,
            missing,
        }
        .into()),
    }
}
