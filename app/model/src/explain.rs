//! A question about access: may this person do that, and why.

use serde::{Deserialize, Serialize};

use crate::access::Action;
use crate::error::AppError;
use crate::fields::FieldCode;
use crate::ids::UserId;
use crate::user_window::Explanation;

/// What can be asked about the workspace; where it is done to somebody, a Team member is meant.
pub const ABOUT_WORKSPACE: &[Action] = &[
    Action::UsersView,
    Action::InvitationsSend,
    Action::AccessChange,
    Action::UsersDisable,
    Action::CredentialsHelp,
    Action::SecurityEdit,
    Action::SettingsEdit,
    Action::BrandingEdit,
    Action::SeatsView,
    Action::SeatsBuy,
    Action::GroupsEdit,
    Action::OrganizationsCreate,
    Action::ProjectsCreate,
    Action::AuditView,
    Action::MailInvitations,
    Action::MailAll,
];

/// What can be asked about one person to whom it would be done.
pub const ABOUT_PERSON: &[Action] = &[
    Action::AccessChange,
    Action::UsersRename,
    Action::UsersChangeUsername,
    Action::UsersDisable,
    Action::UsersEnable,
    Action::UsersDelete,
    Action::UsersRestore,
    Action::InvitationsResend,
    Action::InvitationsCopyLink,
    Action::InvitationsCancel,
    Action::CredentialsHelp,
];

/// Longest text by which somebody is looked for, in code points.
pub const TYPED_MAX: usize = 200;

/// What is asked.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Who would do it; nobody is oneself.
    pub person: Sought,
    /// What.
    pub action: Option<Action>,
    /// To whom.
    pub about: Sought,
}

impl Question {
    /// Why oneself may not do this in the workspace.
    #[must_use]
    pub fn of(action: Action) -> Self {
        Self { action: Some(action), ..Self::default() }
    }

    /// Why oneself may not do this to somebody.
    #[must_use]
    pub fn about(action: Action, user: UserId) -> Self {
        let about = Sought { id: Some(user), typed: String::new() };
        Self { action: Some(action), about, ..Self::default() }
    }

    /// Whether there is an answer to it.
    #[must_use]
    pub fn is_askable(&self) -> bool {
        let within = |actions: &[Action]| self.action.is_some_and(|action| actions.contains(&action));
        within(ABOUT_WORKSPACE) || within(ABOUT_PERSON)
    }
}

/// Somebody, by their id or by what was typed; what was typed counts unless it is their name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sought {
    /// Who.
    pub id: Option<UserId>,
    /// Part of a name, username or address.
    pub typed: String,
}

/// Somebody who was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// Who.
    pub id: UserId,
    /// Their name, as the viewer sees it.
    pub name: String,
    /// Whether it is the viewer.
    pub is_self: bool,
}

/// What a search for somebody came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Search {
    /// Nobody was asked for.
    Nobody,
    /// This one.
    One(Known),
    /// Several; the first of them.
    Several(Vec<Known>),
    /// Nobody whom the viewer sees.
    NotFound,
}

impl Search {
    /// The one who was found.
    #[must_use]
    pub const fn known(&self) -> Option<&Known> {
        match self {
            Self::One(known) => Some(known),
            _ => None,
        }
    }
}

/// What the Explain page and its panel show.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Explained {
    /// Who would do it.
    pub person: Search,
    /// What was asked.
    pub action: Option<Action>,
    /// To whom.
    pub about: Search,
    /// Whether the viewer may ask about others.
    pub asks_about_others: bool,
    /// The answer; none while something of the question is missing.
    pub explanation: Option<Explanation>,
    /// Whether the viewer can ask those who can give it; only for oneself.
    pub can_request: bool,
}

/// Asks those who can give it for something that oneself may not do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccessRequest {
    /// What.
    pub action: Action,
    /// Why, in one's own words; may be empty.
    pub message: String,
}

impl AccessRequest {
    /// The message, trimmed.
    ///
    /// # Errors
    /// `Invalid` for an action that cannot be asked for, and for a message that is too long or holds links.
    pub fn validate(&self) -> Result<String, AppError> {
        if !ABOUT_WORKSPACE.contains(&self.action) {
            return Err(AppError::field("action", FieldCode::NotOffered));
        }
        let message =
            crate::invitations::message(Some(&self.message)).map_err(|code| AppError::field("message", code))?;
        Ok(message.unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_needs_an_action_that_has_an_answer() {
        assert!(!Question::default().is_askable());
        assert!(Question::of(Action::SeatsBuy).is_askable());
        assert!(Question::about(Action::UsersRestore, UserId(uuid::Uuid::nil())).is_askable());
        assert!(!Question::of(Action::AccountEdit).is_askable());
    }
}
