//! Invoices: what an order came to, to be printed, and whether it was paid.

use model::access::Action;
use model::billing::{Invoice, Money, OrderSummary};
use model::error::{AppError, ConflictReason, Noun};
use model::event::Event;

use super::month::Month;
use super::page::{name, of_viewer};
use super::{rows, store};
use crate::access::{Resource, SeatsBuy, SeatsView, UsersView};
use crate::ctx::Ctx;
use crate::entity::{seat_order, user};
use crate::error::{Result, incident};
use crate::tx::Reason;
use crate::{workspace, zone};

/// The invoice of this number.
///
/// # Errors
/// `Forbidden` without Billing; `NotFound` when there is none.
pub async fn invoice(ctx: &Ctx, number: &str) -> std::result::Result<Invoice, AppError> {
    ctx.read(async || {
        use sea_orm::EntityTrait;
        let permit = ctx.workspace().require::<SeatsView>().await?;
        let rows_of = ctx.rows(&permit);
        let order = store::by_number(&rows_of, number).await?.ok_or_else(unknown)?;
        let settings = workspace::current(&rows(ctx, Reason::Workspace)).await?;
        let sees_addresses = ctx.workspace().require::<UsersView>().await.is_ok();
        let by = user::Entity::find_by_id(order.ordered_by).one(rows_of.conn()).await?;
        let month = Month::of(order.ordered_at, &settings.timezone);
        let unit = money(ctx, &order, order.unit_price)?;
        let summary = summary(ctx, &order)?;
        Ok(Invoice {
            workspace: settings.name,
            by: by.map(|by| name(&by, sees_addresses)).unwrap_or_default(),
            unit,
            whole: unit.times(summary.seats).unwrap_or(unit),
            days_left: month.days_left,
            days: month.days,
            until: zone::moment(month.next, &settings.timezone),
            actions: ctx.verdicts(&[Action::SeatsBuy], &Resource::Workspace),
            order: summary,
        })
    })
    .await
}

/// Notes that an invoice was paid.
///
/// # Errors
/// `Forbidden` and `StepUpRequired`; `NotFound` when there is none; `Conflict` when it was paid before.
pub async fn mark_paid(ctx: &Ctx, number: &str) -> std::result::Result<(), AppError> {
    let number = &number;
    ctx.write(|tx| async move {
        let permit = tx.workspace().require::<SeatsBuy>().await?;
        let rows = tx.rows(&permit);
        let order = store::by_number(&rows, number).await?.ok_or_else(unknown)?;
        if order.paid_at.is_some() {
            return Err(AppError::Conflict { reason: ConflictReason::Stale }.into());
        }
        store::pay(&rows, order.id, ctx.user_id(), tx.now()).await?;
        tx.record(Event::InvoicePaid { order: order.id }).await;
        Ok(())
    })
    .await
}

/// An order as the list shows it.
pub(super) fn summary(ctx: &Ctx, order: &seat_order::Model) -> Result<OrderSummary> {
    Ok(OrderSummary {
        number: order.invoice_no.clone(),
        at: of_viewer(ctx, order.ordered_at),
        seats: u32::try_from(order.quantity).unwrap_or_default(),
        amount: money(ctx, order, order.proration)?,
        paid: order.paid_at.map(|at| of_viewer(ctx, at)),
    })
}

fn money(ctx: &Ctx, order: &seat_order::Model, minor: i64) -> Result<Money> {
    let currency = order.currency.parse().map_err(|error| incident(ctx, &error))?;
    Ok(Money { minor, currency })
}

fn unknown() -> crate::Error {
    AppError::NotFound { what: Noun::Invoice }.into()
}
