//! Taking the sending of an invitation back, for as long as its mail has not left.

use model::error::{AppError, ConflictReason};
use model::event::Event;
use model::ids::UserId;
use model::time::Timestamp;

use super::store;
use crate::access::{InvitationsCancel, InvitationsResend, Invite, Permit, Purpose};
use crate::credentials::token;
use crate::error::Result;
use crate::mail::{self, INVITATIONS};
use crate::tx::Tx;
use crate::users;

/// Takes back what was sent at that moment: the mail is dropped, its link is void, and the link before it works again
/// for as long as it would have.
///
/// # Errors
/// `Conflict` when the mail has left, and for someone who is not invited; as sending it again.
pub(crate) async fn take_back(tx: &Tx, id: UserId, sent_at: Timestamp, until: Option<Timestamp>) -> Result<()> {
    let (user, permit) = tx.user(id).require::<InvitationsResend>().await?;
    if mail::drop_waiting(tx, id, INVITATIONS).await? == 0 {
        return Err(AppError::Conflict { reason: ConflictReason::MailGone }.into());
    }
    token::swap_back(tx, Invite::NAME, id, sent_at).await?;
    store::swap_back(&tx.rows(&permit), id, sent_at, tx.now()).await?;
    users::put_invitation_back(tx, &permit, user, until).await?;
    tx.record(Event::InvitationResendUndone { user: id }).await;
    Ok(())
}

/// Takes the invitation of somebody new back: nobody will ever see its link, and the seat is free.
///
/// # Errors
/// `Conflict` when the mail has left, and for someone who is not invited; as withdrawing an invitation.
pub(crate) async fn take_back_new(tx: &Tx, id: UserId) -> Result<()> {
    let (user, permit) = tx.user(id).require::<InvitationsCancel>().await?;
    if mail::drop_waiting(tx, id, INVITATIONS).await? == 0 {
        return Err(AppError::Conflict { reason: ConflictReason::MailGone }.into());
    }
    token::void(tx, id).await?;
    store::revoke(&tx.rows(&permit), &[id], tx.now()).await?;
    users::withdraw(tx, &permit, user).await?;
    tx.record(Event::InvitationCanceled { user: id }).await;
    Ok(())
}

/// Takes back what somebody restored was sent at that moment: nobody will ever see its link.
///
/// # Errors
/// `Conflict` when the mail has left.
pub(crate) async fn take_back_restored(tx: &Tx, permit: &Permit<InvitationsCancel>, sent_at: Timestamp) -> Result<()> {
    let id = permit.target();
    if mail::drop_waiting(tx, id, INVITATIONS).await? == 0 {
        return Err(AppError::Conflict { reason: ConflictReason::MailGone }.into());
    }
    token::swap_back(tx, Invite::NAME, id, sent_at).await?;
    store::swap_back(&tx.rows(permit), id, sent_at, tx.now()).await
}
