//! What somebody may do, why, and until when.

use serde::{Deserialize, Serialize};

use crate::access::{Action, Blocker, CompanyPermission, CompanyRole, Origin, Verdict};
use crate::roles::{Held, RoleChoices, RoleDiff};
use crate::time::Moment;

/// What somebody may do in the workspace, why, and until when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AccessTab {
    /// The actions that can be asked about.
    pub askable: Vec<Action>,
    /// The answer about the one that was asked for.
    pub explanation: Option<Explanation>,
    /// What they hold.
    pub held: HeldAccess,
    /// The end as it can be edited, for holders of Users.
    pub end: Option<AccessEnd>,
    /// The change of role and permissions that the address asks for.
    pub role: Option<RoleForm>,
}

/// A change of role and permissions, as an address says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleAsked {
    /// The role; none stays as it is.
    pub role: Option<CompanyRole>,
    /// The permissions on top of it; none stay as they are.
    pub permissions: Option<Vec<CompanyPermission>>,
    /// One more permission.
    pub add: Option<CompanyPermission>,
    /// Whether it is to be said what it comes to.
    pub look: bool,
}

/// A change of role and permissions, step by step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoleForm {
    /// What can be chosen.
    pub choices: RoleChoices,
    /// What is chosen.
    pub wanted: Held,
    /// What it comes to, once that was asked for.
    pub diff: Option<RoleDiff>,
}

/// What somebody holds in the workspace, and until when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HeldAccess {
    /// Name of the workspace.
    pub workspace: String,
    /// The role in it.
    pub role: CompanyRole,
    /// Permissions on top of it, each with its end.
    pub extras: Vec<(CompanyPermission, Option<Moment>)>,
    /// When the access ends.
    pub until: Option<Moment>,
}

/// The end of somebody's access, as it can be edited.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AccessEnd {
    /// The last day, `2026-11-21`; empty for none.
    pub day: String,
    /// Today in the zone of the workspace; no day before it can be set.
    pub today: String,
    /// The version of the row; a change names it.
    pub version: i64,
    /// Whether the viewer may change it.
    pub verdict: Verdict,
}

/// Why somebody may do something or not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Explanation {
    /// What was asked.
    pub action: Action,
    /// Whether they may; step-up apart.
    pub allowed: bool,
    /// What grants it, or would.
    pub sources: Vec<Source>,
    /// What stands in the way, the deciding one first.
    pub blockers: Vec<Blocker>,
    /// The smallest changes that would help, the one that grants least first.
    pub fixes: Vec<Fix>,
}

impl Explanation {
    /// Whether somebody could give it to whom it was asked about.
    #[must_use]
    pub fn is_requestable(&self) -> bool {
        !self.allowed && !self.fixes.is_empty()
    }
}

/// One thing that grants a right.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// What.
    pub origin: Origin,
    /// Who gave it, if it was given by somebody who is still known.
    pub by: Option<String>,
    /// Until when.
    pub ends: Option<Moment>,
}

/// Changes that together would allow an action.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fix {
    /// At most two.
    pub changes: Vec<Change>,
    /// Some of those who can make them.
    pub by: Vec<String>,
    /// Whether the viewer can.
    pub yours: bool,
}

/// A change that a fix consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// Turn the account on.
    Enable,
    /// Move or remove the end of the access.
    MoveEnd,
    /// Give a permission on top of the role.
    Grant(CompanyPermission),
    /// Change the role.
    Role(CompanyRole),
}
