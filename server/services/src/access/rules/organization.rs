//! Step 3: the organization of the thing is open to the subject.

use model::access::Blocker;

use crate::access::decide::Case;

pub(super) fn check(case: &Case<'_>, blockers: &mut Vec<Blocker>) {
    let Some(organization) = case.resource.organization() else { return };
    if case.subject.is_switched_off(organization) {
        blockers.push(Blocker::OrgAccessOff);
    }
}

#[cfg(test)]
mod tests {
    use model::access::{Action, CompanyPermission, CompanyRole, OrganizationRole};

    use super::*;
    use crate::access::cast::{ORGANIZATION, OTHER_ORGANIZATION, blockers, organization, person};

    // AK-03
    #[test]
    fn toggle_closes_its_organization_and_no_other() {
        let subject = person(CompanyRole::Member)
            .in_organization(ORGANIZATION, OrganizationRole::Admin)
            .in_organization(OTHER_ORGANIZATION, OrganizationRole::Admin)
            .switched_off(ORGANIZATION);
        assert_eq!(
            blockers(&subject, Action::OrganizationsManage, &organization(ORGANIZATION)),
            [Blocker::OrgAccessOff, Blocker::NoGrant]
        );
        assert_eq!(blockers(&subject, Action::OrganizationsManage, &organization(OTHER_ORGANIZATION)), []);
    }

    #[test]
    fn toggle_closes_it_to_a_holder_of_organizations_too_but_never_to_an_administrator() {
        let off =
            |role| person(role).in_organization(ORGANIZATION, OrganizationRole::Member).switched_off(ORGANIZATION);
        assert_eq!(
            blockers(
                &off(CompanyRole::Member).with(CompanyPermission::Organizations),
                Action::OrganizationsManage,
                &organization(ORGANIZATION)
            ),
            [Blocker::OrgAccessOff, Blocker::NoGrant]
        );
        for role in [CompanyRole::Owner, CompanyRole::Administrator] {
            assert_eq!(blockers(&off(role), Action::OrganizationsManage, &organization(ORGANIZATION)), []);
        }
    }
}
