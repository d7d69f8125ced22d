//! A new link for someone who is invited already, and the end of an invitation.
//!
//! Whoever sends or copies a link could accept in the invitee's place, so both need the right to grant everything that
//! the invitation grants.

use model::changes::ChangeKind;
use model::error::AppError;
use model::event::Event;
use model::ids::UserId;
use model::invitations::{InvitationLink, InvitedPerson};
use secrecy::ExposeSecret;

use super::deliver::{Origin, Sending, deliver, grants, row};
use super::send::{holds_seat, invited_person, seats_in};
use super::{end, limits, store};
use crate::access::{InvitationsCancel, InvitationsCopyLink, InvitationsResend, Invite, Permit, Purpose, UsersRestore};
use crate::changes::{self, Before};
use crate::credentials::token;
use crate::ctx::Ctx;
use crate::entity::user;
use crate::error::Result;
use crate::mail::{self, Content, INVITATIONS, Leaves, NewMail};
use crate::tx::{Reason, Tx};
use crate::users::RenewsInvitation;
use crate::{seats, users, workspace, zone};

/// Sends an invitation again, with a new link; the old one is void. Takes a seat when the old link had ended.
///
/// # Errors
/// `Forbidden` for what the sender may not grant; `Conflict` for someone who is not invited; `SeatsExhausted`;
/// `RateLimited` when it was sent a moment ago or too often today.
pub async fn resend(ctx: &Ctx, id: UserId) -> std::result::Result<InvitedPerson, AppError> {
    ctx.write(|tx| async move {
        tx.lock_workspace().await?;
        let before = changes::present(&tx, id).await?.as_ref().map(Before::invitation);
        let user = send_again(&tx, id).await?;
        if let Some(before) = before {
            changes::keep_one(&tx, ctx, ChangeKind::Resend, (id, user.version), before).await?;
        }
        Ok(invited_person(ctx, &user))
    })
    .await
}

/// The same inside a transaction, for other features.
pub(crate) async fn send_again(tx: &Tx, id: UserId) -> Result<user::Model> {
    tx.lock_workspace().await?;
    let (user, permit) = tx.user(id).require::<InvitationsResend>().await?;
    let inviter = permit.actor().user().ok_or(AppError::Unauthenticated)?;
    limits::per_day(tx, inviter, 1, seats_in(tx).await?.purchased).await?;
    let user = renew(tx, &permit, user).await?;
    let rows = tx.rows(&permit);
    let last = store::current(&rows, id).await?;
    let sending = Sending {
        batch: tx.new_id(),
        inviter,
        message: last.as_ref().and_then(|last| last.message.as_deref()),
        language: match &last {
            Some(last) => last.language,
            None => settings(tx).await?.default_language,
        },
        from: Origin::Dialog,
    };
    deliver(tx, &rows, sending, std::slice::from_ref(&user)).await?;
    tx.record(Event::InvitationResent { user: id }).await;
    Ok(user)
}

/// Sends somebody restored their link, for the feature that restores.
pub(crate) async fn send_restored(tx: &Tx, permit: &Permit<UsersRestore>, user: &user::Model) -> Result<()> {
    let inviter = permit.actor().user().ok_or(AppError::Unauthenticated)?;
    limits::per_day(tx, inviter, 1, seats_in(tx).await?.purchased).await?;
    let language = settings(tx).await?.default_language;
    let sending = Sending { batch: tx.new_id(), inviter, message: None, language, from: Origin::Dialog };
    deliver(tx, &tx.rows(permit), sending, std::slice::from_ref(user)).await
}

/// Makes a new link and shows it to whoever asks; the one that was mailed stops working, and one that still waits is
/// not sent.
///
/// # Errors
/// As [`resend`].
pub async fn copy_link(ctx: &Ctx, id: UserId) -> std::result::Result<InvitationLink, AppError> {
    ctx.write(|tx| async move {
        tx.lock_workspace().await?;
        let (user, permit) = tx.user(id).require::<InvitationsCopyLink>().await?;
        let user = renew(&tx, &permit, user).await?;
        mail::drop_waiting(&tx, id, INVITATIONS).await?;
        let rows = tx.rows(&permit);
        if store::current(&rows, id).await?.is_none() {
            // Who vouches for what it grants has to be known when it is accepted.
            let language = settings(&tx).await?.default_language;
            let sending =
                Sending { batch: tx.new_id(), inviter: ctx.user_id(), message: None, language, from: Origin::Dialog };
            let granted = grants(&rows, &[id]).await?.remove(&id).unwrap_or_default();
            store::insert(&rows, vec![row(&tx, &sending, &user, &granted)]).await?;
        }
        let secret = token::issue(&tx, Invite::NAME, Some(id), user.invite_until).await?;
        tx.record(Event::InvitationLinkCopied { user: id }).await;
        let base = &ctx.services().settings().base_url;
        Ok(InvitationLink {
            url: token::link(base, &["invite", secret.expose_secret()]).to_string(),
            until: zone::moment(user.invite_until.unwrap_or(tx.now()), &ctx.me().timezone),
        })
    })
    .await
}

/// Withdraws an invitation: the link is void, the seat and the address are free. A mail that still waits is dropped;
/// someone who was written to is told.
///
/// # Errors
/// `Forbidden` for whoever may not; `Conflict` for someone who is not invited.
pub async fn cancel(ctx: &Ctx, id: UserId) -> std::result::Result<(), AppError> {
    ctx.write(|tx| async move {
        tx.lock_workspace().await?;
        let (user, permit) = tx.user(id).require::<InvitationsCancel>().await?;
        let rows = tx.rows(&permit);
        mail::drop_waiting(&tx, id, INVITATIONS).await?;
        let was_told = mail::have_left(&tx, id, INVITATIONS, user.status_at).await?;
        let language = store::current(&rows, id).await?.map(|invitation| invitation.language);
        token::void(&tx, id).await?;
        store::revoke(&rows, &[id], tx.now()).await?;
        let user = users::withdraw(&tx, &permit, user).await?;
        if was_told {
            let notice = NewMail {
                locale: mail::language_for(&user, language, &settings(&tx).await?),
                to: user.email,
                user: Some(id),
                content: Content::InvitationWithdrawn { by: ctx.user_id() },
                link: None,
                leaves: Leaves::AfterUndo,
                valid_until: None,
                dedupe_key: format!("withdrawn:{id}:{}", tx.now().0),
            };
            mail::enqueue(&tx, notice).await?;
        }
        tx.record(Event::InvitationCanceled { user: id }).await;
        Ok(())
    })
    .await
}

/// Begins the time of an invitation anew, in a seat: the one that it holds, or a free one when its link had ended.
async fn renew<C: RenewsInvitation>(tx: &Tx, permit: &Permit<C>, user: user::Model) -> Result<user::Model> {
    limits::links(tx, &[user.id]).await?;
    if !holds_seat(tx, &user) {
        seats::take(tx, 1).await?;
    }
    users::renew_invitation(tx, permit, user, end(tx.now())).await
}

#[expect(clippy::disallowed_methods, reason = "the language of last resort")]
async fn settings(tx: &Tx) -> Result<crate::entity::workspace::Model> {
    workspace::current(&tx.rows_without(Reason::Workspace)).await
}
