//! The list as a table. On phones its rows become entries of two lines.

use i18n::{I18n, Key, t, use_i18n};
use leptos::prelude::*;
use model::ids::UserId;
use model::time::Moment;
use model::users::{UserColumn, UserSort, UserSummary};
use ui::{PlainHeader, Sort, SortHeader, TableFrame, shown};

use super::bulk::{PageBox, RowBox, SelectLine};
use super::listed::Listed;
use super::row::{Actions, Day, RoleText, RowMenu, StatusText, When, is_off, name, who};
use super::texts::column_key;
use super::url::ListState;

#[component]
pub(super) fn Table(
    state: Memo<ListState>,
    columns: Vec<UserColumn>,
    listed: Listed,
    /// Someone without Users sees names and roles only.
    is_full: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let columns: Vec<UserColumn> =
        if is_full { columns } else { columns.into_iter().filter(|column| *column == UserColumn::Role).collect() };
    let line = is_full.then(|| view! { <SelectLine listed=listed phones_only=true/> });
    let heads = columns.clone();
    let caption = Signal::derive(move || i18n.text(Key::UsersTitle));
    let head = move || {
        let heads = heads.iter().map(|column| head(i18n, state, listed, *column, is_full)).collect::<Vec<_>>();
        let boxed = is_full.then(|| view! { <PlainHeader class="tick"><PageBox listed=listed/></PlainHeader> });
        view! {
            {boxed}
            <SortHeader label=t(Key::CommonName) href=sort_href(state, UserSort::Name) sort=sort(state, listed, UserSort::Name)/>
            {heads}
            <PlainHeader hidden=true>{t!(Key::UsersActions)}</PlainHeader>
        }
    };
    view! {
        {line}
        <TableFrame caption=caption head=head busy=listed.busy>
            {listed.each(move |id| view! { <Row id=id columns=columns.clone() listed=listed is_full=is_full/> }.into_any())}
        </TableFrame>
    }
}

fn sort_href(state: Memo<ListState>, by: UserSort) -> Signal<String> {
    Signal::derive(move || state.with(|state| state.sorted_by(by).href()))
}

/// How the rows are sorted. It changes with them: the address is ahead of what is shown until they arrive.
fn sort(state: Memo<ListState>, listed: Listed, by: UserSort) -> Signal<Sort> {
    Signal::derive(move || {
        listed.with(|_| ());
        state.with_untracked(|state| match (state.query.sort == by, state.query.descending) {
            (false, _) => Sort::None,
            (true, false) => Sort::Ascending,
            (true, true) => Sort::Descending,
        })
    })
}

fn head(i18n: I18n, state: Memo<ListState>, listed: Listed, column: UserColumn, is_full: bool) -> AnyView {
    let by = match column {
        UserColumn::Email => Some(UserSort::Email),
        UserColumn::Role => Some(UserSort::Role),
        UserColumn::Status => Some(UserSort::Status),
        UserColumn::LastSeen => Some(UserSort::LastSeen),
        UserColumn::Joined => Some(UserSort::Joined),
        UserColumn::Username | UserColumn::AccessEnds | UserColumn::InvitedBy => None,
    };
    let label = Signal::derive(move || i18n.text(column_key(column)));
    match by.filter(|_| is_full) {
        Some(by) => {
            view! { <SortHeader label=label href=sort_href(state, by) sort=sort(state, listed, by) class=class(column)/> }
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
fn Row(id: UserId, columns: Vec<UserColumn>, listed: Listed, is_full: bool) -> impl IntoView {
    let tick =
        is_full.then(|| view! { <td role="cell" class="tick"><RowBox id=id name=name(listed, id)/></td> }.into_any());
    let cells = columns
        .into_iter()
        .map(|column| {
            let content = move || listed.user(id).map(|(user, now)| cell(column, &user, now));
            view! { <td role="cell" class=class(column)>{shown(content)}</td> }.into_any()
        })
        .collect::<Vec<_>>();
    let is_off = move || listed.user(id).is_some_and(|(user, _)| is_off(&user));
    view! {
        <tr role="row" class=move || is_off().then_some("is-off") tabindex="-1" data-row=id.to_string()>
            {tick}
            <td role="cell" class="who">{shown(move || listed.user(id).map(|(user, _)| who(&user)))}</td>
            {cells}
            <td role="cell" class="act"><RowMenu id=id name=name(listed, id) actions=Actions::Listed(listed, id) upright=false/></td>
        </tr>
    }
}

fn cell(column: UserColumn, user: &UserSummary, now: Moment) -> AnyView {
    let (role, details) = (user.role, user.details.as_ref());
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
