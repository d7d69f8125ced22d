//! Step 5: a private project is closed to everyone but its team, the Owner and Administrators.

use model::access::Blocker;

use crate::access::decide::Case;
use crate::access::facts::Resource;

pub(super) fn check(case: &Case<'_>, blockers: &mut Vec<Blocker>) {
    let (Resource::Project(project), Some(_)) = (case.resource, &case.subject.user) else { return };
    if project.private && case.subject.project(project.id).is_none() && !case.subject.runs_workspace() {
        blockers.push(Blocker::PrivateProject);
    }
}

#[cfg(test)]
mod tests {
    use model::access::{Action, CompanyPermission, CompanyRole, OrganizationRole, ProjectRole};

    use super::*;
    use crate::access::cast::{ORGANIZATION, blockers, branded_project, person, private_project};

    // AZ-11
    #[test]
    fn private_project_is_closed_to_all_but_its_team_and_administrators() {
        let project = private_project();
        assert_eq!(
            blockers(&person(CompanyRole::Member), Action::ProjectsView, &project),
            [Blocker::PrivateProject, Blocker::NoGrant]
        );
        for subject in [
            person(CompanyRole::Member).on_project(ProjectRole::Participant),
            person(CompanyRole::Guest).on_project(ProjectRole::Participant),
            person(CompanyRole::Administrator),
            person(CompanyRole::Owner),
        ] {
            assert_eq!(blockers(&subject, Action::ProjectsView, &project), []);
        }
    }

    #[test]
    fn neither_brand_nor_organization_opens_it() {
        let Resource::Project(mut project) = branded_project() else { panic!("a project") };
        project.private = true;
        for subject in [
            person(CompanyRole::Member).with_brand(),
            person(CompanyRole::Member).in_organization(ORGANIZATION, OrganizationRole::Admin),
            person(CompanyRole::Member).with(CompanyPermission::Organizations),
        ] {
            assert_eq!(
                blockers(&subject, Action::ProjectsView, &Resource::Project(project)),
                [Blocker::PrivateProject, Blocker::NoGrant]
            );
        }
    }
}
