//! Who has a second factor: counts and a list of the people who can sign in.

use std::collections::{BTreeMap, BTreeSet};

use model::error::AppError;
use model::factors::{FactorFilter, FactorList, FactorQuery, FactorRow, FactorSort, FactorState};
use model::ids::UserId;
use model::page::{DEFAULT_PER_PAGE, Page};
use model::time::Timestamp;
use model::two_factor::FEW_CODES;
use sea_orm::sea_query::{Expr, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use super::reminded;
use crate::access::{Permit, SecurityEdit};
use crate::ctx::Ctx;
use crate::entity::{backup_code, credential, totp, user};
use crate::error::Result;
use crate::tx::Rows;
use crate::{users, workspace, zone};

/// Counts, and a page of the list; for holders of Security.
///
/// # Errors
/// `Forbidden` for everybody else.
pub async fn factors(ctx: &Ctx, query: FactorQuery) -> std::result::Result<FactorList, AppError> {
    ctx.read(async || {
        let permit = ctx.workspace().require::<SecurityEdit>().await?;
        let (rows, now) = (ctx.rows(&permit), ctx.now());
        let needed = super::is_needed(ctx, &workspace::current(&super::rows(ctx)).await?);
        let count = async |state| user::Entity::find().filter(those(Some(state), now)).count(rows.conn()).await;
        let (on, off, external) =
            (count(FactorFilter::On).await?, count(FactorFilter::Off).await?, count(FactorFilter::External).await?);
        let total = match query.state {
            None => on + off + external,
            Some(state) => count(state).await?,
        };
        let per = DEFAULT_PER_PAGE;
        let last = u32::try_from(total.div_ceil(u64::from(per))).unwrap_or(u32::MAX).max(1);
        let page = query.page.clamp(1, last);
        let found = sorted(user::Entity::find().filter(those(query.state, now)), query.sort)
            .offset(u64::from(page - 1) * u64::from(per))
            .limit(u64::from(per))
            .all(rows.conn())
            .await?;
        let ids: Vec<UserId> = found.iter().map(|user| user.id).collect();
        let (enrolled, elsewhere) = (enrolled(&rows, &ids).await?, elsewhere(&rows, &ids).await?);
        let (codes, reminded) = (codes_left(&rows, &ids).await?, reminded::of(&rows, &ids).await?);
        let moment = |at| zone::moment(at, &ctx.me().timezone);
        let row = |user: user::Model| FactorRow {
            id: user.id,
            state: match (enrolled.contains(&user.id), elsewhere.contains(&user.id)) {
                (true, _) => FactorState::On,
                (false, true) => FactorState::External,
                (false, false) => FactorState::Off,
            },
            name: users::display_name(&user.first_name, &user.last_name, &user.email),
            codes_left: codes.get(&user.id).copied().unwrap_or_default(),
            reminders: reminded.get(&user.id).map_or(0, |(sent, _)| *sent),
            reminded: reminded.get(&user.id).map(|(_, last)| moment(*last)),
            last_seen: user.last_seen_at.map(moment),
            email: user.email,
        };
        let page = Page { rows: found.into_iter().map(row).collect(), total, page, per };
        Ok(FactorList { on, off, external, needed, page, now: moment(now) })
    })
    .await
}

/// People who can sign in; nobody else can be locked out.
fn those(state: Option<FactorFilter>, now: Timestamp) -> Condition {
    let id = user::Column::Id;
    let people = users::are_let_in(now);
    match state {
        None => people,
        Some(FactorFilter::On) => people.add(id.in_subquery(with_totp())),
        Some(FactorFilter::Off) => people.add(are_unenrolled()),
        Some(FactorFilter::External) => {
            people.add(id.not_in_subquery(with_totp())).add(id.in_subquery(kept_elsewhere()))
        }
        Some(FactorFilter::Few) => people.add(id.in_subquery(with_totp())).add(id.not_in_subquery(with_many_codes())),
    }
}

/// Users who have no second factor, neither here nor in the system that keeps their account.
pub(crate) fn are_unenrolled() -> Condition {
    let id = user::Column::Id;
    Condition::all().add(id.not_in_subquery(with_totp())).add(id.not_in_subquery(kept_elsewhere()))
}

/// Those of them who can sign in: whoever would be locked out.
pub(super) fn would_be_locked_out(now: Timestamp) -> Condition {
    those(Some(FactorFilter::Off), now)
}

fn with_totp() -> SelectStatement {
    Query::select()
        .column(totp::Column::UserId)
        .from(totp::Entity)
        .and_where(totp::Column::ConfirmedAt.is_not_null())
        .take()
}

fn kept_elsewhere() -> SelectStatement {
    Query::select()
        .column(credential::Column::UserId)
        .from(credential::Entity)
        .and_where(credential::Column::AuthSource.ne(credential::LOCAL))
        .take()
}

fn with_many_codes() -> SelectStatement {
    Query::select()
        .column(backup_code::Column::UserId)
        .from(backup_code::Entity)
        .and_where(backup_code::Column::UsedAt.is_null())
        .group_by_col(backup_code::Column::UserId)
        .and_having(many())
        .take()
}

/// More than a few rows of a user.
fn many() -> Expr {
    use sea_orm::sea_query::ExprTrait;
    Expr::col(backup_code::Column::Id).count().gt(FEW_CODES)
}

fn sorted(people: sea_orm::Select<user::Entity>, sort: FactorSort) -> sea_orm::Select<user::Entity> {
    use user::Column as C;
    // Told apart, because the engines put those who were never here at different ends.
    let people = match sort {
        FactorSort::Name => people.order_by_asc(C::SortName),
        FactorSort::NameDown => people.order_by_desc(C::SortName),
        FactorSort::Seen => people.order_by_desc(C::LastSeenAt.is_null()).order_by_asc(C::LastSeenAt),
        FactorSort::SeenDown => people.order_by_asc(C::LastSeenAt.is_null()).order_by_desc(C::LastSeenAt),
    };
    people.order_by_asc(C::Id)
}

type Allowed<'a> = Rows<'a, Permit<SecurityEdit>>;

async fn enrolled(rows: &Allowed<'_>, of: &[UserId]) -> Result<BTreeSet<UserId>> {
    let found = totp::Entity::find()
        .select_only()
        .column(totp::Column::UserId)
        .filter(totp::Column::ConfirmedAt.is_not_null())
        .filter(totp::Column::UserId.is_in(of.iter().copied()));
    Ok(found.into_tuple().all(rows.conn()).await?.into_iter().collect())
}

async fn elsewhere(rows: &Allowed<'_>, of: &[UserId]) -> Result<BTreeSet<UserId>> {
    let found = credential::Entity::find()
        .select_only()
        .column(credential::Column::UserId)
        .filter(credential::Column::AuthSource.ne(credential::LOCAL))
        .filter(credential::Column::UserId.is_in(of.iter().copied()));
    Ok(found.into_tuple().all(rows.conn()).await?.into_iter().collect())
}

async fn codes_left(rows: &Allowed<'_>, of: &[UserId]) -> Result<BTreeMap<UserId, u32>> {
    let found: Vec<UserId> = backup_code::Entity::find()
        .select_only()
        .column(backup_code::Column::UserId)
        .filter(backup_code::Column::UsedAt.is_null())
        .filter(backup_code::Column::UserId.is_in(of.iter().copied()))
        .into_tuple()
        .all(rows.conn())
        .await?;
    let mut codes = BTreeMap::new();
    for user in found {
        *codes.entry(user).or_default() += 1;
    }
    Ok(codes)
}
