//! The table `picture`.

use model::error::AppError;
use model::ids::{PictureId, UserId};
use model::time::Timestamp;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Set};

use crate::access::{AccountEdit, Permit};
use crate::entity::picture;
use crate::error::Result;
use crate::tx::{Reason, Rows, Tx};
use crate::users;

/// Pictures of one user within an hour. Reading one takes memory and time of everybody.
const MOST: usize = 30;
const HOUR: i64 = 60 * 60;
/// Pictures that are swept in one go.
const AT_ONCE: u64 = 100;

/// A new picture on its way, unless there were too many within the hour.
pub(super) async fn begin(tx: &Tx, permit: &Permit<AccountEdit>) -> Result<PictureId> {
    let (rows, now) = (tx.rows(permit), tx.now());
    // Locks the row, so that the count holds for those that arrive at the same moment.
    let user_id = users::own(tx, permit).await?.id;
    let sent: Vec<picture::Model> = picture::Entity::find()
        .filter(picture::Column::UserId.eq(user_id))
        .filter(picture::Column::CreatedAt.gt(now.plus_seconds(-HOUR)))
        .order_by_asc(picture::Column::CreatedAt)
        .all(rows.conn())
        .await?;
    if sent.len() >= MOST {
        let free = sent.get(sent.len() - MOST).map_or(now, |first| first.created_at.plus_seconds(HOUR));
        return Err(AppError::RateLimited { retry_after_secs: now.seconds_until(free).max(1) }.into());
    }
    let id = PictureId(tx.new_id());
    let new = picture::Model { id, user_id, created_at: now, shown_at: None, dropped_at: None, removed_at: None };
    picture::Entity::insert(new.into_active_model().reset_all()).exec_without_returning(rows.conn()).await?;
    Ok(id)
}

/// Marks a picture as shown, and what its user showed before as dropped.
///
/// # Errors
/// `Unavailable` for one that took so long that it was given up: its files may be gone.
pub(super) async fn show(tx: &Tx, permit: &Permit<AccountEdit>, id: PictureId) -> Result<()> {
    drop_shown(tx, permit).await?;
    let shown = picture::ActiveModel { shown_at: Set(Some(tx.now())), ..Default::default() };
    let marked = picture::Entity::update_many()
        .set(shown)
        .filter(picture::Column::Id.eq(id))
        .filter(picture::Column::DroppedAt.is_null())
        .exec(tx.rows(permit).conn())
        .await?;
    match marked.rows_affected {
        1 => Ok(()),
        _ => Err(AppError::Unavailable { retry_after_secs: 1 }.into()),
    }
}

/// Drops what whoever asks shows.
pub(super) async fn drop_shown(tx: &Tx, permit: &Permit<AccountEdit>) -> Result<()> {
    let Some(user) = permit.actor().user() else { return Err(AppError::Unauthenticated.into()) };
    picture::Entity::update_many()
        .set(dropped(tx.now()))
        .filter(picture::Column::UserId.eq(user))
        .filter(picture::Column::ShownAt.is_not_null())
        .filter(picture::Column::DroppedAt.is_null())
        .exec(tx.rows(permit).conn())
        .await?;
    Ok(())
}

/// Drops every picture of a user.
pub(super) async fn drop_all(rows: &Rows<'_, Reason>, user: UserId, now: Timestamp) -> Result<()> {
    picture::Entity::update_many()
        .set(dropped(now))
        .filter(picture::Column::UserId.eq(user))
        .filter(picture::Column::DroppedAt.is_null())
        .exec(rows.conn())
        .await?;
    Ok(())
}

/// Gives up what has been on its way for longer than any request lasts, and forgets what is gone and counts no more. What
/// was given up is remembered for as long again, because whoever still sends it may yet leave files.
pub(super) async fn tidy(rows: &Rows<'_, Reason>, now: Timestamp) -> Result<()> {
    let long_ago = now.plus_seconds(-HOUR);
    picture::Entity::update_many()
        .set(dropped(now))
        .filter(picture::Column::ShownAt.is_null())
        .filter(picture::Column::DroppedAt.is_null())
        .filter(picture::Column::CreatedAt.lte(long_ago))
        .exec(rows.conn())
        .await?;
    picture::Entity::delete_many()
        .filter(picture::Column::RemovedAt.lte(long_ago))
        .filter(picture::Column::CreatedAt.lte(long_ago))
        .exec(rows.conn())
        .await?;
    Ok(())
}

/// Pictures that are dropped and whose files are still there.
pub(super) async fn left_over(rows: &Rows<'_, Reason>) -> Result<Vec<PictureId>> {
    let dropped = picture::Entity::find()
        .select_only()
        .column(picture::Column::Id)
        .filter(picture::Column::DroppedAt.is_not_null())
        .filter(picture::Column::RemovedAt.is_null())
        .order_by_asc(picture::Column::Id)
        .limit(AT_ONCE);
    Ok(dropped.into_tuple().all(rows.conn()).await?)
}

/// Notes that the files of these are gone.
pub(super) async fn note_removed(rows: &Rows<'_, Reason>, gone: &[PictureId], now: Timestamp) -> Result<()> {
    let removed = picture::ActiveModel { removed_at: Set(Some(now)), ..Default::default() };
    let gone = picture::Column::Id.is_in(gone.iter().copied());
    picture::Entity::update_many().set(removed).filter(gone).exec(rows.conn()).await?;
    Ok(())
}

/// Notes that there may be files of a picture whose files were gone.
pub(super) async fn note_written(rows: &Rows<'_, Reason>, id: PictureId) -> Result<()> {
    let written = picture::ActiveModel { removed_at: Set(None), ..Default::default() };
    picture::Entity::update_many().set(written).filter(picture::Column::Id.eq(id)).exec(rows.conn()).await?;
    Ok(())
}

fn dropped(now: Timestamp) -> picture::ActiveModel {
    picture::ActiveModel { dropped_at: Set(Some(now)), ..Default::default() }
}
