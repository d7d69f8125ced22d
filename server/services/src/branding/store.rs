//! The table `logo`.

use model::error::AppError;
use model::ids::LogoId;
use model::time::Timestamp;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Set};

use crate::access::{BrandingEdit, Permit};
use crate::entity::logo;
use crate::error::Result;
use crate::tx::{Reason, Rows, Tx};

/// Logos within an hour, of the whole workspace. Reading one takes memory and time of everybody.
const MOST: usize = 30;
const HOUR: i64 = 60 * 60;
/// Logos that are swept in one go.
const AT_ONCE: u64 = 100;

/// A new logo on its way, unless there were too many within the hour. The workspace is locked, so that the count holds
/// for those that arrive at the same moment.
pub(super) async fn begin(tx: &Tx, permit: &Permit<BrandingEdit>) -> Result<LogoId> {
    let (rows, now) = (tx.rows(permit), tx.now());
    let sent: Vec<logo::Model> = logo::Entity::find()
        .filter(logo::Column::CreatedAt.gt(now.plus_seconds(-HOUR)))
        .order_by_asc(logo::Column::CreatedAt)
        .all(rows.conn())
        .await?;
    if sent.len() >= MOST {
        let free = sent.get(sent.len() - MOST).map_or(now, |first| first.created_at.plus_seconds(HOUR));
        return Err(AppError::RateLimited { retry_after_secs: now.seconds_until(free).max(1) }.into());
    }
    let id = LogoId(tx.new_id());
    let new = logo::Model { id, created_at: now, shown_at: None, dropped_at: None, removed_at: None };
    logo::Entity::insert(new.into_active_model().reset_all()).exec_without_returning(rows.conn()).await?;
    Ok(id)
}

/// Marks a logo as shown.
///
/// # Errors
/// `Unavailable` for one that took so long that it was given up: its file may be gone.
pub(super) async fn show(tx: &Tx, permit: &Permit<BrandingEdit>, id: LogoId) -> Result<()> {
    let shown = logo::ActiveModel { shown_at: Set(Some(tx.now())), ..Default::default() };
    let marked = logo::Entity::update_many()
        .set(shown)
        .filter(logo::Column::Id.eq(id))
        .filter(logo::Column::DroppedAt.is_null())
        .exec(tx.rows(permit).conn())
        .await?;
    match marked.rows_affected {
        1 => Ok(()),
        _ => Err(AppError::Unavailable { retry_after_secs: 1 }.into()),
    }
}

/// Drops the logo that is shown no more.
pub(super) async fn drop_logo(tx: &Tx, permit: &Permit<BrandingEdit>, id: Option<LogoId>) -> Result<()> {
    let Some(id) = id else { return Ok(()) };
    let one = logo::Column::Id.eq(id);
    logo::Entity::update_many().set(dropped(tx.now())).filter(one).exec(tx.rows(permit).conn()).await?;
    Ok(())
}

/// Gives up a logo whose file may be there.
pub(super) async fn give_up(rows: &Rows<'_, Reason>, id: LogoId, now: Timestamp) -> Result<()> {
    let given_up = logo::ActiveModel { removed_at: Set(None), ..dropped(now) };
    logo::Entity::update_many().set(given_up).filter(logo::Column::Id.eq(id)).exec(rows.conn()).await?;
    Ok(())
}

/// Gives up what has been on its way for longer than any request lasts, and forgets what is gone and counts no more. What
/// was given up is remembered for as long again, because whoever still sends it may yet leave a file.
pub(super) async fn tidy(rows: &Rows<'_, Reason>, now: Timestamp) -> Result<()> {
    let long_ago = now.plus_seconds(-HOUR);
    logo::Entity::update_many()
        .set(dropped(now))
        .filter(logo::Column::ShownAt.is_null())
        .filter(logo::Column::DroppedAt.is_null())
        .filter(logo::Column::CreatedAt.lte(long_ago))
        .exec(rows.conn())
        .await?;
    logo::Entity::delete_many()
        .filter(logo::Column::RemovedAt.lte(long_ago))
        .filter(logo::Column::CreatedAt.lte(long_ago))
        .exec(rows.conn())
        .await?;
    Ok(())
}

/// Logos that are dropped and whose file is still there.
pub(super) async fn left_over(rows: &Rows<'_, Reason>) -> Result<Vec<LogoId>> {
    let dropped = logo::Entity::find()
        .select_only()
        .column(logo::Column::Id)
        .filter(logo::Column::DroppedAt.is_not_null())
        .filter(logo::Column::RemovedAt.is_null())
        .order_by_asc(logo::Column::Id)
        .limit(AT_ONCE);
    Ok(dropped.into_tuple().all(rows.conn()).await?)
}

/// Notes that the files of these are gone.
pub(super) async fn note_removed(rows: &Rows<'_, Reason>, gone: &[LogoId], now: Timestamp) -> Result<()> {
    let removed = logo::ActiveModel { removed_at: Set(Some(now)), ..Default::default() };
    let gone = logo::Column::Id.is_in(gone.iter().copied());
    logo::Entity::update_many().set(removed).filter(gone).exec(rows.conn()).await?;
    Ok(())
}

fn dropped(now: Timestamp) -> logo::ActiveModel {
    logo::ActiveModel { dropped_at: Set(Some(now)), ..Default::default() }
}
