//! Inviting people: a pasted list, a verdict per address, one mail each.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::access::{CompanyPermission, CompanyRole, DisabledBy, Verdict};
use crate::error::AppError;
use crate::fields::{FieldCode, FieldErrors};
use crate::ids::UserId;
use crate::language::Language;
use crate::person;
use crate::seats::SeatCount;
use crate::time::{Moment, Timestamp};

/// Addresses in one go.
pub const INVITATIONS_MAX: usize = 200;
/// Longest message of an inviter, in code points.
pub const MESSAGE_MAX: usize = 1000;
/// Longest pasted text, in bytes.
pub const LIST_MAX_BYTES: usize = 64 * 1024;

/// What the dialog offers when it opens, before anything was typed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InvitationChoices {
    /// Roles, each with a verdict for inviting someone to it.
    pub roles: Vec<(CompanyRole, Verdict)>,
    /// Permissions on top, for each role that can hold any, each with a verdict.
    pub permissions: Vec<(CompanyRole, CompanyPermission, Verdict)>,
    /// The language that mails have unless chosen otherwise.
    pub language: Language,
    /// Seats at this moment.
    pub seats: SeatCount,
    /// Whether the inviter may buy more of them.
    pub buy: Verdict,
}

/// A pasted list that wants a verdict per address.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddressList {
    /// As pasted.
    pub text: String,
}

/// What will happen to each address.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AddressReport {
    /// One entry per different address, what needs attention first.
    pub entries: Vec<AddressEntry>,
    /// Entries in the text, repeated ones included.
    pub listed: u32,
    /// Seats at this moment.
    pub seats: SeatCount,
    /// The server's time.
    pub now: Moment,
}

/// What will happen to one address.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AddressEntry {
    /// The entry as it stands in the text.
    pub text: String,
    /// The address, when it is one.
    pub address: Option<String>,
    /// The name: of the user if there is one, else what stands in the text.
    pub name: Option<String>,
    /// How often it is listed.
    pub times: u32,
    /// Written with look-alike characters or a punycode domain.
    pub lookalike: bool,
    /// What will happen.
    pub verdict: AddressVerdict,
}

/// What will happen to one address.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AddressVerdict {
    /// Will be invited.
    New,
    /// Is no address.
    Invalid {
        /// What is wrong.
        code: FieldCode,
    },
    /// Is in already.
    Active {
        /// Who it is.
        user: UserId,
    },
    /// Is invited; the invitation can be sent again.
    Invited {
        /// Who it is.
        user: UserId,
        /// When the present link ends.
        until: Moment,
    },
    /// Did not accept in time; the invitation can be sent again, and takes a seat.
    NotAccepted {
        /// Who it is.
        user: UserId,
        /// When the link ended.
        since: Moment,
    },
    /// Is disabled.
    Disabled {
        /// Who it is.
        user: UserId,
        /// Why.
        by: DisabledBy,
    },
    /// Was archived.
    Deleted {
        /// Who it is.
        user: UserId,
    },
}

impl AddressVerdict {
    /// Whether sending to this address takes a seat that is free now.
    #[must_use]
    pub const fn takes_seat(self) -> bool {
        matches!(self, Self::New | Self::NotAccepted { .. })
    }

    /// Whether an invitation can be sent again.
    #[must_use]
    pub const fn can_resend(self) -> bool {
        matches!(self, Self::Invited { .. } | Self::NotAccepted { .. })
    }
}

/// One person to invite.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Invitee {
    /// The address.
    pub address: String,
    /// The name that stood in front of it.
    #[serde(default)]
    pub name: Option<String>,
}

/// What the dialog sends. All or nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewInvitations {
    /// Drawn when the dialog opens: sending the same dialog twice has one effect.
    pub key: Uuid,
    /// People to invite.
    pub people: Vec<Invitee>,
    /// People to whom an invitation is sent again.
    pub resend: Vec<UserId>,
    /// What they will be.
    pub role: CompanyRole,
    /// Permissions on top of the role.
    pub permissions: Vec<CompanyPermission>,
    /// A message in the mail; plain text.
    pub message: Option<String>,
    /// The language of the mail.
    pub language: Language,
}

impl NewInvitations {
    /// Checks what can be checked without the database, and trims the message.
    ///
    /// # Errors
    /// All fields that need mending.
    pub fn validate(mut self) -> Result<Self, AppError> {
        let mut errors = FieldErrors::default();
        let count = self.people.len() + self.resend.len();
        if count == 0 {
            errors.push("people", FieldCode::Required);
        }
        if count > INVITATIONS_MAX {
            errors.push("people", FieldCode::TooMany { max: 200 });
        }
        if self.role == CompanyRole::Owner {
            errors.push("role", FieldCode::NotOffered);
        }
        self.permissions.sort_unstable();
        self.permissions.dedup();
        self.message = errors.take("message", message(self.message.as_deref())).flatten();
        if errors.is_empty() { Ok(self) } else { Err(AppError::Invalid { fields: errors }) }
    }
}

/// A message in a mail to somebody else: several lines of plain text without links, so that nobody can use the mails for
/// advertising.
pub(crate) fn message(text: Option<&str>) -> Result<Option<String>, FieldCode> {
    let text = text.unwrap_or_default().trim();
    if text.is_empty() {
        return Ok(None);
    }
    if text.chars().count() > MESSAGE_MAX {
        return Err(FieldCode::TooLong { max: 1000 });
    }
    if text.chars().any(|c| person::is_forbidden(c) && !matches!(c, '\n' | '\r' | '\t')) {
        return Err(FieldCode::InvalidCharacters);
    }
    let lower = text.to_lowercase();
    if lower.contains("://") || lower.contains("www.") {
        return Err(FieldCode::NoLinks);
    }
    Ok(Some(text.replace("\r\n", "\n")))
}

/// What was sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InvitationReport {
    /// Newly invited.
    pub sent: Vec<InvitedPerson>,
    /// Sent again, with a new link.
    pub resent: Vec<InvitedPerson>,
    /// Seats afterward.
    pub seats: SeatCount,
    /// When the mails leave.
    pub mails_leave_at: Timestamp,
}

/// Someone with an open invitation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InvitedPerson {
    /// Who.
    pub user: UserId,
    /// The address.
    pub email: String,
    /// When the link ends.
    pub until: Moment,
}

/// A fresh link of an invitation; the one that was mailed has stopped working.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct InvitationLink {
    /// The address to open.
    pub url: String,
    /// When it ends.
    pub until: Moment,
}

impl std::fmt::Debug for InvitationLink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("InvitationLink").field("until", &self.until).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input() -> NewInvitations {
        NewInvitations {
            key: Uuid::nil(),
            people: vec![Invitee { address: "a@b.example".to_owned(), name: None }],
            resend: Vec::new(),
            role: CompanyRole::Member,
            permissions: Vec::new(),
            message: None,
            language: Language::En,
        }
    }

    // IV-11
    #[test]
    fn two_hundred_fit_and_one_more_does_not() {
        let mut new = input();
        new.people = vec![new.people[0].clone(); 200];
        assert!(new.clone().validate().is_ok());
        new.people.push(new.people[0].clone());
        assert_eq!(new.validate(), Err(AppError::field("people", FieldCode::TooMany { max: 200 })));
    }

    // IV-16
    #[test]
    fn message_with_a_link_is_refused() {
        let mut new = input();
        new.message = Some("see https://spam.example".to_owned());
        assert_eq!(new.validate(), Err(AppError::field("message", FieldCode::NoLinks)));
    }

    // IV-08
    #[test]
    fn nobody_is_invited_as_owner() {
        let mut new = input();
        new.role = CompanyRole::Owner;
        assert_eq!(new.validate(), Err(AppError::field("role", FieldCode::NotOffered)));
    }
}
