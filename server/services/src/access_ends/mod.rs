//! The end of somebody's access: a day of the workspace, through which it lasts.
//!
//! `decide` compares with the present, so the access ends on time whether or not a job runs; the job stores the status,
//! signs the person out for good and writes the mails.

mod sweep;

use model::error::{AppError, ConflictReason};
use model::event::Event;
use model::fields::FieldCode;
use model::ids::UserId;
use model::time::Timestamp;
use model::user_window::UndoOffer;

pub(crate) use sweep::AccessEndSweep;

use crate::access::{AccessChange, UserTarget};
use crate::ctx::Ctx;
use crate::taking_back::{self, Change};
use crate::tx::{Reason, Tx};
use crate::{users, workspace, zone};

/// Sets the last day of somebody's access, `2026-11-21`, or removes the end. Counts from the next request on; what takes
/// it back, if it was changed.
///
/// # Errors
/// `Forbidden` for whoever may not act on this person, and for the Owner, who has no end; `Invalid` for a day that is
/// over, or none; `Conflict` when somebody else changed this person meanwhile.
pub async fn set(ctx: &Ctx, id: UserId, version: i64, day: &str) -> Result<Option<UndoOffer>, AppError> {
    ctx.write(|tx| async move {
        tx.lock_workspace().await?;
        let gate = tx.user(id).require_for::<AccessChange>(|_, target| UserTarget { grants: Vec::new(), ..target });
        let (user, permit) = gate.await?;
        if user.version != version {
            return Err(AppError::Conflict { reason: ConflictReason::Stale }.into());
        }
        #[expect(clippy::disallowed_methods, reason = "the zone of the workspace, in which its days lie")]
        let settings = workspace::current(&tx.rows_without(Reason::Workspace)).await?;
        let refused = |code| AppError::field("access_ends", code);
        let after = match day.trim() {
            "" => None,
            day => Some(
                zone::day(day, &settings.timezone).map(|(_, end)| end).ok_or_else(|| refused(FieldCode::NotOffered))?,
            ),
        };
        let before = user.access_ends_at;
        // What is over already may stay as it is.
        if after != before && after.is_some_and(|end| end <= tx.now()) {
            return Err(refused(FieldCode::Past).into());
        }
        users::set_end(&tx, &permit, user, after).await?;
        tx.record(Event::AccessEndChanged { user: id, before, after }).await;
        if before == after {
            return Ok(None);
        }
        taking_back::keep(&tx, ctx, id, Change::End { before, after }).await.map(Some)
    })
    .await
}

/// Puts back the end that was, while nobody has moved it; not one that is over by now.
pub(crate) async fn put_back(
    tx: &Tx,
    id: UserId,
    before: Option<Timestamp>,
    after: Option<Timestamp>,
) -> crate::Result<()> {
    let gate = tx.user(id).require_for::<AccessChange>(|_, target| UserTarget { grants: Vec::new(), ..target });
    let (user, permit) = gate.await?;
    if user.access_ends_at != after || before.is_some_and(|end| end <= tx.now()) {
        return Err(taking_back::closed());
    }
    users::set_end(tx, &permit, user, before).await?;
    tx.record(Event::AccessEndChanged { user: id, before: after, after: before }).await;
    Ok(())
}
