//! Step 7: the company role can hold it, whatever grants it; and so can the role that an invitation or a change gives.

use model::access::{Action, Blocker};

use crate::access::catalog;
use crate::access::decide::Case;
use crate::access::facts::Resource;

pub(super) fn check(case: &Case<'_>, blockers: &mut Vec<Blocker>) {
    if !subject_can_hold(case) || !target_can_hold(case) {
        blockers.push(Blocker::RoleCeiling);
    }
}

fn subject_can_hold(case: &Case<'_>) -> bool {
    let Some(user) = &case.subject.user else { return true };
    // Without any source the question is whether there could be one.
    case.sources.is_within_ceiling()
        || case.sources.is_empty()
            && catalog::requirement(case.action).any_of.iter().any(|grant| catalog::can_hold(user.role, *grant))
}

fn target_can_hold(case: &Case<'_>) -> bool {
    let (role, permissions) = match case.resource {
        Resource::Invitation(invitation) => (invitation.role, &invitation.permissions),
        Resource::User(target) if matches!(case.action, Action::AccessChange | Action::AccessChangeAdministrator) => {
            (target.new_role.unwrap_or(target.role), &target.gives)
        }
        _ => return true,
    };
    permissions.iter().all(|permission| catalog::ceiling(role).contains(permission))
}

#[cfg(test)]
mod tests {
    use model::access::{CompanyPermission, CompanyRole, OrganizationRole, ProjectPermission, ProjectRole};

    use super::*;
    use crate::access::cast::{
        ORGANIZATION, blockers, branded_project, invitation, open_project, organization, person, user,
    };
    use crate::access::facts::UserTarget;

    // S0.24
    #[test]
    fn security_is_out_of_reach_of_team_members() {
        let member = person(CompanyRole::Member);
        let missing = blockers(&member, Action::SecurityEdit, &Resource::Workspace);
        assert_eq!(missing, [Blocker::NoGrant, Blocker::RoleCeiling]);
        // Should such a row ever stand in the database, it grants nothing.
        let planted = blockers(&member.with(CompanyPermission::Security), Action::SecurityEdit, &Resource::Workspace);
        assert_eq!(planted, [Blocker::RoleCeiling]);
    }

    #[test]
    fn what_an_extra_could_add_is_missing_but_within_reach() {
        let missing = blockers(&person(CompanyRole::Member), Action::SettingsEdit, &Resource::Workspace);
        assert_eq!(missing, [Blocker::NoGrant]);
    }

    #[test]
    fn guest_stays_below_the_project_ceiling_whatever_the_source() {
        let guest = person(CompanyRole::Guest);
        for (subject, project) in [
            (guest.clone().on_project(ProjectRole::Owner), open_project()),
            (
                guest.clone().on_project(ProjectRole::Participant).with_on_project(ProjectPermission::Share),
                open_project(),
            ),
            (guest.clone().with_brand(), branded_project()),
            (guest.clone().in_organization(ORGANIZATION, OrganizationRole::Admin).with_brand(), branded_project()),
        ] {
            assert_eq!(blockers(&subject, Action::ReviewsManage, &project), [Blocker::RoleCeiling]);
            assert_eq!(blockers(&subject, Action::ProjectsView, &project), []);
        }
    }

    #[test]
    fn guest_can_run_an_organization_but_holds_no_company_permission() {
        let guest = person(CompanyRole::Guest).in_organization(ORGANIZATION, OrganizationRole::Admin);
        assert_eq!(blockers(&guest, Action::OrganizationsManage, &organization(ORGANIZATION)), []);
        let planted = person(CompanyRole::Guest).with(CompanyPermission::Organizations).with(CompanyPermission::Users);
        assert_eq!(
            blockers(&planted, Action::OrganizationsManage, &organization(ORGANIZATION)),
            [Blocker::RoleCeiling]
        );
        let target = UserTarget { home_organization: Some(ORGANIZATION), ..user(CompanyRole::Guest) };
        assert_eq!(blockers(&planted, Action::UsersDisable, &Resource::User(target)), [Blocker::RoleCeiling]);
    }

    // S0.24
    #[test]
    fn nobody_is_invited_with_a_permission_that_their_role_cannot_hold() {
        let owner = person(CompanyRole::Owner).stepped_up();
        let invites =
            |role, permission| blockers(&owner, Action::InvitationsSend, &invitation(role, &[permission], None));
        assert_eq!(invites(CompanyRole::Member, CompanyPermission::Security), [Blocker::RoleCeiling]);
        assert_eq!(invites(CompanyRole::Guest, CompanyPermission::Users), [Blocker::RoleCeiling]);
        assert_eq!(invites(CompanyRole::Member, CompanyPermission::Users), []);
        assert_eq!(invites(CompanyRole::Administrator, CompanyPermission::Security), []);
    }
}
