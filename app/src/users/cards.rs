//! The list as cards: the same rows, the same menu.

use i18n::{Key, t, use_i18n};
use leptos::prelude::*;
use model::access::Action;
use model::ids::UserId;
use model::time::Moment;
use model::users::{StatusView, UserSummary};
use ui::{Button, Size, aria_true, shown};

use super::actions::{RowAction, Someone, use_row_actions};
use super::bulk::{RowBox, SelectLine};
use super::listed::Listed;
use super::row::{Actions, RoleText, RowMenu, StatusText, When, is_off, name, who};
use crate::shell::reason;

#[component]
pub(super) fn Cards(
    listed: Listed,
    /// Someone without Users sees names and roles only, and changes nobody.
    is_full: bool,
) -> impl IntoView {
    let line = is_full.then(|| view! { <SelectLine listed=listed phones_only=false/> });
    view! {
        {line}
        <ul class="ucards" aria-busy=aria_true(listed.busy)>
            {listed.each(move |id| view! { <Card id=id listed=listed is_full=is_full/> }.into_any())}
        </ul>
    }
}

fn is_late(user: &UserSummary) -> bool {
    user.details.as_ref().is_some_and(|details| matches!(details.status, StatusView::NotAccepted { .. }))
}

#[component]
fn Card(id: UserId, listed: Listed, is_full: bool) -> impl IntoView {
    let class = move || {
        listed.user(id).map(|(user, _)| match (is_late(&user), is_off(&user)) {
            (true, _) => "ucard is-late",
            (false, true) => "ucard is-off",
            (false, false) => "ucard",
        })
    };
    view! {
        <li class=class tabindex="-1" data-row=id.to_string()>
            <header>
                {shown(move || listed.user(id).map(|(user, _)| who(&user)))}
                <div class="btns">
                    {is_full.then(|| view! { <RowBox id=id name=name(listed, id)/> })}
                    <RowMenu id=id name=name(listed, id) actions=Actions::Listed(listed, id) upright=true/>
                </div>
            </header>
            {shown(move || listed.user(id).map(|(user, now)| facts(user, now)))}
        </li>
    }
}

fn facts(user: UserSummary, now: Moment) -> AnyView {
    let details = user.details.clone();
    let extras = details.as_ref().map(|details| details.extras.clone()).unwrap_or_default();
    let late = is_late(&user);
    view! {
        <dl>
            <dt>{t!(Key::CommonRole)}</dt>
            <dd><RoleText role=user.role extras=extras/></dd>
            {details.as_ref().map(|details| view! {
                <dt>{t!(Key::CommonEmail)}</dt>
                <dd class="ell" title=details.email.clone()>{details.email.clone()}</dd>
            })}
        </dl>
        {details.map(|details| view! {
            <footer>
                <StatusText status=details.status now=now/>
                <span class="push">
                    {if late {
                        view! { <Resend user=user/> }.into_any()
                    } else if matches!(details.status, StatusView::Active) {
                        view! { <span class="muted"><When moment=details.last_seen now=now/></span> }.into_any()
                    } else {
                        ().into_any()
                    }}
                </span>
            </footer>
        })}
    }
    .into_any()
}

/// The one thing that a late invitation needs.
#[component]
fn Resend(user: UserSummary) -> impl IntoView {
    let i18n = use_i18n();
    let actions = use_row_actions();
    let blocked = Signal::derive({
        let verdicts = user.actions.clone();
        move || reason(i18n, &verdicts, Action::InvitationsResend)
    });
    let someone = StoredValue::new(Someone { id: user.id, name: user.name.clone() });
    view! {
        <Button
            id=format!("resend-{}", user.id)
            class="needs-script"
            size=Size::Small
            icon="send"
            blocked=blocked
            on_click=Callback::new(move |_| actions.ask(RowAction::Resend, someone.get_value()))
        >
            {t!(Key::UsersResend)}
        </Button>
    }
}
