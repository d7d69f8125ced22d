//! Role and permissions of somebody, and their change.

use serde::{Deserialize, Serialize};

use crate::access::{Blocker, CompanyPermission, CompanyRole, Verdict};

/// What somebody holds in the workspace: a role, and permissions on top of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// The role.
    pub role: CompanyRole,
    /// On top of it, in the order of [`CompanyPermission::ALL`].
    pub permissions: Vec<CompanyPermission>,
}

impl Held {
    /// In order, each once.
    #[must_use]
    pub fn new(role: CompanyRole, permissions: &[CompanyPermission]) -> Self {
        let permissions = CompanyPermission::ALL.iter().copied().filter(|one| permissions.contains(one)).collect();
        Self { role, permissions }
    }
}

/// What the dialog offers for one person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoleChoices {
    /// Their name.
    pub name: String,
    /// What they hold.
    pub held: Held,
    /// The version of their row; a change names it.
    pub version: i64,
    /// Roles, each with a verdict for giving it to them.
    pub roles: Vec<(CompanyRole, Verdict)>,
    /// Permissions on top, for each role that is more than none and less than all, each with a verdict for changing it.
    pub permissions: Vec<(CompanyRole, CompanyPermission, Verdict)>,
}

/// A change of role and permissions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleChange {
    /// The version that was looked at.
    pub version: i64,
    /// What is to be held.
    pub held: Held,
}

/// What a change comes to, as the decision sees it: the rights of the role included.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleDiff {
    /// Permissions that are new.
    pub gains: Vec<CompanyPermission>,
    /// Permissions that are gone.
    pub loses: Vec<CompanyPermission>,
    /// Permissions that stay.
    pub keeps: Vec<CompanyPermission>,
}

/// What was changed: what was held before, so that it can be taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleChanged {
    /// Before.
    pub before: Held,
    /// The version of the row now.
    pub version: i64,
    /// How long it can be taken back, in seconds.
    pub seconds: u32,
}

text_enum! {
    /// What comes with a role and is no permission.
    pub enum Ability {
        /// View and Comment on open projects without a brand.
        OpenProjects = "open_projects",
        /// Make somebody an Administrator.
        Promote = "promote",
        /// Change, disable and delete Administrators.
        ActOnAdministrators = "act_on_administrators",
        /// Act as Organization Admin of each organization.
        RunOrganizations = "run_organizations",
        /// Hand the workspace over.
        Transfer = "transfer",
    }
}

/// How a role comes to a right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoleCell {
    /// It is part of the role.
    Contained,
    /// This permission can be added to the role.
    Extra(CompanyPermission),
    /// Not at all, and why.
    Never(Blocker),
}

/// The people who hold something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holders {
    /// How many.
    pub count: u64,
    /// The first of them, by name.
    pub names: Vec<String>,
}

/// What the Roles page shows; cells stand in the order of [`CompanyRole::ALL`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RolesPage {
    /// How many people have each role.
    pub holders: Vec<(CompanyRole, u64)>,
    /// Each permission, how each role comes to it, and who has it on top of the role.
    pub permissions: Vec<(CompanyPermission, Vec<RoleCell>, Holders)>,
    /// What comes with roles besides.
    pub abilities: Vec<(Ability, Vec<RoleCell>)>,
}
