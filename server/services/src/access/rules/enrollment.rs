//! Step 2: a second factor is set up, if the workspace asks for one; and whoever would ask it of all has one.

use model::access::{Action, Blocker};

use crate::access::decide::Case;
use crate::access::facts::{Identity, SecondFactor};

pub(super) fn check(case: &Case<'_>, blockers: &mut Vec<Blocker>) {
    if !matches!(case.subject.who, Identity::User(_)) {
        return;
    }
    match case.subject.second_factor {
        SecondFactor::RequiredAndMissing if case.action != Action::TwoFactorEnroll => {
            blockers.push(Blocker::MustEnroll);
        }
        SecondFactor::NotEnrolled { .. } if case.action == Action::SecurityEnforce => {
            blockers.push(Blocker::OwnFactorOff);
        }
        SecondFactor::Enrolled | SecondFactor::NotEnrolled { .. } | SecondFactor::RequiredAndMissing => {}
    }
}

#[cfg(test)]
mod tests {
    use model::access::CompanyRole;

    use super::*;
    use crate::access::cast::{blockers, person};
    use crate::access::facts::Resource;

    // S1.84 TF-15
    #[test]
    fn whoever_must_enroll_may_nothing_else() {
        let mut subject = person(CompanyRole::Owner);
        for (state, expected) in [
            (SecondFactor::Enrolled, &[][..]),
            (SecondFactor::NotEnrolled { by: None }, &[][..]),
            (SecondFactor::RequiredAndMissing, &[Blocker::MustEnroll][..]),
        ] {
            subject.second_factor = state;
            assert_eq!(blockers(&subject, Action::AccountEdit, &Resource::Oneself), expected);
        }
        for action in Action::ALL.iter().filter(|action| **action != Action::TwoFactorEnroll) {
            for resource in [Resource::Oneself, Resource::Workspace] {
                assert!(blockers(&subject, *action, &resource).contains(&Blocker::MustEnroll), "{action}");
            }
        }
        let subject = subject.stepped_up();
        assert_eq!(blockers(&subject, Action::TwoFactorEnroll, &Resource::Oneself), []);
    }

    // S1.65
    #[test]
    fn nobody_asks_of_all_what_they_have_not_set_up_themself() {
        let mut owner = person(CompanyRole::Owner).stepped_up();
        let asked = |owner: &_, action| blockers(owner, action, &Resource::Workspace);
        assert_eq!(asked(&owner, Action::SecurityEnforce), []);
        owner.second_factor = SecondFactor::NotEnrolled { by: None };
        assert_eq!(asked(&owner, Action::SecurityEnforce), [Blocker::OwnFactorOff]);
        assert_eq!(asked(&owner, Action::SecurityRelease), []);
    }
}
