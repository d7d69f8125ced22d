//! The table `logo`.

use model::ids::LogoId;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel};

use super::logo::name;
use crate::access::{BrandingEdit, Permit};
use crate::entity::logo;
use crate::error::Result;
use crate::tx::Tx;
use crate::uploads::{self, Upload};

impl Upload for logo::Entity {
    type Id = LogoId;

    const ID: logo::Column = logo::Column::Id;
    const CREATED_AT: logo::Column = logo::Column::CreatedAt;
    const SHOWN_AT: logo::Column = logo::Column::ShownAt;
    const DROPPED_AT: logo::Column = logo::Column::DroppedAt;
    const REMOVED_AT: logo::Column = logo::Column::RemovedAt;

    fn files(id: LogoId) -> Vec<String> {
        vec![name(id)]
    }
}

/// A new logo on its way, unless the whole workspace sent too many within the hour. The workspace is locked, so that the
/// count holds for those that arrive at the same moment.
pub(super) async fn begin(tx: &Tx, permit: &Permit<BrandingEdit>) -> Result<LogoId> {
    let (rows, now) = (tx.rows(permit), tx.now());
    uploads::limit(&rows, logo::Entity::find(), now).await?;
    let id = LogoId(tx.new_id());
    let new = logo::Model { id, created_at: now, shown_at: None, dropped_at: None, removed_at: None };
    logo::Entity::insert(new.into_active_model().reset_all()).exec_without_returning(rows.conn()).await?;
    Ok(id)
}

/// Marks a logo as shown.
///
/// # Errors
/// `Unavailable` for one that took too long.
pub(super) async fn show(tx: &Tx, permit: &Permit<BrandingEdit>, id: LogoId) -> Result<()> {
    uploads::show::<logo::Entity>(&tx.rows(permit), id, tx.now()).await
}

/// Drops the logo that is shown no more.
pub(super) async fn drop_logo(tx: &Tx, permit: &Permit<BrandingEdit>, id: Option<LogoId>) -> Result<()> {
    let Some(id) = id else { return Ok(()) };
    uploads::drop_those::<logo::Entity>(&tx.rows(permit), logo::Column::Id.eq(id), tx.now()).await
}
