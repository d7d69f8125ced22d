//! The table `api_key`.

use model::ids::UserId;
use model::time::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};

use crate::access::{CredentialsEdit, Permit};
use crate::entity::{api_key, user};
use crate::error::Result;
use crate::keys::Selector;
use crate::tx::{Reason, Rows};

/// A key with its user, in one query: it runs for every request.
pub(super) async fn find(rows: &Rows<'_, Reason>, shown: Selector) -> Result<Option<(api_key::Model, user::Model)>> {
    let found = api_key::Entity::find().filter(api_key::Column::Selector.eq(shown.as_str())).one(rows.conn()).await?;
    let Some(key) = found else { return Ok(None) };
    let owner = user::Entity::find_by_id(key.user_id).one(rows.conn()).await?;
    Ok(owner.map(|owner| (key, owner)))
}

/// The key of a user.
pub(super) async fn of_user<P>(rows: &Rows<'_, P>, user: UserId) -> Result<Option<api_key::Model>> {
    Ok(api_key::Entity::find_by_id(user).one(rows.conn()).await?)
}

pub(super) async fn insert(rows: &Rows<'_, Permit<CredentialsEdit>>, key: api_key::Model) -> Result<()> {
    api_key::Entity::insert(key.into_active_model().reset_all()).exec_without_returning(rows.conn()).await?;
    Ok(())
}

/// Puts a key in the place of the one that was seen; whether that was still there.
pub(super) async fn replace(rows: &Rows<'_, Permit<CredentialsEdit>>, seen: &str, key: api_key::Model) -> Result<bool> {
    let replaced = api_key::Entity::update_many()
        .set(key.clone().into_active_model().reset_all())
        .filter(api_key::Column::UserId.eq(key.user_id))
        .filter(api_key::Column::Selector.eq(seen))
        .exec(rows.conn())
        .await?;
    Ok(replaced.rows_affected == 1)
}

/// Removes the key of a user; whether there was one.
pub(super) async fn remove<P>(rows: &Rows<'_, P>, user: UserId) -> Result<bool> {
    let removed = api_key::Entity::delete_many().filter(api_key::Column::UserId.eq(user)).exec(rows.conn()).await?;
    Ok(removed.rows_affected == 1)
}

/// Removes the key of a user that was seen; whether it was still there.
pub(super) async fn remove_seen<P>(rows: &Rows<'_, P>, user: UserId, seen: &str) -> Result<bool> {
    let removed = api_key::Entity::delete_many()
        .filter(api_key::Column::UserId.eq(user))
        .filter(api_key::Column::Selector.eq(seen))
        .exec(rows.conn())
        .await?;
    Ok(removed.rows_affected == 1)
}

/// Keys of the users after this one that end within a span: by their own end, or by the rule, which is the span of their
/// making. Some of them may have ended already by the other.
pub(super) async fn ending(
    rows: &Rows<'_, Reason>,
    own: (Timestamp, Timestamp),
    made: Option<(Timestamp, Timestamp)>,
    after: Option<UserId>,
    most: u64,
) -> Result<Vec<api_key::Model>> {
    let within = |column: api_key::Column, (from, to): (Timestamp, Timestamp)| {
        Condition::all().add(column.gt(from)).add(column.lte(to))
    };
    let mut ends = Condition::any().add(within(api_key::Column::ExpiresAt, own));
    if let Some(made) = made {
        ends = ends.add(within(api_key::Column::CreatedAt, made));
    }
    let mut keys = api_key::Entity::find().filter(ends);
    if let Some(after) = after {
        keys = keys.filter(api_key::Column::UserId.gt(after));
    }
    Ok(keys.order_by_asc(api_key::Column::UserId).limit(most).all(rows.conn()).await?)
}

/// Notes when a key was used, and from where, unless that was noted after `before`.
pub(super) async fn touch(
    rows: &Rows<'_, Reason>,
    shown: Selector,
    now: Timestamp,
    before: Timestamp,
    address: Option<String>,
) -> Result<()> {
    let is_old =
        Condition::any().add(api_key::Column::LastUsedAt.is_null()).add(api_key::Column::LastUsedAt.lte(before));
    api_key::Entity::update_many()
        .col_expr(api_key::Column::LastUsedAt, Expr::value(Some(now)))
        .col_expr(api_key::Column::LastUsedIp, Expr::value(address))
        .filter(api_key::Column::Selector.eq(shown.as_str()))
        .filter(is_old)
        .exec(rows.conn())
        .await?;
    Ok(())
}
