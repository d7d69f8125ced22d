//! The page Seats & billing.

use std::collections::HashMap;

use model::access::{Action, CompanyPermission};
use model::billing::{
    BillingContent, BillingHead, BillingPage, BillingQuery, BillingTab, Holding, OrderSummary, Outlook, Purchase,
    Reduction, SeatChange, SeatHolder, SeatPoint, SeatsTab,
};
use model::error::AppError;
use model::ids::UserId;
use model::page::{Page, clamp_per};
use model::time::{Moment, Timestamp};
use model::users::UserStatus;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{Bill, invoice, reduction, store};
use crate::access::{self, Permit, Resource, SeatsView, UsersView};
use crate::ctx::Ctx;
use crate::entity::{seat_ledger, user, user_permission};
use crate::error::Result;
use crate::seats::forecast::{Known, RunsOut};
use crate::seats::{history, holders};
use crate::tx::{Reason, Rows};
use crate::{seats, users, workspace, zone};

/// Weeks behind now, and ahead, on the chart.
const WEEKS: i64 = 12;
const WEEK_SECONDS: i64 = 7 * 24 * 60 * 60;
const YEAR_SECONDS: i64 = 365 * 24 * 60 * 60;
/// Changes of the number of seats on a page.
const CHANGES: u32 = 10;

/// The page, one of its tabs in full.
///
/// # Errors
/// `Forbidden` without Billing.
pub async fn page(ctx: &Ctx, query: BillingQuery) -> std::result::Result<BillingPage, AppError> {
    // What is wrong with a number stands beside its field, and does not close the page.
    let purchase = match query.more.filter(|_| query.tab == BillingTab::Seats) {
        Some(more) => Some(Purchase { quote: super::quote(ctx, more).await, key: ctx.new_id() }),
        None => None,
    };
    ctx.read(async || {
        let permit = ctx.workspace().require::<SeatsView>().await?;
        let rows = ctx.rows(&permit);
        let head = head(ctx, &rows).await?;
        let content = match query.tab {
            BillingTab::Seats => BillingContent::Seats(Box::new(seats_tab(ctx, &rows, &query, &head, purchase).await?)),
            BillingTab::Billing => BillingContent::Orders(orders(ctx, &rows, &query).await?),
        };
        Ok(BillingPage { head, content, refused: None })
    })
    .await
}

async fn head(ctx: &Ctx, rows: &Rows<'_, Permit<SeatsView>>) -> Result<BillingHead> {
    let settings = workspace::current(&super::rows(ctx, Reason::Workspace)).await?;
    let seats = seats::count(&super::rows(ctx, Reason::Counting), ctx.now()).await?;
    let in_zone = |reduction: &crate::entity::seat_reduction::Model| Reduction {
        id: reduction.id,
        seats: reduction::seats_of(reduction),
        on: zone::moment(reduction.effective_at, &settings.timezone),
    };
    let planned = reduction::planned(rows).await?.as_ref().map(in_zone);
    let missed = reduction::missed(rows).await?.as_ref().map(in_zone);
    let bill = Bill::of(ctx, &settings, seats, 0, ctx.now())?;
    let fewer = planned.map_or(0, |planned| planned.seats);
    let next = bill.unit.times(seats.purchased.saturating_sub(fewer)).unwrap_or(bill.monthly);
    Ok(BillingHead {
        seats,
        unit: bill.unit,
        monthly: bill.monthly,
        renews: zone::moment(bill.month.next, &settings.timezone),
        next,
        reduction: planned,
        missed,
        actions: ctx.verdicts(&[Action::SeatsBuy], &Resource::Workspace),
        now: zone::moment(ctx.now(), &ctx.me().timezone),
    })
}

async fn seats_tab(
    ctx: &Ctx,
    rows: &Rows<'_, Permit<SeatsView>>,
    query: &BillingQuery,
    head: &BillingHead,
    purchase: Option<Purchase>,
) -> Result<SeatsTab> {
    let now = ctx.now();
    let moment = |at| zone::moment(at, &ctx.me().timezone);
    let ledger = history::changes(rows, now).await?;
    let known = Known {
        now,
        seats: head.seats,
        used: history::used_since(rows, now.plus_seconds(-(WEEKS + 1) * WEEK_SECONDS)).await?,
        ends: holders::ends(rows, now, now.plus_seconds(YEAR_SECONDS)).await?,
        reduction: head.reduction.map(|reduction| (reduction.on.at, reduction.seats)),
    };
    let outlook = match known.runs_out() {
        RunsOut::Full => Outlook::Full,
        RunsOut::At(at) => Outlook::RunsOut(moment(at)),
        RunsOut::NotInSight => Outlook::NotInSight,
        RunsOut::TooEarly => Outlook::TooEarly,
    };
    let ahead = known.ahead(WEEKS).into_iter();
    let ahead = ahead.map(|(at, purchased, used)| SeatPoint { at: moment(at), purchased, used: Some(used) });
    Ok(SeatsTab {
        holders: holders_page(ctx, rows, query, now).await?,
        past: past(&ledger, &known)
            .into_iter()
            .map(|(at, purchased, used)| SeatPoint { at: moment(at), purchased, used })
            .collect(),
        ahead: ahead.collect(),
        outlook,
        changes: changes(ctx, rows, &ledger, query.changes).await?,
        purchase,
    })
}

/// The seats once a week, from the first week in which there were any.
fn past(ledger: &[seat_ledger::Model], known: &Known) -> Vec<(Timestamp, u32, Option<u32>)> {
    let mut points = Vec::new();
    for week in (0..=WEEKS).rev() {
        let at = known.now.plus_seconds(-week * WEEK_SECONDS);
        let purchased = ledger.iter().filter(|row| row.effective_at <= at).map(|row| i64::from(row.delta)).sum::<i64>();
        let noted = known.used.iter().rev().find(|(noted, _)| *noted <= at).map(|(_, used)| *used);
        let used = if week == 0 { Some(known.seats.used) } else { noted };
        if purchased > 0 {
            points.push((at, u32::try_from(purchased).unwrap_or(u32::MAX), used));
        }
    }
    points
}

async fn holders_page(
    ctx: &Ctx,
    rows: &Rows<'_, Permit<SeatsView>>,
    query: &BillingQuery,
    now: Timestamp,
) -> Result<Page<SeatHolder>> {
    let total = holders::count(rows, query.idle, now).await?;
    let mut page = Page { rows: Vec::new(), total, page: 1, per: clamp_per(query.per) };
    page.page = query.page.clamp(1, page.pages());
    let people = holders::page(rows, query.idle, window(&page), now).await?;
    let sees_addresses = ctx.workspace().require::<UsersView>().await.is_ok();
    let grants = grants(rows, &people).await?;
    page.rows = people.iter().map(|person| holder(ctx, person, &grants, sees_addresses)).collect();
    Ok(page)
}

fn holder(
    ctx: &Ctx,
    person: &user::Model,
    grants: &HashMap<UserId, Vec<CompanyPermission>>,
    sees_addresses: bool,
) -> SeatHolder {
    let moment = |at| zone::moment(at, &ctx.me().timezone);
    let target = access::user_target(person, grants.get(&person.id).cloned().unwrap_or_default());
    let disable: &[Action] = if person.status == UserStatus::Active { &[Action::UsersDisable] } else { &[] };
    SeatHolder {
        id: person.id,
        name: name(person, sees_addresses),
        role: person.role,
        holding: match (person.status, person.invite_until) {
            (UserStatus::Invited, Some(until)) => Holding::Reserves { until: moment(until) },
            _ => Holding::Uses { since: person.joined_at.map(moment) },
        },
        last_seen: person.last_seen_at.map(moment),
        actions: ctx.verdicts(disable, &Resource::User(target)),
    }
}

/// The name of a holder; an address is for those who see addresses.
pub(super) fn name(person: &user::Model, sees_addresses: bool) -> String {
    users::display_name(&person.first_name, &person.last_name, if sees_addresses { &person.email } else { "" })
}

/// The permissions on top of the roles, for the verdict on disabling.
async fn grants(
    rows: &Rows<'_, Permit<SeatsView>>,
    people: &[user::Model],
) -> Result<HashMap<UserId, Vec<CompanyPermission>>> {
    let mut grants = HashMap::<UserId, Vec<CompanyPermission>>::new();
    let of_people = user_permission::Column::UserId.is_in(people.iter().map(|person| person.id));
    for row in user_permission::Entity::find().filter(of_people).all(rows.conn()).await? {
        grants.entry(row.user_id).or_default().push(row.permission);
    }
    Ok(grants)
}

/// A page of the changes, newest first, each with the number that it led to.
async fn changes(
    ctx: &Ctx,
    rows: &Rows<'_, Permit<SeatsView>>,
    ledger: &[seat_ledger::Model],
    number: u32,
) -> Result<Page<SeatChange>> {
    let mut page = Page { rows: Vec::new(), total: ledger.len() as u64, page: 1, per: CHANGES };
    page.page = number.clamp(1, page.pages());
    let orders = store::orders_of(rows, ledger.iter().filter_map(|row| row.order_id)).await?;
    let mut total = 0_i64;
    let mut all: Vec<SeatChange> = Vec::with_capacity(ledger.len());
    for row in ledger {
        total += i64::from(row.delta);
        let order = orders.iter().find(|order| Some(order.id) == row.order_id);
        all.push(SeatChange {
            at: zone::moment(row.effective_at, &ctx.me().timezone),
            delta: row.delta,
            total: u32::try_from(total).unwrap_or_default(),
            reason: row.reason.parse().ok(),
            invoice: order.map(|order| order.invoice_no.clone()),
        });
    }
    let before = usize::try_from(page.page.saturating_sub(1).saturating_mul(CHANGES)).unwrap_or(usize::MAX);
    page.rows = all.into_iter().rev().skip(before).take(CHANGES as usize).collect();
    Ok(page)
}

async fn orders(ctx: &Ctx, rows: &Rows<'_, Permit<SeatsView>>, query: &BillingQuery) -> Result<Page<OrderSummary>> {
    let per = clamp_per(query.per);
    let mut page = Page { rows: Vec::new(), total: 0, page: 1, per };
    page.total = store::orders(rows, (0, 0)).await?.1;
    page.page = query.page.clamp(1, page.pages());
    let (orders, _) = store::orders(rows, window(&page)).await?;
    let summaries = orders.iter().map(|order| invoice::summary(ctx, order));
    page.rows = summaries.collect::<Result<_>>()?;
    Ok(page)
}

fn window<T>(page: &Page<T>) -> (u64, u64) {
    (u64::from(page.page.saturating_sub(1)) * u64::from(page.per), u64::from(page.per))
}

/// A moment in the zone of the viewer.
pub(super) fn of_viewer(ctx: &Ctx, at: Timestamp) -> Moment {
    zone::moment(at, &ctx.me().timezone)
}
