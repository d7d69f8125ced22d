//! Step 9: nobody is removed who must stay, and the Owner's role moves by transfer only; `product/model.md` §7.2.

use model::access::{Action, Blocker, CompanyRole};

use crate::access::decide::Case;

pub(super) fn check(case: &Case<'_>, blockers: &mut Vec<Blocker>) {
    if let Some(target) = case.target() {
        let leaves = matches!(case.action, Action::UsersDisable | Action::UsersDelete);
        // A Guest is no Project Owner; an Organization Admin they can stay.
        let becomes_guest = case.action == Action::AccessChange && case.given_role() == Some(CompanyRole::Guest);
        if (leaves || becomes_guest) && target.last_project_owner {
            blockers.push(Blocker::LastProjectOwner);
        }
        if leaves && target.last_org_admin {
            blockers.push(Blocker::LastOrgAdmin);
        }
    }
    if moves_ownership(case) {
        blockers.push(Blocker::OwnerRole);
    }
}

/// Exactly one Owner exists, always Active, and only an Administrator can take over.
fn moves_ownership(case: &Case<'_>) -> bool {
    if case.given_role() == Some(CompanyRole::Owner) {
        return true;
    }
    let Some(target) = case.target() else { return false };
    match case.action {
        Action::OwnershipTransfer => target.role != CompanyRole::Administrator,
        Action::AccessChange | Action::AccessChangeAdministrator | Action::UsersDisable | Action::UsersDelete => {
            target.role == CompanyRole::Owner
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::cast::{blockers, invitation, job, person, user};
    use crate::access::facts::{Resource, UserTarget};

    // AZ-06
    #[test]
    fn last_holders_stay() {
        let owner = person(CompanyRole::Owner).stepped_up();
        let target = UserTarget { last_project_owner: true, last_org_admin: true, ..user(CompanyRole::Member) };
        for action in [Action::UsersDisable, Action::UsersDelete] {
            assert_eq!(
                blockers(&owner, action, &Resource::User(target.clone())),
                [Blocker::LastProjectOwner, Blocker::LastOrgAdmin]
            );
        }
        let demoted = UserTarget { new_role: Some(CompanyRole::Guest), ..target.clone() };
        let promoted = UserTarget { new_role: Some(CompanyRole::Administrator), ..target };
        assert_eq!(blockers(&owner, Action::AccessChange, &Resource::User(demoted)), [Blocker::LastProjectOwner]);
        assert_eq!(blockers(&owner, Action::AccessChange, &Resource::User(promoted)), []);
    }

    // AZ-06: a job is bound by the guards like everyone; who takes over is named before it acts.
    #[test]
    fn job_cannot_remove_a_last_holder() {
        let target = UserTarget { last_project_owner: true, ..user(CompanyRole::Member) };
        let sweeper = job(&[Action::UsersDisable]);
        assert_eq!(blockers(&sweeper, Action::UsersDisable, &Resource::User(target)), [Blocker::LastProjectOwner]);
    }

    // AZ-04, AZ-06, IV-08
    #[test]
    fn role_owner_is_neither_given_nor_taken() {
        let (owner, administrator) = (person(CompanyRole::Owner).stepped_up(), person(CompanyRole::Administrator));
        assert_eq!(
            blockers(&owner, Action::InvitationsSend, &invitation(CompanyRole::Owner, &[], None)),
            [Blocker::OwnerRole]
        );
        let promoted = UserTarget { new_role: Some(CompanyRole::Owner), ..user(CompanyRole::Member) };
        assert_eq!(blockers(&owner, Action::AccessChange, &Resource::User(promoted)), [Blocker::OwnerRole]);
        assert_eq!(
            blockers(&administrator, Action::UsersDisable, &Resource::User(user(CompanyRole::Owner))),
            [Blocker::Outranked, Blocker::OwnerRole]
        );
    }

    // AZ-08
    #[test]
    fn only_an_administrator_takes_over() {
        let owner = person(CompanyRole::Owner).stepped_up();
        let hands_to = |role| blockers(&owner, Action::OwnershipTransfer, &Resource::User(user(role)));
        assert_eq!(hands_to(CompanyRole::Administrator), []);
        assert_eq!(hands_to(CompanyRole::Member), [Blocker::OwnerRole]);
        assert_eq!(hands_to(CompanyRole::Guest), [Blocker::OwnerRole]);
        assert_eq!(
            blockers(
                &person(CompanyRole::Administrator).stepped_up(),
                Action::OwnershipTransfer,
                &Resource::User(user(CompanyRole::Administrator))
            ),
            [Blocker::NoGrant, Blocker::RoleCeiling]
        );
    }
}
