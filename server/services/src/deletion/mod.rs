//! Deleting people, for a while or for good, and bringing them back; `product/model.md` §9.
//!
//! Either way somebody is archived at once: gone from every list but the one of archived users, their seat and address
//! free, nothing of theirs let in. What cannot be brought back is done by [`FinishDeletion`] when the undo window has
//! closed.
//!
//! Invariant: what a deletion removed is in the snapshot of the row until it is back, or the row is empty.

mod finish;
mod restore;

use model::address::Address;
use model::changes::ChangeKind;
use model::deletion::{Deletion, DeletionOrder, DeletionPlan};
use model::error::{AppError, ConflictReason};
use model::event::Event;
use model::fields::FieldCode;
use model::ids::UserId;
use model::mail::MailTemplate;
use model::users::{Undoable, UserStatus};

pub use restore::{restore, restore_plan};

pub(crate) use finish::FinishDeletion;
pub(crate) use restore::{archive_again_in, comes_back, restore_in};

use crate::access::{Permit, UsersDelete, UsersRestore};
use crate::changes::{self, Before};
use crate::credentials::{email_change, sessions};
use crate::ctx::Ctx;
use crate::entity::{user, workspace as settings};
use crate::error::Result;
use crate::mail::{self, Content, INVITATIONS, Leaves, NewMail};
use crate::tx::{Reason, Rows, Tx};
use crate::users::{Snapshot, Undo};
use crate::{jobs, organizations, seats, users, workspace};

/// How long a mail about a deletion is tried, in seconds: the address is kept no longer.
const TRIED_FOR_SECONDS: i64 = 24 * 60 * 60;

/// What the dialog says before somebody is deleted.
///
/// # Errors
/// `Forbidden` for whoever may not act on this person. Step-up is asked for by the deletion itself.
pub async fn plan(ctx: &Ctx, id: UserId) -> std::result::Result<DeletionPlan, AppError> {
    let planned = ctx.read(async || {
        let user = ctx.user(id).offered::<UsersDelete>().await?;
        Ok(DeletionPlan {
            name: name(&user),
            version: user.version,
            can_archive: user.status != UserStatus::Deleted,
            can_erase: workspace::current(&rows(ctx)).await?.permanent_deletion_allowed,
            frees_seat: holds_seat(&user, ctx.now()),
        })
    });
    planned.await
}

/// Deletes somebody. A permanent deletion looks like an archiving until the undo window closes, and is carried out then.
///
/// # Errors
/// `Conflict` for a permanent deletion where the workspace allows none; `Invalid` when the name is not the person's; `Forbidden` for whoever may not act on them;
/// `StepUpRequired`; `Conflict` when somebody changed them meanwhile, or archived them already.
pub async fn delete(ctx: &Ctx, id: UserId, order: DeletionOrder) -> std::result::Result<Undoable, AppError> {
    let order = &order;
    ctx.write(|tx| async move {
        tx.lock_workspace().await?;
        let (version, undoable) = delete_in(&tx, ctx, id, order).await?;
        let kind = match order.deletion {
            Deletion::Archive => ChangeKind::Delete,
            Deletion::Erase => ChangeKind::Erase,
        };
        changes::keep_one(&tx, ctx, kind, (id, version), Before::Present).await?;
        Ok(undoable)
    })
    .await
}

/// The same inside a transaction that holds the lock of the workspace; with the version of the row.
pub(crate) async fn delete_in(tx: &Tx, ctx: &Ctx, id: UserId, order: &DeletionOrder) -> Result<(i64, Undoable)> {
    let (user, permit) = tx.user(id).require::<UsersDelete>().await?;
    if user.version != order.version {
        return Err(AppError::Conflict { reason: ConflictReason::Stale }.into());
    }
    let settings = settings(tx).await?;
    match order.deletion {
        Deletion::Erase if !settings.permanent_deletion_allowed => {
            return Err(AppError::Conflict { reason: ConflictReason::ErasureForbidden }.into());
        }
        Deletion::Archive if user.status == UserStatus::Deleted => {
            return Err(AppError::Conflict { reason: ConflictReason::WrongStatus }.into());
        }
        Deletion::Erase if order.name.trim() != name(&user).trim() => {
            return Err(AppError::field("name", FieldCode::NameDiffers).into());
        }
        Deletion::Archive | Deletion::Erase => {}
    }
    let until = mail::after_undo(tx).await?;
    let undo = Undo { by: ctx.user_id(), until, back_to: user.status };
    let told = told(tx, ctx, &user, order.deletion, &settings).await?;
    let user = remove(tx, &permit, user, undo).await?;
    let job = FinishDeletion { user: id, version: user.version, deletion: order.deletion };
    jobs::enqueue_all(tx, [(&job, until, None)]).await?;
    if let Some(notice) = told {
        mail::enqueue(tx, notice).await?;
    }
    tx.record(Event::UserDeleted { user: id, deletion: order.deletion }).await;
    Ok((user.version, Undoable { seconds: u32::try_from(settings.undo_seconds).unwrap_or_default() }))
}

/// Takes a deletion back, as long as its undo window is open: everything is what it was, except that nobody is signed in.
///
/// # Errors
/// `Conflict` when the window has closed, when somebody else deleted them, or when their address has been given away;
/// `SeatsExhausted` when the seat has.
pub async fn take_back(ctx: &Ctx, id: UserId) -> std::result::Result<(), AppError> {
    ctx.write(|tx| async move {
        tx.lock_workspace().await?;
        take_back_in(&tx, ctx, id).await
    })
    .await
}

/// The same inside a transaction that holds the lock of the workspace. What refuses does so before anything is written.
pub(crate) async fn take_back_in(tx: &Tx, ctx: &Ctx, id: UserId) -> Result<()> {
    let (user, permit) = tx.user(id).require::<UsersRestore>().await?;
    let over = AppError::Conflict { reason: ConflictReason::WrongStatus };
    let mut snapshot = Snapshot::kept(&user).ok_or_else(|| over.clone())?;
    let undo = snapshot.undo.take().filter(|undo| undo.by == ctx.user_id() && tx.now() < undo.until).ok_or(over)?;
    if undo.back_to == UserStatus::Deleted {
        users::note_snapshot(&tx.rows(&permit), user, &snapshot).await?;
    } else {
        let email_key = free_address(tx, &permit, &user).await?;
        let back = user::Model { status: snapshot.status, invite_until: snapshot.invite_until, ..user.clone() };
        if holds_seat(&back, tx.now()) {
            seats::take(tx, 1).await?;
        }
        users::revive(tx, &permit, user, email_key, &snapshot).await?;
        organizations::return_all(tx, &permit, &snapshot.organizations).await?;
    }
    mail::drop_waiting(tx, id, &[MailTemplate::Deleted, MailTemplate::InvitationWithdrawn]).await?;
    tx.record(Event::DeletionUndone { user: id }).await;
    Ok(())
}

/// Takes away what an archived user has no place for, and keeps it in the snapshot.
async fn remove(tx: &Tx, permit: &Permit<UsersDelete>, user: user::Model, undo: Undo) -> Result<user::Model> {
    let rows = tx.rows(permit);
    if user.status == UserStatus::Deleted {
        // What they held is in their snapshot already.
        let snapshot = Snapshot::kept(&user).unwrap_or_else(|| Snapshot::of(&user, Vec::new(), Vec::new()));
        return users::note_snapshot(&rows, user, &Snapshot { undo: Some(undo), ..snapshot }).await;
    }
    sessions::end_all(tx, user.id).await?;
    email_change::void(tx, user.id).await?;
    mail::drop_waiting(tx, user.id, INVITATIONS).await?;
    let permissions = users::permissions(&rows, user.id).await?;
    let left = organizations::leave_all(tx, permit).await?;
    let snapshot = Snapshot { undo: Some(undo), ..Snapshot::of(&user, permissions, left) };
    users::archive(tx, permit, user, &snapshot).await
}

/// The mail about it. Whoever was invited and never written to has nothing that could be taken from them.
async fn told(
    tx: &Tx,
    ctx: &Ctx,
    user: &user::Model,
    deletion: Deletion,
    settings: &settings::Model,
) -> Result<Option<NewMail>> {
    let by = ctx.user_id();
    let content = match user.status {
        UserStatus::Invited if mail::have_left(tx, user.id, INVITATIONS, user.status_at).await? => {
            Content::InvitationWithdrawn { by }
        }
        UserStatus::Invited => return Ok(None),
        UserStatus::Active | UserStatus::Disabled | UserStatus::Deleted | UserStatus::Erased => {
            Content::Deleted { by, deletion }
        }
    };
    Ok(Some(NewMail {
        locale: mail::language_for(user, None, settings),
        dedupe_key: format!("deleted:{}:{}", user.id, user.version),
        to: user.email.clone(),
        user: Some(user.id),
        content,
        link: None,
        leaves: Leaves::AfterUndo,
        valid_until: Some(tx.now().plus_seconds(TRIED_FOR_SECONDS)),
    }))
}

/// The address of somebody archived as it is compared, unless it has been given to somebody else.
async fn free_address(tx: &Tx, permit: &Permit<UsersRestore>, user: &user::Model) -> Result<String> {
    let taken = || AppError::Conflict { reason: ConflictReason::AddressTaken };
    let address = Address::parse(&user.email).map_err(|_| taken())?;
    match users::has_address(&tx.rows(permit), address.canonical()).await? {
        true => Err(taken().into()),
        false => Ok(address.canonical().to_owned()),
    }
}

/// Whether somebody uses a seat, or has one held for them.
pub(crate) fn holds_seat(user: &user::Model, now: model::time::Timestamp) -> bool {
    match user.status {
        UserStatus::Active => true,
        UserStatus::Invited => user.invite_until.is_some_and(|until| now < until),
        UserStatus::Disabled | UserStatus::Deleted | UserStatus::Erased => false,
    }
}

fn name(user: &user::Model) -> String {
    users::display_name(&user.first_name, &user.last_name, &user.email)
}

#[expect(clippy::disallowed_methods, reason = "whether the workspace allows permanent deletion")]
fn rows(ctx: &Ctx) -> Rows<'_, Reason> {
    ctx.rows_without(Reason::Workspace)
}

#[expect(clippy::disallowed_methods, reason = "the rules for deletion, and the language of last resort")]
async fn settings(tx: &Tx) -> Result<settings::Model> {
    workspace::current(&tx.rows_without(Reason::Workspace)).await
}
