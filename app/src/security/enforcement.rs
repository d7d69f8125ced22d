//! Enforce two-factor authentication: the state, the switch with what it comes to, and the day from which on it counts.
//!
//! All of it are forms, so that it works without script; what cannot be taken back is said before it is sent.

use i18n::{I18n, Key, t, use_i18n};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use model::access::{Blocker, Verdict};
use model::security::{EnforcementPanel, FROM, PlanDays};
use model::sign_in::Flash;
use model::time::Moment;
use ui::{Badge, Button, ButtonKind, TextField, Tone};

use crate::errors::{blocker_text, field_error};
use crate::shell::step_up_first;

#[component]
pub(super) fn Enforcement(panel: EnforcementPanel, flash: Flash) -> impl IntoView {
    let EnforcementPanel { on, from, days, last, enforce, release, needs_step_up } = panel;
    let ask_first = step_up_first(needs_step_up);
    let (tone, state) = match (on, from) {
        (true, _) => (Tone::Confirmed, Key::WorkspaceSecurityEnforceOn),
        (false, Some(_)) => (Tone::Waiting, Key::WorkspaceSecurityEnforcePlanned),
        (false, None) => (Tone::Neutral, Key::WorkspaceSecurityEnforceOff),
    };
    let body = if on {
        view! { <SwitchOff verdict=release last=last ask_first=ask_first/> }.into_any()
    } else {
        view! {
            {from.map(|from| view! { <Planned from=from verdict=release ask_first=ask_first/> })}
            <SwitchOn verdict=enforce ask_first=ask_first/>
            <Plan days=days verdict=enforce flash=flash ask_first=ask_first/>
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

#[component]
fn SwitchOff(verdict: Verdict, last: bool, ask_first: impl Fn(SubmitEvent) + Copy + 'static) -> impl IntoView {
    let why = why(use_i18n(), verdict);
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
}

#[component]
fn SwitchOn(verdict: Verdict, ask_first: impl Fn(SubmitEvent) + Copy + 'static) -> impl IntoView {
    let why = why(use_i18n(), verdict);
    view! {
        <form class="stack stack--tight" method="post" action="/rpc/security/enforce" on:submit=ask_first>
            <p class="muted small">{t!(Key::WorkspaceSecurityEnforceText)}</p>
            <div class="row">
                <Button id="enforce-2fa" submit=true blocked=why>{t!(Key::WorkspaceSecurityEnforce)}</Button>
            </div>
            {(verdict.blocker() == Some(Blocker::OwnFactorOff)).then(|| view! {
                <p><a href="/account/security?dialog=enable-2fa">{t!(Key::WorkspaceSecurityEnableFirst)}</a></p>
            })}
        </form>
    }
}

/// The day that is planned, and the way back.
#[component]
fn Planned(from: Moment, verdict: Verdict, ask_first: impl Fn(SubmitEvent) + Copy + 'static) -> impl IntoView {
    let i18n = use_i18n();
    let why = why(i18n, verdict);
    let text = move || {
        let date = i18n.with(|catalog| catalog.date(from));
        i18n.format(Key::WorkspaceSecurityPlannedFrom, &[("date", &date)])
    };
    view! {
        <form class="stack stack--tight" method="post" action="/rpc/security/release" on:submit=ask_first>
            <p>{text}</p>
            <div class="row">
                <Button id="release-2fa" submit=true blocked=why>{t!(Key::WorkspaceSecurityPlanCancel)}</Button>
            </div>
        </form>
    }
}

/// Plans a day, or another one.
#[component]
fn Plan(
    days: PlanDays,
    verdict: Verdict,
    flash: Flash,
    ask_first: impl Fn(SubmitEvent) + Copy + 'static,
) -> impl IntoView {
    let i18n = use_i18n();
    let why = why(i18n, verdict);
    let PlanDays { planned, first, last } = days;
    // A form that was refused comes back with what was typed.
    let day = flash.field(FROM).map_or(planned, str::to_owned);
    let refused = flash.error;
    let error = Signal::derive(move || field_error(i18n, refused.as_ref(), FROM));
    let hint = Signal::derive(move || Some(i18n.text(Key::WorkspaceSecurityPlanHint)));
    view! {
        <form class="stack stack--tight" method="post" action="/rpc/security/plan" on:submit=ask_first>
            <TextField
                label=t(Key::WorkspaceSecurityPlanDay)
                name=FROM
                input_type="date"
                initial=day
                min=first
                max=last
                readonly=verdict.blocker().is_some()
                hint=hint
                error=error
            />
            <div class="row">
                <Button id="plan-2fa" submit=true blocked=why reason_id="enforce-2fa-why">
                    {t!(Key::WorkspaceSecurityPlan)}
                </Button>
            </div>
        </form>
    }
}

fn why(i18n: I18n, verdict: Verdict) -> Signal<Option<String>> {
    let blocker = verdict.blocker();
    Signal::derive(move || {
        blocker.map(|blocker| match blocker {
            Blocker::EditionStandard => i18n.text(Key::WorkspaceSecurityEnterpriseOnly),
            blocker => blocker_text(i18n, blocker),
        })
    })
}
