//! What happened to somebody, from the audit log.

use serde::{Deserialize, Serialize};

use crate::access::{CompanyPermission, CompanyRole, DisabledBy};
use crate::audit::AuditAction;
use crate::time::Moment;

/// One entry of the audit log about somebody.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TimelineEntry {
    /// Its number in the audit log.
    pub seq: i64,
    /// When.
    pub at: Moment,
    /// Who; nobody when it was a job, or somebody who was erased.
    pub actor: Option<String>,
    /// What; nothing when it is newer than this list.
    pub action: Option<AuditAction>,
    /// What changed, from what to what.
    pub lines: Vec<TimelineLine>,
    /// Why, in the words of whoever did it.
    pub reason: Option<String>,
}

/// What changed. Values of personal fields are not in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimelineLine {
    /// The role.
    Role(CompanyRole, CompanyRole),
    /// Permissions that were added.
    Gained(Vec<CompanyPermission>),
    /// Permissions that were taken.
    Lost(Vec<CompanyPermission>),
    /// The end of the access.
    End(Option<Moment>, Option<Moment>),
    /// First or last name, changed.
    Name,
    /// Username, changed.
    Username,
    /// Why somebody was disabled.
    Disabled(DisabledBy),
}
