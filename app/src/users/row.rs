//! What table rows and cards have in common: role, status, dates, and the menu.

use i18n::{Key, Label, t, tp, use_i18n};
use leptos::prelude::*;
use model::access::{Action, CompanyPermission, CompanyRole, Verdicts};
use model::explain::Question;
use model::ids::UserId;
use model::time::Moment;
use model::users::{StatusView, UserSummary};
use ui::{Avatar, Badge, Icon, Menu, MenuItem, MenuSeparator, Status, TimeText, shown};

use super::actions::{RowAction, Someone, use_row_actions};
use super::listed::Listed;
use super::texts::status_text;
use super::window::UserLink;
use crate::explain::WhyLink;
use crate::moments::datetime;
use crate::shell::reason;

/// The role, with a badge when there is more than the role.
#[component]
pub(super) fn RoleText(role: CompanyRole, extras: Vec<CompanyPermission>) -> impl IntoView {
    let i18n = use_i18n();
    let names = {
        let extras = extras.clone();
        move || {
            let names: Vec<String> = extras.iter().map(|extra| i18n.text(extra.label())).collect();
            names.join(", ")
        }
    };
    let count = extras.len();
    view! {
        <span class="role">
            {t!(role.label())}
            {(count > 0).then(|| view! { <span title=names><Badge>{tp!(Key::UsersExtras, count)}</Badge></span> }.into_any())}
        </span>
    }
}

/// The status, with its countdown or reason.
#[component]
pub(super) fn StatusText(status: StatusView, now: Moment) -> impl IntoView {
    let i18n = use_i18n();
    let text = Memo::new(move |_| {
        let text = status_text(i18n, status, now);
        (i18n.text(text.label), text.detail, text.title)
    });
    let shape = status_text(i18n, status, now);
    view! {
        <Status
            kind=shape.kind
            label=Signal::derive(move || text.with(|text| text.0.clone()))
            detail=Signal::derive(move || text.with(|text| text.1.clone()))
            datetime=shape.moment.map(datetime).unwrap_or_default()
            title=shape.title.unwrap_or_default()
        />
    }
}

/// A moment, relative, with the exact form on hover and focus; a dash for none.
#[component]
pub(super) fn When(#[prop(optional_no_strip)] moment: Option<Moment>, now: Moment) -> impl IntoView {
    let i18n = use_i18n();
    match moment {
        None => view! { <span aria-hidden="true">"–"</span> }.into_any(),
        Some(moment) => view! {
            <TimeText
                datetime=datetime(moment)
                text=Signal::derive(move || i18n.when(now.at, moment))
                title=Signal::derive(move || Some(i18n.when_else(now.at, moment)))
            />
        }
        .into_any(),
    }
}

/// A day, exact: deadlines always are.
#[component]
pub(super) fn Day(#[prop(optional_no_strip)] moment: Option<Moment>) -> impl IntoView {
    let i18n = use_i18n();
    match moment {
        None => view! { <span aria-hidden="true">"–"</span> }.into_any(),
        Some(moment) => view! {
            <TimeText
                datetime=datetime(moment)
                text=Signal::derive(move || i18n.with(|catalog| catalog.date(moment)))
                title=Signal::derive(move || Some(i18n.with(|catalog| catalog.date_time(moment))))
            />
        }
        .into_any(),
    }
}

/// Whether the row stands for someone who cannot come in.
pub(super) fn is_off(user: &UserSummary) -> bool {
    user.details
        .as_ref()
        .is_some_and(|details| matches!(details.status, StatusView::Disabled { .. } | StatusView::Deleted { .. }))
}

/// Picture and name, which opens the window.
pub(super) fn who(user: &UserSummary) -> AnyView {
    let you = user.is_self.then(|| view! { <small class="you">{t!(Key::UsersYou)}</small> }.into_any());
    view! {
        <div class="person">
            <Avatar name=user.name.clone() seed=user.id.to_string() picture=user.picture()/>
            <div><UserLink id=user.id name=user.name.clone()/>{you}</div>
        </div>
    }
    .into_any()
}

/// Somebody's name as it is now.
pub(super) fn name(listed: Listed, id: UserId) -> Signal<String> {
    Signal::derive(move || listed.user(id).map(|(user, _)| user.name).unwrap_or_default())
}

/// What can be done with somebody.
#[derive(Clone, Copy)]
pub(super) enum Actions {
    /// As the list says now.
    Listed(Listed, UserId),
    /// As it was when the page was made.
    Stored(StoredValue<Verdicts>),
}

impl Actions {
    #[inline(never)]
    fn get(self) -> Verdicts {
        match self {
            Self::Listed(listed, id) => listed.user(id).map(|(user, _)| user.actions).unwrap_or_default(),
            Self::Stored(verdicts) => verdicts.get_value(),
        }
    }
}

/// The menu of a row. Entries that never apply to the status are absent, others disabled with the reason.
#[component]
pub(super) fn RowMenu(
    id: UserId,
    #[prop(into)] name: Signal<String>,
    actions: Actions,
    upright: bool,
) -> impl IntoView {
    let offers = Memo::new(move |_| !actions.get().0.is_empty());
    shown(move || offers.get().then(|| view! { <OfferedMenu id=id name=name verdicts=actions upright=upright/> }))
}

#[component]
fn OfferedMenu(id: UserId, name: Signal<String>, verdicts: Actions, upright: bool) -> impl IntoView {
    let i18n = use_i18n();
    let actions = use_row_actions();
    let label = Signal::derive(move || name.with(|name| i18n.format(Key::UsersActionsFor, &[("name", name)])));
    let offered = move |action| verdicts.get().get(action).is_some();
    let blocked = move |action| Signal::derive(move || reason(i18n, &verdicts.get(), action));
    let on = move |action| {
        Callback::new(move |()| {
            actions.ask(action, Someone { id, name: name.get_untracked() });
        })
    };
    let why = move |action: Action, label: Key| {
        let is_blocked = !verdicts.get().allows(action);
        is_blocked.then(|| view! { <WhyLink question=Question::about(action, id) what=t(label) entry=true/> })
    };
    let icon = if upright { "ellipsis-vertical" } else { "ellipsis" };
    view! {
        <Menu
            id=format!("menu-{id}")
            label=label
            trigger_class="icon-btn is-small needs-script"
            trigger_label=Signal::derive(move || Some(label.get()))
            trigger=move || view! { <Icon name=icon/> }
            lazy=true
        >
            <super::window::OpenEntry user=id/>
            {offered(Action::InvitationsResend).then(|| view! {
                <MenuItem icon="send" blocked=blocked(Action::InvitationsResend) on_click=on(RowAction::Resend)>
                    {t!(Key::UsersResend)}
                </MenuItem>
                {why(Action::InvitationsResend, Key::UsersResend)}
            })}
            {offered(Action::InvitationsCopyLink).then(|| view! {
                <MenuItem icon="link" blocked=blocked(Action::InvitationsCopyLink) on_click=on(RowAction::CopyLink)>
                    {t!(Key::UsersCopyLink)}
                </MenuItem>
                {why(Action::InvitationsCopyLink, Key::UsersCopyLink)}
            })}
            {offered(Action::AccessChange).then(|| view! {
                <MenuItem icon="shield-check" blocked=blocked(Action::AccessChange) on_click=on(RowAction::ChangeRole)>
                    {t!(Key::UsersChangeRole)}
                </MenuItem>
                {why(Action::AccessChange, Key::UsersChangeRole)}
            })}
            {offered(Action::UsersEnable).then(|| view! {
                <MenuItem icon="circle-check" blocked=blocked(Action::UsersEnable) on_click=on(RowAction::Enable)>
                    {t!(Key::UsersEnable)}
                </MenuItem>
                {why(Action::UsersEnable, Key::UsersEnable)}
            })}
            {offered(Action::UsersDisable).then(|| view! {
                <MenuItem icon="ban" danger=true blocked=blocked(Action::UsersDisable) on_click=on(RowAction::Disable)>
                    {t!(Key::UsersDisable)}
                </MenuItem>
                {why(Action::UsersDisable, Key::UsersDisable)}
            })}
            {offered(Action::UsersRestore).then(|| view! {
                <MenuItem icon="undo-2" blocked=blocked(Action::UsersRestore) on_click=on(RowAction::Restore)>
                    {t!(Key::UsersRestore)}
                </MenuItem>
                {why(Action::UsersRestore, Key::UsersRestore)}
            })}
            {offered(Action::InvitationsCancel).then(|| view! {
                <MenuSeparator/>
                <MenuItem icon="x" danger=true blocked=blocked(Action::InvitationsCancel) on_click=on(RowAction::CancelInvitation)>
                    {t!(Key::UsersCancel)}
                </MenuItem>
                {why(Action::InvitationsCancel, Key::UsersCancel)}
            })}
            {(offered(Action::UsersDelete) && !offered(Action::InvitationsCancel)).then(|| view! { <MenuSeparator/> })}
            {offered(Action::UsersDelete).then(|| view! {
                <MenuItem icon="trash-2" danger=true blocked=blocked(Action::UsersDelete) on_click=on(RowAction::Delete)>
                    {t!(Key::UsersDelete)}
                </MenuItem>
                {why(Action::UsersDelete, Key::UsersDelete)}
            })}
        </Menu>
    }
}
