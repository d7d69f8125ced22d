//! Step 8: who may act on whom, and what may be given away; `product/model.md` §4.2.

use model::access::{Action, Blocker, CompanyPermission, CompanyRole};

use crate::access::decide::Case;
use crate::access::facts::UserFact;

pub(super) fn check(case: &Case<'_>, blockers: &mut Vec<Blocker>) {
    // A job acts for nobody; its list of actions is its rank.
    let Some(user) = &case.subject.user else { return };
    if is_outranked(case, user) {
        blockers.push(Blocker::Outranked);
    }
    if case.is_oneself() && needs_someone_else(case.action) {
        blockers.push(Blocker::OwnAccount);
    }
    if gives_what_is_not_theirs(case, user) {
        blockers.push(Blocker::NotOwnToGrant);
    }
}

/// Only the Owner acts on an Administrator, and nobody acts on the Owner. To everyone else, Members and Guests are
/// alike: what lets somebody act on users at all is a permission, not the rank.
fn is_outranked(case: &Case<'_>, user: &UserFact) -> bool {
    let Some(target) = case.target().filter(|_| !case.is_oneself()) else { return false };
    match case.action {
        Action::UsersRename
        | Action::UsersChangeUsername
        | Action::UsersChangeEmail
        | Action::UsersDisable
        | Action::UsersEnable
        | Action::UsersDelete
        | Action::UsersRestore
        | Action::AccessChange
        | Action::AccessChangeAdministrator => {
            target.role <= CompanyRole::Administrator && user.role != CompanyRole::Owner
        }
        // Help with signing in is the one thing that Administrators do for each other.
        Action::CredentialsHelp => target.role == CompanyRole::Owner,
        // Who may make someone an Administrator may take the invitation back: nobody was removed by it.
        Action::InvitationsCancel => {
            target.role <= CompanyRole::Administrator && user.role > CompanyRole::Administrator
        }
        _ => false,
    }
}

/// Nobody changes their own role, permissions, status or access end; help and ownership are given to others.
const fn needs_someone_else(action: Action) -> bool {
    matches!(
        action,
        Action::AccessChange
            | Action::AccessChangeAdministrator
            | Action::UsersDisable
            | Action::UsersEnable
            | Action::UsersDelete
            | Action::UsersRestore
            | Action::UsersChangeEmail
            | Action::CredentialsHelp
            | Action::OwnershipTransfer
    )
}

/// Nobody grants or removes a permission that they do not hold, nor a role that they cannot set.
fn gives_what_is_not_theirs(case: &Case<'_>, user: &UserFact) -> bool {
    let permissions = case.moved_permissions();
    // An organization grants no company permission, not even one that its Organization Admin holds.
    if case.is_for_organization_only() && !permissions.is_empty() {
        return true;
    }
    !permissions.iter().all(|permission| case.subject.holds(*permission))
        || case.given_role().is_some_and(|role| !can_set(case, user, role))
}

/// Owner and Administrators set every role but the Owner's, which is a matter of the guards; holders of Users set
/// Member and Guest. An organization gives the role Member, or its Organization Admin's own if that is lower, and links
/// to nothing above.
fn can_set(case: &Case<'_>, user: &UserFact, role: CompanyRole) -> bool {
    if user.role <= CompanyRole::Administrator {
        true
    } else if case.subject.holds(CompanyPermission::Users) {
        role >= CompanyRole::Member
    } else if case.action == Action::InvitationsSend {
        role == user.role
    } else {
        role >= user.role
    }
}

#[cfg(test)]
mod tests {
    use model::access::OrganizationRole;
    use model::users::UserStatus;

    use super::*;
    use crate::access::cast::{ORGANIZATION, blockers, invitation, person, user};
    use crate::access::facts::{Resource, Subject, UserTarget};

    fn manager() -> Subject {
        person(CompanyRole::Member).with(CompanyPermission::Users)
    }

    fn on(target: UserTarget) -> Resource {
        Resource::User(target)
    }

    /// Blockers of changing the role of someone to another one.
    fn change(subject: &Subject, from: CompanyRole, to: CompanyRole) -> Vec<Blocker> {
        blockers(
            &subject.clone().stepped_up(),
            Action::AccessChange,
            &on(UserTarget { new_role: Some(to), ..user(from) }),
        )
    }

    // S0.18, S0.22, AZ-03
    #[test]
    fn only_the_owner_acts_on_an_administrator() {
        let actions = [
            Action::UsersRename,
            Action::UsersChangeUsername,
            Action::UsersChangeEmail,
            Action::UsersDisable,
            Action::UsersDelete,
            Action::AccessChange,
        ];
        for action in actions {
            let asked = |subject: Subject, role| blockers(&subject.stepped_up(), action, &on(user(role)));
            assert_eq!(asked(person(CompanyRole::Owner), CompanyRole::Administrator), [], "{action}");
            assert_eq!(
                asked(person(CompanyRole::Administrator), CompanyRole::Administrator),
                [Blocker::Outranked],
                "{action}"
            );
            assert_eq!(asked(manager(), CompanyRole::Administrator), [Blocker::Outranked], "{action}");
            for role in [CompanyRole::Member, CompanyRole::Guest] {
                assert_eq!(asked(person(CompanyRole::Administrator), role), [], "{action}");
                assert_eq!(asked(manager(), role), [], "{action}");
            }
        }
    }

    // AZ-03, AZ-17, UL-05
    #[test]
    fn nobody_changes_their_own_role_or_status() {
        for role in [CompanyRole::Owner, CompanyRole::Administrator] {
            let subject = person(role).stepped_up();
            let oneself = on(UserTarget { id: subject.user_id().unwrap(), ..user(role) });
            for action in [
                Action::AccessChange,
                Action::AccessChangeAdministrator,
                Action::UsersDisable,
                Action::UsersDelete,
                Action::UsersChangeEmail,
                Action::CredentialsHelp,
            ] {
                assert_eq!(blockers(&subject, action, &oneself).first(), Some(&Blocker::OwnAccount), "{action}");
            }
            // A name is neither; without this, nobody could ever mend the Owner's username.
            assert_eq!(blockers(&subject, Action::UsersChangeUsername, &oneself), []);
        }
    }

    // S0.22, AZ-04
    #[test]
    fn administrators_promote_and_holders_of_users_do_not() {
        let (member, administrator) = (CompanyRole::Member, CompanyRole::Administrator);
        assert_eq!(change(&person(CompanyRole::Owner), member, administrator), []);
        assert_eq!(change(&person(CompanyRole::Administrator), member, administrator), []);
        assert_eq!(change(&manager(), member, administrator), [Blocker::NotOwnToGrant]);
        assert_eq!(change(&manager(), member, CompanyRole::Guest), []);
        assert_eq!(change(&manager(), CompanyRole::Guest, member), []);
        assert_eq!(
            blockers(&manager().stepped_up(), Action::AccessChangeAdministrator, &on(user(member))),
            [Blocker::NotOwnToGrant]
        );
        assert_eq!(
            blockers(&manager().stepped_up(), Action::AccessChangeAdministrator, &Resource::Workspace),
            [Blocker::NotOwnToGrant]
        );
    }

    // AZ-04
    #[test]
    fn nobody_grants_or_removes_a_permission_that_they_do_not_hold() {
        let moving = |permission| on(UserTarget { grants: vec![permission], ..user(CompanyRole::Member) });
        let manager = manager().with(CompanyPermission::Audit);
        assert_eq!(blockers(&manager, Action::AccessChange, &moving(CompanyPermission::Audit)), []);
        assert_eq!(
            blockers(&manager, Action::AccessChange, &moving(CompanyPermission::Billing)),
            [Blocker::NotOwnToGrant]
        );
        assert_eq!(
            blockers(&person(CompanyRole::Administrator), Action::AccessChange, &moving(CompanyPermission::Billing)),
            []
        );
    }

    // IV-08
    #[test]
    fn invitation_grants_nothing_that_the_inviter_lacks() {
        let invites = |subject: &Subject, role, permissions: &[CompanyPermission]| {
            blockers(&subject.clone().stepped_up(), Action::InvitationsSend, &invitation(role, permissions, None))
        };
        let manager = manager();
        assert_eq!(invites(&manager, CompanyRole::Member, &[CompanyPermission::Users]), []);
        assert_eq!(invites(&manager, CompanyRole::Guest, &[]), []);
        for (role, permissions) in [
            (CompanyRole::Administrator, &[][..]),
            (CompanyRole::Member, &[CompanyPermission::Users, CompanyPermission::Billing][..]),
        ] {
            assert_eq!(invites(&manager, role, permissions), [Blocker::NotOwnToGrant]);
        }
        assert_eq!(invites(&person(CompanyRole::Administrator), CompanyRole::Administrator, &[]), []);
    }

    // IV-08
    #[test]
    fn link_of_an_invitation_is_only_for_whoever_could_have_sent_it() {
        let invited = |role| UserTarget { status: UserStatus::Invited, ..user(role) };
        for action in [Action::InvitationsResend, Action::InvitationsCopyLink] {
            let asked = |subject: Subject, target| blockers(&subject.stepped_up(), action, &on(target));
            let administrator = invited(CompanyRole::Administrator);
            assert_eq!(asked(manager(), administrator.clone()), [Blocker::NotOwnToGrant]);
            assert_eq!(asked(person(CompanyRole::Administrator), administrator), []);
            let billing = UserTarget { grants: vec![CompanyPermission::Billing], ..invited(CompanyRole::Member) };
            assert_eq!(asked(manager(), billing.clone()), [Blocker::NotOwnToGrant]);
            assert_eq!(asked(manager().with(CompanyPermission::Billing), billing), []);
            assert_eq!(asked(manager(), invited(CompanyRole::Member)), []);
        }
        let cancel =
            |subject: Subject| blockers(&subject, Action::InvitationsCancel, &on(invited(CompanyRole::Administrator)));
        assert_eq!(cancel(manager()), [Blocker::Outranked]);
        assert_eq!(cancel(person(CompanyRole::Administrator)), []);
    }

    // S4.9, IV-08
    #[test]
    fn organization_admin_gives_the_role_member_or_their_own_if_that_is_lower() {
        let admin = |role| person(role).in_organization(ORGANIZATION, OrganizationRole::Admin).stepped_up();
        let invites = |subject: &Subject, role, permissions: &[CompanyPermission]| {
            blockers(subject, Action::InvitationsSend, &invitation(role, permissions, Some(ORGANIZATION)))
        };
        let member = admin(CompanyRole::Member);
        assert_eq!(invites(&member, CompanyRole::Member, &[]), []);
        for role in [CompanyRole::Administrator, CompanyRole::Guest] {
            assert_eq!(invites(&member, role, &[]), [Blocker::NotOwnToGrant]);
        }
        let own = [CompanyPermission::Billing];
        assert_eq!(
            invites(&member.with(CompanyPermission::Billing), CompanyRole::Member, &own),
            [Blocker::NotOwnToGrant]
        );
        let guest = admin(CompanyRole::Guest);
        assert_eq!(invites(&guest, CompanyRole::Guest, &[]), []);
        assert_eq!(invites(&guest, CompanyRole::Member, &[]), [Blocker::NotOwnToGrant]);

        let resends = |subject: &Subject, role| {
            let invited =
                UserTarget { status: UserStatus::Invited, home_organization: Some(ORGANIZATION), ..user(role) };
            blockers(subject, Action::InvitationsResend, &on(invited))
        };
        assert_eq!(resends(&admin(CompanyRole::Member), CompanyRole::Guest), []);
        assert_eq!(resends(&guest, CompanyRole::Member), [Blocker::NotOwnToGrant]);
    }

    // AK-04
    #[test]
    fn help_with_signing_in_goes_to_everyone_but_the_owner_and_oneself() {
        let helps = |subject: Subject, role| blockers(&subject.stepped_up(), Action::CredentialsHelp, &on(user(role)));
        assert_eq!(helps(person(CompanyRole::Administrator), CompanyRole::Administrator), []);
        assert_eq!(helps(person(CompanyRole::Administrator), CompanyRole::Owner), [Blocker::Outranked]);
        assert_eq!(helps(manager(), CompanyRole::Guest), [Blocker::NoGrant, Blocker::RoleCeiling]);
    }
}
