//! The list as a table. On phones its rows become entries of two lines.

use i18n::{I18n, Key, t, use_i18n};
use leptos::prelude::*;
use model::time::Moment;
use model::users::{UserColumn, UserSort, UserSummary};
use ui::{Avatar, PlainHeader, Sort, SortHeader, TableFrame};

use super::bulk::{PageBox, RowBox, SelectLine};
use super::listed::Listed;
use super::row::{Day, RoleText, RowMenu, StatusText, When, is_off};
use super::texts::column_key;
use super::url::ListState;
use super::window::UserLink;

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
    let line = is_full.then(|| view! { <SelectLine ids=listed.ids() phones_only=true/> });
    let heads = columns.clone();
    let caption = Signal::derive(move || i18n.text(Key::UsersTitle));
    let head = move || {
        let heads = heads.iter().map(|column| head(i18n, state, listed, *column, is_full)).collect_view();
        let boxed = is_full.then(|| view! { <PlainHeader class="tick"><PageBox ids=listed.ids()/></PlainHeader> });
        view! {
            {boxed}
            <SortHeader label=t(Key::CommonName) href=sort_href(state, UserSort::Name) sort=sort(listed, UserSort::Name)/>
            {heads}
            <PlainHeader hidden=true>{t!(Key::UsersActions)}</PlainHeader>
        }
    };
    view! {
        {line}
        <TableFrame caption=caption head=head busy=listed.busy>
            <For
                each=move || listed.rows.get()
                key=|user| user.id
                children=move |user| view! { <Row user=listed.user(user) columns=columns.clone() is_full=is_full now=listed.now/> }
            />
        </TableFrame>
    }
}

fn sort_href(state: Memo<ListState>, by: UserSort) -> Signal<String> {
    Signal::derive(move || state.with(|state| state.sorted_by(by).href()))
}

fn sort(listed: Listed, by: UserSort) -> Signal<Sort> {
    Signal::derive(move || match listed.sorted.get() {
        (sort, _) if sort != by => Sort::None,
        (_, false) => Sort::Ascending,
        (_, true) => Sort::Descending,
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
            view! { <SortHeader label=label href=sort_href(state, by) sort=sort(listed, by) class=class(column)/> }
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
fn Row(user: Memo<UserSummary>, columns: Vec<UserColumn>, is_full: bool, now: Memo<Moment>) -> impl IntoView {
    let id = user.with_untracked(|user| user.id);
    let tick = is_full.then(|| {
        let name = Signal::derive(move || user.with(|user| user.name.clone()));
        view! { <td role="cell" class="tick"><RowBox id=id name=name/></td> }
    });
    let cells = columns
        .into_iter()
        .map(|column| {
            let content = move || user.with(|user| cell(column, user, now.get()));
            view! { <td role="cell" class=class(column)>{content}</td> }
        })
        .collect_view();
    let who = move || {
        user.with(|user| {
            let you = user.is_self.then(|| view! { <small class="you">{t!(Key::UsersYou)}</small> });
            view! {
                <div class="person">
                    <Avatar name=user.name.clone() seed=user.id.to_string() picture=user.picture()/>
                    <div><UserLink id=user.id name=user.name.clone()/>{you}</div>
                </div>
            }
        })
    };
    view! {
        <tr role="row" class=move || user.with(is_off).then_some("is-off") tabindex="-1" data-row=id.to_string()>
            {tick}
            <td role="cell" class="who">{who}</td>
            {cells}
            <td role="cell" class="act"><RowMenu user=user upright=false/></td>
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
