//! Removes the files that are shown no more, and those that never were.

use model::time::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect};

use super::{HOUR, Upload, drop_those};
use crate::ctx::System;
use crate::error::Result;
use crate::jobs::JobError;
use crate::tx::{Reason, Rows, Tx, Unrecorded};

/// Rows whose files are removed in one go.
const AT_ONCE: u64 = 100;

/// Removes files of what was replaced, removed, or never shown. Files go first and are noted then, so that a sweep that
/// dies is made up for by the next.
pub(crate) async fn sweep<E: Upload>(system: &System) -> Result<(), JobError> {
    loop {
        let found = system.write_unrecorded(Unrecorded::Sweep, |tx| async move {
            tidy::<E>(&rows(&tx), tx.now()).await?;
            left_over::<E>(&rows(&tx)).await
        });
        let gone = &found.await?;
        if gone.is_empty() {
            return Ok(());
        }
        for id in gone {
            for file in E::files(*id) {
                system.services().storage().remove(&file).await?;
            }
        }
        system
            .write_unrecorded(
                Unrecorded::Sweep,
                |tx| async move { note_removed::<E>(&rows(&tx), gone, tx.now()).await },
            )
            .await?;
    }
}

/// Lets the next sweep look once more at one that is dropped: there may be files again.
pub(crate) async fn look_again<E: Upload>(tx: &Tx, id: E::Id) -> Result<()> {
    E::update_many()
        .col_expr(E::REMOVED_AT, Expr::value(None::<Timestamp>))
        .filter(E::ID.eq(id))
        .exec(rows(tx).conn())
        .await?;
    Ok(())
}

/// Gives up what has been on its way for longer than any request lasts, and forgets what is gone and counts no more. What
/// was given up is remembered for as long again, because whoever still sends it may yet leave files.
async fn tidy<E: Upload>(rows: &Rows<'_, Reason>, now: Timestamp) -> Result<()> {
    let long_ago = now.plus_seconds(-HOUR);
    let on_its_way = Condition::all().add(E::SHOWN_AT.is_null()).add(E::CREATED_AT.lte(long_ago));
    drop_those::<E>(rows, on_its_way, now).await?;
    E::delete_many().filter(E::REMOVED_AT.lte(long_ago)).filter(E::CREATED_AT.lte(long_ago)).exec(rows.conn()).await?;
    Ok(())
}

/// Some of those that are dropped and whose files are still there.
async fn left_over<E: Upload>(rows: &Rows<'_, Reason>) -> Result<Vec<E::Id>> {
    let dropped = E::find()
        .select_only()
        .column(E::ID)
        .filter(E::DROPPED_AT.is_not_null())
        .filter(E::REMOVED_AT.is_null())
        .order_by_asc(E::ID)
        .limit(AT_ONCE);
    Ok(dropped.into_tuple().all(rows.conn()).await?)
}

/// Notes that the files of these are gone.
async fn note_removed<E: Upload>(rows: &Rows<'_, Reason>, gone: &[E::Id], now: Timestamp) -> Result<()> {
    E::update_many()
        .col_expr(E::REMOVED_AT, Expr::value(now))
        .filter(E::ID.is_in(gone.iter().copied()))
        .exec(rows.conn())
        .await?;
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "files that nobody is shown, whoever's they were")]
fn rows(tx: &Tx) -> Rows<'_, Reason> {
    tx.rows_without(Reason::Job)
}
