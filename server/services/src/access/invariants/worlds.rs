//! Random worlds: anyone, with any facts, and anything in question.

use model::access::{CompanyPermission, CompanyRole, DisabledBy, OrganizationRole, ProjectPermission, ProjectRole};
use model::time::Timestamp;
use model::users::UserStatus;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use crate::access::cast::{ASKER, BRAND, NOW, ORGANIZATION, OTHER, OTHER_ORGANIZATION, PROJECT, brand, organization};
use crate::access::facts::{
    BrandFact, BrandTarget, Credential, ExtraFact, Identity, InvitationTarget, OrganizationFact, ProjectFact,
    ProjectTarget, Resource, SecondFactor, Subject, UserFact, UserTarget,
};
use crate::settings::Edition;

fn ends() -> impl Strategy<Value = Option<Timestamp>> {
    option::weighted(0.3, select(vec![NOW.plus_seconds(-1), NOW, NOW.plus_seconds(1)]))
}

fn company_extra() -> impl Strategy<Value = ExtraFact<CompanyPermission>> {
    (select(CompanyPermission::ALL), ends()).prop_map(|(permission, ends_at)| ExtraFact { permission, ends_at })
}

fn project_extra() -> impl Strategy<Value = ExtraFact<ProjectPermission>> {
    (select(ProjectPermission::ALL), ends()).prop_map(|(permission, ends_at)| ExtraFact { permission, ends_at })
}

/// Disabled exactly together with a reason.
fn statuses() -> impl Strategy<Value = (UserStatus, Option<DisabledBy>)> {
    (select(UserStatus::ALL), select(DisabledBy::ALL))
        .prop_map(|(status, reason)| (status, (status == UserStatus::Disabled).then_some(reason)))
}

fn asker() -> impl Strategy<Value = UserFact> {
    let status = prop_oneof![4 => Just((UserStatus::Active, None)), 1 => statuses()];
    (status, select(CompanyRole::ALL), vec(company_extra(), 0..4), ends()).prop_map(
        |((status, disabled_by), role, extras, access_ends_at)| UserFact {
            status,
            disabled_by,
            role,
            extras,
            access_ends_at,
        },
    )
}

fn organization_fact() -> impl Strategy<Value = OrganizationFact> {
    (select(OrganizationRole::ALL), any::<bool>()).prop_map(|(role, enabled)| OrganizationFact {
        organization: ORGANIZATION,
        role,
        enabled,
    })
}

fn brand_fact() -> impl Strategy<Value = BrandFact> {
    ends().prop_map(|ends_at| BrandFact { brand: BRAND, organization: ORGANIZATION, ends_at })
}

fn project_fact() -> impl Strategy<Value = ProjectFact> {
    (select(ProjectRole::ALL), vec(project_extra(), 0..3), ends()).prop_map(|(role, extras, ends_at)| ProjectFact {
        project: PROJECT,
        role,
        extras,
        ends_at,
    })
}

fn credential() -> impl Strategy<Value = Credential> {
    prop_oneof![
        option::of(select(vec![NOW, NOW.plus_seconds(-600), NOW.plus_seconds(60)]))
            .prop_map(|step_up_at| Credential::Session { step_up_at }),
        Just(Credential::ApiKey),
    ]
}

/// Anyone with an account.
pub(in crate::access) fn subjects() -> impl Strategy<Value = Subject> {
    (
        asker(),
        vec(organization_fact(), 0..2),
        vec(brand_fact(), 0..2),
        vec(project_fact(), 0..2),
        prop_oneof![4 => Just(SecondFactor::Enrolled), 1 => Just(SecondFactor::RequiredAndMissing)],
        credential(),
        prop_oneof![Just(Edition::Enterprise), Just(Edition::Standard)],
    )
        .prop_map(|(user, organizations, brands, projects, second_factor, credential, edition)| Subject {
            who: Identity::User(ASKER),
            user: Some(user),
            organizations,
            brands,
            projects,
            second_factor,
            credential,
            edition,
            at: NOW,
        })
}

/// Anyone to be acted on, sometimes the one who asks.
pub(in crate::access) fn targets() -> impl Strategy<Value = UserTarget> {
    let home = option::of(select(vec![ORGANIZATION, OTHER_ORGANIZATION]));
    (
        (prop_oneof![4 => Just(OTHER), 1 => Just(ASKER)], statuses(), select(CompanyRole::ALL), ends(), home),
        (any::<bool>(), vec(select(CompanyPermission::ALL), 0..3), option::of(select(CompanyRole::ALL))),
        any::<(bool, bool, bool)>(),
    )
        .prop_map(|((id, (status, disabled_by), role, access_ends_at, home_organization), change, flags)| {
            let (shares_project, grants, new_role) = change;
            let (last_project_owner, last_org_admin, external) = flags;
            UserTarget {
                id,
                status,
                disabled_by,
                role,
                access_ends_at,
                home_organization,
                shares_project,
                gives: Vec::new(),
                grants,
                new_role,
                last_project_owner,
                last_org_admin,
                external,
            }
        })
}

fn invitations() -> impl Strategy<Value = InvitationTarget> {
    (select(CompanyRole::ALL), vec(select(CompanyPermission::ALL), 0..3), option::of(Just(ORGANIZATION)))
        .prop_map(|(role, permissions, organization)| InvitationTarget { role, permissions, organization })
}

fn projects() -> impl Strategy<Value = ProjectTarget> {
    (any::<bool>(), any::<bool>(), option::of(Just(BrandTarget { id: BRAND, organization: ORGANIZATION })))
        .prop_map(|(private, archived, brand)| ProjectTarget { id: PROJECT, private, archived, brand })
}

/// Anything in question.
pub(super) fn resources() -> impl Strategy<Value = Resource> {
    prop_oneof![
        1 => Just(Resource::Workspace),
        1 => Just(Resource::Oneself),
        1 => Just(organization(ORGANIZATION)),
        1 => Just(brand()),
        4 => targets().prop_map(Resource::User),
        2 => invitations().prop_map(Resource::Invitation),
        4 => projects().prop_map(Resource::Project),
    ]
}

/// One more source.
#[derive(Clone, Debug)]
pub(super) enum Source {
    Extra(CompanyPermission),
    Organization,
    Brand,
    Project(ProjectRole),
    ProjectExtra(ProjectPermission),
}

pub(super) fn sources() -> impl Strategy<Value = Source> {
    prop_oneof![
        select(CompanyPermission::ALL).prop_map(Source::Extra),
        Just(Source::Organization),
        Just(Source::Brand),
        select(ProjectRole::ALL).prop_map(Source::Project),
        select(ProjectPermission::ALL).prop_map(Source::ProjectExtra),
    ]
}

impl Source {
    pub(super) fn add(self, mut subject: Subject) -> Subject {
        match self {
            Self::Extra(permission) => subject.with(permission),
            Self::Organization => match subject.organizations.first_mut() {
                // The toggle is a blocker of its own and stays as it is.
                Some(place) => {
                    place.role = OrganizationRole::Admin;
                    subject
                }
                None => subject.in_organization(ORGANIZATION, OrganizationRole::Admin),
            },
            Self::Brand => subject.with_brand(),
            Self::Project(role) => match subject.projects.first_mut() {
                Some(place) => {
                    place.role = place.role.min(role);
                    place.ends_at = None;
                    subject
                }
                None => subject.on_project(role),
            },
            Self::ProjectExtra(permission) => subject.with_on_project(permission),
        }
    }
}

/// One more thing in the way.
#[derive(Clone, Copy, Debug)]
pub(super) enum Obstacle {
    Status(UserStatus),
    AccessEnd,
    MustEnroll,
    Toggle,
    ApiKey,
    StandardEdition,
    StepUpLost,
    Private,
    Archived,
    LastHolder,
}

pub(super) fn obstacles() -> impl Strategy<Value = Obstacle> {
    prop_oneof![
        select(&[UserStatus::Invited, UserStatus::Disabled, UserStatus::Deleted, UserStatus::Erased][..])
            .prop_map(Obstacle::Status),
        select(
            &[
                Obstacle::AccessEnd,
                Obstacle::MustEnroll,
                Obstacle::Toggle,
                Obstacle::ApiKey,
                Obstacle::StandardEdition,
                Obstacle::StepUpLost,
                Obstacle::Private,
                Obstacle::Archived,
                Obstacle::LastHolder,
            ][..]
        ),
    ]
}

impl Obstacle {
    pub(super) fn add(self, subject: &mut Subject, resource: &mut Resource) {
        let Some(user) = &mut subject.user else { return };
        match (self, resource) {
            (Self::Status(status), _) => user.status = status,
            (Self::AccessEnd, _) => user.access_ends_at = Some(NOW),
            (Self::MustEnroll, _) => subject.second_factor = SecondFactor::RequiredAndMissing,
            (Self::Toggle, _) => subject.organizations.iter_mut().for_each(|place| place.enabled = false),
            (Self::ApiKey, _) => subject.credential = Credential::ApiKey,
            (Self::StandardEdition, _) => subject.edition = Edition::Standard,
            (Self::StepUpLost, _) => {
                if matches!(subject.credential, Credential::Session { .. }) {
                    subject.credential = Credential::Session { step_up_at: None };
                }
            }
            (Self::Private, Resource::Project(project)) => project.private = true,
            (Self::Archived, Resource::Project(project)) => project.archived = true,
            (Self::LastHolder, Resource::User(target)) => {
                target.last_project_owner = true;
                target.last_org_admin = true;
            }
            (Self::Private | Self::Archived | Self::LastHolder, _) => {}
        }
    }
}

/// Whoever may change the access of others, so that the rules about what they may give are reached.
pub(super) fn managers() -> impl Strategy<Value = Subject> {
    subjects().prop_map(|mut subject| {
        subject.second_factor = SecondFactor::Enrolled;
        if let Some(user) = &mut subject.user {
            user.status = UserStatus::Active;
            user.disabled_by = None;
            user.access_ends_at = None;
        }
        subject.with(CompanyPermission::Users)
    })
}
