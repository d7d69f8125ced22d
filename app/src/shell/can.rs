//! Controls follow the verdict that came with the data; nothing is decided here.

use i18n::I18n;
use model::access::{Action, Verdicts};

use crate::errors::blocker_text;

/// Why an offered control does not work, in words; nothing when it works.
pub(crate) fn reason(i18n: I18n, actions: &Verdicts, action: Action) -> Option<String> {
    actions.of(action).blocker().map(|blocker| blocker_text(i18n, blocker))
}
