//! The past of the seats: what was bought, from the ledger; what was used, as it was noted each day.

use model::time::Timestamp;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};
use serde::{Deserialize, Serialize};

use super::forecast::DAY_MS;
use super::store;
use crate::access::{Redeemed, SetUp};
use crate::ctx::System;
use crate::entity::{seat_day, seat_ledger};
use crate::error::Result;
use crate::jobs::{Job, JobError};
use crate::tx::{Reason, Rows, Tx, Unrecorded};
use crate::workspace;

/// Days of a made-up past: a little more than the chart shows.
const MADE_UP_DAYS: i64 = 90;
/// So many more seats were used in so many days of it.
const MADE_UP_PACE: i64 = 5;
const MADE_UP_PERIOD: i64 = 56;

/// Notes the seats of the day.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct NoteSeats;

impl Job for NoteSeats {
    const NAME: &'static str = "note_seats";
    const MAX_ATTEMPTS: u32 = 3;

    async fn run(&self, system: &System) -> std::result::Result<(), JobError> {
        system
            .write_unrecorded(Unrecorded::SeatDay, |tx| async move {
                #[expect(clippy::disallowed_methods, reason = "counting")]
                let rows = tx.rows_without(Reason::Counting);
                if workspace::find(&rows).await?.is_none() {
                    return Ok(());
                }
                let seats = store::count(&rows, tx.now()).await?;
                let number = |n: u32| i32::try_from(n).unwrap_or(i32::MAX);
                let row = seat_day::ActiveModel {
                    day: Set(day_of(tx.now())),
                    purchased: Set(number(seats.purchased)),
                    used: Set(number(seats.used)),
                    reserved: Set(number(seats.reserved)),
                    noted_at: Set(tx.now()),
                };
                let once = OnConflict::column(seat_day::Column::Day).do_nothing().to_owned();
                seat_day::Entity::insert(row).on_conflict(once).exec_without_returning(rows.conn()).await?;
                Ok(())
            })
            .await?;
        Ok(())
    }
}

/// Used seats as they were noted since then, oldest first.
pub(crate) async fn used_since<P>(rows: &Rows<'_, P>, since: Timestamp) -> Result<Vec<(Timestamp, u32)>> {
    let days = seat_day::Entity::find()
        .filter(seat_day::Column::Day.gte(day_of(since)))
        .order_by_asc(seat_day::Column::Day)
        .all(rows.conn())
        .await?;
    Ok(days.into_iter().map(|day| (day.noted_at, u32::try_from(day.used).unwrap_or_default())).collect())
}

/// Every change of the number of seats up to then, oldest first.
pub(crate) async fn changes<P>(rows: &Rows<'_, P>, until: Timestamp) -> Result<Vec<seat_ledger::Model>> {
    Ok(seat_ledger::Entity::find()
        .filter(seat_ledger::Column::EffectiveAt.lte(until))
        .order_by_asc(seat_ledger::Column::EffectiveAt)
        .order_by_asc(seat_ledger::Column::Id)
        .all(rows.conn())
        .await?)
}

/// Gives a made-up workspace a past: its seats were there from the beginning, and a few more of them were used each week.
pub(crate) async fn insert_made_up(tx: &Tx, link: &Redeemed<SetUp>, since: Timestamp) -> Result<()> {
    #[expect(clippy::disallowed_methods, reason = "counting")]
    let seats = store::count(&tx.rows_without(Reason::Counting), tx.now()).await?;
    let rows = tx.rows(link);
    seat_ledger::Entity::update_many()
        .col_expr(seat_ledger::Column::EffectiveAt, Expr::value(since))
        .exec(rows.conn())
        .await?;
    let number = |n: u32| i32::try_from(n).unwrap_or(i32::MAX);
    let days = (1..=MADE_UP_DAYS).map(|ago| {
        let at = Timestamp(tx.now().0 - ago * DAY_MS);
        let fewer = u32::try_from(ago * MADE_UP_PACE / MADE_UP_PERIOD).unwrap_or_default();
        seat_day::ActiveModel {
            day: Set(day_of(at)),
            purchased: Set(number(seats.purchased)),
            used: Set(number(seats.used.saturating_sub(fewer).max(1))),
            reserved: Set(0),
            noted_at: Set(at),
        }
    });
    seat_day::Entity::insert_many(days).exec_without_returning(rows.conn()).await?;
    Ok(())
}

fn day_of(at: Timestamp) -> i32 {
    i32::try_from(at.0.div_euclid(DAY_MS)).unwrap_or(i32::MAX)
}
