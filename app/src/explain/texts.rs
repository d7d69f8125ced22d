//! Words for what can be asked, and for the reasons.

use i18n::{I18n, Key, ability};
use model::access::{Action, Blocker, DisabledBy};
use model::explain::{ABOUT_PERSON, ABOUT_WORKSPACE};

use crate::errors::blocker_text;

/// Everything that can be asked about, each once.
pub(super) fn askable() -> impl Iterator<Item = Action> {
    let others = ABOUT_PERSON.iter().filter(|action| !ABOUT_WORKSPACE.contains(action));
    ABOUT_WORKSPACE.iter().chain(others).copied()
}

/// What somebody would do, to this person where it is done to one.
pub(super) fn ability_text(i18n: I18n, action: Action, about: Option<&str>) -> String {
    let key = match action {
        Action::AccessChange => Key::ExplainCanAccessChange,
        Action::UsersRename => Key::ExplainCanRename,
        Action::UsersChangeUsername => Key::ExplainCanUsername,
        Action::UsersDisable => Key::ExplainCanDisable,
        Action::UsersEnable => Key::ExplainCanEnable,
        Action::UsersDelete => Key::ExplainCanDelete,
        Action::UsersRestore => Key::ExplainCanRestore,
        Action::InvitationsResend => Key::ExplainCanResend,
        Action::InvitationsCopyLink => Key::ExplainCanCopyLink,
        Action::InvitationsCancel => Key::ExplainCanCancel,
        Action::CredentialsHelp => Key::ExplainCanHelp,
        _ => return i18n.text(ability(action)),
    };
    match about {
        Some(name) => i18n.format(key, &[("name", &name)]),
        None if ABOUT_WORKSPACE.contains(&action) => i18n.text(ability(action)),
        None => i18n.format(key, &[("name", &i18n.text(Key::ExplainSomeone))]),
    }
}

/// Why something may not be done: spoken to the reader, or about somebody else.
pub(super) fn reason_text(i18n: I18n, blocker: Blocker, is_self: bool) -> String {
    if is_self {
        return blocker_text(i18n, blocker);
    }
    let key = match blocker {
        Blocker::NotActive { disabled_by: None } => Key::UserWindowReasonNotActive,
        Blocker::NotActive { disabled_by: Some(DisabledBy::Administrator) } => Key::UserWindowReasonDisabled,
        Blocker::NotActive { disabled_by: Some(DisabledBy::Organization) } => Key::UserWindowReasonOrganization,
        Blocker::NotActive { disabled_by: Some(DisabledBy::Ended) } => Key::UserWindowReasonEnded,
        Blocker::NoGrant => Key::UserWindowReasonNoGrant,
        Blocker::RoleCeiling => Key::UserWindowReasonRoleCeiling,
        Blocker::Outranked => Key::ExplainReasonOutranked,
        Blocker::OwnAccount => Key::ExplainReasonOwnAccount,
        Blocker::NotOwnToGrant => Key::ExplainReasonNotOwnToGrant,
        other => return blocker_text(i18n, other),
    };
    i18n.text(key)
}

/// The texts are written as the end of a question.
pub(super) fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
