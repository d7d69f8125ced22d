//! The list: who is on the page, and what is shown of them.

use model::access::{Action, CompanyRole};
use model::error::{AppError, Noun};
use model::ids::UserId;
use model::page::{Page, clamp_per};
use model::time::Timestamp;
use model::user_window::{Neighbor, Neighbors};
use model::users::{UserQuery, UserSort, UserSummary, UsersPage};
use sea_orm::{ColumnTrait, Condition};

use super::figures::{self, Census};
use super::filter::{Said, Wanted};
use super::store::{self, Window};
use super::summary;
use crate::access::visible::{sees_everyone, visible_users};
use crate::access::{InvitationTarget, Permit, Resource, UsersDirectory, UsersView};
use crate::ctx::Ctx;
use crate::entity::user;
use crate::error::Result;
use crate::seats;
use crate::tx::{Reason, Rows};
use crate::zone;

/// So few rows of a filter are sorted sooner than they are met in the order of the list.
const FEW_FILTERED: u64 = 250;

/// So few rows of a search; to meet them in the order of the list means to read the rows in between.
const FEW_SEARCHED: u64 = 10_000;

/// One page.
pub(super) async fn list(ctx: &Ctx, query: &UserQuery) -> Result<UsersPage> {
    let now = ctx.now();
    let directory = ctx.workspace().require::<UsersDirectory>().await?;
    let view = ctx.workspace().require::<UsersView>().await.ok();
    let rows = ctx.rows(&directory);
    let (wanted, sort, descending) = asked(query, view.is_some());
    let census = match view.is_some() || (sees_everyone(ctx.subject()) && !wanted.is_search()) {
        true => Some(Census::take(&rows, now).await?),
        false => None,
    };
    let found = find(ctx, &rows, &wanted, census.as_ref().filter(|_| wanted.is_counted()), now).await?;
    let per = clamp_per(query.per);
    let mut page = Page { rows: Vec::new(), total: found.total, page: 1, per };
    page.page = query.page.clamp(1, page.pages());
    if found.total > 0 {
        let window = Window {
            sort,
            descending,
            offset: u64::from(page.page - 1) * u64::from(per),
            limit: u64::from(per),
            total: found.total,
        };
        page.rows = summaries(ctx, &directory, view.as_ref(), found.condition, window, now).await?;
    }
    let figures = census.filter(|_| view.is_some()).map(|census| census.figures());
    let seats = match figures {
        Some(figures) => Some(seats::of_people(&counting(ctx), figures, now).await?),
        None if ctx.verdicts(&[Action::SeatsView], &Resource::Workspace).allows(Action::SeatsView) => {
            Some(seats::count(&counting(ctx), now).await?)
        }
        None => None,
    };
    let buying = ctx.verdicts(&[Action::SeatsBuy], &Resource::Workspace);
    let plain = InvitationTarget { role: CompanyRole::Member, permissions: Vec::new(), organization: None };
    Ok(UsersPage {
        refused: None,
        page,
        figures,
        seats,
        actions: ctx.verdicts(&[Action::InvitationsSend], &Resource::Invitation(plain)).and(buying),
        now: zone::moment(now, &ctx.me().timezone),
    })
}

/// One row.
pub(super) async fn row(ctx: &Ctx, id: UserId) -> Result<UserSummary> {
    let directory = ctx.workspace().require::<UsersDirectory>().await?;
    let view = ctx.workspace().require::<UsersView>().await.ok();
    let seen = Condition::all().add(user::Column::Id.eq(id)).add(visible_users(ctx.subject()));
    let first = Window { sort: UserSort::Name, descending: false, offset: 0, limit: 1, total: 1 };
    let found = summaries(ctx, &directory, view.as_ref(), seen, first, ctx.now()).await?.pop();
    found.ok_or_else(|| AppError::NotFound { what: Noun::User }.into())
}

/// What is asked for, as far as the viewer may ask for it.
fn asked(query: &UserQuery, sees_fields: bool) -> (Wanted, UserSort, bool) {
    match sees_fields {
        true => (Wanted::of(query), query.sort, query.descending),
        // Every other order would tell what the list does not show.
        false => (Wanted::of_directory(query), UserSort::Name, query.descending && query.sort == UserSort::Name),
    }
}

/// Who stands beside a user, looked for on the page of the query and one row around it.
pub(super) async fn neighbors(ctx: &Ctx, query: &UserQuery, id: UserId) -> Result<Neighbors> {
    let directory = ctx.workspace().require::<UsersDirectory>().await?;
    let sees_fields = ctx.workspace().require::<UsersView>().await.is_ok();
    let rows = ctx.rows(&directory);
    let (wanted, sort, descending) = asked(query, sees_fields);
    let Found { condition, total } = find(ctx, &rows, &wanted, None, ctx.now()).await?;
    let per = u64::from(clamp_per(query.per));
    let first = u64::from(query.page.max(1) - 1) * per;
    let offset = first.saturating_sub(1);
    if offset >= total {
        return Ok(Neighbors::default());
    }
    let window = Window { sort, descending, offset, limit: first - offset + per + 1, total };
    let ids = store::ids_of(&rows, condition, window).await?;
    let neighbor = |at: Option<usize>| {
        let at = at?;
        let page = (offset + at as u64) / per + 1;
        Some(Neighbor { id: *ids.get(at)?, page: u32::try_from(page).unwrap_or(u32::MAX) })
    };
    let at = ids.iter().position(|other| *other == id);
    Ok(Neighbors { previous: neighbor(at.and_then(|at| at.checked_sub(1))), next: neighbor(at.map(|at| at + 1)) })
}

/// The length of the list when nothing is asked for.
pub(super) async fn count(ctx: &Ctx) -> Result<u64> {
    let directory = ctx.workspace().require::<UsersDirectory>().await?;
    let rows = ctx.rows(&directory);
    if sees_everyone(ctx.subject()) {
        return figures::present(&rows).await;
    }
    let present = Wanted::of_directory(&UserQuery::default()).condition(Said::ByLeavingOut, ctx.now());
    store::count(&rows, present.add(visible_users(ctx.subject()))).await
}

/// A list before it is cut into pages.
struct Found {
    condition: Condition,
    total: u64,
}

/// Finds out how long the list is, and how best to ask for a part of it: few users are found first and then sorted,
/// many are met in the order of an index.
async fn find(
    ctx: &Ctx,
    rows: &Rows<'_, Permit<UsersDirectory>>,
    wanted: &Wanted,
    census: Option<&Census>,
    now: Timestamp,
) -> Result<Found> {
    let condition = |said| wanted.condition(said, now).add(visible_users(ctx.subject()));
    let in_order = condition(Said::ByLeavingOut);
    let (total, few, said) = match census {
        Some(census) => (census.total(&wanted.statuses, &wanted.roles), FEW_FILTERED, Said::ByNaming),
        None => (store::count(rows, in_order.clone()).await?, FEW_SEARCHED, Said::ByLeavingOut),
    };
    let condition = if total <= few { store::found_first(condition(said)) } else { in_order };
    Ok(Found { condition, total })
}

/// The rows of a part of a list. More than the directory is read against the permit for it, and against no other.
async fn summaries(
    ctx: &Ctx,
    directory: &Permit<UsersDirectory>,
    view: Option<&Permit<UsersView>>,
    condition: Condition,
    window: Window,
    now: Timestamp,
) -> Result<Vec<UserSummary>> {
    let Some(view) = view else {
        let entries = store::entries(&ctx.rows(directory), condition, window).await?;
        return Ok(entries.iter().map(|entry| summary::of_entry(ctx, entry)).collect());
    };
    let rows = ctx.rows(view);
    let fields = store::fields(&rows, condition, window).await?;
    let extras = store::extras(&rows, fields.iter().map(|fields| fields.id)).await?;
    Ok(fields.into_iter().map(|fields| summary::of_fields(ctx, fields, &extras, now)).collect())
}

#[expect(clippy::disallowed_methods, reason = "counting")]
fn counting(ctx: &Ctx) -> Rows<'_, Reason> {
    ctx.rows_without(Reason::Counting)
}
