//! Seats: how many are bought, used, reserved and free.
//!
//! Knows nothing about why somebody needs a seat; callers take one inside their transaction.
//! A seat is used by an active user and held by an invited one until the link ends, by the clock alone: no job has to
//! run for a seat to become free.
//!
//! Invariant: used + reserved ≤ purchased, at every commit.

mod store;

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
    store::enter(&tx.rows(link), tx.new_id(), seats, "set_up", None, tx.now()).await
}

/// Enters seats that were bought; they count at once.
pub(crate) async fn add(tx: &Tx, permit: &Permit<SeatsBuy>, seats: u32, order: Uuid) -> Result<()> {
    store::enter(&tx.rows(permit), tx.new_id(), seats, "bought", Some(order), tx.now()).await
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
