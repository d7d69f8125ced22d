//! Turning someone's access off, and on again; `product/model.md` §7, T7 and T9.

use model::access::DisabledBy;
use model::changes::ChangeKind;
use model::error::AppError;
use model::event::Event;
use model::ids::UserId;
use model::mail::MailTemplate;
use model::users::{Undoable, UserStatus};

use crate::access::{UsersDisable, UsersEnable};
use crate::changes::{self, Before};
use crate::credentials;
use crate::ctx::Ctx;
use crate::entity::user;
use crate::error::Result;
use crate::mail::{self, Content, Leaves, NewMail};
use crate::tx::{Reason, Tx};
use crate::{seats, users, workspace};

/// Mails that an undone change takes back.
const TOLD: &[MailTemplate] = &[MailTemplate::AccessClosed, MailTemplate::AccessOpened];

/// Turns someone's access off: nothing of theirs is let in from the next request on, and the seat is free. Someone whose
/// access is off for another reason stays off for this one, which no toggle undoes.
///
/// # Errors
/// `Forbidden` for whoever may not act on this person; `Conflict` for someone who is not active.
pub async fn disable(ctx: &Ctx, id: UserId) -> std::result::Result<Undoable, AppError> {
    ctx.write(|tx| async move {
        // The one lock under which the last holder of anything is counted.
        tx.lock_workspace().await?;
        let before = changes::present(&tx, id).await?.as_ref().map(Before::standing);
        let (version, undoable) = disable_in(&tx, ctx, id).await?;
        if let Some(before) = before {
            changes::keep_one(&tx, ctx, ChangeKind::Disable, (id, version), before).await?;
        }
        Ok(undoable)
    })
    .await
}

/// The same inside a transaction that holds the lock of the workspace; with the version of the row.
pub(crate) async fn disable_in(tx: &Tx, ctx: &Ctx, id: UserId) -> Result<(i64, Undoable)> {
    let (user, permit) = tx.user(id).require::<UsersDisable>().await?;
    let was_off = user.status == UserStatus::Disabled;
    let user = users::disable(tx, &permit, user, DisabledBy::Administrator).await?;
    credentials::shut_out(tx, id).await?;
    tx.record(Event::UserDisabled { user: id, by: DisabledBy::Administrator }).await;
    Ok((user.version, tell(tx, ctx, user, if was_off { Told::Nothing } else { Told::Closed }).await?))
}

/// Turns it on again, in a free seat, whatever it was off for. Password, role and permissions are what they were.
///
/// # Errors
/// `Forbidden` for whoever may not act on this person, or while the end of their access lies in the past; `Conflict` for
/// someone who is not disabled; `SeatsExhausted`.
pub async fn enable(ctx: &Ctx, id: UserId) -> std::result::Result<Undoable, AppError> {
    ctx.write(|tx| async move {
        tx.lock_workspace().await?;
        let before = changes::present(&tx, id).await?.as_ref().map(Before::standing);
        let (version, undoable) = enable_in(&tx, ctx, id).await?;
        if let Some(before) = before {
            changes::keep_one(&tx, ctx, ChangeKind::Enable, (id, version), before).await?;
        }
        Ok(undoable)
    })
    .await
}

/// The same inside a transaction that holds the lock of the workspace; with the version of the row.
pub(crate) async fn enable_in(tx: &Tx, ctx: &Ctx, id: UserId) -> Result<(i64, Undoable)> {
    let (user, permit) = tx.user(id).require::<UsersEnable>().await?;
    seats::take(tx, 1).await?;
    let user = users::enable(tx, &permit, user).await?;
    tx.record(Event::UserEnabled { user: id }).await;
    Ok((user.version, tell(tx, ctx, user, Told::Opened).await?))
}

/// What somebody learns of a change of their access.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Told {
    /// Only the reason is another one.
    Nothing,
    /// It is off.
    Closed,
    /// It is on.
    Opened,
}

/// Tells the person, when the undo window has closed. Where the change before has not been told yet, neither is: it was
/// undone.
pub(crate) async fn tell(tx: &Tx, ctx: &Ctx, user: user::Model, what: Told) -> Result<Undoable> {
    #[expect(clippy::disallowed_methods, reason = "the length of the undo window, and the language of last resort")]
    let settings = workspace::current(&tx.rows_without(Reason::Workspace)).await?;
    let undoable = Undoable { seconds: u32::try_from(settings.undo_seconds).unwrap_or_default() };
    let by = ctx.user_id();
    let (content, name) = match what {
        Told::Nothing => return Ok(undoable),
        _ if mail::drop_waiting(tx, user.id, TOLD).await? > 0 => return Ok(undoable),
        Told::Closed => (Content::AccessClosed { by }, "closed"),
        Told::Opened => (Content::AccessOpened { by }, "opened"),
    };
    let notice = NewMail {
        locale: mail::language_for(&user, None, &settings),
        dedupe_key: format!("access_{name}:{}:{}", user.id, user.version),
        to: user.email,
        user: Some(user.id),
        content,
        link: None,
        leaves: Leaves::AfterUndo,
        valid_until: None,
    };
    mail::enqueue(tx, notice).await?;
    Ok(undoable)
}
