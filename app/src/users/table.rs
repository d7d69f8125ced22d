//! The list as a table. On phones its rows become entries of two lines.

use i18n::{I18n, Key, t, use_i18n};
use leptos::prelude::*;
use model::time::Moment;
use model::users::{UserColumn, UserDetails, UserSort, UserSummary};
use ui::{Avatar, PlainHeader, Sort, SortHeader, TableFrame};

use super::bulk::{PageBox, RowBox, SelectLine};
use super::row::{Day, RoleText, RowMenu, StatusText, When, is_off};
use super::texts::column_key;
use super::url::ListState;
use super::window::UserLink;

#[component]
pub(super) fn Table(
    state: Memo<ListState>,
    columns: Vec<UserColumn>,
    rows: Vec<UserSummary>,
    now: Moment,
    busy: Signal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    // Someone without Users sees names and roles only.
    let full = rows.iter().any(|row| row.details.is_some());
    let columns: Vec<UserColumn> =
        if full { columns } else { columns.into_iter().filter(|column| *column == UserColumn::Role).collect() };
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let line = full.then(|| view! { <SelectLine ids=ids.clone() phones_only=true/> });
    let heads = columns.clone();
    let caption = Signal::derive(move || i18n.text(Key::UsersTitle));
    let head = move || {
        let heads = heads.iter().map(|column| head(i18n, state, *column, full)).collect_view();
        let ids = ids.clone();
        let boxed = full.then(|| view! { <PlainHeader class="tick"><PageBox ids=ids/></PlainHeader> });
        view! {
            {boxed}
            <SortHeader label=t(Key::CommonName) href=sort_href(state, UserSort::Name) sort=sort(state, UserSort::Name)/>
            {heads}
            <PlainHeader hidden=true>{t!(Key::UsersActions)}</PlainHeader>
        }
    };
    let rows = rows.into_iter().map(|user| view! { <Row user=user columns=columns.clone() now=now/> }).collect_view();
    view! { {line}<TableFrame caption=caption head=head busy=busy>{rows}</TableFrame> }
}

fn sort_href(state: Memo<ListState>, by: UserSort) -> Signal<String> {
    Signal::derive(move || state.with(|state| state.sorted_by(by).href()))
}

/// How the rows are sorted. It changes with them: the address is ahead of what is shown until they arrive.
fn sort(state: Memo<ListState>, by: UserSort) -> Sort {
    state.with_untracked(|state| match (state.query.sort == by, state.query.descending) {
        (false, _) => Sort::None,
        (true, false) => Sort::Ascending,
        (true, true) => Sort::Descending,
    })
}

fn head(i18n: I18n, state: Memo<ListState>, column: UserColumn, full: bool) -> AnyView {
    let by = match column {
        UserColumn::Email => Some(UserSort::Email),
        UserColumn::Role => Some(UserSort::Role),
        UserColumn::Status => Some(UserSort::Status),
        UserColumn::LastSeen => Some(UserSort::LastSeen),
        UserColumn::Joined => Some(UserSort::Joined),
        UserColumn::Username | UserColumn::AccessEnds | UserColumn::InvitedBy => None,
    };
    let label = Signal::derive(move || i18n.text(column_key(column)));
    match by.filter(|_| full) {
        Some(by) => {
            view! { <SortHeader label=label href=sort_href(state, by) sort=sort(state, by) class=class(column)/> }
                .into_any()
        }
        None => view! { <PlainHeader class=class(column)>{label}</PlainHeader> }.into_any(),
    }
}

fn class(column: UserColumn) -> &'static str {
    match column {
        UserColumn::LastSeen => "seen",
        UserColumn::Email => "email",
        UserColumn::Role => "perm",
        UserColumn::Status => "state",
        UserColumn::Username | UserColumn::AccessEnds | UserColumn::InvitedBy | UserColumn::Joined => "",
    }
}

#[component]
fn Row(user: UserSummary, columns: Vec<UserColumn>, now: Moment) -> impl IntoView {
    let off = is_off(&user);
    let details = user.details.clone();
    let (id, role) = (user.id, user.role);
    let has_box = user.details.is_some();
    let tick = has_box.then(|| view! { <td role="cell" class="tick"><RowBox id=id name=user.name.clone()/></td> });
    let cells = columns
        .into_iter()
        .map(|column| view! { <td role="cell" class=class(column)>{cell(column, role, details.as_ref(), now)}</td> })
        .collect_view();
    let you = user.is_self.then(|| view! { <small class="you">{t!(Key::UsersYou)}</small> });
    view! {
        <tr role="row" class=off.then_some("is-off") tabindex="-1" data-row=id.to_string()>
            {tick}
            <td role="cell" class="who">
                <div class="person">
                    <Avatar name=user.name.clone() seed=user.id.to_string() picture=user.picture()/>
                    <div><UserLink id=user.id name=user.name.clone()/>{you}</div>
                </div>
            </td>
            {cells}
            <td role="cell" class="act"><RowMenu user=user upright=false/></td>
        </tr>
    }
}

fn cell(column: UserColumn, role: model::access::CompanyRole, details: Option<&UserDetails>, now: Moment) -> AnyView {
    if column == UserColumn::Role {
        let extras = details.map(|details| details.extras.clone()).unwrap_or_default();
        return view! { <RoleText role=role extras=extras/> }.into_any();
    }
    let Some(details) = details else { return ().into_any() };
    match column {
        UserColumn::Email => {
            view! { <span class="ell" title=details.email.clone()>{details.email.clone()}</span> }.into_any()
        }
        UserColumn::Username => view! { <code>{details.username.clone()}</code> }.into_any(),
        UserColumn::Role => ().into_any(),
        UserColumn::Status => view! { <StatusText status=details.status now=now/> }.into_any(),
        UserColumn::LastSeen => view! { <When moment=details.last_seen now=now/> }.into_any(),
        UserColumn::AccessEnds => view! { <Day moment=details.access_ends/> }.into_any(),
        UserColumn::InvitedBy => match details.invited_by.clone() {
            Some(name) => view! { <span class="ell" dir="auto">{name}</span> }.into_any(),
            None => view! { <span aria-hidden="true">"–"</span> }.into_any(),
        },
        UserColumn::Joined => view! { <Day moment=details.joined/> }.into_any(),
    }
}
