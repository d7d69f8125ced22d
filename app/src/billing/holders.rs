//! Who uses or reserves a seat, and who has not been here for long.

use i18n::{Key, Label, t, use_i18n};
use leptos::prelude::*;
use model::access::Action;
use model::billing::{BillingQuery, Holding, Idle, SeatHolder};
use model::page::Page;
use model::time::Moment;
use ui::{
    Button, ButtonLink, EmptyState, Person, PlainHeader, Segment, SegmentLink, Size, Status, StatusKind, TableFrame,
    TimeText,
};

use super::address::{HOLDERS, PAGE, disabling, href};
use super::seats_tab::Pages;
use crate::moments::datetime;
use crate::users::{DisableBar, DisableBox, DisableOffer, LinkOffer};

#[component]
pub(super) fn Holders(
    holders: Page<SeatHolder>,
    query: BillingQuery,
    now: Moment,
    busy: Signal<bool>,
    offer: LinkOffer,
    idle: DisableOffer,
) -> impl IntoView {
    // Several at once among those who have not been here for long.
    let selects = query.idle.is_some() && holders.rows.iter().any(can_disable);
    let head = move || {
        view! {
            {selects.then(|| view! { <PlainHeader class="tick" hidden=true>{t!(Key::ExplainSelect)}</PlainHeader> })}
            <PlainHeader>{t!(Key::BillingHolder)}</PlainHeader>
            <PlainHeader>{t!(Key::BillingSeat)}</PlainHeader>
            <PlainHeader>{t!(Key::UsersLastSeen)}</PlainHeader>
            <PlainHeader hidden=true>{t!(Key::UsersActions)}</PlainHeader>
        }
    };
    let (page, pages, total, per) = (holders.page, holders.pages(), holders.total, holders.per);
    let none = holders.rows.is_empty();
    if selects {
        let people: Vec<_> = holders.rows.iter().filter(|one| can_disable(one)).map(|one| one.id).collect();
        idle.show(&people);
    }
    let dialog = disabling(&query);
    let rows = holders
        .rows
        .into_iter()
        .map(|holder| view! { <Row holder=holder now=now offer=offer selects=selects/> })
        .collect_view();
    let filter = view! { <Filter idle=query.idle/> };
    let to = Callback::new(move |page| href(&BillingQuery { page, ..query.clone() }));
    view! {
        <section class="panel" aria-labelledby="holders">
            <div class="panel__head">
                <h2 id="holders">{t!(Key::BillingHolders)}</h2>
                <div class="push">
                    <ButtonLink href=HOLDERS.to_owned() size=Size::Small icon="download" download=true>{t!(Key::BillingExport)}</ButtonLink>
                </div>
            </div>
            <div class="toolbar"><span class="small muted">{t!(Key::BillingIdle)}</span>{filter}</div>
            {if none {
                view! {
                    <EmptyState icon="users" title=t(Key::BillingNobodyIdle)>
                        <ButtonLink href=PAGE.to_owned()>{t!(Key::CommonClearFilter)}</ButtonLink>
                    </EmptyState>
                }
                .into_any()
            } else {
                view! {
                    <TableFrame caption=t(Key::BillingHolders) head=head busy=busy>{rows}</TableFrame>
                    <Pages page=page pages=pages total=total per=per href=to label=Key::BillingHolders/>
                }
                .into_any()
            }}
            {selects.then(|| view! { <DisableBar offer=idle dialog_href=dialog/> })}
        </section>
    }
}

/// Whether the viewer may turn their access off.
fn can_disable(holder: &SeatHolder) -> bool {
    holder.actions.allows(Action::UsersDisable)
}

#[component]
fn Filter(#[prop(optional_no_strip)] idle: Option<Idle>) -> impl IntoView {
    let i18n = use_i18n();
    let link = move |of: Option<Idle>| {
        let label = Signal::derive(move || match of {
            None => i18n.text(Key::BillingEveryone),
            Some(Idle::Never) => i18n.text(Key::BillingNever),
            Some(idle) => i18n.plural(Key::BillingDays, idle.days().unwrap_or_default(), &[]),
        });
        let to = href(&BillingQuery { idle: of, ..BillingQuery::default() });
        view! { <SegmentLink href=to current=Signal::from(of == idle)>{label}</SegmentLink> }
    };
    view! {
        <Segment label=t(Key::BillingIdle)>
            {link(None)}
            {Idle::ALL.iter().map(|idle| link(Some(*idle))).collect_view()}
        </Segment>
    }
}

#[component]
fn Row(holder: SeatHolder, now: Moment, offer: LinkOffer, selects: bool) -> impl IntoView {
    let i18n = use_i18n();
    let choosable = can_disable(&holder);
    let SeatHolder { id, name, role, holding, last_seen, actions } = holder;
    let name = if name.is_empty() { i18n.text_untracked(Key::BillingUnnamed) } else { name };
    let (kind, label) = match holding {
        Holding::Uses { .. } => (StatusKind::Active, Key::StatusesActive),
        Holding::Reserves { .. } => (StatusKind::Invited, Key::StatusesInvited),
    };
    let moment = match holding {
        Holding::Uses { since } => since,
        Holding::Reserves { until } => Some(until),
    };
    let detail = Signal::derive(move || {
        i18n.with(|catalog| match holding {
            Holding::Uses { since } => {
                since.map(|since| catalog.format(Key::BillingSince, &[("date", &catalog.short_date(now.at, since))]))
            }
            Holding::Reserves { until } => {
                Some(catalog.format(Key::BillingUntil, &[("date", &catalog.short_date(now.at, until))]))
            }
        })
    });
    let seen = match last_seen {
        Some(seen) => {
            let text = Signal::derive(move || i18n.when(now.at, seen));
            let other_form = Signal::derive(move || Some(i18n.when_else(now.at, seen)));
            view! { <TimeText datetime=datetime(seen) text=text title=other_form/> }.into_any()
        }
        None => view! { <span class="muted">{t!(Key::BillingNever)}</span> }.into_any(),
    };
    let disable = actions.allows(Action::UsersDisable).then(|| {
        let (whom, said) = (name.clone(), name.clone());
        let ask = Callback::new(move |_| offer.ask_disable(id, whom.clone()));
        view! {
            <Button size=Size::Small class="needs-script" on_click=ask>
                {t!(Key::UsersDisableAction)}<span class="sr">" "{said}</span>
            </Button>
        }
    });
    let choice = selects.then(|| {
        let name = name.clone();
        view! { <td role="cell" class="tick">{choosable.then(|| view! { <DisableBox id=id name=name/> })}</td> }
    });
    let detail_of = i18n.text_untracked(role.label());
    view! {
        <tr role="row" tabindex="-1" data-row="">
            {choice}
            <td role="cell" class="who"><Person name=name seed=id.to_string() detail=detail_of/></td>
            <td role="cell" class="perm">
                <Status kind=kind label=t(label) detail=detail datetime=moment.map(datetime).unwrap_or_default()/>
            </td>
            <td role="cell" class="state">{seen}</td>
            <td role="cell" class="act">{disable}</td>
        </tr>
    }
}
