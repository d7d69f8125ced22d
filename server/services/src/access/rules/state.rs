//! Step 10: the state of the thing has a place for the action; `product/model.md` §7.

use model::access::{Action, Blocker, DisabledBy};
use model::users::UserStatus;

use crate::access::decide::Case;
use crate::access::facts::{Resource, UserTarget, standing};
use crate::settings::Edition;

pub(super) fn check(case: &Case<'_>, blockers: &mut Vec<Blocker>) {
    if matches!(case.resource, Resource::Project(project) if project.archived) && changes_content(case.action) {
        blockers.push(Blocker::ProjectArchived);
    }
    if let Some(target) = case.target() {
        if !fits(case, target) {
            blockers.push(Blocker::WrongStatus);
        }
        if target.external && matches!(case.action, Action::UsersChangeEmail | Action::PasswordChange) {
            blockers.push(Blocker::ExternalAccount);
        }
    }
    if case.action == Action::SecurityEnforce && case.subject.edition == Edition::Standard {
        blockers.push(Blocker::EditionStandard);
    }
}

/// An archived project is read only; its settings stay open, because they bring it back.
const fn changes_content(action: Action) -> bool {
    matches!(
        action,
        Action::NotesWrite
            | Action::ReviewsManage
            | Action::VersionsPublish
            | Action::TasksEdit
            | Action::TasksControl
            | Action::TeamEdit
            | Action::TeamAssignOwner
    )
}

/// Whether the user's status has a place for the action.
fn fits(case: &Case<'_>, target: &UserTarget) -> bool {
    let (status, disabled_by) = standing(target.status, target.disabled_by, target.access_ends_at, case.subject.at);
    match case.action {
        Action::InvitationsResend | Action::InvitationsCopyLink | Action::InvitationsCancel => {
            status == UserStatus::Invited
        }
        Action::UsersRename
        | Action::UsersChangeUsername
        | Action::AccessChange
        | Action::AccessChangeAdministrator => {
            matches!(status, UserStatus::Invited | UserStatus::Active | UserStatus::Disabled)
        }
        // The change of address takes effect when the user, signed in, opens a link.
        Action::UsersChangeEmail | Action::CredentialsHelp | Action::OwnershipTransfer => status == UserStatus::Active,
        Action::UsersDisable => match disabled_by {
            None => status == UserStatus::Active,
            Some(DisabledBy::Administrator) => false,
            // Makes the reason `administrator`, so that the organization cannot undo it.
            Some(DisabledBy::Organization | DisabledBy::Ended) => !case.is_for_organization_only(),
        },
        Action::UsersEnable => {
            let undoes = !case.is_for_organization_only() || disabled_by == Some(DisabledBy::Organization);
            // An access end in the past is moved first, or the user would be disabled again at once.
            let ended = target.access_ends_at.is_some_and(|end| end <= case.subject.at);
            status == UserStatus::Disabled && undoes && !ended
        }
        Action::UsersDelete | Action::UsersAnnotate => status != UserStatus::Erased,
        Action::UsersRestore => status == UserStatus::Deleted,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use model::access::{CompanyPermission, CompanyRole, OrganizationRole};

    use super::*;
    use crate::access::cast::{NOW, ORGANIZATION, blockers, open_project, person, user};
    use crate::access::facts::Subject;

    fn disabled(by: DisabledBy) -> UserTarget {
        UserTarget {
            status: UserStatus::Disabled,
            disabled_by: Some(by),
            home_organization: Some(ORGANIZATION),
            ..user(CompanyRole::Member)
        }
    }

    fn fits(subject: &Subject, action: Action, target: &UserTarget) -> bool {
        let found = blockers(&subject.clone().stepped_up(), action, &Resource::User(target.clone()));
        assert!(found.is_empty() || found == [Blocker::WrongStatus], "{found:?}");
        found.is_empty()
    }

    // UL-10, IV-07
    #[test]
    fn actions_on_an_invitation_need_an_open_one() {
        let owner = person(CompanyRole::Owner);
        for action in [Action::InvitationsResend, Action::InvitationsCopyLink, Action::InvitationsCancel] {
            for status in [UserStatus::Invited, UserStatus::Active, UserStatus::Disabled, UserStatus::Deleted] {
                let target = UserTarget { status, ..user(CompanyRole::Member) };
                assert_eq!(fits(&owner, action, &target), status == UserStatus::Invited);
            }
        }
    }

    // S0.17, UL-09
    #[test]
    fn organization_undoes_its_own_reason_only() {
        let admin = person(CompanyRole::Member).in_organization(ORGANIZATION, OrganizationRole::Admin);
        let owner = person(CompanyRole::Owner);
        for reason in DisabledBy::ALL {
            let target = disabled(*reason);
            assert!(fits(&owner, Action::UsersEnable, &target));
            assert_eq!(fits(&admin, Action::UsersEnable, &target), *reason == DisabledBy::Organization);
            assert_eq!(fits(&owner, Action::UsersDisable, &target), *reason != DisabledBy::Administrator);
            assert!(!fits(&admin, Action::UsersDisable, &target));
        }
        // With Users as well, the same person acts for the workspace.
        let both = admin.with(CompanyPermission::Users);
        assert!(fits(&both, Action::UsersEnable, &disabled(DisabledBy::Administrator)));
    }

    #[test]
    fn past_access_end_is_disabled_at_once_and_moved_before_enabling() {
        let owner = person(CompanyRole::Owner);
        let ended = UserTarget { access_ends_at: Some(NOW), ..user(CompanyRole::Member) };
        assert!(!fits(&owner, Action::CredentialsHelp, &ended));
        assert!(!fits(&owner, Action::UsersEnable, &ended));
        let moved = UserTarget { access_ends_at: Some(NOW.plus_seconds(1)), ..disabled(DisabledBy::Ended) };
        assert!(fits(&owner, Action::UsersEnable, &moved));
    }

    #[test]
    fn archived_project_is_read_only_but_can_be_brought_back() {
        let Resource::Project(mut project) = open_project() else { panic!("a project") };
        project.archived = true;
        let owner = person(CompanyRole::Owner).stepped_up();
        let asked = |action| blockers(&owner, action, &Resource::Project(project));
        assert_eq!(asked(Action::NotesWrite), [Blocker::ProjectArchived]);
        assert_eq!(asked(Action::TeamEdit), [Blocker::ProjectArchived]);
        for action in [Action::ProjectsView, Action::ProjectsEdit, Action::ProjectsDelete] {
            assert_eq!(asked(action), []);
        }
    }

    #[test]
    fn address_and_password_of_an_external_account_are_kept_elsewhere() {
        let owner = person(CompanyRole::Owner).stepped_up();
        let target = UserTarget { external: true, ..user(CompanyRole::Member) };
        assert_eq!(
            blockers(&owner, Action::UsersChangeEmail, &Resource::User(target.clone())),
            [Blocker::ExternalAccount]
        );
        let oneself = UserTarget { id: owner.user_id().unwrap(), ..target };
        assert_eq!(blockers(&owner, Action::PasswordChange, &Resource::User(oneself)), [Blocker::ExternalAccount]);
    }

    // S1.65
    #[test]
    fn enforcement_needs_the_enterprise_edition() {
        let mut owner = person(CompanyRole::Owner).stepped_up();
        owner.edition = Edition::Standard;
        assert_eq!(blockers(&owner, Action::SecurityEnforce, &Resource::Workspace), [Blocker::EditionStandard]);
        assert_eq!(blockers(&owner, Action::SecurityRelease, &Resource::Workspace), []);
        assert_eq!(blockers(&owner, Action::SecurityEdit, &Resource::Workspace), []);
    }
}
