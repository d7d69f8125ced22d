//! Changing what somebody holds: company role, and permissions on top of it; `product/model.md` §4.
//!
//! The dialog shows what a change comes to before it is made; the decision is asked for both sides.

mod overview;

use model::access::{Action, Blocker, CompanyPermission, CompanyRole, Verdict};
use model::changes::ChangeKind;
use model::error::{AppError, ConflictReason};
use model::event::Event;
use model::ids::UserId;
use model::mail::MailTemplate;
use model::roles::{Held, RoleChange, RoleChanged, RoleChoices, RoleDiff};
use model::user_window::{RoleAsked, RoleForm, UndoOffer};
use model::users::UserStatus;

pub use overview::overview;

use crate::access::{self, AccessChange, Resource, UserTarget};
use crate::changes::{self, Before};
use crate::ctx::Ctx;
use crate::entity::user;
use crate::error::Result;
use crate::mail::{self, Content, Leaves, NewMail};
use crate::taking_back::{self, Change};
use crate::tx::{Reason, Tx};
use crate::{users, workspace};

/// The roles that somebody can be given, in the order in which people see them.
const ROLES: [CompanyRole; 3] = [CompanyRole::Administrator, CompanyRole::Member, CompanyRole::Guest];

/// What can be changed about somebody, each with a verdict.
///
/// # Errors
/// `Forbidden` for whoever may not act on this person.
pub async fn choices(ctx: &Ctx, id: UserId) -> std::result::Result<RoleChoices, AppError> {
    ctx.read(async || {
        let (user, held) = open(ctx, id).await?;
        let verdict = |wanted: &Held| {
            let target = changed(&held.permissions, access::user_target(&user, Vec::new()), wanted);
            ctx.verdicts(&[Action::AccessChange], &Resource::User(target)).of(Action::AccessChange)
        };
        let role = |role| (role, verdict(&Held::new(role, &access::holdable(role, &held.permissions))));
        let permission = |role, permission: CompanyPermission| {
            if access::holdable(role, &[permission]).is_empty() {
                return (role, permission, Verdict::Blocked(Blocker::RoleCeiling));
            }
            // As if it were the only thing to be changed.
            let mut toggled = access::holdable(role, &held.permissions);
            match toggled.iter().position(|one| *one == permission) {
                Some(place) => drop(toggled.remove(place)),
                None => toggled.push(permission),
            }
            (role, permission, verdict(&Held::new(role, &toggled)))
        };
        let offered = [CompanyRole::Member, CompanyRole::Guest].into_iter();
        Ok(RoleChoices {
            name: users::display_name(&user.first_name, &user.last_name, &user.email),
            version: user.version,
            roles: ROLES.map(role).into(),
            permissions: offered
                .flat_map(|of| CompanyPermission::ALL.iter().map(move |one| permission(of, *one)))
                .collect(),
            held,
        })
    })
    .await
}

/// What a change would come to.
///
/// # Errors
/// As [`choices`].
pub async fn preview(ctx: &Ctx, id: UserId, wanted: Held) -> std::result::Result<RoleDiff, AppError> {
    ctx.read(async || {
        let (_, held) = open(ctx, id).await?;
        let before = access::effective(held.role, &held.permissions);
        let after = access::effective(wanted.role, &wanted.permissions);
        let only = |these: &[CompanyPermission], not: &[CompanyPermission]| {
            these.iter().copied().filter(|one| !not.contains(one)).collect::<Vec<_>>()
        };
        Ok(RoleDiff {
            gains: only(&after, &before),
            loses: only(&before, &after),
            keeps: after.iter().copied().filter(|one| before.contains(one)).collect(),
        })
    })
    .await
}

/// A change as an address says it: what can be chosen, what is chosen, and what that comes to.
///
/// # Errors
/// As [`choices`].
pub(crate) async fn form(ctx: &Ctx, id: UserId, asked: RoleAsked) -> std::result::Result<RoleForm, AppError> {
    let choices = choices(ctx, id).await?;
    let role = asked.role.filter(|role| ROLES.contains(role)).unwrap_or(choices.held.role);
    let mut permissions = asked.permissions.unwrap_or_else(|| choices.held.permissions.clone());
    permissions.extend(asked.add);
    let wanted = Held::new(role, &access::holdable(role, &permissions));
    let diff = match asked.look {
        true => Some(preview(ctx, id, wanted.clone()).await?),
        false => None,
    };
    Ok(RoleForm { choices, wanted, diff })
}

/// Changes role and permissions like [`change`], and keeps what takes it back, for pages without script.
///
/// # Errors
/// As [`change`].
pub async fn change_by_form(ctx: &Ctx, id: UserId, change: RoleChange) -> std::result::Result<UndoOffer, AppError> {
    let change = &change;
    ctx.write(|tx| async move {
        tx.lock_workspace().await?;
        let RoleChanged { before, version, .. } = change_in(&tx, ctx, id, change).await?;
        changes::keep_one(&tx, ctx, ChangeKind::Edit, (id, version), Before::Access(before.clone())).await?;
        taking_back::keep(&tx, ctx, id, Change::Access { before, version }).await
    })
    .await
}

/// Changes role and permissions. Applies from the next request on.
///
/// # Errors
/// `Forbidden` for what the one who asks may not give or take; `StepUpRequired` when Administrator is given or taken;
/// `Conflict` when somebody else changed this person meanwhile.
pub async fn change(ctx: &Ctx, id: UserId, change: RoleChange) -> std::result::Result<RoleChanged, AppError> {
    let change = &change;
    ctx.write(|tx| async move {
        tx.lock_workspace().await?;
        let changed = change_in(&tx, ctx, id, change).await?;
        let before = Before::Access(changed.before.clone());
        changes::keep_one(&tx, ctx, ChangeKind::Edit, (id, changed.version), before).await?;
        Ok(changed)
    })
    .await
}

/// The same inside a transaction that holds the lock of the workspace.
pub(crate) async fn change_in(tx: &Tx, ctx: &Ctx, id: UserId, change: &RoleChange) -> Result<RoleChanged> {
    // What the role contains anyway is not kept for a lower one.
    let contained = access::effective(change.held.role, &[]);
    let on_top: Vec<_> = change.held.permissions.iter().copied().filter(|one| !contained.contains(one)).collect();
    let wanted = Held::new(change.held.role, &on_top);
    let mut before = Held::new(wanted.role, &[]);
    let gate = tx.user(id).require_for::<AccessChange>(|held, target| {
        before = Held::new(target.role, held);
        changed(held, target, &wanted)
    });
    let (user, permit) = gate.await?;
    if user.version != change.version {
        return Err(AppError::Conflict { reason: ConflictReason::Stale }.into());
    }
    let user = users::set_access(tx, &permit, user, &before, &wanted).await?;
    let version = user.version;
    let seconds = tell(tx, ctx, user, &before, &wanted).await?;
    tx.record(Event::AccessChanged { user: id, before: before.clone(), after: wanted }).await;
    Ok(RoleChanged { before, version, seconds })
}

/// The user and what they hold, for whoever may change something about it.
async fn open(ctx: &Ctx, id: UserId) -> Result<(user::Model, Held)> {
    let mut permissions = Vec::new();
    let gate = ctx.user(id).require_for::<AccessChange>(|held, target| {
        permissions = held.to_vec();
        UserTarget { grants: Vec::new(), ..target }
    });
    let (user, _permit) = gate.await?;
    let held = Held::new(user.role, &permissions);
    Ok((user, held))
}

/// The target of a change from what is held to what is wanted.
pub(crate) fn changed(held: &[CompanyPermission], target: UserTarget, wanted: &Held) -> UserTarget {
    let given = wanted.permissions.iter().copied().filter(|one| !held.contains(one));
    let gives: Vec<CompanyPermission> = given.collect();
    let taken = held.iter().copied().filter(|one| !wanted.permissions.contains(one));
    UserTarget { grants: gives.iter().copied().chain(taken).collect(), gives, new_role: Some(wanted.role), ..target }
}

/// Tells the person, when the undo window has closed. Several changes within it are told as one, and one that was taken
/// back is not told.
async fn tell(tx: &Tx, ctx: &Ctx, user: user::Model, before: &Held, after: &Held) -> Result<u32> {
    #[expect(clippy::disallowed_methods, reason = "the length of the undo window, and the language of last resort")]
    let settings = workspace::current(&tx.rows_without(Reason::Workspace)).await?;
    let seconds = u32::try_from(settings.undo_seconds).unwrap_or_default();
    let waiting = mail::waiting(tx, user.id, MailTemplate::AccessChanged).await?;
    mail::drop_waiting(tx, user.id, &[MailTemplate::AccessChanged]).await?;
    let first = waiting.into_iter().find_map(|content| match content {
        Content::AccessChanged { before, .. } => Some(before),
        _ => None,
    });
    let before = first.unwrap_or_else(|| before.clone());
    // Whoever has not come in yet has nothing that could have changed.
    if before == *after || user.status == UserStatus::Invited {
        return Ok(seconds);
    }
    let notice = NewMail {
        locale: mail::language_for(&user, None, &settings),
        dedupe_key: format!("access_changed:{}:{}", user.id, user.version),
        to: user.email,
        user: Some(user.id),
        content: Content::AccessChanged { by: ctx.user_id(), before, after: after.clone() },
        link: None,
        leaves: Leaves::AfterUndo,
        valid_until: None,
    };
    mail::enqueue(tx, notice).await?;
    Ok(seconds)
}
