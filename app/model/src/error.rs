//! The one error of Rollcall: data, never sentences.
//!
//! Its variants are tagged from outside: a tag inside would double the code that reads it in the browser.
//! The UI matches on it, `i18n` words it, and [`AppError::status_code`] maps it to HTTP.
//! It holds no personal data and no internals, because plain form posts carry it in an address.

use serde::{Deserialize, Serialize};
use server_fn::codec::JsonEncoding;
use server_fn::error::{FromServerFnError, ServerFnErrorErr};
use uuid::Uuid;

use crate::access::{Action, Blocker};
use crate::fields::FieldErrors;
use crate::ids::IncidentId;

/// A word that is none of an enum's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownWord;

impl std::fmt::Display for UnknownWord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("unknown word")
    }
}

impl std::error::Error for UnknownWord {}

/// Why something was not done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AppError {
    /// No session, or one that ended.
    Unauthenticated,
    /// The password or a code is needed first; the action can then be repeated.
    StepUpRequired,
    /// Visible, but not allowed.
    Forbidden {
        /// What was asked for.
        action: Action,
        /// What stands in the way, most important first.
        blockers: Vec<Blocker>,
    },
    /// Not there, or not there for this person.
    NotFound {
        /// What was looked for.
        what: Noun,
    },
    /// The input needs mending.
    Invalid {
        /// Which fields, and how.
        fields: FieldErrors,
    },
    /// The state has moved on, or the change clashes with something that exists.
    Conflict {
        /// How.
        reason: ConflictReason,
    },
    /// More seats are needed than are free.
    SeatsExhausted {
        /// Seats bought.
        purchased: u32,
        /// Seats of active users.
        used: u32,
        /// Seats held by open invitations.
        reserved: u32,
        /// Seats that are short.
        missing: u32,
    },
    /// So many seats cannot be given back: people use or hold them.
    SeatsHeld {
        /// Seats of active users.
        used: u32,
        /// Seats held by open invitations.
        reserved: u32,
        /// Seats that would have to become free first.
        missing: u32,
    },
    /// An invitation whose 24 hours are over; its page offers a new link.
    InvitationExpired,
    /// Too often.
    RateLimited {
        /// Seconds to wait.
        retry_after_secs: u32,
    },
    /// Busy; nothing was done.
    Unavailable {
        /// Seconds to wait.
        retry_after_secs: u32,
    },
    /// The server could not be reached; made in the browser only.
    Offline,
    /// Our fault.
    Internal {
        /// Finds the log entry.
        incident: IncidentId,
    },
}

text_enum! {
    /// What was looked for and not found.
    pub enum Noun {
        /// A page.
        Page = "page",
        /// A user.
        User = "user",
        /// A one-time link, dead for whatever reason.
        Link = "link",
        /// A mail.
        Mail = "mail",
        /// A session.
        Session = "session",
        /// An invoice.
        Invoice = "invoice",
    }
}

text_enum! {
    /// Why a change does not fit the present state.
    pub enum ConflictReason {
        /// The workspace exists already.
        AlreadySetUp = "already_set_up",
        /// The address belongs to a user.
        AddressTaken = "address_taken",
        /// The username belongs to a user.
        UsernameTaken = "username_taken",
        /// Somebody changed it meanwhile.
        Stale = "stale",
        /// The user's status does not allow it.
        WrongStatus = "wrong_status",
        /// The time in which it could be taken back is over, or it was taken back.
        UndoClosed = "undo_closed",
        /// The mail has left, or was canceled.
        MailGone = "mail_gone",
        /// No mail server is configured.
        NoMailServer = "no_mail_server",
        /// The mail server refused or could not be reached.
        MailServerFailed = "mail_server_failed",
        /// Someone else is signed in in this browser.
        SignedInAsOther = "signed_in_as_other",
        /// The page was made for another session than the one that sends its form.
        OtherSession = "other_session",
        /// The workspace asks everybody for a second factor.
        TwoFactorEnforced = "two_factor_enforced",
        /// The workspace allows nobody to be deleted for good.
        ErasureForbidden = "erasure_forbidden",
        /// Nobody is without a second factor.
        EveryoneEnrolled = "everyone_enrolled",
        /// Everybody whom it concerns was reminded today.
        RemindedToday = "reminded_today",
        /// Nobody of those who were selected lacks a second factor and was not reminded today.
        NobodyToRemind = "nobody_to_remind",
    }
}

impl AppError {
    /// The HTTP status of an answer that carries this error.
    #[must_use]
    pub const fn status_code(&self) -> u16 {
        match self {
            Self::Unauthenticated => 401,
            Self::StepUpRequired | Self::Forbidden { .. } => 403,
            Self::NotFound { .. } => 404,
            Self::Conflict { .. } | Self::SeatsExhausted { .. } | Self::SeatsHeld { .. } => 409,
            Self::InvitationExpired => 410,
            Self::Invalid { .. } => 422,
            Self::RateLimited { .. } => 429,
            Self::Internal { .. } => 500,
            Self::Unavailable { .. } | Self::Offline => 503,
        }
    }

    /// Seconds for the header `Retry-After`, if the answer has one.
    #[must_use]
    pub const fn retry_after_secs(&self) -> Option<u32> {
        match self {
            Self::RateLimited { retry_after_secs } | Self::Unavailable { retry_after_secs } => Some(*retry_after_secs),
            _ => None,
        }
    }

    /// An error about one field.
    #[must_use]
    pub fn field(field: &str, code: crate::fields::FieldCode) -> Self {
        Self::Invalid { fields: FieldErrors::one(field, code) }
    }
}

impl std::fmt::Display for AppError {
    /// For logs and developers; people read what `i18n` makes of it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self:?}")
    }
}

impl std::error::Error for AppError {}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    /// Drops the framework's text, which is for developers.
    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(_) => Self::Offline,
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => {
                Self::Invalid { fields: FieldErrors::default() }
            }
            #[cfg(not(target_arch = "wasm32"))]
            ServerFnErrorErr::Deserialization(_) => Self::Invalid { fields: FieldErrors::default() },
            _ => Self::Internal { incident: IncidentId(Uuid::nil()) },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn error_survives_the_wire() {
        let error = AppError::SeatsExhausted { purchased: 10, used: 8, reserved: 2, missing: 3 };
        let json = serde_json::to_string(&error).unwrap();
        assert_eq!(json, r#"{"seats_exhausted":{"purchased":10,"used":8,"reserved":2,"missing":3}}"#);
        assert_eq!(serde_json::from_str::<AppError>(&json).unwrap(), error);
    }

    #[test]
    fn developer_text_of_the_framework_is_dropped() {
        let secret = "SELECT password_hash FROM credential";
        let error = AppError::from_server_fn_error(ServerFnErrorErr::ServerError(secret.to_owned()));
        assert!(!serde_json::to_string(&error).unwrap().contains("SELECT"));
        assert_eq!(error.status_code(), 500);
    }
}
