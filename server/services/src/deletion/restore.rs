//! Bringing somebody archived back: an invitation that carries what they held.

use model::access::{CompanyPermission, CompanyRole};
use model::changes::ChangeKind;
use model::deletion::RestorePlan;
use model::error::{AppError, ConflictReason};
use model::event::Event;
use model::ids::UserId;
use model::roles::Held;
use model::time::Timestamp;
use model::users::Undoable;

use super::{free_address, name, settings};
use crate::access::{self, InvitationTarget, InvitationsCancel, Subject, UsersRestore};
use crate::changes::{self, Before};
use crate::ctx::Ctx;
use crate::entity::user;
use crate::error::Result;
use crate::tx::{Reason, Tx};
use crate::users::{Archived, Restored, Snapshot};
use crate::{invitations, organizations, seats, users, zone};

/// What restoring somebody comes to.
///
/// # Errors
/// `Forbidden` for whoever may not act on this person; `Conflict` for someone who is not archived.
pub async fn restore_plan(ctx: &Ctx, id: UserId) -> std::result::Result<RestorePlan, AppError> {
    ctx.read(async || {
        let (user, permit) = ctx.user(id).require::<UsersRestore>().await?;
        let snapshot = Snapshot::kept(&user);
        let (role, back, left_out) = comes_back(ctx.subject(), &user, snapshot.as_ref(), ctx.now());
        let memberships = snapshot.as_ref().map_or(&[][..], |snapshot| &snapshot.organizations);
        #[expect(clippy::disallowed_methods, reason = "counting")]
        let counting = ctx.rows_without(Reason::Counting);
        Ok(RestorePlan {
            name: name(&user),
            version: user.version,
            had: user.role,
            role,
            back,
            left_out,
            organizations: organizations::names(&ctx.rows(&permit), memberships).await?,
            ended: user.access_ends_at.filter(|end| *end <= ctx.now()).map(|end| zone::moment(end, &ctx.me().timezone)),
            seats: seats::count(&counting, ctx.now()).await?,
            email: user.email,
        })
    })
    .await
}

/// Restores somebody: a seat is held for them, and a link goes to their address. They choose a new password; what they
/// held is theirs again when they accept.
///
/// # Errors
/// As [`restore_plan`]; `Conflict` when somebody changed them meanwhile, or has their address now; `SeatsExhausted`;
/// `RateLimited` beyond what a day takes.
pub async fn restore(ctx: &Ctx, id: UserId, version: i64) -> std::result::Result<Undoable, AppError> {
    ctx.write(|tx| async move {
        tx.lock_workspace().await?;
        let before = changes::present(&tx, id).await?.as_ref().map(Before::archived);
        let version = restore_in(&tx, id, version).await?;
        if let Some(before) = before {
            changes::keep_one(&tx, ctx, ChangeKind::Restore, (id, version), before).await?;
        }
        Ok(Undoable { seconds: u32::try_from(settings(&tx).await?.undo_seconds).unwrap_or_default() })
    })
    .await
}

/// The same inside a transaction that holds the lock of the workspace; the version of the row after it.
pub(crate) async fn restore_in(tx: &Tx, id: UserId, version: i64) -> Result<i64> {
    let (user, permit) = tx.user(id).require::<UsersRestore>().await?;
    if user.version != version {
        return Err(AppError::Conflict { reason: ConflictReason::Stale }.into());
    }
    let email_key = free_address(tx, &permit, &user).await?;
    seats::take(tx, 1).await?;
    let snapshot = Snapshot::kept(&user);
    let (role, back, left_out) = comes_back(tx.subject().await?, &user, snapshot.as_ref(), tx.now());
    let permissions = snapshot.map_or_else(Vec::new, |snapshot| snapshot.permissions(id, tx.now()));
    let permissions = permissions.into_iter().filter(|row| back.contains(&row.permission)).collect();
    let restored = Restored { email_key, role, permissions, invite_until: invitations::end(tx.now()) };
    let user = users::restore(tx, &permit, user, restored).await?;
    invitations::send_restored(tx, &permit, &user).await?;
    tx.record(Event::UserRestored { user: id, role, left_out }).await;
    Ok(user.version)
}

/// Takes a restoring back, for as long as its mail has not left: they are in the archive as they were, and nobody wrote
/// to them.
///
/// # Errors
/// `Conflict` when the mail has left, and for someone who is not invited; as withdrawing an invitation.
pub(crate) async fn archive_again_in(tx: &Tx, id: UserId, restored_at: Timestamp, was: Archived) -> Result<()> {
    let (user, permit) = tx.user(id).require::<InvitationsCancel>().await?;
    invitations::take_back_restored(tx, &permit, restored_at).await?;
    users::archive_again(tx, &permit, user, was).await?;
    tx.record(Event::InvitationCanceled { user: id }).await;
    Ok(())
}

/// The role and the permissions that come back, and the permissions that do not: nobody gives what they could not give to
/// someone new.
pub(crate) fn comes_back(
    who: &Subject,
    user: &user::Model,
    snapshot: Option<&Snapshot>,
    now: Timestamp,
) -> (CompanyRole, Vec<CompanyPermission>, Vec<CompanyPermission>) {
    let held = snapshot.map_or_else(Vec::new, |snapshot| snapshot.permissions(user.id, now));
    let held: Vec<_> = held.into_iter().map(|row| row.permission).collect();
    let permissions = Held::new(user.role, &held).permissions;
    let offered = InvitationTarget { role: user.role, permissions, organization: user.home_organization };
    let left = access::still_granted(who, &offered);
    let left_out = offered.permissions.into_iter().filter(|one| !left.permissions.contains(one)).collect();
    (left.role, left.permissions, left_out)
}
