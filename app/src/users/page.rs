//! The Users page.

use i18n::{I18n, Key, t, use_i18n};
use leptos::ev;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_query_map};
use model::access::Action;
use model::error::AppError;
use model::fields::FieldCode;
use model::seats::SeatCount;
use model::users::{UserFigures, UsersPage};
use ui::{
    Align, Banner, Button, ButtonKind, ButtonLink, Count, EmptyState, Fact, FactTone, Icon, Menu, MenuLink, PageTitle,
    SearchField, Segment, SegmentLink, Skeleton, Slate, Tone, effect, live, shown,
};
use wasm_bindgen::JsCast;

use super::actions::{self, ActionDialogs};
use super::bulk::{BulkPlace, Selecting, provide_selecting, use_selecting};
use super::cards::Cards;
use super::columns::ColumnChooser;
use super::dialogs::{ListOf, UserDialog};
use super::filters::{FilterChips, FilterPanel, hidden_fields};
use super::listed::Listed;
use super::pager::{Extent, ListPager};
use super::rpc::list_users;
use super::table::Table;
use super::url::{ListState, View};
use crate::changes::CHANGES;
use crate::data;
use crate::errors::{Failure, error_text};
use crate::import;
use crate::keyed::keyed;
use crate::parts::Above;
use crate::query_form::QueryForm;
use crate::seats::{SeatLine, use_buy_seats};
use crate::shell::use_shortcuts;

#[component]
pub(crate) fn Page() -> impl IntoView {
    let params = use_query_map();
    let state = Memo::new(move |_| params.with(ListState::read));
    let query = Memo::new(move |_| state.with(|state| state.query.clone()));
    let actions = actions::provide();
    provide_selecting();
    let busy = RwSignal::new(0);
    let data = data::load_marking(busy, move || (query.get(), actions.version.get()), |(query, _)| list_users(query));
    keys(state);
    tidy_address(state);
    buy_seats(state, Callback::new(move |()| actions.refetch()));
    let listed = Listed { latest: data::latest(data), busy: Signal::derive(move || busy.get() > 0) };
    let owner = Owner::current().unwrap_or_default();
    let opened = Memo::new(move |_| state.with(|state| Opened::of(state.dialog.as_deref()?)));
    view! {
        <PageTitle text=t(Key::UsersTitle)/>
        <Transition fallback=move || view! { <Skeleton label=t(Key::CommonLoading)/> }>
            {Suspend::new(async move {
                listed.latest.take(data.await);
                data::outliving(&owner, || view! { <Shown listed=listed state=state/> })
            })}
        </Transition>
        <ActionDialogs/>
        <BulkPlace state=state query=query/>
        {shown(move || opened.get().map(|opened| {
            let close_href = state.with_untracked(|state| ListState { dialog: None, ..state.clone() }.href());
            let dialog = match opened {
                Opened::Add => UserDialog::Add { close_href },
                Opened::Changes => UserDialog::Changes { close_href },
            };
            view! { <Above dialog=dialog wanted=Signal::stored(true)/> }
        }))}
    }
}

/// A dialog that the address alone opens.
#[derive(Clone, Copy, PartialEq)]
enum Opened {
    Add,
    Changes,
}

impl Opened {
    fn of(dialog: &str) -> Option<Self> {
        match dialog {
            "add-user" => Some(Self::Add),
            CHANGES => Some(Self::Changes),
            _ => None,
        }
    }
}

/// The list as it came last. If reading it again fails, what was there stays below the reason; filters are kept.
#[component]
fn Shown(listed: Listed, state: Memo<ListState>) -> impl IntoView {
    let i18n = use_i18n();
    let actions = actions::use_row_actions();
    let is_there = Memo::new(move |_| listed.with(|_| true));
    let again = move || {
        view! {
            <Button on_click=Callback::new(move |_| actions.refetch())>{t!(Key::CommonTryAgain)}</Button>
        }
    };
    let failed = move || {
        let error = listed.latest.error().filter(|_| is_there.get())?;
        let text = error_text(i18n, &error);
        Some(view! { <Banner tone=Tone::Failed title=t(Key::ErrorsListFailed) live=true actions=again>{text}</Banner> })
    };
    let list = move || match is_there.get() {
        true => view! { <Loaded state=state listed=listed/> }.into_any(),
        false => listed.latest.error().map(|error| view! { <Failure error=error/> }).into_any(),
    };
    view! { {shown(failed)}{live(list)} }
}

#[component]
fn Loaded(state: Memo<ListState>, listed: Listed) -> impl IntoView {
    let is_full = Memo::new(move |_| listed.with(|page| page.figures.is_some()));
    let is_empty = Memo::new(move |_| listed.with(|page| page.page.rows.is_empty()));
    let selecting = use_selecting();
    effect(move || {
        if is_full.get() {
            listed.with(|page| selecting.show(&page.page.rows));
        }
    });
    let list = move || match is_empty.get() {
        true => view! { <Nobody/> }.into_any(),
        false => view! { <Rows state=state listed=listed is_full=is_full/> }.into_any(),
    };
    let total = Signal::derive(move || listed.with(|page| page.page.total));
    let is_selecting = Signal::derive(move || is_full.get() && selecting.count() > 0);
    view! {
        {live(move || listed.latest.with(|page| head(state, page)))}
        <section class="panel" aria-label=t!(Key::UsersTitle)>
            <Toolbar state=state listed=listed is_full=is_full/>
            <FilterChips state=state total=total/>
            {live(list)}
            {live(move || listed.latest.with(|page| foot(state, page)))}
            <Above dialog=UserDialog::ActionBar(ListOf { state, total }) wanted=is_selecting/>
        </section>
    }
}

/// What stands above the list: figures, what was refused, seats.
fn head(state: Memo<ListState>, page: &UsersPage) -> AnyView {
    let i18n = use_i18n();
    let UsersPage { refused, figures, seats, actions, .. } = page;
    let facts = figures.map(|figures| facts(i18n, figures, *seats)).unwrap_or_default();
    let with_dialog =
        move |dialog: &str| state.with(|state| ListState { dialog: Some(dialog.to_owned()), ..state.clone() }.href());
    // Whoever may not invite is told why; nobody looks for a button that is not there.
    let adds = actions.allows(Action::InvitationsSend);
    let slate_actions = move || {
        adds.then(|| {
            let add = Signal::derive(move || with_dialog("add-user"));
            view! {
                <ButtonLink href=add kind=ButtonKind::Primary icon="plus" id="add-user" keep_scroll=true>{t!(Key::UsersAdd)}</ButtonLink>
            }
        })
    };
    let more = actions.allows(Action::SeatsBuy).then(|| untrack(|| with_dialog("buy-seats")));
    // What a change was not taken back for is said in their dialog.
    let is_about_changes = untrack(|| state.with(|state| state.dialog.as_deref() == Some(CHANGES)));
    let refused = refused.clone().filter(|_| !is_about_changes).map(|error| {
        let text = Signal::derive(move || export_refusal(i18n, &error));
        view! { <Banner tone=Tone::Failed title=t(Key::ImportExportFailed) live=true focus=true>{text}</Banner> }
    });
    view! {
        <Slate place=t(Key::ShellPeople) title=t(Key::UsersTitle) facts=facts actions=slate_actions/>
        {refused}
        {seats.map(|count: SeatCount| view! { <SeatLine count=Signal::from(count) more_href=more/> })}
    }
    .into_any()
}

/// What stands below it.
fn foot(state: Memo<ListState>, page: &UsersPage) -> AnyView {
    let list = &page.page;
    let extent = Extent { page: list.page, per: list.per, pages: list.pages(), total: list.total };
    // The address is ahead of what is shown until that has come.
    let is_alone = list.total <= 1 && state.with_untracked(|state| !state.is_filtered());
    let offered = page.actions.get(Action::InvitationsSend).is_some();
    view! {
        {(is_alone && offered).then(|| view! { <p class="panel__foot muted">{t!(Key::UsersAlone)}</p> }.into_any())}
        {(!list.rows.is_empty()).then(|| view! { <ListPager state=state extent=Signal::from(extent)/> })}
    }
    .into_any()
}

/// Nobody is found.
#[component]
fn Nobody() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <EmptyState icon="users" title=t(Key::UsersNoMatch) text=Signal::derive(move || Some(i18n.text(Key::UsersNoMatchText)))>
            <ButtonLink href="/users">{t!(Key::CommonClearFilter)}</ButtonLink>
        </EmptyState>
    }
}

/// Why a file of the list was refused, and what to do.
fn export_refusal(i18n: I18n, error: &AppError) -> String {
    match error {
        AppError::Invalid { fields } => match fields.of("people") {
            Some(FieldCode::TooMany { max }) => {
                i18n.with(|catalog| catalog.format(Key::ImportExportTooMany, &[("n", &catalog.number(u64::from(max)))]))
            }
            Some(FieldCode::Required) => i18n.text(Key::ImportExportNone),
            _ => error_text(i18n, error),
        },
        AppError::RateLimited { retry_after_secs } => {
            i18n.with(|catalog| catalog.format(Key::ImportExportBusy, &[("time", &catalog.wait(*retry_after_secs))]))
        }
        other => error_text(i18n, other),
    }
}

/// The rows as table or cards. Neither view nor columns need other data, so the address alone switches them.
#[component]
fn Rows(state: Memo<ListState>, listed: Listed, is_full: Memo<bool>) -> impl IntoView {
    let shape = Memo::new(move |_| state.with(|state| (state.view, state.columns.clone())));
    live(move || match (is_full.get(), shape.get()) {
        (is_full, (View::Cards, _)) => view! { <Cards listed=listed is_full=is_full/> }.into_any(),
        (is_full, (View::Table, columns)) => {
            view! { <Table state=state columns=columns listed=listed is_full=is_full/> }.into_any()
        }
    })
}

fn facts(i18n: I18n, figures: UserFigures, seats: Option<SeatCount>) -> Vec<Fact> {
    i18n.with(|catalog| {
        let number = |n: u64| catalog.number(n);
        let mut facts = vec![
            Fact::new(catalog.text(Key::StatusesActive), number(figures.active)),
            Fact::new(catalog.text(Key::StatusesInvited), number(figures.invited)),
        ];
        let late = Fact::new(catalog.text(Key::StatusesNotAccepted), number(figures.not_accepted));
        facts.push(if figures.not_accepted > 0 { late.tone(FactTone::Waiting) } else { late });
        if let Some(seats) = seats {
            let purchased = number(u64::from(seats.purchased));
            let free = Fact::new(catalog.text(Key::SeatsFreeSeats), number(u64::from(seats.free())))
                .unit(catalog.format(Key::SeatsOf, &[("purchased", &purchased)]));
            facts.push(if seats.free() == 0 { free.tone(FactTone::Waiting) } else { free });
        }
        facts
    })
}

#[component]
fn Toolbar(state: Memo<ListState>, listed: Listed, is_full: Memo<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let as_view = move |view: View| {
        Signal::derive(move || state.with(|state| ListState { view, dialog: None, ..state.clone() }.href()))
    };
    let is = move |view: View| Signal::derive(move || state.with(|state| state.view == view));
    let q = Signal::derive(move || state.with(|state| state.query.q.clone()));
    let export = Signal::derive(move || state.with(ListState::export_href));
    let changes = Signal::derive(move || {
        state.with(|state| ListState { dialog: Some(CHANGES.to_owned()), ..state.clone() }.href())
    });
    let rest = move || hidden_fields(&state.with(|state| state.with(|state| state.query.q.clear())));
    let filters = move || {
        let filters = state.with(ListState::filters);
        (filters > 0).then(|| {
            let n = i18n.with(|catalog| catalog.number(filters as u64));
            view! { <Count value=n/> }
        })
    };
    let placeholder =
        Signal::derive(move || i18n.text(if is_full.get() { Key::UsersSearchAll } else { Key::UsersSearchName }));
    view! {
        <div class="toolbar">
            <Segment label=t(Key::UsersView)>
                <SegmentLink href=as_view(View::Table) current=is(View::Table) icon="rows-3">{t!(Key::UsersTable)}</SegmentLink>
                <SegmentLink href=as_view(View::Cards) current=is(View::Cards) icon="layout-grid">{t!(Key::UsersCards)}</SegmentLink>
            </Segment>
            <QueryForm action="/users" attr:role="search" attr:class="with-icon">
                {live(rest)}
                <SearchField label=t(Key::UsersSearch) value=q placeholder=placeholder key_hint="/"/>
            </QueryForm>
            {shown(move || is_full.get().then(|| view! {
                <Button icon="list-filter" id="filter-btn" popover="filter-pop">
                    {t!(Key::CommonFilter)}
                    {shown(filters)}
                </Button>
                <Button icon="columns-3" id="col-btn" class="push hide-s" popover="col-pop">{t!(Key::UsersColumns)}</Button>
                // On phones it is in the menu.
                <ButtonLink href=changes icon="clock" id="recent-changes" class="hide-s" keep_scroll=true>{t!(Key::ChangesTitle)}</ButtonLink>
                <Menu
                    id="list-menu"
                    label=t(Key::UsersListMenu)
                    trigger_label=Signal::derive(move || Some(i18n.text(Key::UsersListMenu)))
                    trigger=move || view! { <Icon name="ellipsis"/> }
                    align=Align::End
                >
                    <MenuLink icon="upload" href=import::PAGE>{t!(Key::ImportMenu)}</MenuLink>
                    <MenuLink icon="download" href=export external=true>{t!(Key::UsersExport)}</MenuLink>
                    <MenuLink icon="clock" href=changes>{t!(Key::ChangesTitle)}</MenuLink>
                </Menu>
            }))}
        </div>
        {shown(move || is_full.get().then(|| {
            // Built anew for every address: what was ticked and not applied would stay in the fields otherwise.
            keyed(
                move || vec![ListState { dialog: None, ..state.get() }.href()],
                move |_| {
                    let state = ListState { dialog: None, ..state.get_untracked() };
                    view! { <FilterPanel state=state.clone() listed=listed/><ColumnChooser state=state/> }.into_any()
                },
            )
        }))}
    }
}

/// Takes out of the address what a form sent and what is a default anyway, so that equal lists have equal addresses.
///
/// Past the router, because nothing but the spelling changes: to navigate here once more made the next navigation lead
/// back.
fn tidy_address(state: Memo<ListState>) {
    let location = use_location();
    effect(move || {
        let canonical = state.with(ListState::href);
        let here = match location.search.get().trim_start_matches('?') {
            "" => "/users".to_owned(),
            query => format!("/users?{query}"),
        };
        if canonical != here
            && location.pathname.get_untracked() == "/users"
            && let Ok(history) = window().history()
        {
            // Refused only for addresses of other sites.
            let _ = history.replace_state_with_url(&history.state().unwrap_or_default(), "", Some(&canonical));
        }
    });
}

/// Opens the dialog that the address names, and takes it out of the address when it is closed.
fn buy_seats(state: Memo<ListState>, bought: Callback<()>) {
    let (dialog, navigate) = (use_buy_seats(), use_navigate());
    let is_wanted = Memo::new(move |_| state.with(|state| state.dialog.as_deref() == Some("buy-seats")));
    effect(move || {
        if is_wanted.get() {
            let navigate = navigate.clone();
            let closed = Callback::new(move |()| {
                let rest = state.with_untracked(|state| ListState { dialog: None, ..state.clone() }.href());
                navigate(&rest, NavigateOptions { scroll: false, ..NavigateOptions::default() });
            });
            dialog.open(0, Callback::new(move |_| bought.run(())), closed);
        }
    });
}

/// Keys of the list: `j` `k` move, `x` selects, with Shift a range, Enter opens the row's menu, `f` filters, `c` columns,
/// `n` adds, Escape clears.
fn keys(state: Memo<ListState>) {
    let shortcuts = use_shortcuts();
    let navigate = use_navigate();
    let selecting = use_selecting();
    effect(move || {
        let navigate = navigate.clone();
        let handle = window_event_listener(ev::keydown, move |event| {
            let open = document().query_selector("dialog[open], [popover]:popover-open").ok().flatten().is_some();
            if !shortcuts.fires(&event) || open {
                return;
            }
            match event.key().as_str() {
                "j" => step(&event, 1),
                "k" => step(&event, -1),
                "Enter" => open_row_menu(),
                "f" => click("#filter-btn"),
                "c" => click("#col-btn"),
                "n" => click("#add-user"),
                "x" => select_row(selecting, false),
                "X" => select_row(selecting, true),
                "Escape" if selecting.is_any() => selecting.clear(),
                "Escape" if state.with_untracked(ListState::is_filtered) => {
                    navigate("/users", NavigateOptions::default());
                }
                _ => {}
            }
        });
        on_cleanup(move || handle.remove());
    });
}

fn element(selector: &str) -> Option<web_sys::HtmlElement> {
    document().query_selector(selector).ok().flatten().and_then(|element| element.dyn_into().ok())
}

fn click(selector: &str) {
    if let Some(element) = element(selector) {
        element.click();
    }
}

fn step(event: &ev::KeyboardEvent, by: i32) {
    let Ok(rows) = document().query_selector_all("[data-row]") else { return };
    let rows: Vec<web_sys::HtmlElement> =
        (0..rows.length()).filter_map(|at| rows.get(at).and_then(|row| row.dyn_into().ok())).collect();
    let active = document().active_element();
    let here = rows.iter().position(|row| active.as_ref().is_some_and(|active| row.contains(Some(active))));
    let next = match (here, by > 0) {
        (None, true) => 0,
        (None, false) => rows.len().saturating_sub(1),
        (Some(at), true) => (at + 1).min(rows.len().saturating_sub(1)),
        (Some(at), false) => at.saturating_sub(1),
    };
    if let Some(row) = rows.get(next) {
        event.prevent_default();
        let _ = row.focus();
    }
}

/// Selects the row that has the focus, or something in it.
fn select_row(selecting: Selecting, extend: bool) {
    let row = document().active_element().and_then(|active| active.closest("[data-row]").ok().flatten());
    if let Some(row) = row.and_then(|row| row.get_attribute("data-row")) {
        selecting.toggle(&row, extend);
    }
}

fn open_row_menu() {
    let on_row = document().active_element().is_some_and(|active| active.has_attribute("data-row"));
    if on_row {
        click("[data-row]:focus button");
    }
}
