//! Where somebody is signed in, and help with signing in.
//!
//! One form with several buttons: each names its own address, and all of them share the reason.

use i18n::{I18n, Key, t, use_i18n};
use leptos::prelude::*;
use model::sign_in::Flash;
use model::time::Moment;
use model::user_window::{REASON_MAX, SessionEntry, SessionsTab};
use ui::{Banner, Button, ButtonKind, Size, TextField, TimeText, Tone};

use super::api_key::ApiKey;
use super::parts::Place;
use crate::errors::{blocker_text, field_error};
use crate::moments::datetime;
use crate::shell::step_up_first;

/// The form that the buttons beside the sessions send.
const FORM: &str = "help";

#[component]
pub(super) fn Sessions(place: Place, sessions: SessionsTab, flash: Flash, now: Moment) -> impl IntoView {
    let i18n = use_i18n();
    if let Some(blocker) = sessions.verdict.blocker() {
        let text = Signal::derive(move || blocker_text(i18n, blocker));
        return view! { <Banner tone=Tone::Neutral title=text/> }.into_any();
    }
    let SessionsTab { can_sign_in, needs_step_up, second_factor, api_key, sessions, .. } = sessions;
    let none = sessions.is_empty();
    let lines = sessions
        .into_iter()
        .map(|session| view! { <SessionLine session=session now=now ends=(FORM, "/rpc/user_window/end_session")/> })
        .collect_view();
    view! {
        <div class="cols">
            <div class="stack">
                <section class="panel" aria-label=t!(Key::UserWindowSessionsTitle)>
                    <div class="panel__head"><h2>{t!(Key::UserWindowSessionsTitle)}</h2></div>
                    {if none {
                        view! { <p class="panel__foot">{t!(Key::UserWindowSessionsNone)}</p> }.into_any()
                    } else {
                        view! { <ul class="lines">{lines}</ul> }.into_any()
                    }}
                </section>
                <ApiKey key=api_key now=now form=FORM/>
            </div>
            <HelpForm place=place flash=flash can_sign_in=can_sign_in needs_step_up=needs_step_up second_factor=second_factor none=none/>
        </div>
    }
    .into_any()
}

#[component]
fn HelpForm(
    place: Place,
    flash: Flash,
    can_sign_in: bool,
    needs_step_up: bool,
    second_factor: bool,
    none: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let typed = flash.field("reason").unwrap_or_default().to_owned();
    let refused = flash.error;
    let error = Signal::derive(move || field_error(i18n, refused.as_ref(), "reason"));
    let ask_first = step_up_first(needs_step_up);
    view! {
        <section class="panel" aria-label=t!(Key::UserWindowHelpTitle)>
            <div class="panel__head"><h2>{t!(Key::UserWindowHelpTitle)}</h2></div>
            <form class="panel__body" id=FORM method="post" action="/rpc/user_window/end_sessions" on:submit=ask_first>
                {place.hidden_fields()}
                <TextField
                    label=t(Key::UserWindowReason)
                    name="reason"
                    initial=typed
                    required=true
                    maxlength=u32::try_from(REASON_MAX).unwrap_or(200)
                    autocomplete="off"
                    hint=Signal::derive(move || Some(i18n.text(Key::UserWindowReasonHint)))
                    error=error
                />
                {(!none).then(|| view! {
                    <div class="stack stack--tight">
                        <p class="muted small">{t!(Key::UserWindowEndAllHint)}</p>
                        <div class="row"><Button kind=ButtonKind::Danger submit=true formaction="/rpc/user_window/end_sessions">{t!(Key::UserWindowEndAll)}</Button></div>
                    </div>
                })}
                {second_factor.then(|| view! {
                    <div class="stack stack--tight">
                        <p class="muted small">{t!(Key::WorkspaceSecurityResetHint)}</p>
                        <div class="row">
                            <Button kind=ButtonKind::Danger submit=true formaction="/rpc/user_window/reset_two_factor">
                                {t!(Key::WorkspaceSecurityReset)}
                            </Button>
                        </div>
                    </div>
                })}
                {if can_sign_in {
                    view! {
                        <div class="stack stack--tight">
                            <p class="muted small">{t!(Key::UserWindowResetHint)}</p>
                            <div class="row"><Button submit=true formaction="/rpc/user_window/send_reset">{t!(Key::UserWindowReset)}</Button></div>
                        </div>
                    }
                    .into_any()
                } else {
                    view! { <p class="muted small">{t!(Key::UserWindowCannotSignIn)}</p> }.into_any()
                }}
            </form>
        </section>
    }
}

/// A signed-in browser, and the button that ends its session where there is one.
#[component]
pub(crate) fn SessionLine(
    /// Which.
    session: SessionEntry,
    /// The server's time.
    now: Moment,
    /// Id of the form that the button sends, and its address.
    #[prop(optional)]
    ends: Option<(&'static str, &'static str)>,
) -> impl IntoView {
    let i18n = use_i18n();
    let SessionEntry { id, browser, system, address, second_factor, created, last_used } = session;
    let name = Memo::new(move |_| name(i18n, &browser, &system));
    let label = Signal::derive(move || Some(i18n.format(Key::UserWindowEndThis, &[("session", &name.get())])));
    let button = ends.map(|(form, action)| {
        view! {
            <span class="push" title=label>
                <Button size=Size::Small submit=true form=form name="session" value=id.to_string() formaction=action>
                    {t!(Key::UserWindowEnd)} <span class="sr">{name}</span>
                </Button>
            </span>
        }
    });
    view! {
        <li>
            <div class="grow">
                <b>{name}</b>
                <p class="muted small">
                    {address} " · " {t!(Key::UserWindowSessionBegan)} " " <Ago moment=created now=now/> " · "
                    {t!(Key::UserWindowSessionUsed)} " " <Ago moment=last_used now=now/>
                    {second_factor.then(|| view! { " · " {t!(Key::AccountSecondFactor)} })}
                </p>
            </div>
            {button}
        </li>
    }
}

#[component]
fn Ago(moment: Moment, now: Moment) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <TimeText
            datetime=datetime(moment)
            text=Signal::derive(move || i18n.when(now.at, moment))
            title=Signal::derive(move || Some(i18n.when_else(now.at, moment)))
        />
    }
}

fn name(i18n: I18n, browser: &str, system: &str) -> String {
    match (browser, system) {
        ("", "") => i18n.text(Key::UserWindowSessionUnknown),
        ("", one) | (one, "") => one.to_owned(),
        (browser, system) => i18n.format(Key::UserWindowSessionName, &[("browser", &browser), ("system", &system)]),
    }
}
