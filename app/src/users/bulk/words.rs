//! Words for what a change comes to, and for what it came to.

use i18n::{I18n, Key};
use model::bulk::{BulkDone, BulkOutcome, Names, SkipReason, Skipped};

use crate::errors::blocker_text;

/// Names in a message that passes.
const NAMES_IN_PASSING: usize = 3;

/// What happens to so many people.
pub(super) fn outcome_text(i18n: I18n, outcome: &BulkOutcome, n: u32) -> String {
    let key = match outcome {
        BulkOutcome::Access { .. } => Key::BulkAccessChanges,
        BulkOutcome::Resent { takes_seat: false } => Key::BulkIsResent,
        BulkOutcome::Resent { takes_seat: true } => Key::BulkIsResentSeat,
        BulkOutcome::Disabled { was_off: false } => Key::BulkIsDisabled,
        BulkOutcome::Disabled { was_off: true } => Key::BulkStaysDisabled,
        BulkOutcome::Enabled => Key::BulkIsEnabled,
        BulkOutcome::Deleted { frees_seat: true } => Key::BulkIsDeletedSeat,
        BulkOutcome::Deleted { frees_seat: false } => Key::BulkIsDeleted,
        BulkOutcome::Restored { .. } => Key::BulkIsRestored,
    };
    i18n.plural(key, n, &[])
}

/// Why nothing happens to somebody, and what would help.
pub(super) fn reason_text(i18n: I18n, reason: SkipReason) -> String {
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

/// The names, and how many more there are; a number where there are no names.
pub(super) fn names_text(i18n: I18n, people: &Names, most: usize) -> String {
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

/// What was done to how many, how many mails wait, and who was left out.
pub(super) fn done_text(i18n: I18n, what: Key, done: &BulkDone) -> String {
    let mut sentences = vec![i18n.plural(what, done.changed.count, &[])];
    if done.mails > 0 && done.undo.is_some() {
        sentences.push(i18n.plural(Key::BulkMailsWait, done.mails, &[]));
    }
    let left_out = all_of(&done.skipped);
    if left_out.count > 0 {
        let names = names_text(i18n, &left_out, NAMES_IN_PASSING);
        sentences.push(i18n.plural(Key::BulkWereLeftOut, left_out.count, &[("names", &names)]));
    }
    sentences.join(" ")
}

/// Everyone who was left out, for whatever reason.
pub(super) fn all_of(skipped: &[Skipped]) -> Names {
    Names {
        count: skipped.iter().map(|one| one.people.count).sum(),
        names: skipped.iter().flat_map(|one| one.people.names.iter().cloned()).collect(),
    }
}
