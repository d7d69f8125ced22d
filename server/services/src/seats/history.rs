//! The past of the seats: what was bought, from the ledger; what was used, as it was noted each day.

use model::time::Timestamp;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};
use serde::{Deserialize, Serialize};

use super::forecast::DAY_MS;
use super::store;
use crate::ctx::System;
use crate::entity::{seat_day, seat_ledger};
use crate::error::Result;
use crate::jobs::{Job, JobError};
use crate::tx::{Reason, Rows, Unrecorded};
use crate::workspace;

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

fn day_of(at: Timestamp) -> i32 {
    i32::try_from(at.0.div_euclid(DAY_MS)).unwrap_or(i32::MAX)
}
