//! An invoice, on screen and on paper.

use i18n::{Key, t, tp, use_i18n};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use model::access::Action;
use model::billing::Invoice;
use model::time::Moment;
use ui::{Banner, Button, PageTitle, Skeleton, Slate, Tone};

use super::address::PAGE;
use super::orders::{MarkPaid, paid_status};
use super::rpc::get_invoice;
use super::work::Work;
use crate::data;
use crate::errors::{Failure, error_text};
use crate::moments::datetime;
use crate::session::use_frame;
use crate::shell::reason;

#[component]
pub(crate) fn InvoicePage() -> impl IntoView {
    let i18n = use_i18n();
    let params = use_params_map();
    let number = Memo::new(move |_| params.with(|params| params.get("number").unwrap_or_default()));
    let version = RwSignal::new(0_u32);
    let work = Work::new(version);
    let data = data::load(move || (number.get(), version.get()), |(number, _)| get_invoice(number));
    let title = Signal::derive(move || number.with(|number| i18n.format(Key::BillingInvoice, &[("number", number)])));
    let now = use_frame().signal().with_untracked(|frame| frame.session.as_ref().map(|session| session.now));
    let owner = Owner::current().unwrap_or_default();
    view! {
        <PageTitle text=title/>
        <Transition fallback=move || view! { <Skeleton label=t(Key::CommonLoading)/> }>
            {move || {
                let owner = owner.clone();
                Suspend::new(async move {
                    match data.await {
                        Ok(invoice) => data::outliving(&owner, || view! {
                            <Paper title=title invoice=invoice now=now work=work/>
                        }),
                        Err(error) => data::outliving(&owner, || view! { <Failure error=error/> }),
                    }
                })
            }}
        </Transition>
    }
}

#[component]
fn Paper(
    title: Signal<String>,
    invoice: Invoice,
    #[prop(optional_no_strip)] now: Option<Moment>,
    work: Work,
) -> impl IntoView {
    let i18n = use_i18n();
    let Invoice { order, workspace, by, unit, whole, days_left, days, until, actions } = invoice;
    let may = order.paid.is_none() && reason(i18n, &actions, Action::SeatsBuy).is_none();
    let number = StoredValue::new(order.number.clone());
    let print = Callback::new(|_| {
        // Refused only where printing is switched off.
        let _ = window().print();
    });
    let buttons = move || {
        view! {
            {may.then(|| view! { <MarkPaid number=number.get_value() work=work/> })}
            <Button icon="printer" class="needs-script" on_click=print>{t!(Key::BillingPrint)}</Button>
        }
    };
    let failed = move || {
        work.error.get().map(|error| view! { <Banner tone=Tone::Failed title=error_text(i18n, &error) live=true/> })
    };
    let by = if by.is_empty() { i18n.text_untracked(Key::BillingUnnamed) } else { by };
    let (seats, amount, at) = (order.seats, order.amount, order.at);
    let money = move |amount| move || i18n.with(|catalog| catalog.money(amount));
    let date = move |moment| move || i18n.with(|catalog| catalog.date(moment));
    let line = move || {
        i18n.with(|catalog| catalog.plural(Key::SeatsLine, u64::from(seats), &[("unit", &catalog.money(unit))]))
    };
    let left = tp!(Key::BillingDaysLeft, days_left, days = days);
    let from = move || i18n.with(|catalog| catalog.format(Key::BillingFrom, &[("date", &catalog.date(until))]));
    view! {
        <Slate place=t(Key::BillingTitle) place_href=format!("{PAGE}?tab=billing") title=title actions=buttons/>
        {failed}
        <article class="panel invoice" aria-label=title>
            <div class="panel__body">
                <dl class="kv">
                    <dt>{t!(Key::BillingTo)}</dt><dd dir="auto">{workspace}</dd>
                    <dt>{t!(Key::BillingNumber)}</dt><dd>{order.number}</dd>
                    <dt>{t!(Key::BillingDate)}</dt><dd><time datetime=datetime(at)>{date(at)}</time></dd>
                    <dt>{t!(Key::BillingOrderedBy)}</dt><dd dir="auto">{by}</dd>
                    <dt>{t!(Key::BillingState)}</dt><dd>{paid_status(i18n, order.paid, now.unwrap_or(at))}</dd>
                </dl>
                <dl class="sum">
                    <div><dt>{line}</dt><dd>{money(whole)}</dd></div>
                    <div><dt>{left}</dt><dd>{format!("× {days_left}/{days}")}</dd></div>
                    <div class="tot"><dt>{t!(Key::BillingToPay)}</dt><dd>{money(amount)}</dd></div>
                </dl>
                <p class="small soft">{from}</p>
            </div>
        </article>
    }
}
