//! The tables `totp` and `backup_code`.

use model::ids::{SessionId, UserId};
use model::time::Timestamp;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, Set};
use uuid::Uuid;

use crate::entity::{backup_code, totp};
use crate::error::Result;
use crate::tx::{Reason, Rows};

pub(super) async fn find(rows: &Rows<'_, Reason>, user: UserId) -> Result<Option<totp::Model>> {
    Ok(totp::Entity::find_by_id(user).one(rows.conn()).await?)
}

/// Puts a secret that is to be confirmed in the place of the one before, unless that one is confirmed.
pub(super) async fn put_pending(
    rows: &Rows<'_, Reason>,
    user: UserId,
    session: SessionId,
    secret: String,
    now: Timestamp,
) -> Result<()> {
    totp::Entity::delete_many()
        .filter(totp::Column::UserId.eq(user))
        .filter(totp::Column::ConfirmedAt.is_null())
        .exec(rows.conn())
        .await?;
    let row = totp::ActiveModel {
        user_id: Set(user),
        secret: Set(secret),
        session_id: Set(Some(session)),
        created_at: Set(now),
        confirmed_at: Set(None),
        last_step: Set(0),
    };
    let taken = OnConflict::column(totp::Column::UserId).do_nothing().to_owned();
    totp::Entity::insert(row).on_conflict(taken).exec_without_returning(rows.conn()).await?;
    Ok(())
}

/// Confirms what is being set up; whether it still was.
pub(super) async fn confirm(rows: &Rows<'_, Reason>, user: UserId, step: i64, now: Timestamp) -> Result<bool> {
    let confirmed = totp::Entity::update_many()
        .col_expr(totp::Column::ConfirmedAt, Expr::value(Some(now)))
        .col_expr(totp::Column::SessionId, Expr::value(None::<SessionId>))
        .col_expr(totp::Column::LastStep, Expr::value(step))
        .filter(totp::Column::UserId.eq(user))
        .filter(totp::Column::ConfirmedAt.is_null())
        .exec(rows.conn())
        .await?;
    Ok(confirmed.rows_affected == 1)
}

/// Notes that the code of a step was used; whether no code of it or of a later one was before. One statement, so that
/// two tries cannot both succeed.
pub(super) async fn advance(rows: &Rows<'_, Reason>, user: UserId, step: i64) -> Result<bool> {
    let advanced = totp::Entity::update_many()
        .col_expr(totp::Column::LastStep, Expr::value(step))
        .filter(totp::Column::UserId.eq(user))
        .filter(totp::Column::LastStep.lt(step))
        .exec(rows.conn())
        .await?;
    Ok(advanced.rows_affected == 1)
}

pub(super) async fn forget_totp(rows: &Rows<'_, Reason>, user: UserId) -> Result<()> {
    totp::Entity::delete_many().filter(totp::Column::UserId.eq(user)).exec(rows.conn()).await?;
    Ok(())
}

pub(super) async fn find_code(
    rows: &Rows<'_, Reason>,
    user: UserId,
    selector: &str,
) -> Result<Option<backup_code::Model>> {
    let code = backup_code::Entity::find()
        .filter(backup_code::Column::UserId.eq(user))
        .filter(backup_code::Column::Selector.eq(selector));
    Ok(code.one(rows.conn()).await?)
}

/// Notes that a code was used; whether it was there and not used before. One statement, likewise.
pub(super) async fn use_code(rows: &Rows<'_, Reason>, user: UserId, id: Uuid, now: Timestamp) -> Result<bool> {
    let used = backup_code::Entity::update_many()
        .col_expr(backup_code::Column::UsedAt, Expr::value(Some(now)))
        .filter(backup_code::Column::Id.eq(id))
        .filter(backup_code::Column::UserId.eq(user))
        .filter(backup_code::Column::UsedAt.is_null())
        .exec(rows.conn())
        .await?;
    Ok(used.rows_affected == 1)
}

pub(super) async fn count_unused(rows: &Rows<'_, Reason>, user: UserId) -> Result<u32> {
    let unused = backup_code::Entity::find()
        .filter(backup_code::Column::UserId.eq(user))
        .filter(backup_code::Column::UsedAt.is_null());
    Ok(u32::try_from(unused.count(rows.conn()).await?).unwrap_or(u32::MAX))
}

pub(super) async fn insert_code(
    rows: &Rows<'_, Reason>,
    id: Uuid,
    user: UserId,
    (selector, hash): (&str, &str),
    now: Timestamp,
) -> Result<()> {
    let row = backup_code::ActiveModel {
        id: Set(id),
        user_id: Set(user),
        selector: Set(selector.to_owned()),
        verifier_hash: Set(hash.to_owned()),
        created_at: Set(now),
        used_at: Set(None),
    };
    backup_code::Entity::insert(row).exec_without_returning(rows.conn()).await?;
    Ok(())
}

pub(super) async fn forget_codes(rows: &Rows<'_, Reason>, user: UserId) -> Result<()> {
    backup_code::Entity::delete_many().filter(backup_code::Column::UserId.eq(user)).exec(rows.conn()).await?;
    Ok(())
}
