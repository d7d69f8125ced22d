//! One change for many people: who is meant, what it comes to for each, and what was done.
//!
//! The dialog looks first and sends back what it saw, so that whoever changed meanwhile is left alone and named.

use serde::{Deserialize, Serialize};

use crate::access::{Blocker, CompanyPermission, CompanyRole, Verdict};
use crate::error::AppError;
use crate::fields::{FieldCode, FieldErrors};
use crate::ids::UserId;
use crate::seats::SeatCount;
use crate::users::UserQuery;

/// The most people that one change takes.
pub const PEOPLE_MAX: u32 = 2_000;

/// The most names that stand in one list of names; the rest is counted.
pub const NAMES_MAX: usize = 100;

/// Who is meant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Selection {
    /// These people, in this order.
    People(Vec<UserId>),
    /// Everyone whom the query finds, on whichever page.
    Matching(UserQuery),
}

impl Selection {
    /// # Errors
    /// `Invalid` for nobody, and for more than [`PEOPLE_MAX`].
    pub fn validate(&self) -> Result<(), AppError> {
        match self {
            Self::People(people) => expect_some(people.len()),
            Self::Matching(_) => Ok(()),
        }
    }
}

/// What happens to them. To add a change: a variant here and in [`BulkOutcome`], and an arm where the compiler asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BulkAction {
    /// Another role, other permissions.
    Edit(AccessEdit),
    /// The invitation again, with a new link.
    Resend,
    /// Access off.
    Disable,
    /// Access on again.
    Enable,
    /// Archived: gone from every list, and can be restored.
    Delete,
    /// Invited back from the archive.
    Restore,
}

/// A change of role and permissions; what is not in it stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccessEdit {
    /// The new role.
    pub role: Option<CompanyRole>,
    /// Permissions that everyone is to hold on top of the role.
    pub give: Vec<CompanyPermission>,
    /// Permissions that nobody is to hold on top of the role.
    pub take: Vec<CompanyPermission>,
}

impl AccessEdit {
    /// Whether it changes nothing for anybody.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.role.is_none() && self.give.is_empty() && self.take.is_empty()
    }
}

/// Someone as the preview saw them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    /// Who.
    pub id: UserId,
    /// The version of their row.
    pub version: i64,
}

/// The change, as it was confirmed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BulkChange {
    /// What.
    pub action: BulkAction,
    /// Everyone in the preview, in its order.
    pub seen: Vec<Seen>,
    /// The query behind it; it has to find the same people still.
    pub matching: Option<UserQuery>,
}

impl BulkChange {
    /// # Errors
    /// `Invalid` for nobody, and for more than [`PEOPLE_MAX`].
    pub fn validate(&self) -> Result<(), AppError> {
        expect_some(self.seen.len())
    }
}

fn expect_some(people: usize) -> Result<(), AppError> {
    let code = match u32::try_from(people) {
        Ok(0) => FieldCode::Required,
        Ok(1..=PEOPLE_MAX) => return Ok(()),
        _ => FieldCode::TooMany { max: PEOPLE_MAX },
    };
    Err(AppError::Invalid { fields: FieldErrors::one("people", code) })
}

/// Some people by their names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Names {
    /// How many.
    pub count: u32,
    /// The first [`NAMES_MAX`] of them.
    pub names: Vec<String>,
}

impl Names {
    /// One more.
    pub fn push(&mut self, name: String) {
        self.count = self.count.saturating_add(1);
        if self.names.len() < NAMES_MAX {
            self.names.push(name);
        }
    }
}

/// What a change comes to for somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BulkOutcome {
    /// Role and permissions, as the decision sees them: the rights of the role included.
    Access {
        /// The role before.
        from: CompanyRole,
        /// The role after.
        to: CompanyRole,
        /// Permissions that are new.
        gains: Vec<CompanyPermission>,
        /// Permissions that are gone.
        loses: Vec<CompanyPermission>,
    },
    /// A new link by mail.
    Resent {
        /// The old one had ended, so a seat is taken.
        takes_seat: bool,
    },
    /// Out at once.
    Disabled {
        /// The access was off already, for another reason.
        was_off: bool,
    },
    /// In again, on a seat.
    Enabled,
    /// In the archive.
    Deleted {
        /// They were in a seat.
        frees_seat: bool,
    },
    /// Invited back, with a seat held for them.
    Restored {
        /// The role that they had.
        from: CompanyRole,
        /// The role that comes back: no more than the one who restores may give.
        to: CompanyRole,
        /// Permissions that the one who restores may not give.
        left_out: Vec<CompanyPermission>,
    },
}

/// People for whom a change comes to the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkGroup {
    /// What.
    pub outcome: BulkOutcome,
    /// Who.
    pub people: Names,
}

/// Why a change does not happen to somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SkipReason {
    /// It is so already.
    Unchanged,
    /// Not allowed, or not in their status.
    Blocked(Blocker),
    /// Somebody changed them meanwhile.
    Changed,
    /// Not there, or not there for the one who asks; they have no name here.
    Unknown,
    /// A link was made a moment ago, or too many today.
    TooSoon,
    /// The mail has left, so it cannot be taken back.
    MailLeft,
    /// The seat was taken meanwhile.
    NoSeat,
    /// Somebody else has their address now.
    AddressTaken,
}

/// People to whom a change does not happen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// Why.
    pub reason: SkipReason,
    /// Who.
    pub people: Names,
}

/// What a change would come to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkPreview {
    /// Whom it changes, by equal outcome.
    pub groups: Vec<BulkGroup>,
    /// Whom it does not, by reason.
    pub skipped: Vec<Skipped>,
    /// Everyone, to be sent back with the change.
    pub seen: Vec<Seen>,
    /// The seats now.
    pub seats: SeatCount,
    /// Seats that the change takes.
    pub takes: u32,
    /// Seats that it frees.
    pub frees: u32,
    /// Whether the one who looks may buy seats.
    pub buy: Verdict,
}

impl BulkPreview {
    /// How many people it changes.
    #[must_use]
    pub fn changes(&self) -> u32 {
        self.groups.iter().map(|group| group.people.count).sum()
    }
}

/// How many of a selection each change applies to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reach {
    /// Everyone.
    pub people: u32,
    /// Role and permissions can be changed.
    pub edit: u32,
    /// Can be invited again.
    pub resend: u32,
    /// Can be turned off.
    pub disable: u32,
    /// Can be turned on.
    pub enable: u32,
    /// Can be archived.
    pub delete: u32,
    /// Can be invited back.
    pub restore: u32,
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkDone {
    /// To whom.
    pub changed: Names,
    /// To whom not, and why.
    pub skipped: Vec<Skipped>,
    /// Mails that wait for the undo window to close.
    pub mails: u32,
    /// Takes all of it back, once; none when it is the undoing itself.
    pub undo: Option<String>,
    /// How long that is offered, in seconds.
    pub seconds: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_selection_has_somebody_in_it_and_an_end() {
        let people = |n: usize| Selection::People(vec![UserId(uuid::Uuid::nil()); n]).validate();
        assert_eq!(people(0), Err(AppError::field("people", FieldCode::Required)));
        assert_eq!(people(PEOPLE_MAX as usize), Ok(()));
        let too_many = Err(AppError::field("people", FieldCode::TooMany { max: PEOPLE_MAX }));
        assert_eq!(people(PEOPLE_MAX as usize + 1), too_many);
    }

    #[test]
    fn names_beyond_the_list_are_counted() {
        let mut names = Names::default();
        for n in 0..NAMES_MAX + 5 {
            names.push(n.to_string());
        }
        assert_eq!((names.count as usize, names.names.len()), (NAMES_MAX + 5, NAMES_MAX));
    }
}
