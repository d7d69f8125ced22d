//! What holds in every world: properties from `product/model.md` §12.

mod worlds;

use model::access::{Action, Blocker, CompanyPermission, CompanyRole, Verdict};
use model::error::AppError;
use model::ids::{OrganizationId, UserId};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use uuid::Uuid;

use self::worlds::{managers, obstacles, resources, sources};
use super::cast::{
    NOW, ORGANIZATION, OTHER_ORGANIZATION, brand, branded_project, invitation, open_project, organization, person,
    private_project, user,
};
use super::catalog;
use super::decide::decide;
use super::facts::{Credential, Resource, Subject, UserTarget};
use super::verdicts::{refusal, verdict};
use crate::settings::Edition;

pub(super) use self::worlds::{subjects, targets};

/// Whether the control would work.
fn may(subject: &Subject, action: Action, resource: &Resource) -> bool {
    verdict(&decide(subject, action, resource)).is_allowed()
}

proptest! {
    #[test]
    fn allowed_means_a_source_and_no_blocker_and_blockers_stand_in_order(
        subject in subjects(), resource in resources(),
    ) {
        for action in Action::ALL {
            let decision = decide(&subject, *action, &resource);
            prop_assert_eq!(decision.allowed, !decision.sources.is_empty() && decision.blockers.is_empty());
            prop_assert_eq!(decision.sources.is_empty(), decision.blockers.contains(&Blocker::NoGrant));
            prop_assert!(decision.blockers.is_sorted_by(|one, next| one < next));
            if decision.allowed {
                prop_assert!(decision.sources.iter().all(|source| source.ends_at.is_none_or(|end| NOW < end)));
            }
        }
    }

    // Invariant 13.
    #[test]
    fn disabled_control_is_refused_for_the_same_reason_and_an_enabled_one_is_not(
        subject in subjects(), resource in resources(),
    ) {
        for action in Action::ALL {
            let decision = decide(&subject, *action, &resource);
            let answer = (!decision.allowed).then(|| refusal(&subject, *action, &resource, &decision));
            match (verdict(&decision), answer) {
                (Verdict::Allowed, None) => {}
                (Verdict::Allowed, Some(answer)) => {
                    prop_assert_eq!(decision.blockers, [Blocker::StepUpRequired]);
                    prop_assert_eq!(answer, AppError::StepUpRequired);
                }
                (Verdict::Blocked(reason), Some(answer)) => {
                    let first = match answer {
                        AppError::Forbidden { blockers, .. } => blockers.first().copied(),
                        AppError::Conflict { .. } => Some(Blocker::WrongStatus),
                        // No blocker leaves the server.
                        AppError::Unauthenticated | AppError::NotFound { .. } => Some(reason),
                        _ => None,
                    };
                    prop_assert_eq!(first, Some(reason));
                }
                (Verdict::Blocked(_), None) => prop_assert!(false, "{} is disabled and works", action),
            }
        }
    }

    // Invariant 16.
    #[test]
    fn one_more_source_never_denies(subject in subjects(), resource in resources(), source in sources()) {
        let richer = source.clone().add(subject.clone());
        for action in Action::ALL {
            if decide(&subject, *action, &resource).allowed {
                let after = decide(&richer, *action, &resource);
                prop_assert!(after.allowed, "{:?} brought {:?} to {}", source, after.blockers, action);
            }
        }
    }

    // Invariant 16.
    #[test]
    fn one_more_obstacle_never_allows(subject in subjects(), resource in resources(), obstacle in obstacles()) {
        let (mut hindered, mut thing) = (subject.clone(), resource.clone());
        obstacle.add(&mut hindered, &mut thing);
        for action in Action::ALL {
            if !decide(&subject, *action, &resource).allowed {
                prop_assert!(!decide(&hindered, *action, &thing).allowed, "{:?} allowed {}", obstacle, action);
            }
        }
    }

    // Invariant 3; S0.23, AZ-04, IV-08.
    #[test]
    fn nobody_gains_a_right_through_someone_who_lacks_it(
        actor in managers(),
        before in select(CompanyRole::ALL),
        after in select(CompanyRole::ALL),
        held in subsequence(CompanyPermission::ALL, 0..4),
        given in subsequence(CompanyPermission::ALL, 0..4),
    ) {
        // Invariant 20: what a role cannot hold is not kept for a better one.
        let held: Vec<_> = held.into_iter().filter(|it| catalog::ceiling(before).contains(it)).collect();
        let differs = |permission: &CompanyPermission| held.contains(permission) != given.contains(permission);
        let change = Resource::User(UserTarget {
            grants: CompanyPermission::ALL.iter().copied().filter(differs).collect(),
            new_role: Some(after),
            ..user(before)
        });
        let changes = may(&actor, Action::AccessChange, &change);
        let invites = may(&actor, Action::InvitationsSend, &invitation(after, &given, None));

        let with = |role, extras: &[CompanyPermission]| {
            extras.iter().fold(person(role), |person, extra| person.with(*extra))
        };
        let (old, new) = (with(before, &held), with(after, &given));
        // Neither the key with which it was changed nor the edition is a matter of rights.
        let credential = Credential::Session { step_up_at: None };
        let actor = Subject { credential, edition: Edition::Enterprise, ..actor };
        let third = |role| Resource::User(UserTarget { id: UserId(Uuid::from_u128(99)), ..user(role) });
        let things = CompanyRole::ALL.iter().map(|role| third(*role)).chain([Resource::Workspace, open_project()]);
        for resource in things {
            for action in Action::ALL.iter().copied().filter(|action| may(&new, *action, &resource)) {
                let actor_may = may(&actor, action, &resource);
                prop_assert!(!invites || actor_may, "invited as {}: {}", after, action);
                let gained = !may(&old, action, &resource);
                prop_assert!(!(changes && gained) || actor_may, "{} became {}: {}", before, after, action);
            }
        }
    }

    // Invariant 20; S0.24.
    #[test]
    fn extra_beyond_the_ceiling_is_worth_nothing(subject in subjects(), resource in resources()) {
        let mut trimmed = subject.clone();
        if let Some(user) = &mut trimmed.user {
            user.extras.retain(|extra| catalog::ceiling(user.role).contains(&extra.permission));
            for place in &mut trimmed.projects {
                place.extras.retain(|extra| catalog::project_ceiling(user.role).contains(&extra.permission));
            }
        }
        for action in Action::ALL {
            prop_assert_eq!(
                decide(&subject, *action, &resource).allowed,
                decide(&trimmed, *action, &resource).allowed
            );
        }
    }

    // Invariant 18: the facts tell of one relation only, sharing a project, and that one shows a directory entry.
    #[test]
    fn no_relation_grants(subject in subjects(), target in targets()) {
        let apart = Resource::User(UserTarget { shares_project: false, ..target.clone() });
        let together = Resource::User(UserTarget { shares_project: true, ..target });
        for action in Action::ALL.iter().copied().filter(|action| *action != Action::UsersDirectory) {
            prop_assert_eq!(decide(&subject, action, &apart), decide(&subject, action, &together));
        }
    }

    // Invariant 19; AZ-09.
    #[test]
    fn organization_of_others_answers_like_one_that_does_not_exist(mut subject in subjects()) {
        // To whoever acts as Organization Admin everywhere, no organization is foreign.
        if let Some(user) = &mut subject.user {
            user.role = user.role.max(CompanyRole::Member);
            user.extras.retain(|extra| extra.permission != CompanyPermission::Organizations);
        }
        let unknown = OrganizationId(Uuid::from_u128(98));
        for action in Action::ALL {
            let answer = |id| {
                let resource = organization(id);
                let decision = decide(&subject, *action, &resource);
                (!decision.allowed).then(|| refusal(&subject, *action, &resource, &decision))
            };
            prop_assert_eq!(answer(OTHER_ORGANIZATION), answer(unknown));
        }
    }
}

// S0.23
#[test]
fn rights_of_a_team_member_are_a_strict_subset_of_an_administrators() {
    let holdable = catalog::ceiling(CompanyRole::Member);
    assert!(
        holdable.iter().all(|permission| catalog::role_permissions(CompanyRole::Administrator).contains(permission))
    );
    assert!(holdable.len() < CompanyPermission::ALL.len());
    let member = holdable.iter().fold(person(CompanyRole::Member), |member, extra| member.with(*extra));
    let administrator = person(CompanyRole::Administrator);
    let resources = [
        Resource::Workspace,
        Resource::User(user(CompanyRole::Member)),
        Resource::User(user(CompanyRole::Guest)),
        organization(ORGANIZATION),
        brand(),
        open_project(),
        private_project(),
        branded_project(),
    ];
    let mut more = 0;
    for (action, resource) in Action::ALL.iter().flat_map(|action| resources.iter().map(move |it| (*action, it))) {
        let (member_may, administrator_may) = (may(&member, action, resource), may(&administrator, action, resource));
        assert!(!member_may || administrator_may, "{action} on {resource:?}");
        more += usize::from(administrator_may && !member_may);
    }
    assert!(more > 0);
}
