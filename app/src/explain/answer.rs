//! Why somebody may do something or not: the reasons against it, the chain that grants it, and the smallest changes that
//! would help, each with the way to the ordinary dialog for whoever can make it.

use i18n::{I18n, Key, Label, t, use_i18n, written};
use leptos::prelude::*;
use model::access::Origin;
use model::ids::UserId;
use model::user_window::{Change, Explanation, Fix, Source};

use super::texts::reason_text;
use crate::moments::end_text;

/// The reasons against it, the deciding one first; the chain that grants it, and what would help.
#[component]
pub(crate) fn Why(
    /// The answer.
    explanation: Explanation,
    /// Who would do it.
    person: UserId,
    /// Whether that is the reader.
    is_self: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let Explanation { allowed, sources, blockers, fixes, .. } = explanation;
    let reason = (!allowed).then(|| {
        blockers
            .iter()
            .map(|one| {
                let one = *one;
                view! { <p>{written(move || reason_text(i18n, one, is_self))}</p> }
            })
            .collect_view()
    });
    let chain = (!sources.is_empty()).then(|| {
        let lines = sources
            .into_iter()
            .map(|source| view! { <li>{written(move || source_text(i18n, &source))}</li> })
            .collect_view();
        view! { <h3>{t!(Key::UserWindowSources)}</h3><ul>{lines}</ul> }
    });
    let help = (!allowed).then(|| {
        let lines =
            fixes.iter().cloned().map(|fix| view! { <li><Proposal fix=fix person=person/></li> }).collect_view();
        match fixes.is_empty() {
            true => view! { <p class="muted">{t!(Key::UserWindowNoFix)}</p> }.into_any(),
            false => view! { <h3>{t!(Key::UserWindowFixes)}</h3><ul>{lines}</ul> }.into_any(),
        }
    });
    (reason, chain, help)
}

/// Changes that together would help, and who can make them.
#[component]
fn Proposal(fix: Fix, person: UserId) -> impl IntoView {
    let i18n = use_i18n();
    let Fix { changes, by, yours } = fix;
    let last = changes.len().saturating_sub(1);
    let lines = changes.into_iter().enumerate().map(|(at, change)| {
        let text = move || change_text(i18n, change);
        let link = yours.then(|| {
            view! { " " <a href=dialog(person, change)>{t!(Key::ExplainDoThis)}<span class="sr">": "{text}</span></a> }
        });
        view! { {text}{link}{(at < last).then_some(" + ")} }
    });
    let lines = lines.collect_view();
    let names = (!by.is_empty() && !yours).then(|| {
        let names = by.join(", ");
        view! { " " <span class="muted">{written(move || i18n.format(Key::UserWindowFixBy, &[("names", &names)]))}</span> }
    });
    view! {
        {lines}
        {yours.then(|| view! { " " <span class="muted">{t!(Key::UserWindowFixYours)}</span> })}
        {names}
    }
}

/// Where a change is made in the ordinary way, filled in as far as it can be; nothing is changed by going there.
fn dialog(person: UserId, change: Change) -> String {
    match change {
        Change::Enable => format!("/users/{person}/profile"),
        Change::MoveEnd => format!("/users/{person}/access#end"),
        Change::Grant(permission) => format!("/users/{person}/access?dialog=change-role&step=confirm&add={permission}"),
        Change::Role(role) => format!("/users/{person}/access?dialog=change-role&step=confirm&to={role}"),
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
