//! Files that people send: how many within an hour, which are shown, and which are not any more.
//!
//! A row stands before its files do, and outlives them: a process that dies in between leaves a row that leads to the
//! files. Whose they are, who may send one, and what is done to it meanwhile is the business of the feature that owns
//! the table.
//!
//! Invariants: what was dropped is never shown; a row is forgotten only when its files are gone.

mod sweep;

use model::error::AppError;
use model::time::Timestamp;
use sea_orm::sea_query::{Expr, IntoCondition};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select, TryGetable, Value};

pub(crate) use sweep::{look_again, sweep};

use crate::error::Result;
use crate::tx::Rows;

/// Files within an hour. Reading one takes memory and time of everybody.
const MOST: usize = 30;
const HOUR: i64 = 60 * 60;

/// A table of files, from before they are written until they are gone.
pub(crate) trait Upload: EntityTrait {
    /// What names one. It is in the names of the files, nobody chose it, and it never changes.
    type Id: Copy + Into<Value> + TryGetable + Send + Sync;

    /// The key.
    const ID: Self::Column;
    /// When it was sent; its files are written after that.
    const CREATED_AT: Self::Column;
    /// When it was first shown; its files are complete since.
    const SHOWN_AT: Self::Column;
    /// When it was replaced, removed or given up; it is not shown any more, and never will be.
    const DROPPED_AT: Self::Column;
    /// When its files were removed.
    const REMOVED_AT: Self::Column;

    /// The names of its files in the store. Nothing of what was sent is in them.
    fn files(id: Self::Id) -> Vec<String>;
}

/// Refuses one more when there were too many of these within the hour. Whoever calls it holds a lock, so that the count
/// holds for those that arrive at the same moment.
///
/// # Errors
/// `RateLimited` until there is room for one.
pub(crate) async fn limit<E: Upload>(rows: &Rows<'_, impl Sized>, these: Select<E>, now: Timestamp) -> Result<()> {
    let sent: Vec<Timestamp> = these
        .select_only()
        .column(E::CREATED_AT)
        .filter(E::CREATED_AT.gt(now.plus_seconds(-HOUR)))
        .order_by_asc(E::CREATED_AT)
        .into_tuple()
        .all(rows.conn())
        .await?;
    let Some(first) = sent.len().checked_sub(MOST).and_then(|over| sent.get(over)) else { return Ok(()) };
    let free = first.plus_seconds(HOUR);
    Err(AppError::RateLimited { retry_after_secs: now.seconds_until(free).max(1) }.into())
}

/// Marks one as shown.
///
/// # Errors
/// `Unavailable` for one that took so long that it was given up: its files may be gone.
pub(crate) async fn show<E: Upload>(rows: &Rows<'_, impl Sized>, id: E::Id, now: Timestamp) -> Result<()> {
    let marked = E::update_many()
        .col_expr(E::SHOWN_AT, Expr::value(now))
        .filter(E::ID.eq(id))
        .filter(E::DROPPED_AT.is_null())
        .exec(rows.conn())
        .await?;
    match marked.rows_affected {
        1 => Ok(()),
        _ => Err(AppError::Unavailable { retry_after_secs: 1 }.into()),
    }
}

/// Drops those of a condition that are not dropped yet; a sweep removes their files.
pub(crate) async fn drop_those<E: Upload>(
    rows: &Rows<'_, impl Sized>,
    condition: impl IntoCondition,
    now: Timestamp,
) -> Result<()> {
    E::update_many()
        .col_expr(E::DROPPED_AT, Expr::value(now))
        .filter(condition.into_condition())
        .filter(E::DROPPED_AT.is_null())
        .exec(rows.conn())
        .await?;
    Ok(())
}
