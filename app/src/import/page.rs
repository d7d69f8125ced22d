//! The page: the form, then what it comes to, then what was done.

use i18n::{Key, t, use_i18n, written};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::access::Verdict;
use model::changes::{ChangeResult, RecentChange};
use model::import::{ImportCheck, ImportDone, ImportPage, RowKind};
use model::seats::SeatCount;
use ui::{Banner, Button, ButtonKind, ButtonLink, Checkbox, PageTitle, Skeleton, Slate, Tone};

use super::address::{Address, PAGE, of_key, report};
use super::columns::Columns;
use super::forms::APPLY;
use super::rows::Rows;
use super::rpc::open_import;
use super::texts::refusal;
use super::undo::{TakenBack, Told, Undo};
use super::upload::Upload;
use crate::changes::CHANGES_HREF;
use crate::data;
use crate::errors::Failure;
use crate::invitations::SeatBox;

#[component]
pub(crate) fn Page() -> impl IntoView {
    let params = use_query_map();
    let address = Memo::new(move |_| params.with(Address::read));
    let query = Memo::new(move |_| address.with(|address| address.query.clone()));
    let (busy, version) = (RwSignal::new(0), RwSignal::new(0_u32));
    let data = data::load_marking(busy, move || (query.get(), version.get()), |(query, _)| open_import(query));
    let pending = Signal::derive(move || busy.get() > 0);
    let bought = Callback::new(move |_: SeatCount| version.update(|version| *version += 1));
    let owner = Owner::current().unwrap_or_default();
    provide_context(Told(StoredValue::new(None)));
    view! {
        <PageTitle text=t(Key::ImportTitle)/>
        <Transition fallback=move || view! { <Skeleton label=t(Key::CommonLoading)/> }>
            {move || {
                let owner = owner.clone();
                Suspend::new(async move {
                    match data.await {
                        Ok(page) => data::outliving(&owner, || view! {
                            <Loaded address=address page=page busy=pending bought=bought/>
                        }),
                        Err(error) => data::outliving(&owner, || view! { <Failure error=error/> }),
                    }
                })
            }}
        </Transition>
    }
}

#[component]
fn Loaded(address: Memo<Address>, page: ImportPage, busy: Signal<bool>, bought: Callback<SeatCount>) -> impl IntoView {
    let i18n = use_i18n();
    let ImportPage { check, outdated, seats, buy, refused } = page;
    let (show, with_changes) = address.with_untracked(|address| (address.query.show, address.with_changes));
    let refused = refused.map(|error| {
        let text = Signal::derive(move || refusal(i18n, &error));
        view! { <Banner tone=Tone::Failed title=text live=true focus=true/> }
    });
    let outdated = (outdated && refused.is_none())
        .then(|| view! { <Banner tone=Tone::Waiting title=t(Key::ImportErrorOutdated) live=true/> });
    let lead = Signal::derive(move || Some(i18n.text(Key::ImportLead)));
    let body = match check {
        None => view! { <Start/> }.into_any(),
        Some(check) => view! {
            <Checked check=check show=show with_changes=with_changes seats=seats buy=buy busy=busy bought=bought/>
        }
        .into_any(),
    };
    view! {
        <Slate place=t(Key::UsersTitle) place_href="/users" title=t(Key::ImportTitle) subtitle=lead/>
        {refused}
        {outdated}
        {body}
    }
}

/// Before anything was checked.
#[component]
fn Start() -> impl IntoView {
    view! {
        <section class="panel" aria-labelledby="import-table">
            <div class="panel__head"><h2 id="import-table">{t!(Key::ImportTable)}</h2></div>
            <div class="panel__body"><Upload/></div>
        </section>
    }
}

#[component]
fn Checked(
    check: ImportCheck,
    show: Option<RowKind>,
    with_changes: bool,
    seats: SeatCount,
    buy: Verdict,
    busy: Signal<bool>,
    bought: Callback<SeatCount>,
) -> impl IntoView {
    let head = match check.done {
        Some(done) => view! { <Done key=check.key.clone() done=done change=check.change.clone()/> }.into_any(),
        None if check.lacks_address => {
            view! { <Banner tone=Tone::Failed title=t(Key::ImportLacksAddress) live=true>{t!(Key::ImportLacksAddressText)}</Banner> }.into_any()
        }
        None if check.can_apply() => view! {
            <Apply check=check.clone() with_changes=with_changes seats=seats buy=buy bought=bought/>
        }
        .into_any(),
        None => {
            let unchanged = check.total(RowKind::Unchanged) > 0
                && [RowKind::Blocked, RowKind::Invalid].iter().all(|kind| check.total(*kind) == 0);
            let text = if unchanged { Key::ImportNothingUnchanged } else { Key::ImportNothingPossible };
            view! { <Banner title=t(Key::ImportNothing) live=true>{t!(text)}</Banner> }.into_any()
        }
    };
    let (is_open, is_done) = (check.lacks_address, check.done.is_some());
    let rows = (!check.lacks_address).then({
        let check = check.clone();
        move || view! { <Rows check=check show=show busy=busy/> }
    });
    let columns = (!is_done).then(move || {
        view! {
            <details class="fold" open=is_open>
                <summary>{t!(Key::ImportColumns)}</summary>
                <Columns check=check/>
            </details>
        }
    });
    view! {
        {head}
        {columns}
        {rows}
        <details class="fold">
            <summary>{t!(Key::ImportOtherTable)}</summary>
            <Upload/>
        </details>
    }
}

/// What would be done, what it takes, and the button that does it.
#[component]
fn Apply(
    check: ImportCheck,
    with_changes: bool,
    seats: SeatCount,
    buy: Verdict,
    bought: Callback<SeatCount>,
) -> impl IntoView {
    let i18n = use_i18n();
    let (new, changed) = (check.total(RowKind::New), check.total(RowKind::Changed));
    let missing = seats.missing(new);
    let invites =
        (new > 0).then(|| view! { <p class="strong">{written(move || i18n.plural(Key::ImportInvites, new, &[]))}</p> });
    let changes = (changed > 0).then(|| {
        let label = Signal::derive(move || i18n.plural(Key::ImportWithChanges, changed, &[]));
        let hint = Signal::derive(move || Some(i18n.text(Key::ImportWithChangesHint)));
        // Alone it is all that there is to do.
        view! { <Checkbox label=label name="changes" value="yes" checked=with_changes || new == 0 hint=hint/> }
    });
    let seat_box = (new > 0).then(|| {
        view! {
            <SeatBox seats=Signal::from(seats) needed=Signal::from(new) buy=buy bought=bought/>
        }
    });
    let blocked = Signal::derive(move || (missing > 0).then(|| i18n.plural(Key::ImportMissing, missing, &[])));
    view! {
        <form class="panel" method="post" action=APPLY aria-label=t!(Key::CommonApply)>
            <div class="panel__body stack">
                <input type="hidden" name="key" value=check.key/>
                <input type="hidden" name="seen" value=check.seen/>
                {invites}
                {changes}
                {seat_box}
                <div class="row">
                    <Button id="import-apply" kind=ButtonKind::Primary submit=true blocked=blocked>{t!(Key::CommonApply)}</Button>
                    <ButtonLink href=PAGE>{t!(Key::CommonCancel)}</ButtonLink>
                </div>
            </div>
        </form>
    }
}

#[component]
fn Done(key: String, done: ImportDone, change: Option<RecentChange>) -> impl IntoView {
    let i18n = use_i18n();
    let title = Signal::derive(move || {
        let said = [(done.invited, Key::ImportInvited), (done.changed, Key::ImportChanged)];
        let said = said.into_iter().filter(|(n, _)| *n > 0).map(|(n, key)| i18n.plural(key, n, &[]));
        said.collect::<Vec<_>>().join(" ")
    });
    let (change, result) = match change {
        Some(change) => (change.undo.map(|seconds| (change.id, seconds)), Some((change.people.count, change.result))),
        None => (None, None),
    };
    if let Some((people, ChangeResult::Undone { skipped })) = result {
        return view! { <TakenBack key=key people=people skipped=skipped/> }.into_any();
    }
    let links = move || {
        let undo = change.map(|(id, seconds)| {
            view! { <Undo id=id seconds=seconds mails=done.invited people=done.invited + done.changed here=of_key(&key)/> }
        });
        view! {
            {undo}
            <div class="row">
                <ButtonLink href=report(&key) icon="download" download=true>{t!(Key::ImportReport)}</ButtonLink>
                <ButtonLink href="/users">{t!(Key::ImportToUsers)}</ButtonLink>
                <ButtonLink href=CHANGES_HREF>{t!(Key::ChangesTitle)}</ButtonLink>
            </div>
        }
    };
    view! { <Banner tone=Tone::Confirmed title=title live=true focus=true actions=links/> }.into_any()
}
