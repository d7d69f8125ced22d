//! The tab Seats: the strip, the chart, who holds a seat, fewer seats, and what changed their number.

use i18n::{I18n, Key, t, use_i18n, written};
use leptos::prelude::*;
use model::billing::{BillingHead, BillingQuery, Outlook, SeatChange, SeatReason, SeatsTab as Tab};
use model::page::Page;
use model::time::Moment;
use ui::{Pager, PlainHeader, SeatCounts, SeatKey, SeatStrip, StripSize, TableFrame, TimeText};

use super::address::{href, invoice};
use super::chart::Chart;
use super::fewer::Fewer;
use super::holders::Holders;
use super::purchase::PlainPurchase;
use super::work::Work;
use crate::moments::datetime;
use crate::seats::{seat_key, seat_sentence};
use crate::users::{DisableOffer, LinkOffer};

#[component]
pub(super) fn SeatsTab(
    head: BillingHead,
    tab: Tab,
    query: BillingQuery,
    /// The dialog for further seats is open.
    buying: bool,
    busy: Signal<bool>,
    work: Work,
    offer: LinkOffer,
    idle: DisableOffer,
) -> impl IntoView {
    let i18n = use_i18n();
    let (seats, now) = (head.seats, head.now);
    let counts = SeatCounts { used: seats.used, reserved: seats.reserved, free: seats.free(), short: 0 };
    let Tab { holders, past, ahead, outlook, changes, purchase } = tab;
    let purchase = buying.then(|| view! { <PlainPurchase purchase=purchase/> });
    let said = Signal::derive(move || outlook_text(i18n, outlook));
    view! {
        <section class="panel" aria-label=t!(Key::SeatsTitle)>
            <div class="panel__body seats-hero">
                <SeatStrip seats=counts label=Signal::derive(move || seat_sentence(i18n, seats)) size=StripSize::Large/>
                <SeatKey entries=Signal::derive(move || seat_key(i18n, seats))/>
                <p class="soft">{said}" "{t!(Key::BillingWhoCounts)}</p>
            </div>
        </section>
        <div class="cols">
            <div class="stack">
                {purchase}
                <Holders holders=holders query=query.clone() now=now busy=busy offer=offer idle=idle/>
                <Changes changes=changes query=query now=now busy=busy/>
            </div>
            <aside class="stack">
                <Chart past=past ahead=ahead said=said/>
                <Fewer head=head work=work/>
            </aside>
        </div>
    }
}

fn outlook_text(i18n: I18n, outlook: Outlook) -> String {
    match outlook {
        Outlook::Full => i18n.text(Key::BillingOutlookFull),
        Outlook::RunsOut(on) => {
            i18n.with(|catalog| catalog.format(Key::BillingOutlookRunsOut, &[("date", &catalog.date(on))]))
        }
        Outlook::NotInSight => i18n.text(Key::BillingOutlookNotInSight),
        Outlook::TooEarly => i18n.text(Key::BillingOutlookTooEarly),
    }
}

/// The ledger: what changed the number of seats, newest first.
#[component]
fn Changes(changes: Page<SeatChange>, query: BillingQuery, now: Moment, busy: Signal<bool>) -> impl IntoView {
    let head = move || {
        view! {
            <PlainHeader>{t!(Key::BillingChange)}</PlainHeader>
            <PlainHeader>{t!(Key::BillingDate)}</PlainHeader>
            <PlainHeader numeric=true>{t!(Key::BillingTotal)}</PlainHeader>
        }
    };
    let (page, pages, total, per) = (changes.page, changes.pages(), changes.total, changes.per);
    let rows = changes.rows.into_iter().map(|change| view! { <ChangeRow change=change now=now/> }).collect_view();
    let to = Callback::new(move |changes| href(&BillingQuery { changes, ..query.clone() }));
    view! {
        <section class="panel" aria-labelledby="seat-changes">
            <div class="panel__head"><h2 id="seat-changes">{t!(Key::BillingChanges)}</h2></div>
            <TableFrame caption=t(Key::BillingChanges) head=head busy=busy>{rows}</TableFrame>
            {(pages > 1).then(|| view! { <Pages page=page pages=pages total=total per=per href=to label=Key::BillingChanges/> })}
        </section>
    }
}

#[component]
fn ChangeRow(change: SeatChange, now: Moment) -> impl IntoView {
    let i18n = use_i18n();
    let SeatChange { at, delta, total, reason, invoice: number } = change;
    let what = t(match reason {
        Some(SeatReason::SetUp) => Key::BillingReasonSetUp,
        Some(SeatReason::Bought) => Key::BillingReasonBought,
        Some(SeatReason::Reduced) => Key::BillingReasonReduced,
        None => Key::BillingReasonOther,
    });
    let by = move || {
        i18n.with(|catalog| {
            let sign = if delta < 0 { '\u{2212}' } else { '+' };
            format!("{sign}{}", catalog.number(u64::from(delta.unsigned_abs())))
        })
    };
    let link = number.map(|number| view! { <small class="sub"><a href=invoice(&number)>{number.clone()}</a></small> });
    let date = Signal::derive(move || i18n.with(|catalog| catalog.short_date(now.at, at)));
    let exact = Signal::derive(move || Some(i18n.with(|catalog| catalog.date_time(at))));
    view! {
        <tr role="row">
            <td role="cell" class="who"><b class="num">{by}</b>" "{what}{link}</td>
            <td role="cell" class="state"><TimeText datetime=datetime(at) text=date title=exact/></td>
            <td role="cell" class="act n">{written(move || i18n.with(|catalog| catalog.number(u64::from(total))))}</td>
        </tr>
    }
}

/// The foot of a list.
#[component]
pub(super) fn Pages(
    page: u32,
    pages: u32,
    total: u64,
    per: u32,
    href: Callback<u32, String>,
    /// What the list lists: two of them stand on one page.
    label: Key,
) -> impl IntoView {
    let i18n = use_i18n();
    let summary = Signal::derive(move || {
        let first = (u64::from(page) - 1) * u64::from(per) + 1;
        let last = (first + u64::from(per) - 1).min(total);
        i18n.format(Key::CommonRowsOf, &[("first", &first), ("last", &last), ("total", &total)])
    });
    view! {
        <Pager
            label=Signal::derive(move || format!("{}: {}", i18n.text(label), i18n.text(Key::CommonPages)))
            summary=summary
            page=Signal::from(page)
            pages=Signal::from(pages)
            href=href
            previous=t(Key::CommonPreviousPage)
            next=t(Key::CommonNextPage)
        />
    }
}
