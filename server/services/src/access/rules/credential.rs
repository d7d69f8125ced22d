//! Step 11: what was presented is enough.
//!
//! No API key passes an action that asks for step-up: a stolen key must not take over an account.

use model::access::Blocker;
use model::time::Timestamp;

use crate::access::catalog::{self, ApiKey, StepUp};
use crate::access::decide::Case;
use crate::access::facts::Credential;

/// How long a password or a code counts: time to finish what one is doing, too short for a browser left alone.
const STEP_UP_SECONDS: i64 = 10 * 60;

pub(super) fn check(case: &Case<'_>, blockers: &mut Vec<Blocker>) {
    let needs = catalog::requirement(case.action);
    let step_up = match needs.step_up {
        StepUp::Never => false,
        StepUp::ForAdministrator => case.moves_administrator(),
        StepUp::Always => true,
    };
    match case.subject.credential {
        Credential::Session { step_up_at } => {
            if step_up && !is_fresh(step_up_at, case.subject.at) {
                blockers.push(Blocker::StepUpRequired);
            }
        }
        Credential::ApiKey => {
            if step_up || needs.api_key == ApiKey::Refused {
                blockers.push(Blocker::ApiKeyNotAllowed);
            }
        }
        Credential::ReviewLink | Credential::None => {
            if step_up {
                blockers.push(Blocker::StepUpRequired);
            }
        }
        Credential::Job => {}
    }
}

/// Neither too long ago nor, after the clock was set back, in the future.
fn is_fresh(step_up_at: Option<Timestamp>, now: Timestamp) -> bool {
    step_up_at.is_some_and(|at| at <= now && now < at.plus_seconds(STEP_UP_SECONDS))
}

#[cfg(test)]
mod tests {
    use model::access::{Action, CompanyRole};
    use model::users::UserStatus;

    use super::*;
    use crate::access::cast::{NOW, blockers, invitation, person, user};
    use crate::access::facts::{Resource, Subject, UserTarget};

    fn stepped_up_at(at: i64) -> Subject {
        let mut subject = person(CompanyRole::Owner);
        subject.credential = Credential::Session { step_up_at: Some(Timestamp(at)) };
        subject
    }

    #[test]
    fn step_up_lasts_ten_minutes() {
        let asked = |subject: &Subject| blockers(subject, Action::SeatsBuy, &Resource::Workspace);
        let minutes = 60 * 1000;
        assert_eq!(asked(&stepped_up_at(NOW.0)), []);
        assert_eq!(asked(&stepped_up_at(NOW.0 - 10 * minutes + 1)), []);
        for at in [NOW.0 - 10 * minutes, NOW.0 + 1, i64::MAX, i64::MIN] {
            assert_eq!(asked(&stepped_up_at(at)), [Blocker::StepUpRequired]);
        }
        assert_eq!(asked(&person(CompanyRole::Owner)), [Blocker::StepUpRequired]);
    }

    // IV-08
    #[test]
    fn invitation_asks_for_step_up_exactly_when_it_gives_administrator() {
        let administrator = person(CompanyRole::Administrator);
        for role in [CompanyRole::Administrator, CompanyRole::Member, CompanyRole::Guest] {
            let expected: &[Blocker] =
                if role == CompanyRole::Administrator { &[Blocker::StepUpRequired] } else { &[] };
            let asked = |action, resource: &Resource| blockers(&administrator, action, resource);
            assert_eq!(asked(Action::InvitationsSend, &invitation(role, &[], None)), expected);
            let invited = Resource::User(UserTarget { status: UserStatus::Invited, ..user(role) });
            assert_eq!(asked(Action::InvitationsResend, &invited), expected);
            assert_eq!(asked(Action::InvitationsCopyLink, &invited), expected);
            assert_eq!(asked(Action::InvitationsCancel, &invited), []);
        }
    }

    #[test]
    fn change_of_role_asks_for_step_up_when_administrator_is_given_or_taken() {
        let owner = person(CompanyRole::Owner);
        let asked = |from, to| {
            let target = UserTarget { new_role: to, ..user(from) };
            blockers(&owner, Action::AccessChange, &Resource::User(target))
        };
        assert_eq!(asked(CompanyRole::Member, Some(CompanyRole::Administrator)), [Blocker::StepUpRequired]);
        assert_eq!(asked(CompanyRole::Administrator, Some(CompanyRole::Member)), [Blocker::StepUpRequired]);
        assert_eq!(asked(CompanyRole::Administrator, Some(CompanyRole::Administrator)), []);
        assert_eq!(asked(CompanyRole::Administrator, None), []);
        assert_eq!(asked(CompanyRole::Member, Some(CompanyRole::Guest)), []);
    }

    // AK-04
    #[test]
    fn key_has_the_rights_of_its_owner_except_where_step_up_is_asked() {
        let mut key = person(CompanyRole::Owner);
        key.credential = Credential::ApiKey;
        let asked = |action, resource: &Resource| blockers(&key, action, resource);
        assert_eq!(asked(Action::UsersView, &Resource::Workspace), []);
        assert_eq!(asked(Action::InvitationsSend, &invitation(CompanyRole::Member, &[], None)), []);
        for (action, resource) in [
            (Action::UsersDelete, Resource::User(user(CompanyRole::Member))),
            (Action::CredentialsHelp, Resource::User(user(CompanyRole::Member))),
            (Action::InvitationsSend, invitation(CompanyRole::Administrator, &[], None)),
            (Action::SeatsBuy, Resource::Workspace),
            (Action::SecurityEnforce, Resource::Workspace),
            (Action::SecurityRelease, Resource::Workspace),
            (Action::SecurityEdit, Resource::Workspace),
            (Action::PasswordChange, Resource::Oneself),
            (Action::CredentialsEdit, Resource::Oneself),
        ] {
            assert_eq!(asked(action, &resource), [Blocker::ApiKeyNotAllowed], "{action}");
        }
    }
}
