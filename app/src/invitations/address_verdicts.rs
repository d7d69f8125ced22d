//! What will happen to each address, before anything is sent.

use i18n::{I18n, Key, t, use_i18n, written};
use leptos::prelude::*;
use model::access::DisabledBy;
use model::ids::UserId;
use model::invitations::{AddressEntry, AddressReport, AddressVerdict};
use model::time::Moment;
use ui::{Checkbox, Icon};

use crate::errors::field_text;

/// The list, one line per different address, what needs attention first.
#[component]
pub(super) fn AddressVerdicts(
    /// The server's verdicts.
    report: AddressReport,
    /// Whose invitation is to be sent again.
    resend: RwSignal<Vec<UserId>>,
) -> impl IntoView {
    let now = report.now;
    let lines =
        report.entries.into_iter().map(|entry| view! { <Line entry=entry now=now resend=resend/> }).collect_view();
    view! { <ul class="verdicts" tabindex="0" aria-label=t!(Key::InvitationsVerdicts)>{lines}</ul> }
}

#[component]
fn Line(entry: AddressEntry, now: Moment, resend: RwSignal<Vec<UserId>>) -> impl IntoView {
    let i18n = use_i18n();
    let (class, icon) = match entry.verdict {
        AddressVerdict::New => ("is-new", "plus"),
        AddressVerdict::Invalid { .. } => ("is-bad", "circle-alert"),
        AddressVerdict::NotAccepted { .. } => ("is-act", "send"),
        AddressVerdict::Invited { .. } => ("", "clock"),
        AddressVerdict::Active { .. } => ("is-skip", "check"),
        AddressVerdict::Disabled { .. } => ("is-skip", "ban"),
        AddressVerdict::Deleted { .. } => ("is-skip", "undo-2"),
    };
    let title = entry.name.clone().or_else(|| entry.address.clone()).unwrap_or_else(|| entry.text.clone());
    let said = {
        let entry = entry.clone();
        move || explanation(i18n, &entry, now)
    };
    let warning = entry.lookalike.then(|| view! { <small class="warn">{t!(Key::InvitationsLookalike)}</small> });
    let end = match entry.verdict {
        AddressVerdict::New => view! { {written(move || i18n.plural(Key::SeatsCount, 1_u64, &[]))} }.into_any(),
        AddressVerdict::Invalid { .. } => view! { {t!(Key::InvitationsFix)} }.into_any(),
        AddressVerdict::NotAccepted { user, .. } => {
            view! { <Again user=user resend=resend label=Key::InvitationsNewLink name=title.clone()/> }.into_any()
        }
        AddressVerdict::Invited { user, .. } => {
            view! { <Again user=user resend=resend label=Key::InvitationsResend name=title.clone()/> }.into_any()
        }
        AddressVerdict::Active { .. } | AddressVerdict::Disabled { .. } | AddressVerdict::Deleted { .. } => {
            view! { {t!(Key::InvitationsSkipped)} }.into_any()
        }
    };
    view! {
        <li class=class>
            <Icon name=icon/>
            <div><b dir="auto">{title}</b><small>{said}</small>{warning}</div>
            <div class="end">{end}</div>
        </li>
    }
}

/// Sends an invitation again, or leaves it.
#[component]
fn Again(user: UserId, resend: RwSignal<Vec<UserId>>, label: Key, name: String) -> impl IntoView {
    let i18n = use_i18n();
    let checked = resend.with_untracked(|resend| resend.contains(&user));
    let change = Callback::new(move |on: bool| {
        resend.update(|resend| {
            resend.retain(|other| *other != user);
            if on {
                resend.push(user);
            }
        });
    });
    let text = Signal::derive(move || i18n.text(label));
    view! { <span title=name><Checkbox label=text checked=checked value=user.to_string() name="resend" on_change=change/></span> }
}

fn explanation(i18n: I18n, entry: &AddressEntry, now: Moment) -> String {
    let address = entry.name.as_ref().and(entry.address.as_deref());
    match entry.verdict {
        AddressVerdict::New => {
            let mut parts = vec![i18n.text(Key::InvitationsNew)];
            parts.extend(address.map(str::to_owned));
            if entry.times > 1 {
                parts.push(i18n.plural(Key::InvitationsListed, u64::from(entry.times), &[]));
            }
            parts.join(" · ")
        }
        AddressVerdict::Invalid { code } => field_text(i18n, code),
        AddressVerdict::Active { .. } => i18n.text(Key::InvitationsActive),
        AddressVerdict::Invited { until, .. } => {
            let left = i18n.with(|catalog| catalog.countdown(now.at, until.at));
            i18n.format(Key::InvitationsInvited, &[("time", &left)])
        }
        AddressVerdict::NotAccepted { since, .. } => {
            let ago = i18n.when(now.at, since);
            i18n.format(Key::InvitationsNotAccepted, &[("time", &ago)])
        }
        AddressVerdict::Disabled { by, .. } => i18n.text(match by {
            DisabledBy::Administrator => Key::InvitationsDisabledAdministrator,
            DisabledBy::Organization => Key::InvitationsDisabledOrganization,
            DisabledBy::Ended => Key::InvitationsDisabledEnded,
        }),
        AddressVerdict::Deleted { .. } => i18n.text(Key::InvitationsDeleted),
    }
}
