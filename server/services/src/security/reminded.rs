//! How often people were reminded to set up a second factor, and when last.

use std::collections::BTreeMap;

use model::ids::UserId;
use model::time::Timestamp;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

use crate::entity::enrollment_reminder::{Column, Entity, Model};
use crate::error::Result;
use crate::tx::{Reason, Rows};

/// Counts one more reminder for each of these users.
pub(super) async fn note(rows: &Rows<'_, Reason>, users: &[UserId], now: Timestamp) -> Result<()> {
    if users.is_empty() {
        return Ok(());
    }
    let fresh = |user: &UserId| Model { user_id: *user, sent: 0, last_at: now }.into_active_model().reset_all();
    Entity::insert_many(users.iter().map(fresh))
        .on_conflict(OnConflict::column(Column::UserId).do_nothing().to_owned())
        .exec_without_returning(rows.conn())
        .await?;
    Entity::update_many()
        .col_expr(Column::Sent, Expr::col(Column::Sent).add(1))
        .col_expr(Column::LastAt, Expr::value(now))
        .filter(Column::UserId.is_in(users.iter().copied()))
        .exec(rows.conn())
        .await?;
    Ok(())
}

/// Of these users, those who were reminded: how often, and when last.
pub(super) async fn of<P>(rows: &Rows<'_, P>, users: &[UserId]) -> Result<BTreeMap<UserId, (u32, Timestamp)>> {
    let found = Entity::find().filter(Column::UserId.is_in(users.iter().copied())).all(rows.conn()).await?;
    let of_them = |row: Model| (row.user_id, (u32::try_from(row.sent).unwrap_or_default(), row.last_at));
    Ok(found.into_iter().map(of_them).collect())
}

/// Removes what was counted of somebody who is erased.
pub(crate) async fn forget(rows: &Rows<'_, Reason>, user: UserId) -> Result<()> {
    Entity::delete_many().filter(Column::UserId.eq(user)).exec(rows.conn()).await?;
    Ok(())
}
