//! One page of entries, newest first.
//!
//! The log only grows, so pages are counted from the entry that was the newest when the reader began, and stay what they
//! were. Without a filter a page is a range of numbers, whatever the length of the log; with one, pages end after
//! [`FILTERED_MAX`] entries, because counting further would read all of it.

use model::audit::{AuditEntry, AuditPage, AuditQuery};
use model::error::AppError;
use sea_orm::sea_query::{Asterisk, Expr, Func, Query};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use super::chain;
use super::detail;
use super::filter::Wanted;
use super::people::{Names, Sees, target};
use crate::access::{AuditView, Permit};
use crate::ctx::Ctx;
use crate::entity::audit_event;
use crate::error::Result;
use crate::tx::Rows;
use crate::zone;

/// Rows on a page.
const PER_PAGE: u32 = 50;

/// Entries that the pages of a filtered list reach.
const FILTERED_MAX: u64 = 10_000;

/// One page of the entries, newest first, and what is known of the chain.
///
/// # Errors
/// `Forbidden` without Audit.
pub async fn list(ctx: &Ctx, query: AuditQuery) -> std::result::Result<AuditPage, AppError> {
    ctx.read(async || {
        let permit = ctx.workspace().require::<AuditView>().await?;
        page(ctx, &ctx.rows(&permit), &query).await
    })
    .await
}

async fn page(ctx: &Ctx, rows: &Rows<'_, Permit<AuditView>>, query: &AuditQuery) -> Result<AuditPage> {
    let (head, _) = chain::head(rows).await?;
    let upto = query.upto.unwrap_or(head).clamp(0, head);
    let wanted = Wanted::of(ctx, rows, query).await?;
    let (total, more) = match query.is_filtered() {
        true => count(rows, wanted.upto(upto)).await?,
        false => (u64::try_from(upto).unwrap_or_default(), false),
    };
    let pages = u32::try_from(total.div_ceil(u64::from(PER_PAGE))).unwrap_or(u32::MAX).max(1);
    let number = query.page.clamp(1, pages);
    let skipped = u64::from(number - 1) * u64::from(PER_PAGE);
    let entries = match query.is_filtered() {
        true => filtered(rows, &wanted, upto, skipped).await?,
        false => numbered(rows, upto.saturating_sub_unsigned(skipped)).await?,
    };
    let names = Names::of(rows, &entries, Sees::of(ctx)).await?;
    Ok(AuditPage {
        rows: entries.into_iter().map(|entry| summary(ctx, &names, entry)).collect(),
        page: number,
        pages,
        per: PER_PAGE,
        total,
        more,
        many_people: wanted.many_people,
        upto,
        chain: ctx.services().audit().state(&ctx.me().timezone),
        now: zone::moment(ctx.now(), &ctx.me().timezone),
    })
}

/// The entries whose numbers end here.
async fn numbered(rows: &Rows<'_, Permit<AuditView>>, last: i64) -> Result<Vec<audit_event::Model>> {
    use audit_event::Column as C;
    Ok(audit_event::Entity::find()
        .filter(C::Seq.lte(last))
        .filter(C::Seq.gt(last - i64::from(PER_PAGE)))
        .order_by_desc(C::Seq)
        .all(rows.conn())
        .await?)
}

async fn filtered(
    rows: &Rows<'_, Permit<AuditView>>,
    wanted: &Wanted,
    upto: i64,
    skipped: u64,
) -> Result<Vec<audit_event::Model>> {
    use audit_event::Column as C;
    let mut found = audit_event::Entity::find().filter(wanted.upto(upto));
    if wanted.by_time {
        found = found.order_by_desc(C::At);
    }
    let found = found.order_by_desc(C::Seq).offset(skipped).limit(u64::from(PER_PAGE));
    Ok(found.all(rows.conn()).await?)
}

/// How many there are, as far as pages reach; whether there are more.
async fn count(rows: &Rows<'_, Permit<AuditView>>, condition: Condition) -> Result<(u64, bool)> {
    let found = audit_event::Entity::find().select_only().column(audit_event::Column::Seq).filter(condition);
    let found = found.limit(FILTERED_MAX + 1).into_query();
    let count = Query::select().expr(Func::count(Expr::col(Asterisk))).from_subquery(found, "found").take();
    let counted = match rows.conn().query_one(&count).await? {
        Some(row) => u64::try_from(row.try_get_by_index::<i64>(0)?).unwrap_or_default(),
        None => 0,
    };
    Ok((counted.min(FILTERED_MAX), counted > FILTERED_MAX))
}

fn summary(ctx: &Ctx, names: &Names, entry: audit_event::Model) -> AuditEntry {
    let target = target(&entry);
    let (before, after) = detail::change(&entry, &ctx.me().timezone);
    AuditEntry {
        seq: entry.seq,
        at: zone::moment(entry.at, &ctx.me().timezone),
        actor: entry.actor.map(|id| names.person(id)),
        on_behalf: entry.on_behalf.map(|id| names.person(id)),
        target: target.map(|id| names.person(id)),
        before,
        after,
        credential: entry.credential,
        action: entry.action,
        reason: entry.reason,
        request: entry.request_id,
    }
}
