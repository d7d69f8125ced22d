//! Step 2: a second factor is set up, if the workspace asks for one.

use model::access::Blocker;

use crate::access::decide::Case;
use crate::access::facts::{Identity, SecondFactor};

pub(super) fn check(case: &Case<'_>, blockers: &mut Vec<Blocker>) {
    if matches!(case.subject.who, Identity::User(_)) && case.subject.second_factor == SecondFactor::RequiredAndMissing {
        blockers.push(Blocker::MustEnroll);
    }
}

#[cfg(test)]
mod tests {
    use model::access::{Action, CompanyRole};

    use super::*;
    use crate::access::cast::{blockers, person};
    use crate::access::facts::Resource;

    #[test]
    fn whoever_must_enroll_may_nothing_else() {
        let mut subject = person(CompanyRole::Owner);
        for (state, expected) in [
            (SecondFactor::Enrolled, &[][..]),
            (SecondFactor::NotEnrolled, &[][..]),
            (SecondFactor::RequiredAndMissing, &[Blocker::MustEnroll][..]),
        ] {
            subject.second_factor = state;
            assert_eq!(blockers(&subject, Action::AccountEdit, &Resource::Oneself), expected);
        }
    }
}
