//! The page: slate, tabs, and the tab that the address names.

use i18n::{I18n, Key, t, use_i18n};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use model::access::Action;
use model::billing::{BillingContent, BillingHead, BillingPage, BillingQuery, BillingTab};
use ui::{Banner, ButtonKind, ButtonLink, Fact, FactTone, PageTitle, Skeleton, Slate, Tone, effect};

use super::address::{Address, buying, href};
use super::orders::OrdersTab;
use super::rpc::get_billing_page;
use super::seats_tab::SeatsTab;
use super::work::Work;
use crate::data;
use crate::errors::{Failure, error_text};
use crate::seats::use_buy_seats;
use crate::shell::reason;
use crate::users::{ActionDialogs, DisableOffer, DisablePlace, LinkOffer, provide_disable_offer, provide_link_offer};

#[component]
pub(crate) fn Page() -> impl IntoView {
    let params = use_query_map();
    let address = Memo::new(move |_| params.with(Address::read));
    let query = Memo::new(move |_| address.with(|address| address.query.clone()));
    let version = RwSignal::new(0_u32);
    let busy = RwSignal::new(0);
    let data = data::load_marking(busy, move || (query.get(), version.get()), |(query, _)| get_billing_page(query));
    let work = Work::new(version);
    let offer = provide_link_offer(version);
    let idle = provide_disable_offer();
    let disabling = Memo::new(move |_| address.with(|address| address.disabling));
    let closed = Signal::derive(move || address.with(|address| href(&address.query)));
    let pending = Signal::derive(move || busy.get() > 0);
    buy_seats(address, version);
    let owner = Owner::current().unwrap_or_default();
    view! {
        <PageTitle text=t(Key::BillingTitle)/>
        <Transition fallback=move || view! { <Skeleton label=t(Key::CommonLoading)/> }>
            {move || {
                let owner = owner.clone();
                Suspend::new(async move {
                    match data.await {
                        Ok(page) => data::outliving(&owner, || view! {
                            <Loaded address=address page=page busy=pending work=work offer=offer idle=idle/>
                        }),
                        Err(error) => data::outliving(&owner, || view! { <Failure error=error/> }),
                    }
                })
            }}
        </Transition>
        <ActionDialogs/>
        <DisablePlace offer=idle open=disabling close_href=closed/>
    }
}

#[component]
fn Loaded(
    address: Memo<Address>,
    page: BillingPage,
    busy: Signal<bool>,
    work: Work,
    offer: LinkOffer,
    idle: DisableOffer,
) -> impl IntoView {
    let i18n = use_i18n();
    let BillingPage { head, content, refused } = page;
    let actions = head.actions.clone();
    let facts = facts(i18n, &head);
    let blocked = reason(i18n, &actions, Action::SeatsBuy).is_some();
    let more = move || {
        (!blocked).then(|| view! {
        <ButtonLink href=buying(None) kind=ButtonKind::Primary icon="plus" keep_scroll=true>{t!(Key::SeatsBuy)}</ButtonLink>
    })
    };
    let is_buying = address.with_untracked(|address| address.buying);
    // Beside its field where there is one, here otherwise.
    let failed = move || {
        let error = work.error.get().or_else(|| refused.clone())?;
        let text = error_text(i18n, &error);
        Some(view! { <Banner tone=Tone::Failed title=text live=true/> })
    };
    let shown = match content {
        BillingContent::Seats(tab) => {
            let query = address.with_untracked(|address| address.query.clone());
            view! { <SeatsTab head=head tab=*tab query=query buying=is_buying busy=busy work=work offer=offer idle=idle/> }.into_any()
        }
        BillingContent::Orders(orders) => view! { <OrdersTab head=head orders=orders busy=busy work=work/> }.into_any(),
    };
    view! {
        <Slate place=t(Key::ShellWorkspace) title=t(Key::BillingTitle) facts=facts actions=more/>
        <Tabs address=address/>
        {failed}
        {shown}
    }
}

fn facts(i18n: I18n, head: &BillingHead) -> Vec<Fact> {
    i18n.with(|catalog| {
        let fact = |key, n: u32| Fact::new(catalog.text(key), catalog.number(u64::from(n)));
        let seats = head.seats;
        let free = fact(Key::BillingFree, seats.free());
        vec![
            fact(Key::BillingBought, seats.purchased),
            fact(Key::BillingUsed, seats.used),
            fact(Key::BillingReserved, seats.reserved),
            if seats.free() == 0 { free.tone(FactTone::Waiting) } else { free },
            Fact::new(catalog.text(Key::BillingEachMonth), catalog.money(head.monthly)),
        ]
    })
}

#[component]
fn Tabs(address: Memo<Address>) -> impl IntoView {
    let tab = move |tab: BillingTab, label: Key| {
        let current = move || address.with(|address| address.query.tab == tab).then_some("page");
        let to = href(&BillingQuery { tab, ..BillingQuery::default() });
        view! { <a href=to aria-current=current data-noscroll="">{t(label)}</a> }
    };
    view! {
        <nav class="tabs" aria-label=t!(Key::BillingTitle)>
            {tab(BillingTab::Seats, Key::SeatsTitle)}
            {tab(BillingTab::Billing, Key::BillingTab)}
        </nav>
    }
}

/// Opens the dialog that the address names, and takes it out of the address when it is closed.
fn buy_seats(address: Memo<Address>, version: RwSignal<u32>) {
    let (dialog, navigate) = (use_buy_seats(), use_navigate());
    let wanted = Memo::new(move |_| address.with(|address| address.buying.then_some(address.query.more.unwrap_or(0))));
    effect(move || {
        let Some(more) = wanted.get() else { return };
        let navigate = navigate.clone();
        let closed = Callback::new(move |()| {
            let rest = address.with_untracked(|address| href(&address.query));
            navigate(&rest, NavigateOptions { scroll: false, ..NavigateOptions::default() });
        });
        dialog.open(more, Callback::new(move |_| version.update(|version| *version += 1)), closed);
    });
}
