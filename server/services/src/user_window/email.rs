//! Another address for somebody: asked for by holders of Users, taken by the person alone.

use model::access::Action;
use model::address::Address;
use model::email_change::PendingEmail;
use model::error::AppError;
use model::ids::UserId;
use model::user_window::EmailEdit;

use crate::access::{self, Permit, Resource, UserTarget, UsersAnnotate, UsersChangeEmail};
use crate::credentials::email_change::{self, Pending, Wanted};
use crate::credentials::identity;
use crate::ctx::{Base, Ctx};
use crate::entity::user;
use crate::error::Result;
use crate::tx::Rows;
use crate::{users, zone};

/// What the window shows of it.
pub(super) async fn of(ctx: &Ctx, permit: &Permit<UsersAnnotate>, user: &user::Model) -> Result<EmailEdit> {
    let rows = ctx.rows(permit);
    let external = access::is_external(&rows, user.id).await?;
    let target = Resource::User(UserTarget { external, ..access::user_target(user, Vec::new()) });
    Ok(EmailEdit {
        address: user.email.clone(),
        pending: pending_email(ctx, &rows, user.id).await?,
        verdict: ctx.verdicts(&[Action::UsersChangeEmail], &target).of(Action::UsersChangeEmail),
        needs_step_up: access::asks_for_step_up(ctx.subject(), Action::UsersChangeEmail, &target),
    })
}

/// Asks for another address of somebody. It takes effect when that person, signed in, opens the link that goes to the
/// new address; the old one is told at once. The answer is the same whether or not the address belongs to somebody.
///
/// # Errors
/// `Forbidden` for whoever may not act on this person, and for an address that another system keeps; `StepUpRequired`;
/// `Invalid` for what is no address, or the present one; `Conflict` for someone who is not active; `RateLimited`.
pub async fn request_email_change(ctx: &Ctx, id: UserId, address: &str) -> std::result::Result<(), AppError> {
    let address = &Address::parse(address).map_err(|code| AppError::field("email", code))?;
    ctx.write(|tx| async move {
        let (user, _permit) = tx.user(id).require::<UsersChangeEmail>().await?;
        if address.as_str() == user.email {
            return Err(AppError::field("email", model::fields::FieldCode::Present).into());
        }
        email_change::begin(&tx, &user, address, ctx.user_id()).await
    })
    .await
}

/// What waits for a user, as people read it.
pub(crate) async fn pending_email<P>(ctx: &Ctx, rows: &Rows<'_, P>, user: UserId) -> Result<Option<PendingEmail>> {
    let Some(Pending { wanted, until }) = email_change::pending(rows, user, ctx.now()).await? else { return Ok(None) };
    let asked_by = asker(ctx, &wanted, user).await?;
    let until = zone::moment(until, &ctx.me().timezone);
    Ok(Some(PendingEmail { address: wanted.address, until, asked_by }))
}

/// The name of whoever asked for it, where that was somebody else.
pub(crate) async fn asker(base: &Base, wanted: &Wanted, user: UserId) -> Result<Option<String>> {
    if wanted.by == user {
        return Ok(None);
    }
    let found = identity::find_by_id(base, wanted.by).await?.map(|account| account.user);
    let name = found.map(|user| users::display_name(&user.first_name, &user.last_name, &user.email));
    Ok(Some(name.unwrap_or_default()))
}
