//! Words for what a change comes to, and for what it came to.

use i18n::{I18n, Key};
use model::bulk::{BulkDone, BulkOutcome};

use crate::changes::{all_of, names_text};

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

/// What was done to how many, how many mails wait, and who was left out.
pub(in crate::users) fn done_text(i18n: I18n, what: Key, done: &BulkDone) -> String {
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
