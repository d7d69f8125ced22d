//! A decision with its reasons, for Explain and for the role diff.

use serde::{Deserialize, Serialize};

use super::{Blocker, CompanyPermission, CompanyRole, OrganizationRole, ProjectPermission, ProjectRole};
use crate::ids::{BrandId, OrganizationId, ProjectId};
use crate::time::Timestamp;

/// Why something is allowed, and what stands in the way.
#[must_use]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// At least one source and no blocker.
    pub allowed: bool,
    /// What would allow it.
    pub sources: Vec<GrantSource>,
    /// What stands in the way, most important first.
    pub blockers: Vec<Blocker>,
}

/// One thing that grants a right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantSource {
    /// What grants it.
    pub origin: Origin,
    /// Where.
    pub place: Place,
    /// Until when.
    pub ends_at: Option<Timestamp>,
}

/// What grants a right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Everybody may, for themself.
    Oneself,
    /// The company role.
    CompanyRole(CompanyRole),
    /// A permission added to it.
    CompanyExtra(CompanyPermission),
    /// The role in an organization.
    OrganizationRole(OrganizationRole),
    /// Access to a brand.
    BrandAccess,
    /// The role on a project.
    ProjectRole(ProjectRole),
    /// A permission added to it.
    ProjectExtra(ProjectPermission),
    /// The review link that a reviewer holds.
    ReviewLink,
    /// The list of what a job may do.
    Job,
}

/// Where a right holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// Everywhere.
    Workspace,
    /// In one organization.
    Organization(OrganizationId),
    /// In one brand.
    Brand(BrandId),
    /// On one project.
    Project(ProjectId),
}
