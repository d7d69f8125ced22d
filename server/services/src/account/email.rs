//! One's own address: asking for another one, and confirming it by the link that goes there.
//!
//! Whoever asks for a change of their own has proven themself by then, and confirms it with a button. A change that
//! somebody else asked for is proven when it is confirmed: a link in the wrong mailbox and a browser that was left alone
//! are not enough together.

use model::access::{Action, Blocker};
use model::address::Address;
use model::email_change::EmailPage;
use model::error::{AppError, ConflictReason};
use model::event::Event;

use crate::access::{self, AccountEdit, CredentialsEdit, EmailChange, Redeemed, Resource, dead, present, redeem};
use crate::credentials::email_change::{self, Wanted};
use crate::credentials::identity;
use crate::ctx::{Anonymous, Ctx};
use crate::entity::user;
use crate::error::Result;
use crate::tx::Tx;
use crate::{user_window, users};

/// Asks for another address of one's own, whose row is locked. The answer is the same whether or not it belongs to
/// somebody.
///
/// # Errors
/// `StepUpRequired`; `Forbidden` for an account whose address another system keeps; `RateLimited`.
pub(super) async fn ask(tx: &Tx, user: &user::Model, address: &Address) -> Result<()> {
    let permit = tx.workspace().require_for::<CredentialsEdit>(&Resource::Oneself).await?;
    if access::is_external(&tx.rows(&permit), user.id).await? {
        let (action, blockers) = (Action::CredentialsEdit, vec![Blocker::ExternalAccount]);
        return Err(AppError::Forbidden { action, blockers }.into());
    }
    email_change::begin(tx, user, address, user.id).await
}

/// Does without the new address.
///
/// # Errors
/// `Forbidden` for an account that cannot be used.
pub async fn cancel_email_change(ctx: &Ctx) -> std::result::Result<(), AppError> {
    ctx.write(|tx| async move {
        let permit = tx.workspace().require_for::<AccountEdit>(&Resource::Oneself).await?;
        let user = users::own(&tx, &permit).await?;
        email_change::void(&tx, user.id).await?;
        tx.record(Event::EmailChangeCanceled { user: user.id }).await;
        Ok(())
    })
    .await
}

/// Sends the link to the new address once more; the one before it works no longer.
///
/// # Errors
/// `NotFound` when nothing waits any more; `RateLimited`.
pub async fn send_email_change_again(ctx: &Ctx) -> std::result::Result<(), AppError> {
    ctx.write(|tx| async move {
        let permit = tx.workspace().require_for::<AccountEdit>(&Resource::Oneself).await?;
        let user = users::own(&tx, &permit).await?;
        email_change::again(&tx, &user).await
    })
    .await
}

/// What the page of a link shows; nothing is used up.
///
/// # Errors
/// `NotFound` for every link that does not work, whatever the reason; `Unauthenticated` while nobody is signed in, and
/// `Conflict` for somebody else than the one whose address it is.
pub async fn email_page(
    anonymous: &Anonymous,
    ctx: Option<&Ctx>,
    token: &str,
) -> std::result::Result<EmailPage, AppError> {
    let (wanted, user) = anonymous
        .read(async || {
            let link = present::<EmailChange>(anonymous, token).await?;
            let account = identity::find_by_id(anonymous, link.user()?).await?;
            let open = account.filter(|account| account.is_open(anonymous.now())).ok_or_else(dead)?;
            Ok((Wanted::read(link.payload()).ok_or_else(dead)?, open.user))
        })
        .await?;
    let ctx = ctx.ok_or(AppError::Unauthenticated)?;
    if ctx.user_id() != user.id {
        return Err(AppError::Conflict { reason: ConflictReason::SignedInAsOther });
    }
    let asked_by = ctx.read(async || user_window::asker(ctx, &wanted, user.id).await).await?;
    Ok(EmailPage { former: user.email, address: wanted.address, asked_by })
}

/// Takes the new address. Both are told, and links that went to the old one are void.
///
/// # Errors
/// `NotFound` for a link that does not work; `Conflict` in the session of somebody else, and for an address that belongs
/// to somebody by now; `StepUpRequired` where somebody else asked for the change.
pub async fn confirm_email(ctx: &Ctx, token: &str) -> std::result::Result<(), AppError> {
    ctx.write(|tx| async move {
        // First the user, then the link: the order in which everybody locks them.
        let account = identity::lock_open(&tx, ctx.user_id()).await?;
        let link = redeem::<EmailChange>(&tx, token).await?;
        if link.user()? != ctx.user_id() {
            return Err(AppError::Conflict { reason: ConflictReason::SignedInAsOther }.into());
        }
        let wanted = Wanted::read(link.payload()).ok_or_else(dead)?;
        prove(&tx, &link, &wanted).await?;
        email_change::finish(&tx, &link, account.into_user(), &wanted).await
    })
    .await
}

async fn prove(tx: &Tx, link: &Redeemed<EmailChange>, wanted: &Wanted) -> Result<()> {
    if wanted.by == link.user()? {
        tx.workspace().require_for::<AccountEdit>(&Resource::Oneself).await.map(drop)
    } else {
        tx.workspace().require_for::<CredentialsEdit>(&Resource::Oneself).await.map(drop)
    }
}
