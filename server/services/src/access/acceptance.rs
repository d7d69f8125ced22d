//! What is left of an invitation when it is accepted.
//!
//! Between sending and accepting, the inviter may have been demoted, disabled or deleted; nobody is granted more than
//! the inviter could still grant at that moment.

use model::access::{Action, CompanyRole};

use super::decide::decide;
use super::facts::{InvitationTarget, Resource, Subject};
use super::verdicts::verdict;

/// The part of an invitation that its inviter could still grant. Nothing is below a Guest without permissions.
pub(crate) fn still_granted(inviter: &Subject, invitation: &InvitationTarget) -> InvitationTarget {
    let could = |role, permissions| {
        let invitation = InvitationTarget { role, permissions, organization: invitation.organization };
        // Step-up was asked for when the invitation was sent.
        verdict(&decide(inviter, Action::InvitationsSend, &Resource::Invitation(invitation))).is_allowed()
    };
    let role = CompanyRole::ALL
        .iter()
        .copied()
        .find(|role| *role >= invitation.role && could(*role, Vec::new()))
        .unwrap_or(CompanyRole::Guest);
    let permissions =
        invitation.permissions.iter().copied().filter(|permission| could(role, vec![*permission])).collect();
    InvitationTarget { role, permissions, organization: invitation.organization }
}

#[cfg(test)]
mod tests {
    use model::access::{CompanyPermission, OrganizationRole};
    use model::users::UserStatus;

    use super::*;
    use crate::access::cast::{ORGANIZATION, person};

    fn left(inviter: &Subject, role: CompanyRole, permissions: &[CompanyPermission]) -> InvitationTarget {
        let invitation = InvitationTarget { role, permissions: permissions.to_vec(), organization: None };
        still_granted(inviter, &invitation)
    }

    fn target(role: CompanyRole, permissions: &[CompanyPermission]) -> InvitationTarget {
        InvitationTarget { role, permissions: permissions.to_vec(), organization: None }
    }

    const USERS: CompanyPermission = CompanyPermission::Users;
    const BILLING: CompanyPermission = CompanyPermission::Billing;

    #[test]
    fn nothing_is_lost_while_the_inviter_could_still_send_it() {
        let administrator = person(CompanyRole::Administrator);
        for (role, permissions) in [
            (CompanyRole::Administrator, &[][..]),
            (CompanyRole::Member, &[USERS, BILLING][..]),
            (CompanyRole::Guest, &[][..]),
        ] {
            assert_eq!(left(&administrator, role, permissions), target(role, permissions));
        }
    }

    // IV-09
    #[test]
    fn demoted_inviter_grants_what_is_left_to_them() {
        let manager = person(CompanyRole::Member).with(USERS);
        assert_eq!(left(&manager, CompanyRole::Administrator, &[]), target(CompanyRole::Member, &[]));
        assert_eq!(left(&manager, CompanyRole::Member, &[USERS, BILLING]), target(CompanyRole::Member, &[USERS]));
    }

    // IV-09
    #[test]
    fn inviter_without_any_say_grants_nothing() {
        let mut disabled = person(CompanyRole::Administrator);
        disabled.user.as_mut().unwrap().status = UserStatus::Disabled;
        let mut deleted = person(CompanyRole::Administrator);
        deleted.user.as_mut().unwrap().status = UserStatus::Deleted;
        for inviter in [person(CompanyRole::Member), disabled, deleted] {
            assert_eq!(left(&inviter, CompanyRole::Administrator, &[BILLING]), target(CompanyRole::Guest, &[]));
            assert_eq!(left(&inviter, CompanyRole::Member, &[BILLING]), target(CompanyRole::Guest, &[]));
        }
    }

    #[test]
    fn permission_that_the_role_cannot_hold_is_left_out() {
        let owner = person(CompanyRole::Owner);
        assert_eq!(
            left(&owner, CompanyRole::Member, &[BILLING, CompanyPermission::Security]),
            target(CompanyRole::Member, &[BILLING])
        );
        assert_eq!(left(&owner, CompanyRole::Guest, &[BILLING]), target(CompanyRole::Guest, &[]));
    }

    #[test]
    fn organization_admin_still_speaks_for_that_organization() {
        let admin = person(CompanyRole::Member).in_organization(ORGANIZATION, OrganizationRole::Admin);
        let invitation =
            InvitationTarget { role: CompanyRole::Member, permissions: Vec::new(), organization: Some(ORGANIZATION) };
        assert_eq!(still_granted(&admin, &invitation), invitation);
        let demoted = person(CompanyRole::Member).in_organization(ORGANIZATION, OrganizationRole::Member);
        assert_eq!(still_granted(&demoted, &invitation).role, CompanyRole::Guest);
    }
}
