//! What happened to somebody, newest first.

use i18n::{I18n, Key, Label, t, use_i18n, written};
use leptos::prelude::*;
use model::access::CompanyPermission;
use model::page::Page;
use model::time::Moment;
use model::user_window::{TimelineEntry, TimelineLine};
use ui::{EmptyState, Pager, TimeText};

use super::parts::Place;
use super::texts::disabled_key;
use crate::moments::{datetime, end_text};

#[component]
pub(super) fn Timeline(place: Place, page: Page<TimelineEntry>, now: Moment) -> impl IntoView {
    let i18n = use_i18n();
    let (current, pages, total, per) = (page.page, page.pages(), page.total, page.per);
    let summary = Signal::derive(move || {
        let first = (u64::from(current) - 1) * u64::from(per) + 1;
        let last = (first + u64::from(per) - 1).min(total);
        i18n.format(Key::CommonRowsOf, &[("first", &first), ("last", &last), ("total", &total)])
    });
    let href = Callback::new(move |page: u32| match page {
        1 => place.href(),
        page => place.href_with("at", &page.to_string()),
    });
    let none = page.rows.is_empty();
    let entries = page.rows.into_iter().map(|entry| view! { <Entry entry=entry now=now/> }).collect_view();
    view! {
        <section class="panel" aria-label=t!(Key::UserWindowTabTimeline)>
            <div class="panel__head"><h2>{t!(Key::UserWindowTabTimeline)}</h2></div>
            {if none {
                view! { <EmptyState icon="clock" title=t(Key::UserWindowTimelineNone)/> }.into_any()
            } else {
                view! {
                    <ol class="lines timeline">{entries}</ol>
                    <Pager
                        label=t(Key::CommonPages)
                        summary=summary
                        page=Signal::from(current)
                        pages=Signal::from(pages)
                        href=href
                        previous=t(Key::CommonPreviousPage)
                        next=t(Key::CommonNextPage)
                    />
                }
                .into_any()
            }}
        </section>
    }
}

#[component]
fn Entry(entry: TimelineEntry, now: Moment) -> impl IntoView {
    let i18n = use_i18n();
    let TimelineEntry { seq, at, actor, action, lines, reason } = entry;
    let what = action.map_or(Key::UserWindowDidOther, |action| action.label());
    let actor = actor.unwrap_or_else(|| i18n.text_untracked(Key::UserWindowByRollcall));
    let lines = lines
        .into_iter()
        .map(|line| view! { <p class="small">{written(move || line_text(i18n, &line))}</p> })
        .collect_view();
    let reason = reason
        .map(|reason| view! { <p class="small">{t!(Key::UserWindowReason)} ": " <span dir="auto">{reason}</span></p> });
    view! {
        <li>
            <div class="grow">
                <b>{t!(what)}</b>
                {lines}
                {reason}
                <p class="muted small">
                    <span dir="auto">{actor}</span> " · "
                    <TimeText
                        datetime=datetime(at)
                        text=Signal::derive(move || i18n.when(now.at, at))
                        title=Signal::derive(move || Some(i18n.when_else(now.at, at)))
                    />
                </p>
            </div>
            <code class="push muted small">{format!("#{seq}")}</code>
        </li>
    }
}

fn line_text(i18n: I18n, line: &TimelineLine) -> String {
    let named = |label: Key, value: String| format!("{}: {value}", i18n.text(label));
    let from_to = |from: String, to: String| i18n.format(Key::UserWindowFromTo, &[("from", &from), ("to", &to)]);
    match line {
        TimelineLine::Role(from, to) => named(Key::CommonRole, from_to(i18n.text(from.label()), i18n.text(to.label()))),
        TimelineLine::Gained(permissions) => named(Key::UsersGains, list(i18n, permissions)),
        TimelineLine::Lost(permissions) => named(Key::UsersLoses, list(i18n, permissions)),
        TimelineLine::End(from, to) => named(Key::UsersAccessEnds, from_to(end_text(i18n, *from), end_text(i18n, *to))),
        TimelineLine::Name => named(Key::CommonName, i18n.text(Key::UserWindowChanged)),
        TimelineLine::Username => named(Key::CommonUsername, i18n.text(Key::UserWindowChanged)),
        TimelineLine::Disabled(by) => i18n.text(disabled_key(*by)),
    }
}

fn list(i18n: I18n, permissions: &[CompanyPermission]) -> String {
    let names: Vec<String> = permissions.iter().map(|one| i18n.text(one.label())).collect();
    names.join(", ")
}
