//! The window of one user: who they are, what they may do and why, where they are signed in, what happened to them.

mod access;
mod timeline;

use serde::{Deserialize, Serialize};

use crate::access::{Action, Verdict};
use crate::api_keys::ApiKeyInfo;
use crate::email_change::PendingEmail;
use crate::error::AppError;
use crate::fields::{FieldCode, FieldErrors};
use crate::ids::{NoteId, SessionId, UserId};
use crate::page::Page;
use crate::person::{self, PersonName};
use crate::time::Moment;
use crate::users::{UserQuery, UserSummary};

pub use access::{AccessEnd, AccessTab, Change, Explanation, Fix, HeldAccess, RoleAsked, RoleForm, Source};
pub use timeline::{TimelineEntry, TimelineLine};

/// Longest note, in code points.
pub const NOTE_MAX: usize = 5000;
/// Longest internal reference, in code points.
pub const REFERENCE_MAX: usize = 80;
/// Longest reason, in code points.
pub const REASON_MAX: usize = 200;

text_enum! {
    /// The tabs of the window, in the order in which they stand.
    pub enum WindowTab {
        /// Who somebody is.
        Profile = "profile",
        /// What they may do.
        Access = "access",
        /// Where they are signed in.
        Sessions = "sessions",
        /// What happened to them.
        Timeline = "timeline",
    }
}

/// Which tab of whose window, with what it is asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WindowQuery {
    /// The tab.
    pub tab: WindowTab,
    /// The list from which somebody came; its order gives the previous and the next user.
    pub list: Option<UserQuery>,
    /// The action that is to be explained.
    pub action: Option<Action>,
    /// The page of the timeline; the first is 1.
    pub page: u32,
    /// The change of role and permissions that is asked for.
    #[serde(default)]
    pub role: Option<RoleAsked>,
}

/// Somebody beside this user in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Neighbor {
    /// Who.
    pub id: UserId,
    /// The page of the list on which they stand.
    pub page: u32,
}

/// Who stands before and after a user in a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Neighbors {
    /// Before.
    pub previous: Option<Neighbor>,
    /// After.
    pub next: Option<Neighbor>,
}

/// What the window shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UserWindow {
    /// The user, as far as the viewer sees them in the list.
    pub user: UserSummary,
    /// The tabs that are open to the viewer.
    pub tabs: Vec<WindowTab>,
    /// Who stands beside them in the list.
    pub neighbors: Neighbors,
    /// The tab that was asked for.
    pub body: WindowBody,
    /// The server's time, in the viewer's zone.
    pub now: Moment,
}

/// What is on a tab.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WindowBody {
    /// Of Profile.
    Profile {
        /// What of it can be edited, for holders of Users.
        names: Option<Names>,
        /// The address, for holders of Users.
        email: Option<EmailEdit>,
        /// Administrator information, for holders of Users and nobody else.
        notes: Option<Notes>,
    },
    /// Of Access.
    Access(AccessTab),
    /// Of Sessions.
    Sessions(SessionsTab),
    /// Of Timeline.
    Timeline(Page<TimelineEntry>),
}

/// The address, and asking for another one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EmailEdit {
    /// As entered.
    pub address: String,
    /// The new one that waits to be confirmed.
    pub pending: Option<PendingEmail>,
    /// Whether the viewer may ask for another one.
    pub verdict: Verdict,
    /// Whether the password is asked for first.
    pub needs_step_up: bool,
}

/// A change that can be taken back, once, by the one who made it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UndoOffer {
    /// Takes it back.
    pub secret: String,
    /// How long that is offered.
    pub seconds: u32,
}

/// Names and username as they can be edited.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Names {
    /// First name; empty until entered.
    pub first: String,
    /// Last name; empty until entered.
    pub last: String,
    /// Username.
    pub username: String,
    /// The version of the row; a change names it.
    pub version: i64,
    /// Whether the viewer may change them.
    pub verdict: Verdict,
}

/// A change of names and username.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamesChange {
    /// The version that was looked at.
    pub version: i64,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// Username.
    pub username: String,
}

impl NamesChange {
    /// Checks every field; whether the username is free is the server's business.
    ///
    /// # Errors
    /// All fields that need mending.
    pub fn validate(&self) -> Result<(PersonName, String), AppError> {
        let mut errors = FieldErrors::default();
        // Nobody has to make up a name for someone who has not entered one.
        let nameless = self.first_name.trim().is_empty() && self.last_name.trim().is_empty();
        let part = |text: &str| if nameless { Ok(String::new()) } else { person::name_part(text) };
        let first = errors.take("first_name", part(&self.first_name));
        let last = errors.take("last_name", part(&self.last_name));
        let username = errors.take("username", person::username(&self.username));
        match (first, last, username) {
            (Some(first), Some(last), Some(username)) => Ok((PersonName { first, last }, username)),
            _ => Err(AppError::Invalid { fields: errors }),
        }
    }
}

/// What holders of Users write about somebody, with its history.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Notes {
    /// The present text; none before the first one.
    pub current: Option<Note>,
    /// The texts before it, newest first.
    pub earlier: Vec<Note>,
}

/// One text of Administrator information.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Note {
    /// Which.
    pub id: NoteId,
    /// Plain text.
    pub body: String,
    /// Internal reference, such as a number in another system.
    pub reference: String,
    /// Who wrote it; nobody when they were erased.
    pub author: Option<String>,
    /// When.
    pub at: Moment,
}

/// A new text in the place of the present one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoteChange {
    /// The text that was looked at.
    pub seen: Option<NoteId>,
    /// The new text; may be empty.
    pub body: String,
    /// The new reference; may be empty.
    pub reference: String,
}

impl NoteChange {
    /// Checks both fields.
    ///
    /// # Errors
    /// All fields that need mending.
    pub fn validate(&self) -> Result<(String, String), AppError> {
        let mut errors = FieldErrors::default();
        let body = errors.take("note", note_body(&self.body));
        let reference = match self.reference.trim() {
            "" => Some(String::new()),
            text => errors.take("reference", person::one_line(text, REFERENCE_MAX)),
        };
        match (body, reference) {
            (Some(body), Some(reference)) => Ok((body, reference)),
            _ => Err(AppError::Invalid { fields: errors }),
        }
    }
}

/// Several lines of plain text, with line ends as every browser sends and shows them alike.
fn note_body(text: &str) -> Result<String, FieldCode> {
    let too_long = FieldCode::TooLong { max: u32::try_from(NOTE_MAX).unwrap_or(u32::MAX) };
    // Bytes first: counting code points of a megabyte is work that nobody asked for.
    if text.len() > NOTE_MAX * 8 {
        return Err(too_long);
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text = text.trim_end().trim_start_matches('\n');
    if text.chars().any(|c| c != '\n' && c != '\t' && person::is_forbidden(c)) {
        return Err(FieldCode::InvalidCharacters);
    }
    if text.chars().count() > NOTE_MAX { Err(too_long) } else { Ok(text.to_owned()) }
}

/// The reason that goes with an action on somebody's credentials.
///
/// # Errors
/// What is wrong with it.
pub fn reason(text: &str) -> Result<String, AppError> {
    person::one_line(text, REASON_MAX).map_err(|code| AppError::field("reason", code))
}

/// Where somebody is signed in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SessionsTab {
    /// Whether the viewer may help this person with signing in.
    pub verdict: Verdict,
    /// Whether a new password can be asked for at all.
    pub can_sign_in: bool,
    /// Whether the viewer's password is asked for first.
    pub needs_step_up: bool,
    /// Whether a second factor is set up here, which could be reset.
    pub second_factor: bool,
    /// The API key, if there is one; never the key itself.
    pub api_key: Option<ApiKeyInfo>,
    /// The sessions that work, the one that was used last first.
    pub sessions: Vec<SessionEntry>,
}

/// A signed-in browser.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SessionEntry {
    /// Which.
    pub id: SessionId,
    /// The browser, such as "Firefox"; empty when it is not known.
    pub browser: String,
    /// What it runs on, such as "Linux"; empty when it is not known.
    pub system: String,
    /// The address from which it was begun.
    pub address: String,
    /// Whether a second factor was shown.
    pub second_factor: bool,
    /// When it began.
    pub created: Moment,
    /// When it was last used.
    pub last_used: Moment,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(body: &str, reference: &str) -> Result<(String, String), AppError> {
        NoteChange { seen: None, body: body.to_owned(), reference: reference.to_owned() }.validate()
    }

    // S3.25 IN-08
    #[test]
    fn notes_are_plain_text_of_a_bounded_length() {
        let fits = "ä".repeat(NOTE_MAX);
        assert_eq!(note(&fits, ""), Ok((fits.clone(), String::new())));
        let AppError::Invalid { fields } = note(&format!("{fits}x"), &"x".repeat(81)).unwrap_err() else { panic!() };
        assert_eq!(fields.of("note"), Some(FieldCode::TooLong { max: 5000 }));
        assert_eq!(fields.of("reference"), Some(FieldCode::TooLong { max: 80 }));
        assert_eq!(note("one\r\ntwo\n\n", " HR-7 "), Ok(("one\ntwo".to_owned(), "HR-7".to_owned())));
        for odd in ["a\0b", "a\u{202e}b", "a\u{2028}b"] {
            assert!(note(odd, "").is_err(), "{odd:?}");
        }
        assert_eq!(note("", ""), Ok((String::new(), String::new())));
    }

    #[test]
    fn all_fields_of_names_are_named_at_once() {
        let change = |first: &str, last: &str, username: &str| NamesChange {
            version: 1,
            first_name: first.to_owned(),
            last_name: last.to_owned(),
            username: username.to_owned(),
        };
        let AppError::Invalid { fields } = change("Ana", " ", "Ana").validate().unwrap_err() else { panic!() };
        assert_eq!(fields.of("last_name"), Some(FieldCode::Required));
        assert_eq!(fields.of("username"), Some(FieldCode::InvalidUsername));
        assert!(change("", "", "ana").validate().is_ok());
    }
}
