//! The answer to a question about access: yes or no, the chain that grants it or the one reason that does not, and the
//! smallest changes that would help.

use i18n::{I18n, Key, Label, t, use_i18n};
use leptos::prelude::*;
use model::access::Origin;
use model::user_window::{Change, Explanation, Fix, Source};
use ui::Icon;

use super::access::end_text;
use super::parts::Place;
use super::texts::reason_text;

#[component]
pub(super) fn Answer(place: Place, explanation: Explanation) -> impl IntoView {
    let i18n = use_i18n();
    let (class, icon, key) = match explanation.allowed {
        true => ("verdict is-yes", "circle-check", Key::UserWindowVerdictYes),
        false => ("verdict is-no", "circle-alert", Key::UserWindowVerdictNo),
    };
    let name = place.name;
    let sentence = move || i18n.format(key, &[("name", &name)]);
    view! {
        <div class=class role="status" id="answer">
            <Icon name=icon size=20/>
            <div>
                <b>{sentence}</b>
                <Why explanation=explanation/>
            </div>
        </div>
    }
}

/// The one reason against it, the chain that grants it, and what would help.
#[component]
pub(crate) fn Why(
    /// The answer.
    explanation: Explanation,
) -> impl IntoView {
    let i18n = use_i18n();
    let Explanation { allowed, sources, blockers, fixes, .. } = explanation;
    let first = blockers.first().copied();
    let reason = first.filter(|_| !allowed).map(|first| view! { <p>{move || reason_text(i18n, first)}</p> });
    let chain = (!sources.is_empty()).then(|| {
        let lines =
            sources.into_iter().map(|source| view! { <li>{move || source_text(i18n, &source)}</li> }).collect_view();
        view! { <h3>{t!(Key::UserWindowSources)}</h3><ul>{lines}</ul> }
    });
    let help = (!allowed).then(|| {
        let lines = fixes.iter().cloned().map(|fix| view! { <li><Proposal fix=fix/></li> }).collect_view();
        match fixes.is_empty() {
            true => view! { <p class="muted">{t!(Key::UserWindowNoFix)}</p> }.into_any(),
            false => view! { <h3>{t!(Key::UserWindowFixes)}</h3><ul>{lines}</ul> }.into_any(),
        }
    });
    (reason, chain, help)
}

/// Changes that together would help, and who can make them.
#[component]
fn Proposal(fix: Fix) -> impl IntoView {
    let i18n = use_i18n();
    let Fix { changes, by, yours } = fix;
    let text = move || changes.iter().map(|change| change_text(i18n, *change)).collect::<Vec<_>>().join(" + ");
    let names = (!by.is_empty() && !yours).then(|| {
        let names = by.join(", ");
        view! { " " <span class="muted">{move || i18n.format(Key::UserWindowFixBy, &[("names", &names)])}</span> }
    });
    view! {
        {text}
        {yours.then(|| view! { " " <span class="muted">{t!(Key::UserWindowFixYours)}</span> })}
        {names}
    }
}

fn change_text(i18n: I18n, change: Change) -> String {
    match change {
        Change::Enable => i18n.text(Key::UserWindowFixEnable),
        Change::MoveEnd => i18n.text(Key::UserWindowFixMoveEnd),
        Change::Grant(permission) => {
            i18n.format(Key::UserWindowFixGrant, &[("permission", &i18n.text(permission.label()))])
        }
        Change::Role(role) => i18n.format(Key::UserWindowFixRole, &[("role", &i18n.text(role.label()))]),
    }
}

fn source_text(i18n: I18n, source: &Source) -> String {
    let mut parts = vec![match source.origin {
        Origin::CompanyRole(role) => i18n.format(Key::UserWindowSourceRole, &[("role", &i18n.text(role.label()))]),
        Origin::CompanyExtra(permission) => {
            i18n.format(Key::UserWindowSourceExtra, &[("permission", &i18n.text(permission.label()))])
        }
        Origin::Oneself => i18n.text(Key::UserWindowSourceSelf),
        _ => i18n.text(Key::UserWindowSourceOther),
    }];
    parts.extend(source.by.as_ref().map(|name| i18n.format(Key::UserWindowGivenBy, &[("name", name)])));
    if source.ends.is_some() {
        parts.push(i18n.format(Key::UserWindowUntilDate, &[("date", &end_text(i18n, source.ends))]));
    }
    parts.join(", ")
}
