//! Who was left out of a change and why, in words.

use i18n::{I18n, Key, use_i18n};
use leptos::prelude::*;
use model::bulk::{NAMES_MAX, Names, SkipReason, Skipped};

use crate::errors::blocker_text;

/// Whom nothing happens to, or happened to, and why.
#[component]
pub(crate) fn LeftOut(skipped: Vec<Skipped>, n: u32) -> impl IntoView {
    let i18n = use_i18n();
    let lines = skipped
        .into_iter()
        .map(|Skipped { reason, people }| {
            view! {
                <div>
                    <dt dir="auto">{move || names_text(i18n, &people, NAMES_MAX)}</dt>
                    <dd>{move || reason_text(i18n, reason)}</dd>
                </div>
            }
        })
        .collect_view();
    view! {
        <section class="bulk-group is-out">
            <h3>{move || i18n.plural(Key::BulkLeftOut, n, &[])}</h3>
            <dl>{lines}</dl>
        </section>
    }
}

/// The names, and how many more there are; a number where there are no names.
pub(crate) fn names_text(i18n: I18n, people: &Names, most: usize) -> String {
    let mut words: Vec<String> = people.names.iter().take(most).cloned().collect();
    let rest = people.count.saturating_sub(u32::try_from(words.len()).unwrap_or(u32::MAX));
    if rest > 0 && words.is_empty() {
        return i18n.with(|catalog| catalog.number(u64::from(rest)));
    }
    if rest > 0 {
        words.push(i18n.plural(Key::BulkMoreNames, rest, &[]));
    }
    words.join(", ")
}

/// Everyone who was left out, for whatever reason.
pub(crate) fn all_of(skipped: &[Skipped]) -> Names {
    Names {
        count: skipped.iter().map(|one| one.people.count).sum(),
        names: skipped.iter().flat_map(|one| one.people.names.iter().cloned()).collect(),
    }
}

/// For how many of them it was taken back.
pub(crate) fn taken_back_text(i18n: I18n, of: u32, skipped: &[Skipped]) -> String {
    i18n.plural(Key::BulkUndone, of.saturating_sub(all_of(skipped).count), &[])
}

/// Why nothing happens to somebody, and what would help.
fn reason_text(i18n: I18n, reason: SkipReason) -> String {
    match reason {
        SkipReason::Blocked(blocker) => blocker_text(i18n, blocker),
        SkipReason::Unchanged => i18n.text(Key::BulkWhyUnchanged),
        SkipReason::Changed => i18n.text(Key::BulkWhyChanged),
        SkipReason::Unknown => i18n.text(Key::BulkWhyUnknown),
        SkipReason::TooSoon => i18n.text(Key::BulkWhyTooSoon),
        SkipReason::MailLeft => i18n.text(Key::BulkWhyMailLeft),
        SkipReason::NoSeat => i18n.text(Key::BulkWhyNoSeat),
        SkipReason::AddressTaken => i18n.text(Key::BulkWhyAddressTaken),
    }
}
