//! The list as cards: the same rows, the same menu.

use i18n::{Key, t, use_i18n};
use leptos::prelude::*;
use model::access::Action;
use model::time::Moment;
use model::users::{StatusView, UserSummary};
use ui::{Avatar, Button, Size};

use super::actions::{RowAction, Someone, use_row_actions};
use super::bulk::{RowBox, SelectLine};
use super::row::{RoleText, RowMenu, StatusText, When, is_off};
use super::window::UserLink;
use crate::shell::reason;

#[component]
pub(super) fn Cards(rows: Vec<UserSummary>, now: Moment, busy: Signal<bool>) -> impl IntoView {
    // Someone without Users sees names and roles only, and changes nobody.
    let ids: Vec<_> = rows.iter().filter(|row| row.details.is_some()).map(|row| row.id).collect();
    let line = (!ids.is_empty()).then(|| view! { <SelectLine ids=ids phones_only=false/> });
    let cards = rows.into_iter().map(|user| view! { <Card user=user now=now/> }).collect_view();
    view! { {line}<ul class="ucards" aria-busy=move || busy.get().then_some("true")>{cards}</ul> }
}

#[component]
fn Card(user: UserSummary, now: Moment) -> impl IntoView {
    let late = user.details.as_ref().is_some_and(|details| matches!(details.status, StatusView::NotAccepted { .. }));
    let class = match (late, is_off(&user)) {
        (true, _) => "ucard is-late",
        (false, true) => "ucard is-off",
        (false, false) => "ucard",
    };
    let (id, details) = (user.id, user.details.clone());
    let extras = details.as_ref().map(|details| details.extras.clone()).unwrap_or_default();
    let you = user.is_self.then(|| view! { <small class="you">{t!(Key::UsersYou)}</small> });
    view! {
        <li class=class tabindex="-1" data-row=id.to_string()>
            <header>
                <div class="person">
                    <Avatar name=user.name.clone() seed=user.id.to_string() picture=user.picture()/>
                    <div><UserLink id=user.id name=user.name.clone()/>{you}</div>
                </div>
                <div class="btns">
                    {details.is_some().then(|| view! { <RowBox id=id name=user.name.clone()/> })}
                    <RowMenu user=user.clone() upright=true/>
                </div>
            </header>
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
        </li>
    }
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
