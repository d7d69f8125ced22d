//! The table `picture`.

use model::error::AppError;
use model::ids::{PictureId, UserId};
use model::pictures::PictureSize;
use model::time::Timestamp;
use sea_orm::{ActiveModelTrait, ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter};

use super::name;
use crate::access::{AccountEdit, Permit};
use crate::entity::picture;
use crate::error::Result;
use crate::tx::{Reason, Rows, Tx};
use crate::uploads::{self, Upload};
use crate::users;

impl Upload for picture::Entity {
    type Id = PictureId;

    const ID: picture::Column = picture::Column::Id;
    const CREATED_AT: picture::Column = picture::Column::CreatedAt;
    const SHOWN_AT: picture::Column = picture::Column::ShownAt;
    const DROPPED_AT: picture::Column = picture::Column::DroppedAt;
    const REMOVED_AT: picture::Column = picture::Column::RemovedAt;

    fn files(id: PictureId) -> Vec<String> {
        PictureSize::ALL.into_iter().map(|size| name(id, size)).collect()
    }
}

/// A new picture on its way, unless this user sent too many within the hour.
pub(super) async fn begin(tx: &Tx, permit: &Permit<AccountEdit>) -> Result<PictureId> {
    let (rows, now) = (tx.rows(permit), tx.now());
    // Locks the row, so that the count holds for those that arrive at the same moment.
    let user_id = users::own(tx, permit).await?.id;
    uploads::limit(&rows, picture::Entity::find().filter(picture::Column::UserId.eq(user_id)), now).await?;
    let id = PictureId(tx.new_id());
    let new = picture::Model { id, user_id, created_at: now, shown_at: None, dropped_at: None, removed_at: None };
    picture::Entity::insert(new.into_active_model().reset_all()).exec_without_returning(rows.conn()).await?;
    Ok(id)
}

/// Marks a picture as shown, and what its user showed before as dropped.
///
/// # Errors
/// `Unavailable` for one that took too long.
pub(super) async fn show(tx: &Tx, permit: &Permit<AccountEdit>, id: PictureId) -> Result<()> {
    drop_shown(tx, permit).await?;
    uploads::show::<picture::Entity>(&tx.rows(permit), id, tx.now()).await
}

/// Drops what whoever asks shows.
pub(super) async fn drop_shown(tx: &Tx, permit: &Permit<AccountEdit>) -> Result<()> {
    let Some(user) = permit.actor().user() else { return Err(AppError::Unauthenticated.into()) };
    let shown = Condition::all().add(picture::Column::UserId.eq(user)).add(picture::Column::ShownAt.is_not_null());
    uploads::drop_those::<picture::Entity>(&tx.rows(permit), shown, tx.now()).await
}

/// Drops every picture of a user.
pub(super) async fn drop_all(rows: &Rows<'_, Reason>, user: UserId, now: Timestamp) -> Result<()> {
    uploads::drop_those::<picture::Entity>(rows, picture::Column::UserId.eq(user), now).await
}
