//! The entries. On phones each is a few lines.

use i18n::{Key, t, use_i18n, written};
use leptos::prelude::*;
use model::audit::{AuditEntry, AuditPerson, AuditQuery};
use model::time::Moment;
use ui::{PlainHeader, TimeText, aria_true};

use super::{texts, url};
use crate::moments::datetime;

#[component]
pub(super) fn Table(rows: Vec<AuditEntry>, now: Moment, busy: Signal<bool>) -> impl IntoView {
    let rows = rows.into_iter().map(|entry| view! { <Row entry=entry now=now/> }).collect_view();
    view! {
        <div class="grid-wrap">
            <table class="grid audit-grid" role="table" aria-busy=aria_true(busy)>
                <caption>{t!(Key::AuditEntries)}</caption>
                <thead role="rowgroup">
                    <tr role="row">
                        <PlainHeader>{t!(Key::AuditTime)}</PlainHeader>
                        <PlainHeader>{t!(Key::AuditActor)}</PlainHeader>
                        <PlainHeader>{t!(Key::AuditAction)}</PlainHeader>
                        <PlainHeader>{t!(Key::AuditTarget)}</PlainHeader>
                        <PlainHeader>{t!(Key::AuditChange)}</PlainHeader>
                        <PlainHeader>{t!(Key::AuditProof)}</PlainHeader>
                    </tr>
                </thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Row(entry: AuditEntry, now: Moment) -> impl IntoView {
    let i18n = use_i18n();
    let at = entry.at;
    let when = Signal::derive(move || i18n.when(now.at, at));
    let other_form = Signal::derive(move || Some(i18n.when_else(now.at, at)));
    let seq = u64::try_from(entry.seq).unwrap_or_default();
    let number = move || i18n.with(|catalog| catalog.number(seq));
    let nobody = texts::nobody(&entry.credential);
    let actor = match entry.actor.clone() {
        Some(actor) => view! { <Person person=actor names="actor"/> }.into_any(),
        None => view! { <span class="muted">{t!(nobody)}</span> }.into_any(),
    };
    let on_behalf = entry.on_behalf.clone().map(|person| {
        let name = move || i18n.format(Key::AuditOnBehalf, &[("name", &texts::person(i18n, &person))]);
        view! { <small class="sub" dir="auto">{name}</small> }
    });
    let target = match entry.target.clone() {
        Some(target) => view! { <Person person=target names="target"/> }.into_any(),
        None => view! { <span aria-hidden="true">"–"</span> }.into_any(),
    };
    let word = entry.action.clone();
    let action = move || texts::action(i18n, &word);
    let (before, after) = (entry.before.clone(), entry.after.clone());
    let becomes = (!before.is_empty() && !after.is_empty()).then(|| {
        view! {
            <span aria-hidden="true">" → "</span><span class="sr">" "{t!(Key::AuditBecomes)}" "</span>
        }
    });
    let reason = entry.reason.clone().map(|reason| {
        view! {
            <span class="audit-grid__reason" dir="auto">{t!(Key::AuditReason, reason = reason.clone())}</span>
        }
    });
    let request = entry.request.to_string();
    view! {
        <tr role="row" tabindex="-1" data-row="">
            <td role="cell" class="when">
                <TimeText datetime=datetime(at) text=when title=other_form/>
                <small class="sub num">"#"{number}</small>
            </td>
            <td role="cell" class="by">{actor}{on_behalf}</td>
            <td role="cell" class="what">{action}</td>
            <td role="cell" class="whom">{target}</td>
            <td role="cell" class="change">
                {(!before.is_empty()).then(|| view! { <del>{written(move || texts::values(i18n, &before))}</del> })}
                {becomes}
                {(!after.is_empty()).then(|| view! { <span>{written(move || texts::values(i18n, &after))}</span> })}
                {reason}
            </td>
            <td role="cell" class="proof">
                <span>{written(move || texts::credential(i18n, &entry))}</span>
                <code class="sub" title=request.clone()>{request.clone()}</code>
            </td>
        </tr>
    }
}

/// Somebody, and all of what they did or what was done to them.
#[component]
fn Person(person: AuditPerson, names: &'static str) -> impl IntoView {
    let i18n = use_i18n();
    let id = person.id.to_string();
    let query = match names {
        "actor" => AuditQuery { actor: id, ..AuditQuery::default() },
        _ => AuditQuery { target: id, ..AuditQuery::default() },
    };
    let known = person.name.is_some();
    view! {
        <a href=url::href(&query) class:muted=!known dir="auto">{written(move || texts::person(i18n, &person))}</a>
    }
}
