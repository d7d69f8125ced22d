//! What a change comes to for each person, before anything is done.

use std::collections::{HashMap, HashSet};

use model::access::{Action, Blocker, CompanyPermission, DisabledBy};
use model::address::Address;
use model::bulk::{AccessEdit, BulkAction, BulkOutcome, SkipReason};
use model::error::{AppError, ConflictReason};
use model::ids::UserId;
use model::roles::Held;
use model::time::Timestamp;
use model::users::UserStatus;

use crate::access::{self, OrganizationAdmins, Person, Resource, Subject};
use crate::entity::user;
use crate::error::Result;
use crate::tx::{Reason, Rows};
use crate::users::Snapshot;
use crate::{deletion, invitations, mail, roles, users};

/// Everything that the plan looks at, read at one moment.
pub(super) struct Facts {
    people: HashMap<UserId, Person>,
    admins: OrganizationAdmins,
    /// Whose invitation has not left yet.
    waiting: HashSet<UserId>,
    /// Who got a link a moment ago, or too many today.
    too_soon: HashSet<UserId>,
    /// Addresses that somebody has, or is planned to have again.
    addresses: HashSet<String>,
    at: Timestamp,
}

impl Facts {
    /// Reads what the action needs to know about these people.
    pub(super) async fn load(
        rows: &Rows<'_, Reason>,
        action: &BulkAction,
        ids: &[UserId],
        at: Timestamp,
    ) -> Result<Self> {
        let mut facts = Self {
            people: access::load_people(rows, ids).await?,
            admins: OrganizationAdmins::default(),
            waiting: HashSet::new(),
            too_soon: HashSet::new(),
            addresses: HashSet::new(),
            at,
        };
        match action {
            BulkAction::Disable | BulkAction::Delete => {
                facts.admins = access::load_organization_admins(rows, ids, at).await?;
            }
            BulkAction::Resend => {
                facts.waiting = mail::have_waiting(rows, ids, mail::INVITATIONS).await?;
                facts.too_soon = invitations::too_soon(rows, ids, at).await?;
            }
            BulkAction::Restore => {
                let archived = facts.people.values().filter_map(|person| address(&person.user)).collect();
                facts.addresses = users::taken(rows, archived).await?;
            }
            BulkAction::Edit(_) | BulkAction::Enable => {}
        }
        Ok(facts)
    }
}

/// One person of a plan.
pub(super) struct Planned {
    pub(super) id: UserId,
    /// None for whoever is not there, or not there for the one who asks.
    pub(super) person: Option<Person>,
    /// What happens, or why nothing does.
    pub(super) what: std::result::Result<BulkOutcome, SkipReason>,
}

impl Planned {
    pub(super) fn user(&self) -> Option<&user::Model> {
        self.person.as_ref().map(|person| &person.user)
    }
}

/// The plan for these people, in their order.
///
/// # Errors
/// `Unauthenticated` when the one who asks can do nothing any more.
pub(super) fn plan(
    subject: &Subject,
    action: &BulkAction,
    ids: &[UserId],
    mut facts: Facts,
) -> std::result::Result<Vec<Planned>, AppError> {
    let mut planned = Vec::with_capacity(ids.len());
    for id in ids {
        // Whoever is named twice is planned once.
        let what = match facts.people.get(id) {
            Some(person) => outcome(subject, action, person, &facts)?,
            None => Err(SkipReason::Unknown),
        };
        match what {
            Ok(BulkOutcome::Disabled { .. } | BulkOutcome::Deleted { .. }) => facts.admins.leaves(*id),
            Ok(BulkOutcome::Restored { .. }) => {
                facts.addresses.extend(facts.people.get(id).and_then(|person| address(&person.user)));
            }
            _ => {}
        }
        let person = facts.people.remove(id).filter(|_| what != Err(SkipReason::Unknown));
        planned.push(Planned { id: *id, person, what });
    }
    Ok(planned)
}

fn outcome(
    subject: &Subject,
    action: &BulkAction,
    person: &Person,
    facts: &Facts,
) -> std::result::Result<std::result::Result<BulkOutcome, SkipReason>, AppError> {
    let user = &person.user;
    let target = access::user_target(user, person.held.clone());
    let (asked, target, outcome) = match action {
        BulkAction::Edit(edit) => {
            let (before, after) = (held(person), wanted(person, edit));
            let target = roles::changed(&person.held, target, &after);
            (Action::AccessChange, target, access_outcome(&before, &after))
        }
        BulkAction::Resend => {
            let takes_seat = user.invite_until.is_none_or(|until| until <= facts.at);
            let outcome = match (facts.waiting.contains(&user.id), facts.too_soon.contains(&user.id)) {
                (true, _) => Err(SkipReason::Unchanged),
                (false, true) => Err(SkipReason::TooSoon),
                (false, false) => Ok(BulkOutcome::Resent { takes_seat }),
            };
            (Action::InvitationsResend, target, outcome)
        }
        BulkAction::Disable => {
            let target = access::UserTarget { last_org_admin: facts.admins.is_last(user.id), ..target };
            let was_off = user.status == UserStatus::Disabled;
            (Action::UsersDisable, target, Ok(BulkOutcome::Disabled { was_off }))
        }
        BulkAction::Enable => (Action::UsersEnable, target, Ok(BulkOutcome::Enabled)),
        BulkAction::Delete => {
            let target = access::UserTarget { last_org_admin: facts.admins.is_last(user.id), ..target };
            let outcome = match user.status {
                UserStatus::Deleted => Err(SkipReason::Unchanged),
                _ => Ok(BulkOutcome::Deleted { frees_seat: deletion::holds_seat(user, facts.at) }),
            };
            (Action::UsersDelete, target, outcome)
        }
        BulkAction::Restore => {
            let free = address(user).is_some_and(|address| !facts.addresses.contains(&address));
            let outcome = if free { Ok(restored(subject, user, facts.at)) } else { Err(SkipReason::AddressTaken) };
            (Action::UsersRestore, target, outcome)
        }
    };
    let resource = Resource::User(target);
    let decision = access::decide(subject, asked, &resource);
    if decision.allowed {
        return Ok(outcome);
    }
    match skip_reason(access::refusal(subject, asked, &resource, &decision)) {
        // The change asks for the password when it is made; until then it is shown as if it had been given.
        Err(AppError::StepUpRequired) => Ok(outcome),
        Ok(SkipReason::Blocked(_)) if is_so_already(action, user, facts.at, &decision.blockers) => {
            Ok(Err(SkipReason::Unchanged))
        }
        other => other.map(Err),
    }
}

/// Why one person is left out, or what stops everything.
pub(super) fn skip_reason(refused: AppError) -> std::result::Result<SkipReason, AppError> {
    match refused {
        AppError::Forbidden { blockers, .. } if !blockers.is_empty() => Ok(SkipReason::Blocked(blockers[0])),
        AppError::Conflict { reason: ConflictReason::WrongStatus } => Ok(SkipReason::Blocked(Blocker::WrongStatus)),
        AppError::Conflict { reason: ConflictReason::Stale } => Ok(SkipReason::Changed),
        AppError::Conflict { reason: ConflictReason::AddressTaken } => Ok(SkipReason::AddressTaken),
        AppError::NotFound { .. } => Ok(SkipReason::Unknown),
        other => Err(other),
    }
}

/// Whether only the status stands in the way, because it is the wanted one.
fn is_so_already(action: &BulkAction, user: &user::Model, at: Timestamp, blockers: &[Blocker]) -> bool {
    let in_time = user.access_ends_at.is_none_or(|end| at < end);
    blockers.first() == Some(&Blocker::WrongStatus)
        && match action {
            BulkAction::Enable => user.status == UserStatus::Active && in_time,
            BulkAction::Disable => user.disabled_by == Some(DisabledBy::Administrator),
            BulkAction::Edit(_) | BulkAction::Resend | BulkAction::Delete | BulkAction::Restore => false,
        }
}

/// Their address as it is compared, if it still is one.
fn address(user: &user::Model) -> Option<String> {
    Address::parse(&user.email).ok().map(|address| address.canonical().to_owned())
}

fn restored(subject: &Subject, user: &user::Model, at: Timestamp) -> BulkOutcome {
    let (to, _, left_out) = deletion::comes_back(subject, user, Snapshot::kept(user).as_ref(), at);
    BulkOutcome::Restored { from: user.role, to, left_out }
}

/// What somebody holds.
pub(super) fn held(person: &Person) -> Held {
    Held::new(person.user.role, &person.held)
}

/// What they would hold: what the new role cannot hold, or contains, goes with the old one.
pub(super) fn wanted(person: &Person, edit: &AccessEdit) -> Held {
    let role = edit.role.unwrap_or(person.user.role);
    let stays: Vec<CompanyPermission> = person.held.iter().copied().filter(|one| !edit.take.contains(one)).collect();
    let contained = access::effective(role, &[]);
    let mut permissions = access::holdable(role, &stays);
    permissions.extend(edit.give.iter().filter(|one| !contained.contains(one)));
    Held::new(role, &permissions)
}

fn access_outcome(before: &Held, after: &Held) -> std::result::Result<BulkOutcome, SkipReason> {
    if before == after {
        return Err(SkipReason::Unchanged);
    }
    let (had, has) =
        (access::effective(before.role, &before.permissions), access::effective(after.role, &after.permissions));
    let only = |these: &[CompanyPermission], not: &[CompanyPermission]| {
        these.iter().copied().filter(|one| !not.contains(one)).collect::<Vec<_>>()
    };
    Ok(BulkOutcome::Access { from: before.role, to: after.role, gains: only(&has, &had), loses: only(&had, &has) })
}
