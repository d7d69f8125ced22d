//! What `decide` looks at: facts about the one who asks, and about the thing in question.
//!
//! Plain data without a way to the database, the clock or a global. It never leaves the server.
//! Production relations (assignee, manager, recipient) are absent on purpose: they grant nothing.

#![cfg_attr(
    not(any(test, feature = "testing")),
    expect(dead_code, reason = "the axes are complete from the start; what loads brands and projects comes with them")
)]

use model::access::{
    Action, CompanyPermission, CompanyRole, DisabledBy, OrganizationRole, ProjectPermission, ProjectRole,
};
use model::ids::{BrandId, OrganizationId, ProjectId, UserId};
use model::time::Timestamp;
use model::users::UserStatus;

use crate::settings::Edition;

/// The one who asks.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Subject {
    /// Who it is.
    pub(crate) who: Identity,
    /// The user behind it; set exactly for [`Identity::User`].
    pub(crate) user: Option<UserFact>,
    /// Places in organizations, at most one in each.
    pub(crate) organizations: Vec<OrganizationFact>,
    /// Brands that are checked.
    pub(crate) brands: Vec<BrandFact>,
    /// Project teams, at most one entry for each project.
    pub(crate) projects: Vec<ProjectFact>,
    /// State of the second factor.
    pub(crate) second_factor: SecondFactor,
    /// What was presented.
    pub(crate) credential: Credential,
    /// What the operator runs.
    pub(crate) edition: Edition,
    /// The present.
    pub(crate) at: Timestamp,
}

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Identity {
    /// A person with a place in the workspace.
    User(UserId),
    /// An outsider with the link of one client review.
    Reviewer,
    /// Background work, with everything that it may do.
    Job(&'static [Action]),
    /// Nobody is signed in.
    Nobody,
}

/// The user who asks.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct UserFact {
    /// As stored.
    pub(crate) status: UserStatus,
    /// As stored; set exactly while the status is Disabled.
    pub(crate) disabled_by: Option<DisabledBy>,
    /// Company role.
    pub(crate) role: CompanyRole,
    /// Company permissions on top of it.
    pub(crate) extras: Vec<ExtraFact<CompanyPermission>>,
    /// When the access ends.
    pub(crate) access_ends_at: Option<Timestamp>,
}

/// A permission on top of a role.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct ExtraFact<P> {
    /// Which.
    pub(crate) permission: P,
    /// Until when.
    pub(crate) ends_at: Option<Timestamp>,
}

/// A place in one organization.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct OrganizationFact {
    /// Which.
    pub(crate) organization: OrganizationId,
    /// As what.
    pub(crate) role: OrganizationRole,
    /// Off: the organization is closed.
    pub(crate) enabled: bool,
}

/// A checked brand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct BrandFact {
    /// Which.
    pub(crate) brand: BrandId,
    /// Its organization.
    pub(crate) organization: OrganizationId,
    /// Until when.
    pub(crate) ends_at: Option<Timestamp>,
}

/// A place on one project team.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ProjectFact {
    /// Which.
    pub(crate) project: ProjectId,
    /// As what.
    pub(crate) role: ProjectRole,
    /// Project permissions on top of it.
    pub(crate) extras: Vec<ExtraFact<ProjectPermission>>,
    /// Until when.
    pub(crate) ends_at: Option<Timestamp>,
}

/// State of the second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SecondFactor {
    /// Set up, here or in the system that keeps the account.
    Enrolled,
    /// Not set up, and not asked for.
    NotEnrolled {
        /// From when on it will be.
        by: Option<Timestamp>,
    },
    /// Asked for by the workspace, and not set up.
    RequiredAndMissing,
}

/// What was presented.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Credential {
    /// A signed-in browser.
    Session {
        /// When the password or a code was last given again.
        step_up_at: Option<Timestamp>,
    },
    /// A personal API key.
    ApiKey,
    /// The link of a client review.
    ReviewLink,
    /// Background work needs none.
    Job,
    /// Nothing.
    None,
}

/// The thing in question.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Resource {
    /// The workspace itself.
    Workspace,
    /// A person.
    User(UserTarget),
    /// An invitation that would be sent.
    Invitation(InvitationTarget),
    /// An organization.
    Organization(OrganizationTarget),
    /// A brand.
    Brand(BrandTarget),
    /// A project, or something inside it.
    Project(ProjectTarget),
    /// One's own account.
    Oneself,
}

/// A person to be seen or acted on.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct UserTarget {
    /// Who.
    pub(crate) id: UserId,
    /// As stored.
    pub(crate) status: UserStatus,
    /// As stored; set exactly while the status is Disabled.
    pub(crate) disabled_by: Option<DisabledBy>,
    /// Company role; of someone invited, the one they will have.
    pub(crate) role: CompanyRole,
    /// When the access ends.
    pub(crate) access_ends_at: Option<Timestamp>,
    /// The organization from whose Users tab the user was created.
    pub(crate) home_organization: Option<OrganizationId>,
    /// Whether the one who asks works on a project with this person.
    pub(crate) shares_project: bool,
    /// Company permissions at stake: what the invitation of this user grants, or what a change would give or take.
    pub(crate) grants: Vec<CompanyPermission>,
    /// Company permissions that a change would newly give.
    pub(crate) gives: Vec<CompanyPermission>,
    /// The role that a change would set.
    pub(crate) new_role: Option<CompanyRole>,
    /// Some project has no other Active Project Owner.
    pub(crate) last_project_owner: bool,
    /// Some organization has no other enabled, Active Organization Admin.
    pub(crate) last_org_admin: bool,
    /// Signs in through a directory elsewhere.
    pub(crate) external: bool,
}

/// What an invitation would grant.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct InvitationTarget {
    /// Company role.
    pub(crate) role: CompanyRole,
    /// Company permissions on top of it.
    pub(crate) permissions: Vec<CompanyPermission>,
    /// The organization from whose Users tab it is sent.
    pub(crate) organization: Option<OrganizationId>,
}

/// An organization.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct OrganizationTarget {
    /// Which.
    pub(crate) id: OrganizationId,
}

/// A brand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct BrandTarget {
    /// Which.
    pub(crate) id: BrandId,
    /// Its organization.
    pub(crate) organization: OrganizationId,
}

/// A project, or something inside it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct ProjectTarget {
    /// Which.
    pub(crate) id: ProjectId,
    /// Closed to everyone but its team.
    pub(crate) private: bool,
    /// Put away; read only.
    pub(crate) archived: bool,
    /// The brand that it belongs to.
    pub(crate) brand: Option<BrandTarget>,
}

impl Subject {
    /// The id of the user who asks.
    pub(crate) const fn user_id(&self) -> Option<UserId> {
        match self.who {
            Identity::User(id) => Some(id),
            Identity::Reviewer | Identity::Job(_) | Identity::Nobody => None,
        }
    }

    /// Owner or Administrator: to them every organization, brand and project is open.
    pub(super) fn runs_workspace(&self) -> bool {
        self.user.as_ref().is_some_and(|user| user.role <= CompanyRole::Administrator)
    }

    /// Whether something with this end still holds.
    pub(super) fn is_live(&self, ends_at: Option<Timestamp>) -> bool {
        ends_at.is_none_or(|end| self.at < end)
    }

    /// The place in an organization, if there is one.
    pub(super) fn organization(&self, id: OrganizationId) -> Option<&OrganizationFact> {
        self.organizations.iter().find(|fact| fact.organization == id)
    }

    /// Whether the access to an organization is switched off; to Owner and Administrators none is closed.
    pub(super) fn is_switched_off(&self, id: OrganizationId) -> bool {
        !self.runs_workspace() && self.organization(id).is_some_and(|place| !place.enabled)
    }

    /// The checked brand, before its end.
    pub(super) fn brand(&self, id: BrandId) -> Option<&BrandFact> {
        self.brands.iter().find(|fact| fact.brand == id && self.is_live(fact.ends_at))
    }

    /// The place on a project team, before its end.
    pub(super) fn project(&self, id: ProjectId) -> Option<&ProjectFact> {
        self.projects.iter().find(|fact| fact.project == id && self.is_live(fact.ends_at))
    }
}

impl UserTarget {
    /// A person of whom no more is known than what everyone's directory entry is made of.
    pub(crate) const fn new(id: UserId, status: UserStatus, role: CompanyRole) -> Self {
        Self {
            id,
            status,
            disabled_by: None,
            role,
            access_ends_at: None,
            home_organization: None,
            shares_project: false,
            grants: Vec::new(),
            gives: Vec::new(),
            new_role: None,
            last_project_owner: false,
            last_org_admin: false,
            external: false,
        }
    }
}

impl Resource {
    /// The organization to which it belongs; a person belongs to none.
    pub(super) const fn organization(&self) -> Option<OrganizationId> {
        match self {
            Self::Invitation(target) => target.organization,
            Self::Organization(target) => Some(target.id),
            Self::Brand(_) | Self::Project(_) => match self.brand() {
                Some(brand) => Some(brand.organization),
                None => None,
            },
            Self::Workspace | Self::User(_) | Self::Oneself => None,
        }
    }

    /// The brand to which it belongs.
    pub(super) const fn brand(&self) -> Option<BrandTarget> {
        match self {
            Self::Brand(target) => Some(*target),
            Self::Project(target) => target.brand,
            Self::Workspace | Self::User(_) | Self::Invitation(_) | Self::Organization(_) | Self::Oneself => None,
        }
    }
}

/// Status with the reason of Disabled. An access end that has passed counts at once, whether or not the job that
/// stores it has run.
pub(super) fn standing(
    status: UserStatus,
    disabled_by: Option<DisabledBy>,
    access_ends_at: Option<Timestamp>,
    at: Timestamp,
) -> (UserStatus, Option<DisabledBy>) {
    match status {
        UserStatus::Active if access_ends_at.is_some_and(|end| end <= at) => {
            (UserStatus::Disabled, Some(DisabledBy::Ended))
        }
        _ => (status, disabled_by),
    }
}
