//! What each company role holds and can hold, for people who want to know before they give one.
//!
//! Permissions are read from the catalog; whatever no permission says is asked of `decide`, about somebody who has the
//! role and nothing else. Nothing is written down here a second time.

use model::access::{Action, Blocker, CompanyPermission, CompanyRole};
use model::ids::{OrganizationId, ProjectId, UserId};
use model::roles::{Ability, RoleCell};
use model::time::Timestamp;
use model::users::UserStatus;
use uuid::Uuid;

use super::catalog;
use super::decide::decide;
use super::facts::{
    Credential, ExtraFact, Identity, OrganizationTarget, ProjectTarget, Resource, SecondFactor, Subject, UserFact,
    UserTarget,
};
use crate::settings::Edition;

/// How each role comes to a permission.
pub(crate) fn permission_cells(permission: CompanyPermission) -> Vec<RoleCell> {
    let cell = |role: &CompanyRole| {
        if catalog::role_permissions(*role).contains(&permission) {
            RoleCell::Contained
        } else if catalog::ceiling(*role).contains(&permission) {
            RoleCell::Extra(permission)
        } else {
            RoleCell::Never(Blocker::RoleCeiling)
        }
    };
    CompanyRole::ALL.iter().map(cell).collect()
}

/// How each role comes to an ability.
pub(crate) fn ability_cells(ability: Ability) -> Vec<RoleCell> {
    let questions = questions(ability);
    let all = |subject: &Subject| questions.iter().all(|(action, resource)| decide(subject, *action, resource).allowed);
    let cell = |role: &CompanyRole| {
        if all(&someone(*role, &[])) {
            return RoleCell::Contained;
        }
        let extra = CompanyPermission::ALL.iter().find(|extra| all(&someone(*role, &[**extra])));
        if let Some(extra) = extra {
            return RoleCell::Extra(*extra);
        }
        // What stands in the way of whoever has everything else.
        let equipped = someone(*role, CompanyPermission::ALL);
        let blockers = questions.iter().flat_map(|(action, resource)| decide(&equipped, *action, resource).blockers);
        RoleCell::Never(blockers.min().unwrap_or(Blocker::NoGrant))
    };
    CompanyRole::ALL.iter().map(cell).collect()
}

/// Everything that must be allowed to whoever has the ability.
fn questions(ability: Ability) -> Vec<(Action, Resource)> {
    let other = |role| UserTarget::new(UserId(Uuid::from_u128(2)), UserStatus::Active, role);
    let administrator = || other(CompanyRole::Administrator);
    let project = || {
        Resource::Project(ProjectTarget { id: ProjectId(Uuid::nil()), private: false, archived: false, brand: None })
    };
    match ability {
        Ability::OpenProjects => vec![(Action::ProjectsView, project()), (Action::NotesWrite, project())],
        Ability::Promote => {
            let target = UserTarget { new_role: Some(CompanyRole::Administrator), ..other(CompanyRole::Member) };
            vec![(Action::AccessChange, Resource::User(target))]
        }
        Ability::ActOnAdministrators => {
            let demoted = UserTarget { new_role: Some(CompanyRole::Member), ..administrator() };
            vec![
                (Action::UsersRename, Resource::User(administrator())),
                (Action::AccessChange, Resource::User(demoted)),
                (Action::UsersDisable, Resource::User(administrator())),
                (Action::UsersDelete, Resource::User(administrator())),
            ]
        }
        Ability::RunOrganizations => {
            let target = OrganizationTarget { id: OrganizationId(Uuid::nil()) };
            vec![(Action::OrganizationsManage, Resource::Organization(target))]
        }
        Ability::Transfer => vec![(Action::OwnershipTransfer, Resource::User(administrator()))],
    }
}

/// Somebody Active with this role and these permissions, at the moment after giving the password again.
fn someone(role: CompanyRole, permissions: &[CompanyPermission]) -> Subject {
    let at = Timestamp(0);
    let extras = permissions.iter().map(|permission| ExtraFact { permission: *permission, ends_at: None });
    let user = UserFact {
        status: UserStatus::Active,
        disabled_by: None,
        role,
        extras: extras.collect(),
        access_ends_at: None,
    };
    Subject {
        who: Identity::User(UserId(Uuid::from_u128(1))),
        user: Some(user),
        organizations: Vec::new(),
        brands: Vec::new(),
        projects: Vec::new(),
        second_factor: SecondFactor::Enrolled,
        credential: Credential::Session { step_up_at: Some(at) },
        edition: Edition::Enterprise,
        at,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::cast::{open_project, organization, person, user};

    use CompanyPermission as P;
    use CompanyRole::{Administrator, Guest, Member, Owner};

    /// An action for which each permission is asked.
    const fn asked(permission: P) -> Action {
        match permission {
            P::Users => Action::UsersView,
            P::Creator => Action::ProjectsCreate,
            P::Styles => Action::BrandingEdit,
            P::Billing => Action::SeatsBuy,
            P::Security => Action::SecurityEdit,
            P::Settings => Action::SettingsEdit,
            P::Groups => Action::GroupsEdit,
            P::Organizations => Action::OrganizationsCreate,
            P::Audit => Action::AuditView,
        }
    }

    // S3.4 S3.6
    #[test]
    fn every_cell_of_a_permission_is_what_the_decision_says() {
        for permission in P::ALL {
            for (role, cell) in CompanyRole::ALL.iter().zip(permission_cells(*permission)) {
                let may =
                    |subject: Subject| decide(&subject.stepped_up(), asked(*permission), &Resource::Workspace).allowed;
                let answers = (may(person(*role)), may(person(*role).with(*permission)));
                let expected = match cell {
                    RoleCell::Contained => (true, true),
                    RoleCell::Extra(_) => (false, true),
                    RoleCell::Never(_) => (false, false),
                };
                assert_eq!(answers, expected, "{role} {permission}");
            }
        }
    }

    // S3.4
    #[test]
    fn abilities_are_those_of_the_product() {
        let shown = |ability| {
            let cell = |cell| match cell {
                RoleCell::Contained => "yes".to_owned(),
                RoleCell::Extra(extra) => extra.to_string(),
                RoleCell::Never(_) => "no".to_owned(),
            };
            ability_cells(ability).into_iter().map(cell).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(shown(Ability::OpenProjects), "yes yes yes no");
        assert_eq!(shown(Ability::Promote), "yes yes no no");
        assert_eq!(shown(Ability::ActOnAdministrators), "yes no no no");
        assert_eq!(shown(Ability::RunOrganizations), "yes yes organizations no");
        assert_eq!(shown(Ability::Transfer), "yes no no no");
    }

    // S3.4
    #[test]
    fn every_cell_of_an_ability_is_what_the_decision_says() {
        for ability in Ability::ALL {
            let (action, resource) = match ability {
                Ability::OpenProjects => (Action::NotesWrite, open_project()),
                Ability::Promote => (Action::AccessChangeAdministrator, Resource::User(user(Member))),
                Ability::ActOnAdministrators => (Action::UsersDelete, Resource::User(user(Administrator))),
                Ability::RunOrganizations => {
                    (Action::OrganizationsManage, organization(crate::access::cast::ORGANIZATION))
                }
                Ability::Transfer => (Action::OwnershipTransfer, Resource::User(user(Administrator))),
            };
            let may = |subject: Subject| decide(&subject.stepped_up(), action, &resource).allowed;
            for (role, cell) in [Owner, Administrator, Member, Guest].into_iter().zip(ability_cells(*ability)) {
                let any = P::ALL.iter().any(|extra| may(person(role).with(*extra)));
                match cell {
                    RoleCell::Contained => assert!(may(person(role)), "{role} {ability}"),
                    RoleCell::Extra(extra) => {
                        assert!(!may(person(role)) && may(person(role).with(extra)), "{role} {ability}");
                    }
                    RoleCell::Never(_) => assert!(!may(person(role)) && !any, "{role} {ability}"),
                }
            }
        }
    }

    #[test]
    fn what_never_comes_to_a_role_says_why() {
        let cells = |ability| ability_cells(ability);
        assert_eq!(cells(Ability::ActOnAdministrators)[1], RoleCell::Never(Blocker::Outranked));
        assert_eq!(permission_cells(P::Security)[2], RoleCell::Never(Blocker::RoleCeiling));
        assert_eq!(permission_cells(P::Users)[3], RoleCell::Never(Blocker::RoleCeiling));
    }
}
