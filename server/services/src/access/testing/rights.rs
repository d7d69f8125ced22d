//! The two matrices of `product/model.md` §4, as `decide` answers them.

use model::access::{Action, CompanyPermission, CompanyRole, ProjectPermission, ProjectRole};

use crate::access::cast::{ORGANIZATION, branded_project, open_project, organization, person, private_project, user};
use crate::access::decide::decide;
use crate::access::facts::{Resource, Subject};
use crate::access::verdicts::verdict;

const MEMBER: CompanyRole = CompanyRole::Member;
const GUEST: CompanyRole = CompanyRole::Guest;

/// Rows of the company matrix: each right, and how each role comes to it.
pub(super) fn company_rights() -> Vec<(String, Vec<String>)> {
    let administrator = || Resource::User(user(CompanyRole::Administrator));
    let rights: [(&str, Action, Resource); 14] = [
        ("users", Action::UsersView, Resource::Workspace),
        ("creator", Action::ProjectsCreate, Resource::Workspace),
        ("styles", Action::BrandingEdit, Resource::Workspace),
        ("groups", Action::GroupsEdit, Resource::Workspace),
        ("settings", Action::SettingsEdit, Resource::Workspace),
        ("audit", Action::AuditView, Resource::Workspace),
        ("billing", Action::SeatsBuy, Resource::Workspace),
        ("organizations", Action::OrganizationsCreate, Resource::Workspace),
        ("security", Action::SecurityEdit, Resource::Workspace),
        ("view and comment on open, unbranded projects", Action::NotesWrite, open_project()),
        ("promote to administrator", Action::AccessChangeAdministrator, Resource::User(user(MEMBER))),
        ("edit, demote, disable or delete an administrator", Action::UsersDisable, administrator()),
        ("act as organization admin everywhere", Action::OrganizationsManage, organization(ORGANIZATION)),
        ("transfer ownership", Action::OwnershipTransfer, administrator()),
    ];
    rights
        .into_iter()
        .map(|(name, action, resource)| {
            let cell = |role: &CompanyRole| {
                let extras = CompanyPermission::ALL.iter().map(|extra| person(*role).with(*extra));
                reached(&person(*role), extras, action, &resource)
            };
            (name.to_owned(), CompanyRole::ALL.iter().map(cell).collect())
        })
        .collect()
}

/// Someone with a place, and the project where it counts.
type Place = (&'static str, fn() -> (Subject, Resource));

/// Columns of the project matrix.
pub(super) const PROJECT_PLACES: [Place; 8] = [
    ("owner", || (person(CompanyRole::Owner), private_project())),
    ("administrator", || (person(CompanyRole::Administrator), private_project())),
    ("project owner", || (person(MEMBER).on_project(ProjectRole::Owner), private_project())),
    ("participant", || (person(MEMBER).on_project(ProjectRole::Participant), private_project())),
    ("participant (guest)", || (person(GUEST).on_project(ProjectRole::Participant), private_project())),
    ("brand", || (person(MEMBER).with_brand(), branded_project())),
    ("brand (guest)", || (person(GUEST).with_brand(), branded_project())),
    ("member, open project", || (person(MEMBER), open_project())),
];

/// Rows of the project matrix: each right, and how each place comes to it.
pub(super) fn project_rights() -> Vec<(String, Vec<String>)> {
    let rights = [
        ("view", Action::ProjectsView),
        ("comment", Action::NotesWrite),
        ("content", Action::VersionsPublish),
        ("share", Action::ReviewsManage),
        ("content_plus", Action::TasksEdit),
        ("pro", Action::TasksControl),
        ("team", Action::TeamEdit),
        ("settings, archive, private", Action::ProjectsEdit),
        ("delete", Action::ProjectsDelete),
    ];
    rights
        .into_iter()
        .map(|(name, action)| {
            let cell = |(_, place): &Place| {
                let (subject, resource) = place();
                let extras = ProjectPermission::ALL.iter().map(|extra| subject.clone().with_on_project(*extra));
                reached(&subject, extras, action, &resource)
            };
            (name.to_owned(), PROJECT_PLACES.iter().map(cell).collect())
        })
        .collect()
}

/// Whether someone has a right as they are, with one more permission, or not at all.
fn reached(
    subject: &Subject,
    mut with_extra: impl Iterator<Item = Subject>,
    action: Action,
    resource: &Resource,
) -> String {
    let may = |subject: &Subject| verdict(&decide(subject, action, resource)).is_allowed();
    if may(subject) {
        "yes"
    } else if with_extra.any(|subject| may(&subject)) {
        "extra"
    } else {
        "no"
    }
    .to_owned()
}
