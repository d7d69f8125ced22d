//! Enforce two-factor authentication: the state, and the switch with what it comes to.
//!
//! The switch is a form, so that it works without script; what cannot be taken back is said before it is sent.

use i18n::{Key, t, use_i18n};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use model::access::Blocker;
use model::security::EnforcementPanel;
use ui::{Badge, Button, ButtonKind, Tone};

use crate::errors::blocker_text;
use crate::shell::use_step_up;

#[component]
pub(super) fn Enforcement(panel: EnforcementPanel) -> impl IntoView {
    let i18n = use_i18n();
    let EnforcementPanel { on, from, last, enforce, release, needs_step_up } = panel;
    let ask_first = ask_first(!needs_step_up);
    let (tone, state) = match (on, from) {
        (true, _) => (Tone::Confirmed, Key::WorkspaceSecurityEnforceOn),
        (false, Some(_)) => (Tone::Waiting, Key::WorkspaceSecurityEnforcePlanned),
        (false, None) => (Tone::Neutral, Key::WorkspaceSecurityEnforceOff),
    };
    let blocker = if on { release.blocker() } else { enforce.blocker() };
    let why = Signal::derive(move || {
        blocker.map(|blocker| match blocker {
            Blocker::EditionStandard => i18n.text(Key::WorkspaceSecurityEnterpriseOnly),
            blocker => blocker_text(i18n, blocker),
        })
    });
    let body = if on {
        view! {
            <details>
                <summary>{t!(Key::WorkspaceSecurityRelease)}</summary>
                <form class="stack" method="post" action="/rpc/security/release" on:submit=ask_first>
                    <p>{t!(Key::WorkspaceSecurityReleaseText)}</p>
                    {last.then(|| view! { <p><b>{t!(Key::WorkspaceSecurityReleaseLast)}</b></p> })}
                    <div class="row">
                        <Button id="release-2fa" kind=ButtonKind::Danger submit=true blocked=why>
                            {t!(Key::WorkspaceSecurityReleaseSubmit)}
                        </Button>
                    </div>
                </form>
            </details>
        }
        .into_any()
    } else {
        view! {
            <form class="stack stack--tight" method="post" action="/rpc/security/enforce" on:submit=ask_first>
                <p class="muted small">{t!(Key::WorkspaceSecurityEnforceText)}</p>
                <div class="row">
                    <Button id="enforce-2fa" submit=true blocked=why>{t!(Key::WorkspaceSecurityEnforce)}</Button>
                </div>
                {(blocker == Some(Blocker::OwnFactorOff)).then(|| view! {
                    <p><a href="/account/security?dialog=enable-2fa">{t!(Key::WorkspaceSecurityEnableFirst)}</a></p>
                })}
            </form>
        }
        .into_any()
    };
    view! {
        <section class="panel" id="enforcement" aria-label=t!(Key::WorkspaceSecurityEnforceTitle)>
            <div class="panel__head">
                <h2>{t!(Key::WorkspaceSecurityEnforceTitle)}</h2>
                <Badge tone=tone>{t!(state)}</Badge>
            </div>
            <div class="panel__body">{body}</div>
        </section>
    }
}

/// Asks for the password or a code where it is needed; without script the server leads to the page that asks.
fn ask_first(proven: bool) -> impl Fn(SubmitEvent) + Copy + 'static {
    let step_up = use_step_up();
    let proven = StoredValue::new(proven);
    move |event: SubmitEvent| {
        if proven.get_value() {
            return;
        }
        event.prevent_default();
        let Some(button) = event.submitter() else { return };
        step_up.ask(Callback::new(move |()| {
            proven.set_value(true);
            button.click();
        }));
    }
}
