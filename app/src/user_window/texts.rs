//! Words for tabs and for reasons.

use i18n::Key;
use model::access::DisabledBy;
use model::user_window::WindowTab;

/// The name of a tab.
pub(super) fn tab_key(tab: WindowTab) -> Key {
    match tab {
        WindowTab::Profile => Key::UserWindowTabProfile,
        WindowTab::Access => Key::UserWindowTabAccess,
        WindowTab::Sessions => Key::UserWindowTabSessions,
        WindowTab::Timeline => Key::UserWindowTabTimeline,
    }
}

/// Why somebody was disabled.
pub(super) fn disabled_key(by: DisabledBy) -> Key {
    match by {
        DisabledBy::Administrator => Key::StatusesDisabledAdministrator,
        DisabledBy::Organization => Key::StatusesDisabledOrganization,
        DisabledBy::Ended => Key::StatusesDisabledEnded,
    }
}
