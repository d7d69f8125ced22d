//! Step 4: the brand of the thing is open to the subject.

use model::access::{Blocker, CompanyPermission, OrganizationRole};

use crate::access::decide::Case;

pub(super) fn check(case: &Case<'_>, blockers: &mut Vec<Blocker>) {
    let (Some(brand), Some(_)) = (case.resource.brand(), &case.subject.user) else { return };
    let subject = case.subject;
    let open = subject.runs_workspace()
        || subject.brand(brand.id).is_some()
        || subject.holds(CompanyPermission::Organizations)
        || subject.organization(brand.organization).is_some_and(|place| place.role == OrganizationRole::Admin);
    if !open {
        blockers.push(Blocker::BrandNotAssigned);
    }
}

#[cfg(test)]
mod tests {
    use model::access::{Action, CompanyRole, ProjectRole};

    use super::*;
    use crate::access::cast::{BRAND, NOW, ORGANIZATION, blockers, branded_project, person};
    use crate::access::facts::BrandFact;

    // AZ-11
    #[test]
    fn place_on_the_team_does_not_replace_the_brand() {
        let subject = person(CompanyRole::Member).on_project(ProjectRole::Owner);
        let project = branded_project();
        assert_eq!(blockers(&subject, Action::ProjectsView, &project), [Blocker::BrandNotAssigned]);
        assert_eq!(blockers(&subject.with_brand(), Action::ProjectsView, &project), []);
    }

    #[test]
    fn brand_ends_at_its_moment() {
        let mut subject = person(CompanyRole::Member);
        subject.brands.push(BrandFact { brand: BRAND, organization: ORGANIZATION, ends_at: Some(NOW) });
        assert_eq!(
            blockers(&subject, Action::ProjectsView, &branded_project()),
            [Blocker::BrandNotAssigned, Blocker::NoGrant]
        );
    }

    #[test]
    fn whoever_manages_the_organization_has_all_its_brands() {
        let project = branded_project();
        let admin = person(CompanyRole::Member).in_organization(ORGANIZATION, OrganizationRole::Admin);
        let holder = person(CompanyRole::Member).with(CompanyPermission::Organizations);
        for subject in [admin, holder, person(CompanyRole::Owner), person(CompanyRole::Administrator)] {
            assert_eq!(blockers(&subject, Action::TeamEdit, &project), []);
        }
    }
}
