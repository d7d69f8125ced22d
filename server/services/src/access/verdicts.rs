//! What leaves the server of a decision: verdicts with the data, and one answer to a refused request.

use model::access::{Action, Blocker, Decision, Verdict, Verdicts};
use model::error::{AppError, ConflictReason, Noun};

use super::decide::decide;
use super::facts::{Identity, OrganizationTarget, Resource, Subject};

/// Allowed, or the first blocker. Step-up alone disables nothing: the answer opens the dialog.
pub(crate) fn verdict(decision: &Decision) -> Verdict {
    // Step-up is the last step, so it comes first only when it comes alone.
    match decision.blockers.first() {
        None | Some(Blocker::StepUpRequired) => Verdict::Allowed,
        Some(blocker) => Verdict::Blocked(*blocker),
    }
}

/// One verdict for each action that a row or page offers.
pub(crate) fn verdicts(subject: &Subject, actions: &[Action], resource: &Resource) -> Verdicts {
    Verdicts(actions.iter().map(|action| (*action, verdict(&decide(subject, *action, resource)))).collect())
}

/// Whether nothing but step-up stands in the way.
pub(crate) fn asks_for_step_up(subject: &Subject, action: Action, resource: &Resource) -> bool {
    decide(subject, action, resource).blockers == [Blocker::StepUpRequired]
}

/// The answer to a request that was not allowed.
pub(crate) fn refusal(subject: &Subject, action: Action, resource: &Resource, decision: &Decision) -> AppError {
    let first = decision.blockers.first();
    if subject.who == Identity::Nobody || matches!(first, Some(Blocker::NotActive { .. })) {
        return AppError::Unauthenticated;
    }
    match first {
        Some(Blocker::StepUpRequired) => AppError::StepUpRequired,
        // What may not be seen answers like what does not exist, and no blocker leaves the server.
        _ if !is_visible(subject, resource) => AppError::NotFound { what: noun(resource) },
        Some(Blocker::WrongStatus) => AppError::Conflict { reason: ConflictReason::WrongStatus },
        _ => AppError::Forbidden { action, blockers: decision.blockers.clone() },
    }
}

/// Whether the subject may know of the thing. That the workspace and its pages exist is no secret.
fn is_visible(subject: &Subject, resource: &Resource) -> bool {
    let sees = |action, resource: &Resource| {
        // Whoever must enroll sees nothing yet, but is told so for what they will see.
        let view = decide(subject, action, resource);
        !view.sources.is_empty() && view.blockers.iter().all(|blocker| *blocker == Blocker::MustEnroll)
    };
    if matches!(subject.who, Identity::Job(_)) {
        return true;
    }
    match resource {
        Resource::Workspace | Resource::Oneself => true,
        Resource::User(_) => sees(Action::UsersDirectory, resource),
        Resource::Invitation(target) => target
            .organization
            .is_none_or(|id| sees(Action::OrganizationsView, &Resource::Organization(OrganizationTarget { id }))),
        Resource::Organization(_) => sees(Action::OrganizationsView, resource),
        Resource::Brand(_) => sees(Action::BrandsView, resource),
        Resource::Project(_) => sees(Action::ProjectsView, resource),
    }
}

const fn noun(resource: &Resource) -> Noun {
    match resource {
        Resource::User(_) => Noun::User,
        Resource::Workspace
        | Resource::Oneself
        | Resource::Invitation(_)
        | Resource::Organization(_)
        | Resource::Brand(_)
        | Resource::Project(_) => Noun::Page,
    }
}

#[cfg(test)]
mod tests {
    use model::access::{CompanyPermission, CompanyRole, OrganizationRole, ProjectRole};
    use model::users::UserStatus;

    use super::*;
    use crate::access::cast::{
        ORGANIZATION, OTHER_ORGANIZATION, invitation, nobody, open_project, organization, person, private_project, user,
    };
    use crate::access::facts::{SecondFactor, UserTarget};

    fn refused(subject: &Subject, action: Action, resource: &Resource) -> AppError {
        let decision = decide(subject, action, resource);
        assert!(!decision.allowed);
        refusal(subject, action, resource, &decision)
    }

    #[test]
    fn step_up_keeps_the_control_enabled() {
        let owner = person(CompanyRole::Owner);
        let target = Resource::User(user(CompanyRole::Member));
        let offered = verdicts(&owner, &[Action::UsersDelete, Action::InvitationsResend], &target);
        assert_eq!(offered.of(Action::UsersDelete), Verdict::Allowed);
        assert_eq!(offered.of(Action::InvitationsResend), Verdict::Blocked(Blocker::WrongStatus));
        assert_eq!(refused(&owner, Action::UsersDelete, &target), AppError::StepUpRequired);
    }

    // AZ-01
    #[test]
    fn whoever_is_not_signed_in_is_asked_to() {
        for resource in [Resource::Workspace, Resource::User(user(CompanyRole::Member))] {
            assert_eq!(refused(&nobody(), Action::UsersDirectory, &resource), AppError::Unauthenticated);
        }
        let mut disabled = person(CompanyRole::Owner);
        disabled.user.as_mut().unwrap().status = UserStatus::Disabled;
        assert_eq!(refused(&disabled, Action::UsersDirectory, &Resource::Workspace), AppError::Unauthenticated);
    }

    // AZ-09, AZ-11, AZ-22
    #[test]
    fn what_may_not_be_seen_answers_like_what_does_not_exist() {
        let guest = person(CompanyRole::Guest);
        let stranger = Resource::User(user(CompanyRole::Member));
        for action in [Action::UsersView, Action::UsersDelete, Action::InvitationsResend] {
            assert_eq!(refused(&guest, action, &stranger), AppError::NotFound { what: Noun::User });
        }
        for resource in [open_project(), private_project(), organization(ORGANIZATION)] {
            let view = if matches!(resource, Resource::Project(_)) {
                Action::ProjectsView
            } else {
                Action::OrganizationsManage
            };
            assert_eq!(refused(&guest, view, &resource), AppError::NotFound { what: Noun::Page });
        }
    }

    // AZ-03, UL-11
    #[test]
    fn what_is_seen_but_not_allowed_says_why_and_nothing_more() {
        let member = person(CompanyRole::Member);
        let target = Resource::User(user(CompanyRole::Member));
        let blockers = vec![Blocker::NoGrant, Blocker::StepUpRequired];
        assert_eq!(
            refused(&member, Action::UsersDelete, &target),
            AppError::Forbidden { action: Action::UsersDelete, blockers }
        );
        assert_eq!(
            refused(&member, Action::SettingsEdit, &Resource::Workspace),
            AppError::Forbidden { action: Action::SettingsEdit, blockers: vec![Blocker::NoGrant] }
        );
        let archived = Resource::User(UserTarget { status: UserStatus::Deleted, ..user(CompanyRole::Member) });
        assert_eq!(refused(&member, Action::UsersView, &archived), AppError::NotFound { what: Noun::User });
    }

    // UL-10
    #[test]
    fn wrong_status_is_a_conflict() {
        let owner = person(CompanyRole::Owner);
        let active = Resource::User(user(CompanyRole::Member));
        let conflict = AppError::Conflict { reason: ConflictReason::WrongStatus };
        assert_eq!(refused(&owner, Action::InvitationsResend, &active), conflict);
        let erased = Resource::User(UserTarget { status: UserStatus::Erased, ..user(CompanyRole::Member) });
        assert_eq!(refused(&owner, Action::InvitationsResend, &erased), AppError::NotFound { what: Noun::User });
    }

    // IV-08
    #[test]
    fn invitation_into_a_foreign_organization_answers_not_found() {
        let admin_elsewhere = person(CompanyRole::Member).in_organization(OTHER_ORGANIZATION, OrganizationRole::Admin);
        let foreign = invitation(CompanyRole::Member, &[], Some(ORGANIZATION));
        assert_eq!(
            refused(&admin_elsewhere, Action::InvitationsSend, &foreign),
            AppError::NotFound { what: Noun::Page }
        );
        let own = invitation(CompanyRole::Member, &[CompanyPermission::Billing], Some(OTHER_ORGANIZATION));
        assert_eq!(
            refused(&admin_elsewhere, Action::InvitationsSend, &own),
            AppError::Forbidden { action: Action::InvitationsSend, blockers: vec![Blocker::NotOwnToGrant] }
        );
        for subject in [
            person(CompanyRole::Member),
            person(CompanyRole::Guest),
            person(CompanyRole::Member).on_project(ProjectRole::Owner),
        ] {
            let answer = refused(&subject, Action::InvitationsSend, &invitation(CompanyRole::Member, &[], None));
            assert_eq!(answer.status_code(), 403);
        }
    }

    #[test]
    fn whoever_must_enroll_is_told_so() {
        let mut member = person(CompanyRole::Member);
        member.second_factor = SecondFactor::RequiredAndMissing;
        let target = Resource::User(user(CompanyRole::Member));
        assert_eq!(
            refused(&member, Action::UsersDirectory, &target),
            AppError::Forbidden { action: Action::UsersDirectory, blockers: vec![Blocker::MustEnroll] }
        );
        let mut guest = person(CompanyRole::Guest);
        guest.second_factor = SecondFactor::RequiredAndMissing;
        assert_eq!(refused(&guest, Action::UsersDirectory, &target), AppError::NotFound { what: Noun::User });
    }
}
