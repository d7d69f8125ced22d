//! The queries of the list.

use std::collections::HashSet;

use model::access::{CompanyPermission, CompanyRole, DisabledBy};
use model::ids::{OrganizationId, PictureId, UserId};
use model::time::Timestamp;
use model::users::{UserSort, UserStatus};
use sea_orm::sea_query::{Asterisk, Expr, ExprTrait, Func, Query};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, Order, QueryFilter, QuerySelect,
    QueryTrait, Select,
};

use crate::access::{Permit, UserFields, UsersDirectory, UsersView, effective, holdable};
use crate::db;
use crate::entity::{user, user_permission};
use crate::error::Result;
use crate::tx::Rows;

/// Values that one statement asks about; databases take only so many.
const AT_ONCE: usize = 500;

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

/// Whether an address belongs to somebody.
pub(crate) async fn has_address<P>(rows: &Rows<'_, P>, email_key: &str) -> Result<bool> {
    let owner = user::Entity::find().filter(user::Column::EmailKey.eq(email_key)).one(rows.conn()).await?;
    Ok(owner.is_some())
}

/// Which of these addresses belong to somebody, each as it is compared.
pub(crate) async fn taken<P>(rows: &Rows<'_, P>, addresses: Vec<String>) -> Result<HashSet<String>> {
    let mut taken = HashSet::new();
    for some in addresses.chunks(AT_ONCE) {
        let found: Vec<Option<String>> = user::Entity::find()
            .select_only()
            .column(user::Column::EmailKey)
            .filter(user::Column::EmailKey.is_in(some))
            .into_tuple()
            .all(rows.conn())
            .await?;
        taken.extend(found.into_iter().flatten());
    }
    Ok(taken)
}

/// Users who can sign in at this moment.
pub(crate) fn are_let_in(now: Timestamp) -> Condition {
    Condition::all()
        .add(user::Column::Status.eq(UserStatus::Active))
        .add(live(user::Column::AccessEndsAt.is_null(), user::Column::AccessEndsAt.gt(now)))
}

/// Users whose access has ended while their stored status does not say so yet.
pub(crate) fn ended(now: Timestamp) -> Condition {
    Condition::all().add(user::Column::Status.eq(UserStatus::Active)).add(user::Column::AccessEndsAt.lte(now))
}

/// Users who hold a company permission, by their role or on top of it: `Subject::holds` as a condition.
pub(crate) fn hold(permission: CompanyPermission, now: Timestamp) -> Condition {
    let extra = Query::select()
        .column(user_permission::Column::UserId)
        .from(user_permission::Entity)
        .and_where(user_permission::Column::Permission.eq(permission))
        .cond_where(live(user_permission::Column::EndsAt.is_null(), user_permission::Column::EndsAt.gt(now)))
        .take();
    let by_role = CompanyRole::ALL.iter().copied().filter(|role| effective(*role, &[]).contains(&permission));
    let on_top = CompanyRole::ALL.iter().copied().filter(|role| !holdable(*role, &[permission]).is_empty());
    Condition::any()
        .add(user::Column::Role.is_in(by_role))
        .add(user::Column::Role.is_in(on_top).and(user::Column::Id.in_subquery(extra)))
}

/// Without an end, or before it.
fn live(without_end: Expr, before_it: Expr) -> Condition {
    Condition::any().add(without_end).add(before_it)
}

/// What everyone sees of a user.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Entry {
    pub(super) id: UserId,
    pub(super) first_name: String,
    pub(super) last_name: String,
    pub(super) avatar: Option<PictureId>,
    pub(super) role: CompanyRole,
}

/// What holders of Users see.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Fields {
    pub(super) id: UserId,
    pub(super) first_name: String,
    pub(super) last_name: String,
    pub(super) avatar: Option<PictureId>,
    pub(super) role: CompanyRole,
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
    let counted = counts(rows, vec![Some(condition)]).await?;
    Ok(counted.first().copied().unwrap_or_default())
}

/// How many users fulfill each of these conditions, or none, in one statement.
pub(super) async fn counts<P>(rows: &Rows<'_, P>, conditions: Vec<Option<Condition>>) -> Result<Vec<u64>> {
    let length = conditions.len();
    let mut counts = Query::select();
    for condition in conditions {
        let mut count = Query::select();
        count.expr(Func::count(Expr::col(Asterisk))).from(user::Entity);
        if let Some(condition) = condition {
            count.cond_where(condition);
        }
        counts.expr(Expr::from(count));
    }
    let Some(row) = rows.conn().query_one(&counts).await? else { return Ok(vec![0; length]) };
    let count = |at| Ok(u64::try_from(row.try_get_by_index::<i64>(at)?).unwrap_or_default());
    (0..length).map(count).collect()
}

/// The first of the users who fulfill a condition, in the order of the list.
pub(super) async fn ids_in_order<P>(
    rows: &Rows<'_, P>,
    condition: Condition,
    sort: UserSort,
    descending: bool,
    limit: u64,
) -> Result<Vec<UserId>> {
    let found = ordered(ids().filter(condition), sort, descending).limit(limit);
    Ok(found.into_tuple().all(rows.conn()).await?)
}

/// The same condition, said in a way that finds all of its users before one of them is put in order.
pub(super) fn found_first(condition: Condition) -> Condition {
    Condition::all().add(user::Column::Id.in_subquery(ids().filter(condition).into_query()))
}

/// What everyone sees of the users in a part of a list.
pub(super) async fn entries(
    rows: &Rows<'_, Permit<UsersDirectory>>,
    condition: Condition,
    window: Window,
) -> Result<Vec<Entry>> {
    use user::Column as C;
    let select = page(condition, window).columns([C::Id, C::FirstName, C::LastName, C::Avatar, C::Role]);
    Ok(select.into_model().all(rows.conn()).await?)
}

/// What holders of Users see of the users in a part of a list.
pub(super) async fn fields(
    rows: &Rows<'_, Permit<UsersView>>,
    condition: Condition,
    window: Window,
) -> Result<Vec<Fields>> {
    use user::Column as C;
    const INVITER: &str = "inviter";
    let of_inviter = |column: C| Expr::col((INVITER, column));
    let mut select = page(condition, window)
        .columns([
            C::Id,
            C::FirstName,
            C::LastName,
            C::Avatar,
            C::Role,
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
        .expr_as(of_inviter(C::Email), "inviter_email");
    let same = of_inviter(C::Id).equals((user::Entity, C::InvitedBy));
    QueryTrait::query(&mut select).join_as(JoinType::LeftJoin, user::Entity, INVITER, same);
    Ok(select.into_model().all(rows.conn()).await?)
}

/// Who is in a part of a list.
pub(super) async fn ids_of<P>(rows: &Rows<'_, P>, condition: Condition, window: Window) -> Result<Vec<UserId>> {
    Ok(page(condition, window).column(user::Column::Id).into_tuple().all(rows.conn()).await?)
}

/// The rows of a part of a list, without columns. Inside, their ids are found in the index of the order, from the end of
/// the list that is nearer; no other row is read.
fn page(condition: Condition, window: Window) -> Select<user::Entity> {
    let behind = window.total.saturating_sub(window.offset + window.limit);
    let from_end = window.offset > behind;
    let (offset, limit) = match from_end {
        true => (behind, Ord::min(window.limit, window.total.saturating_sub(window.offset))),
        false => (window.offset, window.limit),
    };
    let found = ordered(ids().filter(condition), window.sort, window.descending != from_end);
    let found = found.offset(offset).limit(limit).into_query();
    let rows = user::Entity::find().select_only().filter(user::Column::Id.in_subquery(found));
    ordered(rows, window.sort, window.descending)
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

/// The permissions on top of one user's role, each with its end.
pub(crate) async fn extras_of(
    rows: &Rows<'_, Permit<UserFields>>,
) -> Result<Vec<(CompanyPermission, Option<Timestamp>)>> {
    use user_permission::Column as C;
    let held = user_permission::Entity::find().filter(C::UserId.eq(rows.target())).all(rows.conn()).await?;
    let held = |one: &CompanyPermission| held.iter().find(|row| row.permission == *one).map(|row| (*one, row.ends_at));
    Ok(CompanyPermission::ALL.iter().filter_map(held).collect())
}

/// The permissions on top of the roles of these users.
pub(super) async fn extras(
    rows: &Rows<'_, Permit<UsersView>>,
    users: impl Iterator<Item = UserId>,
) -> Result<Vec<Extra>> {
    use user_permission::Column as C;
    Ok(user_permission::Entity::find()
        .select_only()
        .columns([C::UserId, C::Permission, C::EndsAt])
        .filter(C::UserId.is_in(users))
        .into_model()
        .all(rows.conn())
        .await?)
}
