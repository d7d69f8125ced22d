//! Changing one's own password.
//!
//! The old one is its own proof, so nothing else is asked for; a wrong one counts like one at the sign-in. Whoever is
//! signed in elsewhere with the old password is out.

use model::error::AppError;
use model::event::Event;
use model::fields::FieldCode;
use model::sign_in::{PASSWORD_MAX_BYTES, PasswordForm};
use secrecy::SecretString;

use super::{look, refuse, still_proven};
use crate::access::{PasswordChange, Purpose, Reset, Resource};
use crate::credentials::password::{self, Verification};
use crate::credentials::throttle::{self, Device, Try, Whose};
use crate::credentials::{email_change, identity, notices, pre_auth, sessions, token};
use crate::ctx::Ctx;

/// Stores the new password, ends the other sessions and tells the user by mail. The session gets a new token; the old
/// one is dead.
///
/// # Errors
/// `Invalid` for a wrong old password, which counts like one at the sign-in, and for a new one that is not good enough;
/// `RateLimited`, `Unavailable`; `Unauthenticated` when the session has ended meanwhile.
pub async fn change_password(ctx: &Ctx, form: PasswordForm) -> Result<SecretString, AppError> {
    // Before the old password is looked at: whoever may not change theirs learns nothing about it.
    let _may = ctx.read(async || ctx.workspace().require_for::<PasswordChange>(&Resource::Oneself).await).await?;
    form.validate()?;
    let wrong = || AppError::field("old_password", FieldCode::WrongPassword);
    if form.old_password.len() > PASSWORD_MAX_BYTES {
        return Err(wrong());
    }
    let me = ctx.me();
    let (old, new) = (SecretString::from(form.old_password), SecretString::from(form.password));
    let full_name = format!("{} {}", me.first_name, me.last_name);
    password::check_for(ctx, &new, &[&full_name, &me.username, &me.email]).await?;

    let account = ctx.read(async || identity::find_by_id(ctx, ctx.user_id()).await).await?;
    let account = account.ok_or(AppError::Unauthenticated)?;
    let tried = Try::new(ctx, &Whose::User(account.id()), Device::Known);
    if look(ctx, Some(&account), &tried, old).await? == Verification::Wrong {
        refuse(ctx, account.id()).await?;
        return Err(wrong());
    }
    let hash = password::hash(ctx.services(), new).await?;
    let (account, tried, hash) = (&account, &tried, &hash);
    ctx.write(|tx| async move {
        // First the user, then the session: the order in which everybody locks them.
        still_proven(&tx, account).await?;
        let permit = tx.workspace().require_for::<PasswordChange>(&Resource::Oneself).await?;
        password::set(&tx.rows(&permit), account.id(), hash, tx.now()).await?;
        throttle::succeed(&tx, tried).await?;
        token::void_for(&tx, account.id(), Reset::NAME).await?;
        email_change::void(&tx, account.id()).await?;
        pre_auth::void(&tx, account.id()).await?;
        sessions::end_others(&tx, account.id(), ctx.session()?.id).await?;
        let session = sessions::step_up(&tx, ctx.session()?).await?;
        notices::password_changed(&tx, &account.user).await?;
        tx.record(Event::PasswordChanged { user: account.id() }).await;
        Ok(session)
    })
    .await
}
