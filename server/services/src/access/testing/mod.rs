//! The access matrix: who may do what, as text for people. `tests/access_matrix.rs` compares it with the file that was
//! reviewed, so that every change of rights shows as a difference.
//!
//! Nothing in it is written down twice: each line is an answer of `decide`.

mod cast;
mod render;
mod rights;

use model::access::{Action, CompanyRole};

use self::cast::{Actor, Thing};
use self::render::{Page, answer};
use super::catalog::{self, ApiKey, StepUp};
use super::facts::{Resource, UserTarget};

/// Actions on the workspace as a whole.
const WORKSPACE: &[Action] = &[
    Action::UsersDirectory,
    Action::UsersView,
    Action::InvitationsSend,
    Action::MailInvitations,
    Action::MailAll,
    Action::SecurityEdit,
    Action::SecurityEnforce,
    Action::SecurityRelease,
    Action::SettingsEdit,
    Action::BrandingEdit,
    Action::SeatsView,
    Action::SeatsBuy,
    Action::GroupsEdit,
    Action::OrganizationsCreate,
    Action::AuditView,
    Action::ProjectsCreate,
];

/// Actions on another person.
const PEOPLE: &[Action] = &[
    Action::UsersDirectory,
    Action::UsersView,
    Action::InvitationsResend,
    Action::InvitationsCopyLink,
    Action::InvitationsCancel,
    Action::UsersRename,
    Action::UsersChangeUsername,
    Action::UsersChangeEmail,
    Action::AccessChange,
    Action::AccessChangeAdministrator,
    Action::UsersAnnotate,
    Action::UsersDisable,
    Action::UsersEnable,
    Action::UsersDelete,
    Action::UsersRestore,
    Action::CredentialsHelp,
    Action::OwnershipTransfer,
];

/// Actions on another person that an organization has a say in.
const AT_HOME: &[Action] = &[
    Action::UsersDirectory,
    Action::InvitationsResend,
    Action::InvitationsCopyLink,
    Action::InvitationsCancel,
    Action::UsersRename,
    Action::UsersDisable,
    Action::UsersEnable,
];

/// Actions on an organization.
const ORGANIZATIONS: &[Action] = &[Action::OrganizationsView, Action::OrganizationsManage];

/// Actions on a brand.
const BRANDS: &[Action] = &[Action::BrandsView, Action::OrganizationsManage, Action::ProjectsCreate];

/// Actions on a project.
const PROJECTS: &[Action] = &[
    Action::ProjectsView,
    Action::NotesWrite,
    Action::ReviewsManage,
    Action::VersionsPublish,
    Action::TasksEdit,
    Action::TasksControl,
    Action::TeamEdit,
    Action::TeamAssignOwner,
    Action::ProjectsEdit,
    Action::ProjectsDelete,
];

/// Actions on one's own account.
const ONESELF: &[Action] = &[
    Action::UsersDirectory,
    Action::UsersView,
    Action::UsersRename,
    Action::UsersChangeUsername,
    Action::UsersChangeEmail,
    Action::AccessChange,
    Action::UsersDisable,
    Action::UsersDelete,
    Action::CredentialsHelp,
    Action::AccountEdit,
    Action::PasswordChange,
    Action::CredentialsEdit,
    Action::TwoFactorEnroll,
];

/// The whole matrix.
#[must_use]
pub fn matrix() -> String {
    let mut page = Page::new("Access matrix");
    page.text("Who may do what, as `decide` answers it. Each answer is followed by those who get it.");
    page.text("A refusal names everything that stands in the way, the most important first.");
    page.text("`+users` and the like is a Member with that extra permission.");
    roles_and_needs(&mut page);
    workspace_and_invitations(&mut page);
    people(&mut page);
    places(&mut page);
    oneself_and_credentials(&mut page);
    page.finish()
}

fn roles_and_needs(page: &mut Page) {
    page.section("What company roles hold");
    page.text("yes: by the role. extra: by adding a permission to it. no: not at all.");
    page.table("", &CompanyRole::ALL.iter().map(ToString::to_string).collect::<Vec<_>>(), rights::company_rights());

    page.section("What places give on a project");
    page.text("yes: by the place. extra: by adding a project permission to it. no: not at all.");
    page.table("", &rights::PROJECT_PLACES.map(|(name, _)| name.to_owned()), rights::project_rights());

    page.section("What each action needs");
    page.table("", &["step-up", "API key", "any one of"].map(str::to_owned), needs());
}

fn workspace_and_invitations(page: &mut Page) {
    page.section("On the workspace");
    decisions(page, &cast::company(), WORKSPACE, &[Thing::new("the workspace", Resource::Workspace)]);

    page.section("Inviting");
    decisions(page, &cast::inviters(), &[Action::InvitationsSend], &cast::invitations());
}

fn people(page: &mut Page) {
    let (company, inviters) = (cast::company(), cast::inviters());
    // The Owner is one person, always Active.
    let others: Vec<_> = cast::company().into_iter().filter(|actor| actor.name != "owner").collect();
    page.section("People");
    page.text("In the status that the action is for: Invited to resend, Disabled to enable, Deleted to restore.");
    for (role, actors) in [
        (CompanyRole::Owner, &others),
        (CompanyRole::Administrator, &company),
        (CompanyRole::Member, &inviters),
        (CompanyRole::Guest, &company),
    ] {
        for action in PEOPLE.iter().filter(|action| role != CompanyRole::Owner || cast::is_for_active(**action)) {
            decisions(page, actors, &[*action], &[cast::someone(*action, role)]);
        }
    }

    page.section("Changes of role and permissions");
    decisions(page, &company, &[Action::AccessChange], &cast::changes());

    page.section("Statuses");
    page.text("Whether the status of a Member has a place for the action.");
    let statuses = cast::statuses();
    let names: Vec<_> = statuses.iter().map(|(name, _)| (*name).to_owned()).collect();
    for (actor, actions) in [(cast::owner(), PEOPLE), (cast::home_admin(), AT_HOME)] {
        let row = |action: &Action| {
            let cell = |(_, target): &(&str, UserTarget)| answer(&actor, *action, &Resource::User(target.clone()));
            (action.to_string(), statuses.iter().map(cell).collect())
        };
        page.table(&actor.name, &names, actions.iter().map(row).collect());
    }
}

fn places(page: &mut Page) {
    let actors = cast::places();
    page.section("Organizations and brands");
    decisions(page, &actors, ORGANIZATIONS, &[cast::the_organization()]);
    decisions(page, &actors, BRANDS, &[cast::the_brand()]);

    page.section("Projects");
    decisions(page, &cast::teams(), PROJECTS, &cast::projects());
    let archived = cast::archived_project();
    page.answers(
        &format!("{}, asked by the owner", archived.name),
        PROJECTS.iter().map(|action| (answer(&cast::owner(), *action, &archived.resource), action.to_string())),
    );
}

fn oneself_and_credentials(page: &mut Page) {
    page.section("Oneself");
    let selves = cast::selves();
    let row = |action: &Action| {
        let cell = |(actor, thing): &(cast::Actor, Thing)| answer(actor, *action, &thing.resource);
        (action.to_string(), selves.iter().map(cell).collect())
    };
    let names: Vec<_> = selves.iter().map(|(actor, _)| actor.name.clone()).collect();
    page.table("", &names, ONESELF.iter().map(row).collect());

    page.section("Whoever cannot act at all");
    let workspace = Thing::new("the workspace", Resource::Workspace);
    decisions(page, &cast::shut_out(), &[Action::UsersDirectory, Action::AccountEdit], &[workspace]);

    page.section("With the API key of the owner");
    let key = cast::key();
    page.answers(
        "about a Member, or whatever the action is for",
        Action::ALL.iter().map(|action| (answer(&key, *action, &cast::subject_matter(*action)), action.to_string())),
    );
}

/// One block for each action on each thing.
fn decisions(page: &mut Page, actors: &[Actor], actions: &[Action], things: &[Thing]) {
    for thing in things {
        for action in actions {
            page.answers(
                &format!("{action}: {}", thing.name),
                actors.iter().map(|actor| (answer(actor, *action, &thing.resource), actor.name.clone())),
            );
        }
    }
}

fn needs() -> Vec<(String, Vec<String>)> {
    let row = |action: &Action| {
        let needs = catalog::requirement(*action);
        let (step_up, key) = match (needs.step_up, needs.api_key) {
            (StepUp::Never, ApiKey::Allowed) => ("", "yes"),
            (StepUp::Never, ApiKey::Refused) => ("", "no"),
            (StepUp::ForAdministrator, _) => ("for the role Administrator", "without step-up"),
            (StepUp::Always, _) => ("always", "no"),
        };
        let grants: Vec<_> = needs.any_of.iter().map(|grant| format!("{grant:?}")).collect();
        (action.to_string(), vec![step_up.to_owned(), key.to_owned(), grants.join(", ")])
    };
    Action::ALL.iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_stands_in_the_matrix() {
        for action in Action::ALL {
            let lists = [WORKSPACE, PEOPLE, ORGANIZATIONS, BRANDS, PROJECTS, ONESELF];
            assert!(lists.iter().any(|list| list.contains(action)), "{action} is missing");
        }
    }
}
