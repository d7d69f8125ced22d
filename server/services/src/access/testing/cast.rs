//! Who stands in the matrix, and what they are asked about.

use model::access::{
    Action, CompanyPermission, CompanyRole, DisabledBy, OrganizationRole, ProjectPermission, ProjectRole,
};
use model::users::UserStatus;

use crate::access::cast::{
    ASKER, NOW, ORGANIZATION, OTHER_ORGANIZATION, brand, branded_project, invitation, job, nobody, open_project,
    organization, person, private_project, reviewer, user,
};
use crate::access::facts::{Credential, ProjectTarget, Resource, SecondFactor, Subject, UserTarget};

/// Someone with a name.
pub(super) struct Actor {
    pub(super) name: String,
    pub(super) subject: Subject,
}

impl Actor {
    fn new(name: impl Into<String>, subject: Subject) -> Self {
        Self { name: name.into(), subject }
    }
}

/// Something with a name.
pub(super) struct Thing {
    pub(super) name: String,
    pub(super) resource: Resource,
}

impl Thing {
    pub(super) fn new(name: impl Into<String>, resource: Resource) -> Self {
        Self { name: name.into(), resource }
    }
}

const MEMBER: CompanyRole = CompanyRole::Member;
const GUEST: CompanyRole = CompanyRole::Guest;

fn roles() -> Vec<Actor> {
    CompanyRole::ALL.iter().map(|role| Actor::new(role.as_str(), person(*role))).collect()
}

/// The four roles, a Member with each extra, and a Guest with one that no Guest can hold.
pub(super) fn company() -> Vec<Actor> {
    let mut actors = roles();
    let guest = actors.pop();
    actors.extend(
        CompanyPermission::ALL.iter().map(|extra| Actor::new(format!("+{extra}"), person(MEMBER).with(*extra))),
    );
    actors.extend(guest);
    actors.push(Actor::new("guest+users", person(GUEST).with(CompanyPermission::Users)));
    actors
}

/// The same, and the people of organizations.
pub(super) fn inviters() -> Vec<Actor> {
    let mut actors = company();
    actors.extend(organization_people());
    actors
}

fn organization_people() -> Vec<Actor> {
    let admin = |role| person(role).in_organization(ORGANIZATION, OrganizationRole::Admin);
    vec![
        Actor::new("org admin", admin(MEMBER)),
        Actor::new("org admin+users", admin(MEMBER).with(CompanyPermission::Users)),
        Actor::new("org admin (guest)", admin(GUEST)),
        Actor::new("org admin (switched off)", admin(MEMBER).switched_off(ORGANIZATION)),
        Actor::new("org member", person(MEMBER).in_organization(ORGANIZATION, OrganizationRole::Member)),
        Actor::new("org admin elsewhere", person(MEMBER).in_organization(OTHER_ORGANIZATION, OrganizationRole::Admin)),
    ]
}

/// The people of organizations and brands.
pub(super) fn places() -> Vec<Actor> {
    let mut actors = roles();
    for extra in [CompanyPermission::Organizations, CompanyPermission::Creator] {
        actors.push(Actor::new(format!("+{extra}"), person(MEMBER).with(extra)));
    }
    actors.extend(organization_people());
    actors.push(Actor::new("brand member", person(MEMBER).with_brand()));
    actors.push(Actor::new("brand guest", person(GUEST).with_brand()));
    actors
}

/// The people of projects.
pub(super) fn teams() -> Vec<Actor> {
    let participant = |role| person(role).on_project(ProjectRole::Participant);
    let mut actors = roles();
    actors.push(Actor::new("project owner", person(MEMBER).on_project(ProjectRole::Owner)));
    actors.push(Actor::new("participant", participant(MEMBER)));
    for extra in
        [ProjectPermission::Share, ProjectPermission::ContentPlus, ProjectPermission::Pro, ProjectPermission::Team]
    {
        actors.push(Actor::new(format!("participant+{extra}"), participant(MEMBER).with_on_project(extra)));
    }
    actors.push(Actor::new("participant (guest)", participant(GUEST)));
    for extra in [ProjectPermission::Content, ProjectPermission::Share] {
        actors.push(Actor::new(format!("participant (guest)+{extra}"), participant(GUEST).with_on_project(extra)));
    }
    actors.push(Actor::new("project owner with the brand", person(MEMBER).with_brand().on_project(ProjectRole::Owner)));
    actors.push(Actor::new("brand member", person(MEMBER).with_brand()));
    actors.push(Actor::new("brand guest", person(GUEST).with_brand()));
    actors.push(Actor::new(
        "brand participant (organization switched off)",
        participant(MEMBER)
            .with_brand()
            .in_organization(ORGANIZATION, OrganizationRole::Member)
            .switched_off(ORGANIZATION),
    ));
    actors.extend(organization_people().into_iter().filter(|actor| !actor.name.contains('+')));
    actors
}

pub(super) fn owner() -> Actor {
    Actor::new("owner", person(CompanyRole::Owner).stepped_up())
}

pub(super) fn home_admin() -> Actor {
    Actor::new(
        "admin of the home organization",
        person(MEMBER).in_organization(ORGANIZATION, OrganizationRole::Admin).stepped_up(),
    )
}

pub(super) fn key() -> Actor {
    let mut subject = person(CompanyRole::Owner);
    subject.credential = Credential::ApiKey;
    Actor::new("key", subject)
}

/// Whoever is not Active, must enroll, or is no user.
pub(super) fn shut_out() -> Vec<Actor> {
    let with = |status, disabled_by| {
        let mut subject = person(CompanyRole::Owner);
        if let Some(user) = &mut subject.user {
            (user.status, user.disabled_by) = (status, disabled_by);
        }
        subject
    };
    let mut ended = person(CompanyRole::Administrator);
    if let Some(user) = &mut ended.user {
        user.access_ends_at = Some(NOW);
    }
    let mut enrolling = person(CompanyRole::Administrator);
    enrolling.second_factor = SecondFactor::RequiredAndMissing;
    let mut actors = vec![
        Actor::new("nobody", nobody()),
        Actor::new("reviewer", reviewer()),
        Actor::new("job for something else", job(&[Action::UsersDisable])),
        Actor::new("administrator who must enroll", enrolling),
        Actor::new("administrator whose access has just ended", ended),
    ];
    for status in [UserStatus::Invited, UserStatus::Deleted, UserStatus::Erased] {
        actors.push(Actor::new(format!("owner ({status})"), with(status, None)));
    }
    for reason in DisabledBy::ALL {
        actors.push(Actor::new(format!("owner (disabled by {reason})"), with(UserStatus::Disabled, Some(*reason))));
    }
    actors
}

/// Invitations to be sent.
pub(super) fn invitations() -> Vec<Thing> {
    let thing = |role: CompanyRole, permissions: &[CompanyPermission], into| {
        let extras: String = permissions.iter().map(|permission| format!("+{permission}")).collect();
        let place = if into == Some(ORGANIZATION) { " into the organization" } else { "" };
        Thing::new(format!("{role}{extras}{place}"), invitation(role, permissions, into))
    };
    let mut things: Vec<_> = CompanyRole::ALL.iter().map(|role| thing(*role, &[], None)).collect();
    things.extend([
        thing(MEMBER, &[CompanyPermission::Users], None),
        thing(MEMBER, &[CompanyPermission::Billing], None),
        thing(MEMBER, &[CompanyPermission::Security], None),
        thing(GUEST, &[CompanyPermission::Users], None),
        thing(CompanyRole::Administrator, &[], Some(ORGANIZATION)),
        thing(MEMBER, &[], Some(ORGANIZATION)),
        thing(MEMBER, &[CompanyPermission::Billing], Some(ORGANIZATION)),
        thing(GUEST, &[], Some(ORGANIZATION)),
    ]);
    things
}

/// Whether the action is for people who are Active.
pub(super) fn is_for_active(action: Action) -> bool {
    status_for(action).0 == UserStatus::Active
}

const fn status_for(action: Action) -> (UserStatus, Option<DisabledBy>) {
    match action {
        Action::InvitationsResend | Action::InvitationsCopyLink | Action::InvitationsCancel => {
            (UserStatus::Invited, None)
        }
        Action::UsersEnable => (UserStatus::Disabled, Some(DisabledBy::Organization)),
        Action::UsersRestore => (UserStatus::Deleted, None),
        _ => (UserStatus::Active, None),
    }
}

/// Someone else in the status that the action is for; Members are at home in the organization.
pub(super) fn someone(action: Action, role: CompanyRole) -> Thing {
    let (status, disabled_by) = status_for(action);
    let home_organization = (role == MEMBER).then_some(ORGANIZATION);
    let name = if role == MEMBER { "member at home in the organization".to_owned() } else { role.to_string() };
    Thing::new(name, Resource::User(UserTarget { status, disabled_by, home_organization, ..user(role) }))
}

/// Changes of role and permissions.
pub(super) fn changes() -> Vec<Thing> {
    let role = |from: CompanyRole, to: CompanyRole| {
        Thing::new(format!("{from} becomes {to}"), Resource::User(UserTarget { new_role: Some(to), ..user(from) }))
    };
    let mut things = vec![
        role(MEMBER, CompanyRole::Owner),
        role(MEMBER, CompanyRole::Administrator),
        role(CompanyRole::Administrator, MEMBER),
        role(MEMBER, GUEST),
        role(GUEST, MEMBER),
    ];
    things.extend(CompanyPermission::ALL.iter().map(|permission| {
        Thing::new(
            format!("member gains or loses {permission}"),
            Resource::User(UserTarget { grants: vec![*permission], ..user(MEMBER) }),
        )
    }));
    let last = UserTarget { new_role: Some(GUEST), last_project_owner: true, ..user(MEMBER) };
    things.push(Thing::new("last project owner becomes guest", Resource::User(last)));
    things
}

/// A Member at home in the organization, in every status.
pub(super) fn statuses() -> Vec<(&'static str, UserTarget)> {
    let with =
        |status, disabled_by| UserTarget { status, disabled_by, home_organization: Some(ORGANIZATION), ..user(MEMBER) };
    vec![
        ("invited", with(UserStatus::Invited, None)),
        ("active", with(UserStatus::Active, None)),
        ("by administrator", with(UserStatus::Disabled, Some(DisabledBy::Administrator))),
        ("by organization", with(UserStatus::Disabled, Some(DisabledBy::Organization))),
        ("ended", UserTarget { access_ends_at: Some(NOW), ..with(UserStatus::Active, None) }),
        ("deleted", with(UserStatus::Deleted, None)),
        ("erased", with(UserStatus::Erased, None)),
    ]
}

pub(super) fn the_organization() -> Thing {
    Thing::new("the organization", organization(ORGANIZATION))
}

pub(super) fn the_brand() -> Thing {
    Thing::new("the brand", brand())
}

pub(super) fn projects() -> [Thing; 4] {
    [
        Thing::new("open, without a brand", open_project()),
        Thing::new("open, in the brand", branded_project()),
        Thing::new("private, without a brand", private_project()),
        Thing::new("private, in the brand", with(branded_project(), |project| project.private = true)),
    ]
}

pub(super) fn archived_project() -> Thing {
    Thing::new("an archived project", with(open_project(), |project| project.archived = true))
}

fn with(mut resource: Resource, edit: impl FnOnce(&mut ProjectTarget)) -> Resource {
    if let Resource::Project(project) = &mut resource {
        edit(project);
    }
    resource
}

/// Each role, about itself.
pub(super) fn selves() -> Vec<(Actor, Thing)> {
    let about = |actor: Actor| {
        let role = actor.subject.user.as_ref().map_or(GUEST, |user| user.role);
        (actor, Thing::new("oneself", Resource::User(UserTarget { id: ASKER, ..user(role) })))
    };
    roles().into_iter().map(about).collect()
}

/// What the action is about.
pub(super) fn subject_matter(action: Action) -> Resource {
    match action {
        Action::AccountEdit | Action::PasswordChange | Action::CredentialsEdit => Resource::Oneself,
        Action::OwnershipTransfer => someone(action, CompanyRole::Administrator).resource,
        _ if super::WORKSPACE.contains(&action) => Resource::Workspace,
        _ if super::ORGANIZATIONS.contains(&action) => organization(ORGANIZATION),
        _ if super::BRANDS.contains(&action) => brand(),
        _ if super::PROJECTS.contains(&action) => open_project(),
        _ => someone(action, MEMBER).resource,
    }
}
