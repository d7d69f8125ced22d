//! Deleting somebody, for a while or for good, and bringing them back.

use serde::{Deserialize, Serialize};

use crate::access::{CompanyPermission, CompanyRole};
use crate::seats::SeatCount;
use crate::time::Moment;

text_enum! {
    /// What becomes of somebody who is deleted.
    pub enum Deletion {
        /// Archived: gone from every list, and can be restored.
        Archive = "archive",
        /// Deleted permanently: what they made is by "Unknown user".
        Erase = "erase",
    }
}

/// What the dialog says before somebody is deleted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeletionPlan {
    /// Their name, to be typed before they are deleted permanently.
    pub name: String,
    /// The version of their row; the order names it.
    pub version: i64,
    /// Whether they can still be archived.
    pub can_archive: bool,
    /// Whether the workspace allows to delete anybody for good.
    pub can_erase: bool,
    /// Whether a seat becomes free.
    pub frees_seat: bool,
}

/// The order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeletionOrder {
    /// The version that was looked at.
    pub version: i64,
    /// What becomes of them.
    pub deletion: Deletion,
    /// Their name as typed; only a permanent deletion needs it.
    pub name: String,
}

/// What restoring somebody comes to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RestorePlan {
    /// Their name.
    pub name: String,
    /// Where the link goes.
    pub email: String,
    /// The version of their row; the order names it.
    pub version: i64,
    /// The role that they had.
    pub had: CompanyRole,
    /// The role that comes back: no more than the one who restores may give.
    pub role: CompanyRole,
    /// Permissions that come back.
    pub back: Vec<CompanyPermission>,
    /// Permissions that the one who restores may not give.
    pub left_out: Vec<CompanyPermission>,
    /// Organizations in which they are again.
    pub organizations: Vec<String>,
    /// The end of their access that has passed, and does not come back.
    pub ended: Option<Moment>,
    /// Seats now; one is taken.
    pub seats: SeatCount,
}
