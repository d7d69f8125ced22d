//! The people and things of the matrix and of the tests, as facts: the world of `security/cases.md`, made small.

use model::access::{Action, CompanyPermission, CompanyRole, OrganizationRole, ProjectPermission, ProjectRole};
use model::ids::{BrandId, OrganizationId, ProjectId, UserId};
use model::time::Timestamp;
use model::users::UserStatus;
use uuid::Uuid;

use super::facts::{
    BrandFact, BrandTarget, Credential, ExtraFact, Identity, InvitationTarget, OrganizationFact, OrganizationTarget,
    ProjectFact, ProjectTarget, Resource, SecondFactor, Subject, UserFact, UserTarget,
};
use crate::settings::Edition;

/// The present.
pub(super) const NOW: Timestamp = Timestamp(1_795_000_000_000);
/// Whoever asks.
pub(super) const ASKER: UserId = UserId(Uuid::from_u128(1));
/// Whoever is asked about.
pub(super) const OTHER: UserId = UserId(Uuid::from_u128(2));
/// The organization to which everything belongs.
pub(super) const ORGANIZATION: OrganizationId = OrganizationId(Uuid::from_u128(3));
/// The other one.
pub(super) const OTHER_ORGANIZATION: OrganizationId = OrganizationId(Uuid::from_u128(4));
/// A brand of the first organization.
pub(super) const BRAND: BrandId = BrandId(Uuid::from_u128(5));
/// The project.
pub(super) const PROJECT: ProjectId = ProjectId(Uuid::from_u128(6));

/// An Active user with this role and nothing else, signed in in a browser.
pub(super) fn person(role: CompanyRole) -> Subject {
    Subject {
        who: Identity::User(ASKER),
        user: Some(UserFact {
            status: UserStatus::Active,
            disabled_by: None,
            role,
            extras: Vec::new(),
            access_ends_at: None,
        }),
        second_factor: SecondFactor::Enrolled,
        credential: Credential::Session { step_up_at: None },
        ..nobody()
    }
}

/// Nobody.
pub(super) const fn nobody() -> Subject {
    Subject {
        who: Identity::Nobody,
        user: None,
        organizations: Vec::new(),
        brands: Vec::new(),
        projects: Vec::new(),
        second_factor: SecondFactor::NotEnrolled { by: None },
        credential: Credential::None,
        edition: Edition::Enterprise,
        at: NOW,
    }
}

/// Whoever holds the link of a client review.
pub(super) fn reviewer() -> Subject {
    Subject { who: Identity::Reviewer, credential: Credential::ReviewLink, ..nobody() }
}

/// Background work that may do this.
pub(super) fn job(may: &'static [Action]) -> Subject {
    Subject { who: Identity::Job(may), credential: Credential::Job, ..nobody() }
}

impl Subject {
    /// With an extra company permission.
    pub(super) fn with(mut self, permission: CompanyPermission) -> Self {
        if let Some(user) = &mut self.user {
            user.extras.push(ExtraFact { permission, ends_at: None });
        }
        self
    }

    /// With a place in an organization.
    pub(super) fn in_organization(mut self, organization: OrganizationId, role: OrganizationRole) -> Self {
        self.organizations.push(OrganizationFact { organization, role, enabled: true });
        self
    }

    /// With that place switched off.
    pub(super) fn switched_off(mut self, organization: OrganizationId) -> Self {
        for place in self.organizations.iter_mut().filter(|place| place.organization == organization) {
            place.enabled = false;
        }
        self
    }

    /// With the brand checked.
    pub(super) fn with_brand(mut self) -> Self {
        self.brands.push(BrandFact { brand: BRAND, organization: ORGANIZATION, ends_at: None });
        self
    }

    /// With a place on the project team.
    pub(super) fn on_project(mut self, role: ProjectRole) -> Self {
        self.projects.push(ProjectFact { project: PROJECT, role, extras: Vec::new(), ends_at: None });
        self
    }

    /// With an extra permission there.
    pub(super) fn with_on_project(mut self, permission: ProjectPermission) -> Self {
        for place in &mut self.projects {
            place.extras.push(ExtraFact { permission, ends_at: None });
        }
        self
    }

    /// Having just given the password again.
    pub(super) fn stepped_up(mut self) -> Self {
        self.credential = Credential::Session { step_up_at: Some(NOW) };
        self
    }
}

/// Someone else, Active.
pub(super) const fn user(role: CompanyRole) -> UserTarget {
    UserTarget::new(OTHER, UserStatus::Active, role)
}

/// An invitation to be sent.
pub(super) fn invitation(
    role: CompanyRole,
    permissions: &[CompanyPermission],
    organization: Option<OrganizationId>,
) -> Resource {
    Resource::Invitation(InvitationTarget { role, permissions: permissions.to_vec(), organization })
}

/// An organization.
pub(super) const fn organization(id: OrganizationId) -> Resource {
    Resource::Organization(OrganizationTarget { id })
}

/// The brand.
pub(super) const fn brand() -> Resource {
    Resource::Brand(BrandTarget { id: BRAND, organization: ORGANIZATION })
}

/// The project, open to every Member.
pub(super) const fn open_project() -> Resource {
    Resource::Project(ProjectTarget { id: PROJECT, private: false, archived: false, brand: None })
}

/// The project, closed to all but its team.
pub(super) const fn private_project() -> Resource {
    Resource::Project(ProjectTarget { id: PROJECT, private: true, archived: false, brand: None })
}

/// The project, in the brand.
pub(super) const fn branded_project() -> Resource {
    let brand = Some(BrandTarget { id: BRAND, organization: ORGANIZATION });
    Resource::Project(ProjectTarget { id: PROJECT, private: false, archived: false, brand })
}

/// What stands in the way.
#[cfg(test)]
pub(super) fn blockers(subject: &Subject, action: Action, resource: &Resource) -> Vec<model::access::Blocker> {
    let decision = super::decide::decide(subject, action, resource);
    assert_eq!(decision.allowed, decision.blockers.is_empty(), "without a blocker there is a source");
    decision.blockers
}
