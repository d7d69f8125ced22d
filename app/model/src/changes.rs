//! Recent changes: what was changed in the list of users lately, by whom, and how it can be taken back or undone.

use serde::{Deserialize, Serialize};

use crate::bulk::{Names, Skipped};
use crate::error::AppError;
use crate::ids::{ChangeSetId, UserId};
use crate::time::Moment;

/// What was done. To add one: a variant, and an arm where the compiler asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// Another role, other permissions.
    Edit,
    /// The invitation again.
    Resend,
    /// Access off.
    Disable,
    /// Access on again.
    Enable,
    /// Archived.
    Delete,
    /// Deleted for good, once the window has closed.
    Erase,
    /// Invited back from the archive.
    Restore,
    /// Invited.
    Invite,
    /// Invited and changed by a table.
    Import,
}

/// The ordinary change that leads back, once nothing can be taken back any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Inverse {
    /// Role and permissions once more.
    Edit,
    /// Access off.
    Disable,
    /// Access on.
    Enable,
    /// Into the archive.
    Delete,
    /// Out of the archive.
    Restore,
}

/// What became of a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeResult {
    /// It stands.
    Applied,
    /// It was taken back, except for these.
    Undone {
        /// For whom it stands; nobody when all of it was taken back.
        skipped: Vec<Skipped>,
    },
}

/// One change, of one person or of many.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecentChange {
    /// By this it is taken back.
    pub id: ChangeSetId,
    /// When.
    pub at: Moment,
    /// Who made it; none for somebody who is not there any more.
    pub by: Option<String>,
    /// What.
    pub kind: ChangeKind,
    /// Whom, as far as the viewer may see them.
    pub people: Names,
    /// What became of it.
    pub result: ChangeResult,
    /// For how many seconds the viewer may take it back; none when they may not.
    pub undo: Option<u32>,
    /// What leads back instead, for whom it can be done.
    pub inverse: Option<(Inverse, Vec<UserId>)>,
}

/// The last changes, and what came of a form of theirs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecentChanges {
    /// The newest first.
    pub changes: Vec<RecentChange>,
    /// One was just taken back.
    pub undone: bool,
    /// Why one was not.
    pub refused: Option<AppError>,
}
