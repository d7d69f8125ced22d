//! Who has a second factor: counts, and the list.

use i18n::{Key, Label, t, tp, use_i18n};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;
use model::error::AppError;
use model::factors::{FactorFilter, FactorList, FactorQuery, FactorRow, FactorSort, FactorState, USERS};
use model::sign_in::{Flash, Notice};
use model::time::Moment;
use model::two_factor::FEW_CODES;
use ui::{
    Badge, Banner, EmptyState, Pager, Person, PlainHeader, Segment, SegmentLink, Skeleton, Sort, SortHeader,
    TableFrame, TimeText, Tone,
};

use super::page::{FACTORS, PAGE};
use super::reminding::{RemindAll, RemindBox, RemindSelected, Reminders};
use super::rpc::list_factors;
use crate::data;
use crate::errors::{Failure, error_text};
use crate::moments::datetime;

/// The field of a flash that says how many were reminded.
pub(super) const PEOPLE: &str = "people";

fn read(params: &ParamsMap) -> FactorQuery {
    let one = |name: &str| params.get(name).unwrap_or_default();
    FactorQuery {
        state: one("state").parse().ok(),
        sort: one("sort").parse().unwrap_or(FactorSort::Name),
        page: one("page").parse().unwrap_or(1).max(1),
    }
}

fn href(query: &FactorQuery) -> String {
    let mut pairs = vec![format!("tab={FACTORS}")];
    pairs.extend(query.state.map(|state| format!("state={state}")));
    if query.sort != FactorSort::Name {
        pairs.push(format!("sort={}", query.sort));
    }
    if query.page > 1 {
        pairs.push(format!("page={}", query.page));
    }
    format!("{PAGE}?{}", pairs.join("&"))
}

#[component]
pub(super) fn Factors() -> impl IntoView {
    let params = use_query_map();
    let query = Memo::new(move |_| params.with(read));
    let busy = RwSignal::new(0);
    let data = data::load_marking(busy, move || query.get(), list_factors);
    let pending = Signal::derive(move || busy.get() > 0);
    let owner = Owner::current().unwrap_or_default();
    view! {
        <Transition fallback=move || view! { <Skeleton label=t(Key::CommonLoading)/> }>
            {move || {
                let owner = owner.clone();
                Suspend::new(async move {
                    match data.await {
                        Ok((list, flash)) => data::outliving(&owner, || view! {
                            <Said flash=flash.clone()/>
                            <Loaded list=list flash=flash query=query busy=pending/>
                        }),
                        Err(error) => data::outliving(&owner, || view! { <Failure error=error/> }),
                    }
                })
            }}
        </Transition>
    }
}

/// What the reminder came to.
#[component]
fn Said(flash: Flash) -> impl IntoView {
    let i18n = use_i18n();
    let people = flash.field(PEOPLE).and_then(|people| people.parse::<u32>().ok());
    let sent = people.filter(|_| flash.notice == Some(Notice::RemindersSent)).map(|people| {
        let text = Signal::derive(move || i18n.plural(Key::FactorsReminded, people, &[]));
        view! { <Banner tone=Tone::Confirmed title=text live=true/> }
    });
    let failed = flash.error.map(|error| {
        let nobody = matches!(&error, AppError::Invalid { fields } if fields.of(USERS).is_some());
        let text = Signal::derive(move || match nobody {
            true => i18n.text(Key::FactorsSelectSomebody),
            false => error_text(i18n, &error),
        });
        view! { <Banner tone=Tone::Failed title=text live=true focus=true/> }
    });
    (sent, failed)
}

#[component]
fn Loaded(list: FactorList, flash: Flash, query: Memo<FactorQuery>, busy: Signal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let FactorList { on, off, external, needed, page: list, now } = list;
    let number = move |n: u64| move || i18n.with(|catalog| catalog.number(n));
    let asked = query.get_untracked();
    let filter = move |of: Option<FactorFilter>| {
        let label = of.map_or(Key::FactorsAll, |of| of.label());
        let to = href(&FactorQuery { state: of, ..FactorQuery::default() });
        view! { <SegmentLink href=to current=Signal::from(asked.state == of)>{t!(label)}</SegmentLink> }
    };
    let filters = FactorFilter::ALL.iter().map(|of| filter(Some(*of))).collect_view();
    let none = list.rows.is_empty();
    let (page, pages, total, per) = (list.page, list.pages(), list.total, list.per);
    // A form that was refused comes back with the boxes as they were.
    let ticked = flash.field(USERS).unwrap_or_default().to_owned();
    let offers = needed && list.rows.iter().any(|row| row.state == FactorState::Off);
    let select = move |row: &FactorRow| {
        let of_row = (row.state == FactorState::Off).then(|| {
            let on = ticked.split(',').any(|id| id == row.id.to_string());
            view! { <RemindBox id=row.id name=row.name.clone() on=on/> }
        });
        offers.then(|| view! { <td role="cell" class="tick">{of_row}</td> })
    };
    let rows = list
        .rows
        .into_iter()
        .map(|row| {
            let select = select(&row).into_any();
            view! { <Row row=row select=select now=now/> }
        })
        .collect_view();
    let body = if none {
        let all_have_one = off == 0 && asked.state == Some(FactorFilter::Off);
        let title = if all_have_one { Key::FactorsNone } else { Key::FactorsNobody };
        view! { <EmptyState icon="users" title=t(title)><a class="btn" href=href(&FactorQuery::default())>{t!(Key::CommonClearFilter)}</a></EmptyState> }
            .into_any()
    } else {
        let head = move || {
            view! {
                {offers.then(|| view! { <PlainHeader hidden=true class="tick">{t!(Key::FactorsSelection)}</PlainHeader> })}
                <SortHeader label=t(Key::CommonName) href=turned(asked, FactorSort::Name, FactorSort::NameDown) sort=direction(asked.sort, FactorSort::Name, FactorSort::NameDown)/>
                <PlainHeader>{t!(Key::FactorsState)}</PlainHeader>
                <SortHeader label=t(Key::UsersLastSeen) href=turned(asked, FactorSort::Seen, FactorSort::SeenDown) sort=direction(asked.sort, FactorSort::Seen, FactorSort::SeenDown)/>
                <PlainHeader numeric=true>{t!(Key::FactorsCodes)}</PlainHeader>
                <PlainHeader>{t!(Key::FactorsReminders)}</PlainHeader>
            }
        };
        let first = (u64::from(page) - 1) * u64::from(per) + 1;
        let last = (first + u64::from(per) - 1).min(total);
        let summary = Signal::derive(move || {
            i18n.with(|catalog| {
                let number = |n| catalog.number(n);
                let values = [number(first), number(last), number(total)];
                catalog.format(Key::CommonRowsOf, &[("first", &values[0]), ("last", &values[1]), ("total", &values[2])])
            })
        });
        let to = Callback::new(move |page| href(&FactorQuery { page, ..asked }));
        view! {
            <TableFrame caption=t(Key::FactorsPeople) head=head busy=busy>{rows}</TableFrame>
            <Pager
                label=t(Key::CommonPages)
                summary=summary
                page=Signal::from(page)
                pages=Signal::from(pages)
                href=to
                previous=t(Key::CommonPreviousPage)
                next=t(Key::CommonNextPage)
            />
        }
        .into_any()
    };
    view! {
        <section class="panel" aria-label=t!(Key::FactorsTabFactor)>
            <div class="panel__body">
                <dl class="kv">
                    <dt>{t!(Key::FactorsOn)}</dt><dd class="num">{number(on)}</dd>
                    <dt>{t!(Key::FactorsOff)}</dt><dd class="num">{number(off)}</dd>
                    <dt>{t!(Key::FactorsExternal)}</dt><dd class="num">{number(external)}</dd>
                    <dt>{t!(Key::FactorsLockedOut)}</dt><dd class="num">{number(off)}</dd>
                </dl>
                <p class="muted small">{t!(Key::FactorsOnHint)}</p>
                <RemindAll off=off needed=needed/>
            </div>
        </section>
        <section class="panel factors" aria-labelledby="factors">
            <div class="panel__head"><h2 id="factors">{t!(Key::FactorsPeople)}</h2></div>
            <div class="toolbar">
                <Segment label=t(Key::FactorsState)>{filter(None)}{filters}</Segment>
                {offers.then(|| view! { <RemindSelected next=href(&asked)/> })}
            </div>
            {body}
        </section>
    }
}

/// The list sorted by a column, or turned around.
fn turned(query: FactorQuery, up: FactorSort, down: FactorSort) -> String {
    let sort = if query.sort == up { down } else { up };
    href(&FactorQuery { sort, page: 1, ..query })
}

fn direction(sort: FactorSort, up: FactorSort, down: FactorSort) -> Sort {
    match sort {
        sort if sort == up => Sort::Ascending,
        sort if sort == down => Sort::Descending,
        _ => Sort::None,
    }
}

#[component]
fn Row(row: FactorRow, select: AnyView, now: Moment) -> impl IntoView {
    let i18n = use_i18n();
    let FactorRow { id, name, email, state, last_seen, codes_left, reminders, reminded } = row;
    let (tone, label) = match state {
        FactorState::On => (Tone::Confirmed, Key::FactorsOn),
        FactorState::Off => (Tone::Waiting, Key::FactorsOff),
        FactorState::External => (Tone::Neutral, Key::FactorsExternal),
    };
    let seen = match last_seen {
        Some(seen) => {
            let text = Signal::derive(move || i18n.when(now.at, seen));
            let other = Signal::derive(move || Some(i18n.when_else(now.at, seen)));
            view! { <TimeText datetime=datetime(seen) text=text title=other/> }.into_any()
        }
        None => view! { <span class="muted">{t!(Key::CommonNever)}</span> }.into_any(),
    };
    let codes = (state == FactorState::On).then(|| {
        let few = codes_left <= FEW_CODES;
        view! {
            {tp!(Key::SecurityCodesLeft, codes_left)}
            {few.then(|| view! { " " <Badge tone=Tone::Waiting>{t!(Key::FactorsFew)}</Badge> })}
        }
    });
    view! {
        <tr role="row">
            {select}
            <td role="cell" class="who">
                <Person name=name seed=id.to_string() detail=email href=format!("/users/{id}/sessions")/>
            </td>
            <td role="cell" class="perm"><Badge tone=tone>{t!(label)}</Badge></td>
            <td role="cell" class="state">{seen}</td>
            <td role="cell" class="state factors__codes">{codes}</td>
            <td role="cell" class="state factors__reminders">{reminded.map(|last| view! { <Reminders sent=reminders last=last/> })}</td>
        </tr>
    }
}
