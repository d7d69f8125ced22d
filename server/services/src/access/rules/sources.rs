//! Step 6: at least one source grants it, before its end.
//!
//! The only place where anything is granted. A source that the company role cannot hold is found too, but kept apart:
//! step 7 refuses it.

use model::access::{
    Action, Blocker, CompanyPermission, CompanyRole, GrantSource, OrganizationRole, Origin, Place, ProjectPermission,
    ProjectRole,
};
use model::ids::OrganizationId;
use model::time::Timestamp;
use model::users::UserStatus;

use crate::access::catalog::{self, Grant};
use crate::access::decide::Case;
use crate::access::facts::{Identity, ProjectTarget, Resource, Subject, UserFact};

/// What grants an action, apart by whether the company role can hold it.
#[derive(Debug, Default)]
pub(in crate::access) struct Sources {
    within: Vec<GrantSource>,
    beyond: Vec<GrantSource>,
}

impl Sources {
    /// Whether nothing grants it, not even beyond the ceiling.
    pub(super) const fn is_empty(&self) -> bool {
        self.within.is_empty() && self.beyond.is_empty()
    }

    /// Whether something grants it that the role can hold.
    pub(super) const fn is_within_ceiling(&self) -> bool {
        !self.within.is_empty()
    }

    /// What grants it; if that is all beyond the ceiling, what would.
    pub(in crate::access) fn into_list(self) -> Vec<GrantSource> {
        if self.within.is_empty() { self.beyond } else { self.within }
    }
}

pub(super) fn check(case: &Case<'_>, blockers: &mut Vec<Blocker>) {
    if case.sources.is_empty() {
        blockers.push(Blocker::NoGrant);
    }
}

/// Everything that grants the action.
pub(in crate::access) fn find(subject: &Subject, action: Action, resource: &Resource) -> Sources {
    let mut sources = Sources::default();
    // Whoever was deleted permanently is there for nobody.
    if matches!(resource, Resource::User(target) if target.status == UserStatus::Erased) {
        return sources;
    }
    match (subject.who, &subject.user) {
        (Identity::User(_), Some(user)) => {
            for grant in catalog::requirement(action).any_of {
                Search { subject, user, resource, grant: *grant, sources: &mut sources }.run();
            }
        }
        (Identity::Job(actions), _) if actions.contains(&action) => {
            sources.within.push(GrantSource { origin: Origin::Job, place: Place::Workspace, ends_at: None });
        }
        // A reviewer holds one client review, which is none of these resources.
        (Identity::User(_) | Identity::Job(_) | Identity::Reviewer | Identity::Nobody, _) => {}
    }
    sources
}

/// The search for the sources of one grant.
struct Search<'a> {
    subject: &'a Subject,
    user: &'a UserFact,
    resource: &'a Resource,
    grant: Grant,
    sources: &'a mut Sources,
}

impl Search<'_> {
    fn run(mut self) {
        match self.grant {
            Grant::Directory => self.directory(),
            Grant::Company(permission) => self.company(permission),
            Grant::Ownership if self.user.role == CompanyRole::Owner => self.company_role(),
            Grant::OwnEntry if self.subject.is_itself(self.resource) => {
                self.add(Origin::Oneself, Place::Workspace, None);
            }
            Grant::OwnAccount
                if self.subject.is_itself(self.resource) || matches!(self.resource, Resource::Workspace) =>
            {
                self.add(Origin::Oneself, Place::Workspace, None);
            }
            Grant::HomeOrganization => match self.resource {
                Resource::User(target) if target.status != UserStatus::Deleted => {
                    self.administration(target.home_organization);
                }
                Resource::Invitation(target) => self.administration(target.organization),
                _ => {}
            },
            Grant::OrganizationAdmin => self.administration(self.resource.organization()),
            Grant::OrganizationPlace => self.organization_place(),
            Grant::Brand => self.brand(),
            Grant::BrandProjects if matches!(self.resource, Resource::Brand(_)) => {
                self.brand();
                self.administration(self.resource.organization());
            }
            Grant::Project(permission) => {
                if let Resource::Project(project) = self.resource {
                    self.project(project, permission);
                }
            }
            Grant::ProjectControl => self.project_control(),
            Grant::Ownership | Grant::OwnEntry | Grant::OwnAccount | Grant::BrandProjects => {}
        }
    }

    /// Members and above see everyone, Guests the people with whom they share a project.
    fn directory(&mut self) {
        let shown = match self.resource {
            Resource::User(target) => {
                target.status != UserStatus::Deleted && (self.user.role != CompanyRole::Guest || target.shares_project)
            }
            Resource::Workspace | Resource::Oneself => true,
            Resource::Invitation(_) | Resource::Organization(_) | Resource::Brand(_) | Resource::Project(_) => false,
        };
        if shown {
            self.company_role();
        }
    }

    /// A company permission holds everywhere.
    fn company(&mut self, permission: CompanyPermission) {
        if catalog::role_permissions(self.user.role).contains(&permission) {
            self.company_role();
        }
        let reach = Reach::of(catalog::ceiling(self.user.role).contains(&permission));
        let extras = self.user.extras.iter().filter(|extra| extra.permission == permission);
        for extra in extras.filter(|extra| self.subject.is_live(extra.ends_at)) {
            self.put(reach, Origin::CompanyExtra(permission), Place::Workspace, extra.ends_at);
        }
    }

    /// Organization Admins of it, and whoever acts as one everywhere.
    fn administration(&mut self, organization: Option<OrganizationId>) {
        let Some(id) = organization.filter(|id| !self.subject.is_switched_off(*id)) else { return };
        if self.subject.organization(id).is_some_and(|place| place.enabled && place.role == OrganizationRole::Admin) {
            self.add(Origin::OrganizationRole(OrganizationRole::Admin), Place::Organization(id), None);
        }
        self.company(CompanyPermission::Organizations);
    }

    fn organization_place(&mut self) {
        let place = self.resource.organization().and_then(|id| self.subject.organization(id));
        if let Some(place) = place.filter(|place| place.enabled) {
            self.add(Origin::OrganizationRole(place.role), Place::Organization(place.organization), None);
        }
    }

    fn brand(&mut self) {
        if let Some(brand) = self.resource.brand().and_then(|brand| self.subject.brand(brand.id)) {
            self.add(Origin::BrandAccess, Place::Brand(brand.brand), brand.ends_at);
        }
    }

    fn project(&mut self, project: &ProjectTarget, permission: ProjectPermission) {
        let role = self.user.role;
        let everywhere = self.subject.runs_workspace();
        let open = !project.private && project.brand.is_none();
        if (everywhere || open) && catalog::open_project_permissions(role).contains(&permission) {
            self.company_role();
        }
        if let Some(place) = self.subject.project(project.id) {
            let at = Place::Project(project.id);
            if catalog::team_permissions(place.role, role).contains(&permission) {
                self.add(Origin::ProjectRole(place.role), at, place.ends_at);
            }
            let extras = place.extras.iter().filter(|extra| extra.permission == permission);
            for extra in extras.filter(|extra| self.subject.is_live(extra.ends_at)) {
                self.add(Origin::ProjectExtra(permission), at, earlier(extra.ends_at, place.ends_at));
            }
        }
        if !project.private
            && let Some(brand) = project.brand
        {
            if catalog::BRAND_PERMISSIONS.contains(&permission) {
                self.brand();
            }
            self.administration(Some(brand.organization));
        }
    }

    fn project_control(&mut self) {
        let Resource::Project(project) = self.resource else { return };
        if self.subject.runs_workspace() {
            self.company_role();
        }
        if let Some(place) = self.subject.project(project.id).filter(|place| place.role == ProjectRole::Owner) {
            self.add(Origin::ProjectRole(place.role), Place::Project(project.id), place.ends_at);
        }
    }

    fn company_role(&mut self) {
        self.add(Origin::CompanyRole(self.user.role), Place::Workspace, self.user.access_ends_at);
    }

    /// Adds a source that reaches as far as the role's ceiling for what is searched.
    fn add(&mut self, origin: Origin, place: Place, ends_at: Option<Timestamp>) {
        self.put(Reach::of(catalog::can_hold(self.user.role, self.grant)), origin, place, ends_at);
    }

    fn put(&mut self, reach: Reach, origin: Origin, place: Place, ends_at: Option<Timestamp>) {
        let list = match reach {
            Reach::Within => &mut self.sources.within,
            Reach::Beyond => &mut self.sources.beyond,
        };
        let source = GrantSource { origin, place, ends_at };
        if !list.contains(&source) {
            list.push(source);
        }
    }
}

/// Whether the company role can hold it.
#[derive(Clone, Copy)]
enum Reach {
    Within,
    Beyond,
}

impl Reach {
    const fn of(can_hold: bool) -> Self {
        if can_hold { Self::Within } else { Self::Beyond }
    }
}

fn earlier(one: Option<Timestamp>, other: Option<Timestamp>) -> Option<Timestamp> {
    one.into_iter().chain(other).min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::cast::{
        BRAND, NOW, ORGANIZATION, OTHER_ORGANIZATION, PROJECT, branded_project, invitation, job, nobody, open_project,
        organization, person, reviewer, user,
    };
    use crate::access::facts::{ExtraFact, UserTarget};

    fn origins(subject: &Subject, action: Action, resource: &Resource) -> Vec<Origin> {
        find(subject, action, resource).into_list().into_iter().map(|source| source.origin).collect()
    }

    // S3.6
    #[test]
    fn every_source_is_listed_with_its_place_and_end() {
        let end = NOW.plus_seconds(60);
        let mut subject = person(CompanyRole::Member)
            .on_project(ProjectRole::Participant)
            .with_brand()
            .in_organization(ORGANIZATION, OrganizationRole::Admin);
        subject.projects[0].ends_at = Some(end);
        let extra = ExtraFact { permission: ProjectPermission::Content, ends_at: Some(NOW.plus_seconds(90)) };
        subject.projects[0].extras.push(extra);
        let found = find(&subject, Action::VersionsPublish, &branded_project()).into_list();
        let source = |origin, place, ends_at| GrantSource { origin, place, ends_at };
        assert_eq!(
            found,
            [
                source(Origin::ProjectRole(ProjectRole::Participant), Place::Project(PROJECT), Some(end)),
                // An extra ends with the place on the team at the latest.
                source(Origin::ProjectExtra(ProjectPermission::Content), Place::Project(PROJECT), Some(end)),
                source(Origin::BrandAccess, Place::Brand(BRAND), None),
                source(Origin::OrganizationRole(OrganizationRole::Admin), Place::Organization(ORGANIZATION), None),
            ]
        );
    }

    #[test]
    fn source_ends_at_its_moment() {
        let mut subject = person(CompanyRole::Member).with(CompanyPermission::Users);
        let extra = &mut subject.user.as_mut().unwrap().extras[0];
        extra.ends_at = Some(NOW.plus_seconds(1));
        assert!(subject.holds(CompanyPermission::Users));
        assert_eq!(
            origins(&subject, Action::UsersView, &Resource::Workspace),
            [Origin::CompanyExtra(CompanyPermission::Users)]
        );
        subject.at = NOW.plus_seconds(1);
        assert!(!subject.holds(CompanyPermission::Users));
        assert_eq!(origins(&subject, Action::UsersView, &Resource::Workspace), []);
    }

    // S4.9, IV-08
    #[test]
    fn organization_admin_invites_for_that_organization_only() {
        let admin = person(CompanyRole::Member).in_organization(ORGANIZATION, OrganizationRole::Admin);
        let into = |organization| invitation(CompanyRole::Member, &[], organization);
        assert_eq!(
            origins(&admin, Action::InvitationsSend, &into(Some(ORGANIZATION))),
            [Origin::OrganizationRole(OrganizationRole::Admin)]
        );
        assert_eq!(origins(&admin, Action::InvitationsSend, &into(Some(OTHER_ORGANIZATION))), []);
        assert_eq!(origins(&admin, Action::InvitationsSend, &into(None)), []);
        assert_eq!(origins(&admin, Action::InvitationsSend, &Resource::Workspace), []);
    }

    #[test]
    fn holders_of_organizations_act_as_organization_admin_everywhere() {
        let holder = person(CompanyRole::Member).with(CompanyPermission::Organizations);
        for id in [ORGANIZATION, OTHER_ORGANIZATION] {
            assert_eq!(
                origins(&holder, Action::OrganizationsManage, &organization(id)),
                [Origin::CompanyExtra(CompanyPermission::Organizations)]
            );
        }
    }

    // AZ-11, AZ-12
    #[test]
    fn guest_sees_only_people_on_shared_projects_and_themself() {
        let guest = person(CompanyRole::Guest);
        let stranger = UserTarget { shares_project: false, ..user(CompanyRole::Member) };
        let colleague = UserTarget { shares_project: true, ..stranger.clone() };
        let oneself = UserTarget { id: guest.user_id().unwrap(), ..stranger.clone() };
        let sees = |target| !origins(&guest, Action::UsersDirectory, &Resource::User(target)).is_empty();
        assert!(!sees(stranger));
        assert!(sees(colleague));
        assert!(sees(oneself));
    }

    // UL-11
    #[test]
    fn archived_users_are_there_for_holders_of_users_and_erased_ones_for_nobody() {
        let archived = Resource::User(UserTarget { status: UserStatus::Deleted, ..user(CompanyRole::Member) });
        let erased = Resource::User(UserTarget { status: UserStatus::Erased, ..user(CompanyRole::Member) });
        for (subject, sees_archived) in [
            (person(CompanyRole::Owner), true),
            (person(CompanyRole::Administrator), true),
            (person(CompanyRole::Member).with(CompanyPermission::Users), true),
            (person(CompanyRole::Member), false),
            (person(CompanyRole::Member).in_organization(ORGANIZATION, OrganizationRole::Admin), false),
            (person(CompanyRole::Guest), false),
        ] {
            assert_eq!(!origins(&subject, Action::UsersDirectory, &archived).is_empty(), sees_archived);
            for action in Action::ALL {
                assert_eq!(origins(&subject, *action, &erased), []);
            }
        }
    }

    #[test]
    fn job_may_what_it_lists_and_nobody_and_reviewers_may_nothing() {
        let sweeper = job(&[Action::UsersDisable]);
        let target = Resource::User(user(CompanyRole::Member));
        assert_eq!(origins(&sweeper, Action::UsersDisable, &target), [Origin::Job]);
        assert_eq!(origins(&sweeper, Action::UsersDelete, &target), []);
        for action in Action::ALL {
            for resource in [&target, &Resource::Workspace, &Resource::Oneself, &open_project()] {
                assert_eq!(origins(&nobody(), *action, resource), []);
                assert_eq!(origins(&reviewer(), *action, resource), []);
            }
        }
    }
}
