//! Words for tabs, actions, reasons and what happened.

use i18n::{I18n, Key};
use model::access::{Action, Blocker, DisabledBy};
use model::user_window::WindowTab;

use crate::errors::blocker_text;

/// The name of a tab.
pub(super) fn tab_key(tab: WindowTab) -> Key {
    match tab {
        WindowTab::Profile => Key::UserWindowTabProfile,
        WindowTab::Access => Key::UserWindowTabAccess,
        WindowTab::Sessions => Key::UserWindowTabSessions,
        WindowTab::Timeline => Key::UserWindowTabTimeline,
    }
}

/// An action that can be asked about, as the end of a question. The server offers no other one.
pub(crate) fn action_key(action: Action) -> Key {
    match action {
        Action::InvitationsSend => Key::UserWindowCanInvitationsSend,
        Action::AccessChange => Key::UserWindowCanAccessChange,
        Action::UsersDisable => Key::UserWindowCanUsersDisable,
        Action::CredentialsHelp => Key::UserWindowCanCredentialsHelp,
        Action::SecurityEdit => Key::UserWindowCanSecurityEdit,
        Action::SettingsEdit => Key::UserWindowCanSettingsEdit,
        Action::BrandingEdit => Key::UserWindowCanBrandingEdit,
        Action::SeatsView => Key::UserWindowCanSeatsView,
        Action::SeatsBuy => Key::UserWindowCanSeatsBuy,
        Action::GroupsEdit => Key::UserWindowCanGroupsEdit,
        Action::OrganizationsCreate => Key::UserWindowCanOrganizationsCreate,
        Action::ProjectsCreate => Key::UserWindowCanProjectsCreate,
        Action::AuditView => Key::UserWindowCanAuditView,
        Action::MailAll => Key::UserWindowCanMailAll,
        _ => Key::UserWindowCanUsersView,
    }
}

/// Why somebody else may not do something. The texts beside controls speak to the reader; these speak of a person.
pub(super) fn reason_text(i18n: I18n, blocker: Blocker) -> String {
    let key = match blocker {
        Blocker::NotActive { disabled_by: None } => Key::UserWindowReasonNotActive,
        Blocker::NotActive { disabled_by: Some(DisabledBy::Administrator) } => Key::UserWindowReasonDisabled,
        Blocker::NotActive { disabled_by: Some(DisabledBy::Organization) } => Key::UserWindowReasonOrganization,
        Blocker::NotActive { disabled_by: Some(DisabledBy::Ended) } => Key::UserWindowReasonEnded,
        Blocker::NoGrant => Key::UserWindowReasonNoGrant,
        Blocker::RoleCeiling => Key::UserWindowReasonRoleCeiling,
        other => return blocker_text(i18n, other),
    };
    i18n.text(key)
}

/// Why somebody was disabled.
pub(super) fn disabled_key(by: DisabledBy) -> Key {
    match by {
        DisabledBy::Administrator => Key::StatusesDisabledAdministrator,
        DisabledBy::Organization => Key::StatusesDisabledOrganization,
        DisabledBy::Ended => Key::StatusesDisabledEnded,
    }
}
