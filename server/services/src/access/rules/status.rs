//! Step 1: whoever asks is Active, and the access has not ended.

use model::access::Blocker;
use model::users::UserStatus;

use crate::access::decide::Case;
use crate::access::facts::{Identity, standing};

pub(super) fn check(case: &Case<'_>, blockers: &mut Vec<Blocker>) {
    let Identity::User(_) = case.subject.who else { return };
    // A user id without a user stands for nobody who could act.
    let (status, disabled_by) = case.subject.user.as_ref().map_or((UserStatus::Erased, None), |user| {
        standing(user.status, user.disabled_by, user.access_ends_at, case.subject.at)
    });
    if status != UserStatus::Active {
        blockers.push(Blocker::NotActive { disabled_by });
    }
}

#[cfg(test)]
mod tests {
    use model::access::{Action, CompanyRole, DisabledBy};

    use super::*;
    use crate::access::cast::{NOW, blockers, person};
    use crate::access::facts::Resource;

    fn first(edit: impl FnOnce(&mut crate::access::facts::UserFact)) -> Option<Blocker> {
        let mut subject = person(CompanyRole::Owner);
        edit(subject.user.as_mut().unwrap());
        blockers(&subject, Action::UsersDirectory, &Resource::Workspace).first().copied()
    }

    // S0.16, UL-01
    #[test]
    fn whoever_is_not_active_may_nothing_and_learns_why() {
        assert_eq!(first(|_| ()), None);
        for status in [UserStatus::Invited, UserStatus::Deleted, UserStatus::Erased] {
            assert_eq!(first(|user| user.status = status), Some(Blocker::NotActive { disabled_by: None }));
        }
        for reason in DisabledBy::ALL {
            let blocker = first(|user| {
                user.status = UserStatus::Disabled;
                user.disabled_by = Some(*reason);
            });
            assert_eq!(blocker, Some(Blocker::NotActive { disabled_by: Some(*reason) }));
        }
    }

    // UL-01
    #[test]
    fn access_ends_at_its_moment_without_any_job() {
        assert_eq!(first(|user| user.access_ends_at = Some(NOW.plus_seconds(1))), None);
        assert_eq!(
            first(|user| user.access_ends_at = Some(NOW)),
            Some(Blocker::NotActive { disabled_by: Some(DisabledBy::Ended) })
        );
    }

    #[test]
    fn user_without_facts_is_nobody() {
        let mut subject = person(CompanyRole::Owner);
        subject.user = None;
        let found = blockers(&subject, Action::AccountEdit, &Resource::Oneself);
        assert_eq!(found, [Blocker::NotActive { disabled_by: None }, Blocker::NoGrant]);
    }
}
