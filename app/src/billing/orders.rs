//! The tab Billing: what the seats cost, and what was ordered.

use i18n::{I18n, Key, t, tp, use_i18n, written};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use model::access::Action;
use model::billing::{BillingHead, BillingQuery, BillingTab, OrderSummary};
use model::page::Page;
use model::time::Moment;
use ui::{Button, EmptyState, PlainHeader, Size, Status, StatusKind, TableFrame, TimeText};

use super::address::{href, invoice};
use super::fewer::BY_FORM;
use super::seats_tab::Pages;
use super::work::{Task, Work};
use crate::moments::datetime;
use crate::session::FormToken;
use crate::shell::reason;

#[component]
pub(super) fn OrdersTab(
    head: BillingHead,
    orders: Page<OrderSummary>,
    busy: Signal<bool>,
    work: Work,
) -> impl IntoView {
    let i18n = use_i18n();
    let now = head.now;
    let may = reason(i18n, &head.actions, Action::SeatsBuy).is_none();
    let columns = move || {
        view! {
            <PlainHeader>{t!(Key::BillingNumber)}</PlainHeader>
            <PlainHeader>{t!(Key::BillingFor)}</PlainHeader>
            <PlainHeader>{t!(Key::BillingState)}</PlainHeader>
            <PlainHeader numeric=true>{t!(Key::BillingAmount)}</PlainHeader>
        }
    };
    let (page, pages, total, per) = (orders.page, orders.pages(), orders.total, orders.per);
    let none = orders.rows.is_empty();
    let rows =
        orders.rows.into_iter().map(|order| view! { <Row order=order now=now may=may work=work/> }).collect_view();
    let to = Callback::new(|page| href(&BillingQuery { tab: BillingTab::Billing, page, ..BillingQuery::default() }));
    view! {
        <Plan head=head/>
        <section class="panel" aria-labelledby="orders">
            <div class="panel__head"><h2 id="orders">{t!(Key::BillingOrders)}</h2></div>
            {if none {
                let text = Signal::derive(move || Some(i18n.text(Key::BillingNoOrdersText)));
                view! { <EmptyState icon="armchair" title=t(Key::BillingNoOrders) text=text/> }.into_any()
            } else {
                view! {
                    <TableFrame caption=t(Key::BillingOrders) head=columns busy=busy>{rows}</TableFrame>
                    <Pages page=page pages=pages total=total per=per href=to label=Key::BillingOrders/>
                }
                .into_any()
            }}
        </section>
    }
}

/// What is paid each month, and what comes next.
#[component]
fn Plan(head: BillingHead) -> impl IntoView {
    let i18n = use_i18n();
    let fewer = head.reduction.map_or(0, |planned| planned.seats);
    let (unit, monthly, next, renews) = (head.unit, head.monthly, head.next, head.renews);
    let (purchased, then) = (head.seats.purchased, head.seats.purchased.saturating_sub(fewer));
    let line = move |seats: u32| {
        i18n.with(|catalog| catalog.plural(Key::SeatsLine, u64::from(seats), &[("unit", &catalog.money(unit))]))
    };
    let a_month = move || i18n.with(|catalog| catalog.format(Key::SeatsAMonth, &[("amount", &catalog.money(monthly))]));
    view! {
        <section class="panel" aria-labelledby="plan">
            <div class="panel__head"><h2 id="plan">{t!(Key::BillingPlan)}</h2></div>
            <div class="panel__body">
                <dl class="sum">
                    <div><dt>{written(move || line(purchased))}</dt><dd>{a_month}</dd></div>
                    <div><dt>{t!(Key::BillingRenewal)}</dt><dd>{written(move || i18n.with(|catalog| catalog.date(renews)))}</dd></div>
                    <div class="tot">
                        <dt>{t!(Key::BillingNext)}" ("{written(move || line(then))}")"</dt>
                        <dd>{written(move || i18n.with(|catalog| catalog.money(next)))}</dd>
                    </div>
                </dl>
            </div>
        </section>
    }
}

#[component]
fn Row(order: OrderSummary, now: Moment, may: bool, work: Work) -> impl IntoView {
    let i18n = use_i18n();
    let OrderSummary { number, at, seats, amount, paid } = order;
    let date = Signal::derive(move || i18n.with(|catalog| catalog.short_date(now.at, at)));
    let exact = Signal::derive(move || Some(i18n.with(|catalog| catalog.date_time(at))));
    let pay = (may && paid.is_none()).then(|| view! { <MarkPaid number=number.clone() work=work/> });
    view! {
        <tr role="row" tabindex="-1" data-row="">
            <td role="cell" class="who">
                <a href=invoice(&number)>{number.clone()}</a>
                <small class="sub"><TimeText datetime=datetime(at) text=date title=exact/></small>
            </td>
            <td role="cell" class="perm">{tp!(Key::BillingAdded, seats)}</td>
            <td role="cell" class="state"><div class="row">{paid_status(i18n, paid, now)}{pay}</div></td>
            <td role="cell" class="act n nowrap">{written(move || i18n.with(|catalog| catalog.money(amount)))}</td>
        </tr>
    }
}

/// Open, or paid and when.
pub(super) fn paid_status(i18n: I18n, paid: Option<Moment>, now: Moment) -> impl IntoView {
    let (kind, label) = match paid {
        Some(_) => (StatusKind::Confirmed, Key::BillingPaid),
        None => (StatusKind::Invited, Key::BillingOpen),
    };
    let when = move || paid.map(|paid| i18n.with(|catalog| catalog.short_date(now.at, paid)));
    view! { <Status kind=kind label=t(label) detail=Signal::derive(when) datetime=paid.map(datetime).unwrap_or_default()/> }
}

/// Says that an invoice was paid.
#[component]
pub(super) fn MarkPaid(number: String, work: Work) -> impl IntoView {
    let busy = {
        let task = Task::Paid(number.clone());
        Signal::derive(move || work.busy.with(|busy| busy.as_ref() == Some(&task)))
    };
    let said = number.clone();
    let task = Task::Paid(number.clone());
    let paid = move |event: SubmitEvent| {
        event.prevent_default();
        work.run(task.clone());
    };
    view! {
        <form method="post" action=BY_FORM on:submit=paid>
            <FormToken/>
            <input type="hidden" name="what" value="paid"/>
            <input type="hidden" name="number" value=number/>
            <input type="hidden" name="key" value=""/>
            <Button submit=true size=Size::Small busy=busy>{t!(Key::BillingMarkPaid)}<span class="sr">" "{said}</span></Button>
        </form>
    }
}
