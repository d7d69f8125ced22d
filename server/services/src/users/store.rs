//! The queries of the list.

use std::collections::HashMap;

use model::access::{CompanyPermission, CompanyRole, DisabledBy};
use model::ids::{OrganizationId, UserId};
use model::time::Timestamp;
use model::users::{UserSort, UserStatus};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, Order, QueryFilter, QuerySelect, QueryTrait,
    Select,
};

use crate::access::{Permit, UsersDirectory, UsersView};
use crate::db;
use crate::entity::{user, user_permission};
use crate::error::Result;
use crate::tx::Rows;

/// Which part of a list, in which order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Window {
    pub(super) sort: UserSort,
    pub(super) descending: bool,
    /// Rows before it.
    pub(super) offset: u64,
    pub(super) limit: u64,
    /// Rows of the list.
    pub(super) total: u64,
}

/// What everyone sees of a user.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Entry {
    pub(super) id: UserId,
    pub(super) first_name: String,
    pub(super) last_name: String,
    pub(super) role: CompanyRole,
}

/// What holders of Users see on top of it.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Fields {
    pub(super) id: UserId,
    pub(super) email: String,
    pub(super) username: String,
    pub(super) status: UserStatus,
    pub(super) status_at: Timestamp,
    pub(super) disabled_by: Option<DisabledBy>,
    pub(super) access_ends_at: Option<Timestamp>,
    pub(super) home_organization: Option<OrganizationId>,
    pub(super) invite_until: Option<Timestamp>,
    pub(super) joined_at: Option<Timestamp>,
    pub(super) last_seen_at: Option<Timestamp>,
    pub(super) inviter_first_name: Option<String>,
    pub(super) inviter_last_name: Option<String>,
    pub(super) inviter_email: Option<String>,
}

/// A permission on top of a role.
#[derive(Clone, Copy, Debug, FromQueryResult)]
pub(super) struct Extra {
    pub(super) user_id: UserId,
    pub(super) permission: CompanyPermission,
    pub(super) ends_at: Option<Timestamp>,
}

/// The row, locked against change.
pub(super) async fn find<P>(rows: &Rows<'_, P>, id: UserId) -> Result<Option<user::Model>> {
    Ok(db::for_update(user::Entity::find_by_id(id), rows.conn()).one(rows.conn()).await?)
}

/// How many users fulfill a condition.
pub(super) async fn count<P>(rows: &Rows<'_, P>, condition: Condition) -> Result<u64> {
    let count: Option<i64> = user::Entity::find()
        .select_only()
        .column_as(user::Column::Id.count(), "n")
        .filter(condition)
        .into_tuple()
        .one(rows.conn())
        .await?;
    Ok(count.and_then(|count| u64::try_from(count).ok()).unwrap_or_default())
}

/// Users who fulfill a condition, in no order; at most so many.
pub(super) async fn some<P>(rows: &Rows<'_, P>, condition: Condition, limit: u64) -> Result<Vec<UserId>> {
    Ok(ids().filter(condition).limit(limit).into_tuple().all(rows.conn()).await?)
}

/// The users of one page, in order. Reads from the end of the list that is nearer.
pub(super) async fn page<P>(rows: &Rows<'_, P>, condition: Condition, window: Window) -> Result<Vec<UserId>> {
    let behind = window.total.saturating_sub(window.offset + window.limit);
    let from_end = window.offset > behind;
    let (offset, limit) = match from_end {
        true => (behind, Ord::min(window.limit, window.total.saturating_sub(window.offset))),
        false => (window.offset, window.limit),
    };
    let select = ordered(ids().filter(condition), window.sort, window.descending != from_end);
    let mut found: Vec<UserId> = select.offset(offset).limit(limit).into_tuple().all(rows.conn()).await?;
    if from_end {
        found.reverse();
    }
    Ok(found)
}

fn ids() -> Select<user::Entity> {
    user::Entity::find().select_only().column(user::Column::Id)
}

/// Which way a key of an order runs, unless the list is turned around.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Runs {
    Up,
    Down,
}

/// Orders as the indexes `user_by_…` do, forward or backward; the id makes every order total.
fn ordered(select: Select<user::Entity>, sort: UserSort, descending: bool) -> Select<user::Entity> {
    use Runs::{Down, Up};
    use user::Column as C;
    // What happened last, and what runs longest, is of interest first.
    let keys: &[(C, Runs)] = match sort {
        UserSort::Name => &[(C::SortName, Up), (C::Id, Up)],
        UserSort::Email => &[(C::SortEmail, Up), (C::Id, Up)],
        UserSort::Role => &[(C::RoleRank, Up), (C::SortName, Up), (C::Id, Up)],
        UserSort::Status => &[(C::StatusRank, Up), (C::InviteUntil, Down), (C::SortName, Up), (C::Id, Up)],
        UserSort::LastSeen => &[(C::LastSeenAt, Down), (C::Id, Down)],
        UserSort::Joined => &[(C::JoinedAt, Down), (C::Id, Down)],
    };
    keys.iter().fold(select, |select, (key, runs)| {
        let order = if descending == (*runs == Down) { Order::Asc } else { Order::Desc };
        db::sorted(select, *key, order)
    })
}

/// What everyone sees, by id.
pub(super) async fn entries(
    rows: &Rows<'_, Permit<UsersDirectory>>,
    ids: &[UserId],
) -> Result<HashMap<UserId, Entry>> {
    use user::Column as C;
    let found: Vec<Entry> = user::Entity::find()
        .select_only()
        .columns([C::Id, C::FirstName, C::LastName, C::Role])
        .filter(C::Id.is_in(ids.iter().copied()))
        .into_model()
        .all(rows.conn())
        .await?;
    Ok(found.into_iter().map(|entry| (entry.id, entry)).collect())
}

/// What holders of Users see on top of it, by id.
pub(super) async fn fields(rows: &Rows<'_, Permit<UsersView>>, ids: &[UserId]) -> Result<HashMap<UserId, Fields>> {
    use user::Column as C;
    const INVITER: &str = "inviter";
    let of_inviter = |column: C| Expr::col((INVITER, column));
    let mut select = user::Entity::find()
        .select_only()
        .columns([
            C::Id,
            C::Email,
            C::Username,
            C::Status,
            C::StatusAt,
            C::DisabledBy,
            C::AccessEndsAt,
            C::HomeOrganization,
            C::InviteUntil,
            C::JoinedAt,
            C::LastSeenAt,
        ])
        .expr_as(of_inviter(C::FirstName), "inviter_first_name")
        .expr_as(of_inviter(C::LastName), "inviter_last_name")
        .expr_as(of_inviter(C::Email), "inviter_email")
        .filter(C::Id.is_in(ids.iter().copied()));
    let same = of_inviter(C::Id).equals((user::Entity, C::InvitedBy));
    QueryTrait::query(&mut select).join_as(JoinType::LeftJoin, user::Entity, INVITER, same);
    let found: Vec<Fields> = select.into_model().all(rows.conn()).await?;
    Ok(found.into_iter().map(|fields| (fields.id, fields)).collect())
}

/// The permissions on top of the roles of these users, in their order.
pub(super) async fn extras(rows: &Rows<'_, Permit<UsersView>>, ids: &[UserId]) -> Result<Vec<Extra>> {
    use user_permission::Column as C;
    Ok(user_permission::Entity::find()
        .select_only()
        .columns([C::UserId, C::Permission, C::EndsAt])
        .filter(C::UserId.is_in(ids.iter().copied()))
        .into_model()
        .all(rows.conn())
        .await?)
}
