//! Seats for money: what further ones would cost, the order, fewer seats from a renewal on, and the wish of whoever may not
//! order.
//!
//! A request carries a number of seats and a key; prices and dates are ours. An order, its seats and its audit entry are
//! one transaction, so a process that dies in between has bought nothing, and the same key buys once.

mod export;
mod invoice;
mod month;
mod page;
mod provider;
mod reduction;
mod store;

use model::access::Action;
use model::billing::{Money, SeatOrder, SeatQuote, SeatsBought, further_seats};
use model::error::AppError;
use model::event::Event;
use model::seats::SeatCount;
use model::time::Timestamp;

use crate::access::{Resource, SeatsBuy, UsersView};
use crate::ctx::{Base, Ctx};
use crate::entity::{user, workspace as settings};
use crate::error::{Result, incident};
use crate::mail::{self, Content, Leaves, NewMail};
use crate::tx::{Reason, Rows, Tx};
use crate::{seats, workspace, zone};

pub use export::holders_csv;
pub use invoice::{invoice, mark_paid};
pub use page::page;
pub(crate) use reduction::ApplyReduction;
pub use reduction::{keep, reduce};

use month::Month;
use provider::{BillingProvider, ManualInvoice};
use store::NewOrder;

/// Time between two wishes of one person.
const BETWEEN_WISHES_SECONDS: i64 = 24 * 60 * 60;

/// What further seats would cost, for those who see the seats; whether they may buy stands in it.
///
/// # Errors
/// `Forbidden` for whoever sees no seats; `Invalid` for none, and for more than a workspace can hold.
pub async fn quote(ctx: &Ctx, more: u32) -> std::result::Result<SeatQuote, AppError> {
    ctx.read(async || {
        // Stepping up is asked for when the order is sent.
        let buy = ctx.verdicts(&[Action::SeatsBuy], &Resource::Workspace).of(Action::SeatsBuy);
        if buy.blocker().is_some() {
            let _permit = ctx.workspace().require::<UsersView>().await?;
        }
        let settings = workspace::current(&rows(ctx, Reason::Workspace)).await?;
        let seats = seats::count(&rows(ctx, Reason::Counting), ctx.now()).await?;
        let bill = Bill::of(ctx, &settings, seats, further_seats(more, seats.purchased)?, ctx.now())?;
        Ok(SeatQuote {
            seats,
            more,
            unit: bill.unit,
            days_left: bill.month.days_left,
            days: bill.month.days,
            today: bill.today,
            monthly: bill.monthly,
            renews: zone::moment(bill.month.next, &settings.timezone),
            buy,
        })
    })
    .await
}

/// Buys further seats; they can be used at once. The same key again answers with what it bought.
///
/// # Errors
/// `Forbidden` and `StepUpRequired`; `Invalid` for none, and for more than a workspace can hold.
pub async fn buy(ctx: &Ctx, order: SeatOrder) -> std::result::Result<SeatsBought, AppError> {
    ctx.write(|tx| async move {
        tx.lock_workspace().await?;
        let permit = tx.workspace().require::<SeatsBuy>().await?;
        let rows = tx.rows(&permit);
        let before = count(&tx).await?;
        if let Some(bought) = store::by_key(&rows, order.key).await? {
            tx.record(Event::SeatOrderRepeated { order: bought.id }).await;
            return Ok(answer(before, &bought));
        }
        let settings = settings_of(&tx).await?;
        let more = further_seats(order.more, before.purchased)?;
        let bill = Bill::of(ctx, &settings, before, more, tx.now())?;
        let status = ManualInvoice.accept(bill.today)?;
        let order = NewOrder {
            id: tx.new_id(),
            key: order.key,
            quantity: more,
            unit: bill.unit,
            today: bill.today,
            status,
            year: bill.month.year,
            by: ctx.user_id(),
        };
        let order = store::insert(&rows, order, tx.now()).await?;
        seats::add(&tx, &permit, more, order.id).await?;
        tx.record(Event::SeatsBought { order: order.id, seats: more }).await;
        Ok(answer(count(&tx).await?, &order))
    })
    .await
}

/// Tells everyone who may buy that someone who may not wants more seats; at most once a day.
///
/// # Errors
/// `Forbidden` for whoever sees no seats; `RateLimited` for the second wish of a day.
pub async fn ask(ctx: &Ctx) -> std::result::Result<(), AppError> {
    ctx.write(|tx| async move {
        tx.lock_workspace().await?;
        let permit = tx.workspace().require::<UsersView>().await?;
        let rows = tx.rows(&permit);
        let since = tx.now().plus_seconds(-BETWEEN_WISHES_SECONDS);
        if let Some(last) = store::asked_since(&rows, ctx.user_id(), since).await? {
            let wait = tx.now().seconds_until(last.plus_seconds(BETWEEN_WISHES_SECONDS)).max(1);
            return Err(AppError::RateLimited { retry_after_secs: wait }.into());
        }
        let settings = settings_of(&tx).await?;
        let buyers = store::buyers(&rows, tx.now()).await?;
        let mails = buyers.iter().map(|buyer| wish(ctx, buyer, &settings, tx.now())).collect();
        mail::enqueue_all(&tx, mails).await?;
        tx.record(Event::SeatsAskedFor { user: ctx.user_id() }).await;
        Ok(())
    })
    .await
}

/// What a number of further seats costs at a moment.
struct Bill {
    unit: Money,
    month: Month,
    today: Money,
    monthly: Money,
}

impl Bill {
    fn of(base: &Base, settings: &settings::Model, seats: SeatCount, more: u32, now: Timestamp) -> Result<Self> {
        let unit = base.services().settings().seat_price;
        let month = Month::of(now, &settings.timezone);
        let today = unit.times(more).and_then(|whole| whole.part(month.days_left, month.days));
        let monthly = unit.times(seats.purchased.saturating_add(more));
        match (today, monthly) {
            (Some(today), Some(monthly)) => Ok(Self { unit, month, today, monthly }),
            // The configured price is bounded, and so are the seats: no input leads here.
            _ => Err(incident(base, &"the price of the seats is out of range").into()),
        }
    }
}

fn answer(seats: SeatCount, order: &crate::entity::seat_order::Model) -> SeatsBought {
    SeatsBought { seats, more: u32::try_from(order.quantity).unwrap_or_default(), invoice: order.invoice_no.clone() }
}

fn wish(ctx: &Ctx, buyer: &user::Model, settings: &settings::Model, now: Timestamp) -> NewMail {
    NewMail {
        to: buyer.email.clone(),
        user: Some(buyer.id),
        content: Content::SeatsWanted { by: ctx.user_id() },
        locale: mail::language_for(buyer, None, settings),
        link: None,
        leaves: Leaves::AtOnce,
        valid_until: None,
        dedupe_key: format!("seats_wanted:{}:{}:{}", ctx.user_id(), buyer.id, now.0),
    }
}

async fn count(tx: &Tx) -> Result<SeatCount> {
    #[expect(clippy::disallowed_methods, reason = "counting")]
    let rows = tx.rows_without(Reason::Counting);
    seats::count(&rows, tx.now()).await
}

#[expect(clippy::disallowed_methods, reason = "the zone in which months begin, and the language of last resort")]
async fn settings_of(tx: &Tx) -> Result<settings::Model> {
    workspace::current(&tx.rows_without(Reason::Workspace)).await
}

#[expect(clippy::disallowed_methods, reason = "the zone in which months begin, and numbers of people")]
fn rows(ctx: &Ctx, reason: Reason) -> Rows<'_, Reason> {
    ctx.rows_without(reason)
}
