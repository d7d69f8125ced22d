//! Choosing a new password with a one-time link.
//!
//! The link is made by whoever operates the host, or mailed to whoever asks for it. It works for an hour, once, and not after the password has changed;
//! opening it changes nothing. A reset signs nobody in and ends every session: whoever had the old password is out.

use model::error::{AppError, ConflictReason, Noun};
use model::event::Event;
use model::ids::UserId;
use model::mail::MailTemplate;
use model::sign_in::{ResetForm, ResetPage};
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::identity::{self, Account, Identifier};
use super::{notices, password, reader, rows, sessions, throttle, token};
use crate::access::{CredentialsHelp, Purpose, Reset, dead, present, redeem};
use crate::ctx::{Actor, Anonymous, System};
use crate::entity::user;
use crate::error::Result;
use crate::mail::{self, Content, Leaves, NewMail};
use crate::tx::Tx;
use crate::workspace;

/// Long enough to hand a link over, short enough to be forgotten.
const LIFETIME_SECONDS: i64 = 60 * 60;

/// Makes a link for the user with this address or username, and voids the one before it.
///
/// # Errors
/// `NotFound` for nobody; `Conflict` for a user who could not sign in with a new password either.
pub async fn new_reset_link(system: &System, identifier: &str) -> std::result::Result<Url, AppError> {
    let identifier = Identifier::fold(identifier);
    let account = system.read(async || identity::find(system, &identifier).await).await?;
    let user = account.ok_or(AppError::NotFound { what: Noun::User })?.id();
    let secret = system
        .write(|tx| async move {
            let (found, _permit) = tx.user(user).require::<CredentialsHelp>().await?;
            if !identity::is_open(&found, tx.now()) {
                return Err(AppError::Conflict { reason: ConflictReason::WrongStatus }.into());
            }
            let ends = tx.now().plus_seconds(LIFETIME_SECONDS);
            let secret = token::issue(&tx, Reset::NAME, Some(user), Some(ends)).await?;
            tx.record(Event::ResetLinkCreated { user }).await;
            Ok(secret)
        })
        .await?;
    Ok(token::link(&system.services().settings().base_url, &["reset", secret.expose_secret()]))
}

/// Mails a link to a user whose row is locked, and voids the one before it. Whoever asked for it does not read it.
///
/// # Errors
/// `Conflict` for a user who could not sign in with a new password either.
pub(crate) async fn mail_reset_link(tx: &Tx, user: &user::Model, by: UserId) -> Result<()> {
    if !identity::is_open(user, tx.now()) {
        return Err(AppError::Conflict { reason: ConflictReason::WrongStatus }.into());
    }
    send_link(tx, user, Content::ResetLink { by }).await
}

/// The same for a user who asked for it, and who may sign in.
pub(crate) async fn send_requested_link(tx: &Tx, user: &user::Model) -> Result<()> {
    send_link(tx, user, Content::ResetRequested).await
}

async fn send_link(tx: &Tx, user: &user::Model, content: Content) -> Result<()> {
    let ends = tx.now().plus_seconds(LIFETIME_SECONDS);
    let secret = token::issue(tx, Reset::NAME, Some(user.id), Some(ends)).await?;
    mail::drop_waiting(tx, user.id, &[MailTemplate::ResetLink]).await?;
    let settings = workspace::current(&rows(tx)).await?;
    let mail = NewMail {
        to: user.email.clone(),
        user: Some(user.id),
        content,
        locale: mail::language_for(user, None, &settings),
        link: Some(secret),
        leaves: Leaves::AtOnce,
        valid_until: Some(ends),
        dedupe_key: format!("reset_link:{}:{}", user.id, tx.new_id()),
    };
    mail::enqueue(tx, mail).await
}

/// What the page of a link shows; nothing is used up.
///
/// # Errors
/// `NotFound` for every link that does not work, whatever the reason.
pub async fn reset_page(anonymous: &Anonymous, token: &str) -> std::result::Result<ResetPage, AppError> {
    presented(anonymous, token).await?;
    let settings = anonymous.read(async || workspace::current(&reader(anonymous)).await).await?;
    Ok(ResetPage { password_min: workspace::password_min(&settings), workspace: settings.name })
}

/// Sets the new password, ends every session and tells the user by mail.
///
/// # Errors
/// `NotFound` for a link that does not work; `Invalid` for a password that is not good enough.
pub async fn reset(anonymous: &Anonymous, form: ResetForm) -> std::result::Result<(), AppError> {
    let user = presented(anonymous, &form.token).await?.user;
    form.validate()?;
    let password = SecretString::from(form.password);
    let full_name = format!("{} {}", user.first_name, user.last_name);
    password::check_for(anonymous, &password, &[&full_name, &user.username, &user.email]).await?;
    let hash = password::hash(anonymous.services(), password).await?;
    let (user, hash, token) = (user.id, &hash, &form.token);
    anonymous
        .write(|tx| async move {
            // First the user, then the link: the order in which everybody locks them.
            let account = identity::lock(&tx, user).await?;
            let account = account.filter(|account| account.is_open(tx.now())).ok_or_else(dead)?;
            let link = redeem::<Reset>(&tx, token).await?;
            password::set(&tx.rows(&link), user, hash, tx.now()).await?;
            token::void(&tx, user).await?;
            sessions::end_all(&tx, user).await?;
            throttle::forget(&tx, user).await?;
            notices::password_changed(&tx, &account.user).await?;
            tx.record_as(Actor::Presenting(user), Event::PasswordReset { user }).await;
            Ok(())
        })
        .await
}

/// The account behind a link that works. The state of the user is looked at each time.
async fn presented(anonymous: &Anonymous, token: &str) -> std::result::Result<Account, AppError> {
    anonymous
        .read(async || {
            let user = present::<Reset>(anonymous, token).await?.user()?;
            let account = identity::find_by_id(anonymous, user).await?;
            account.filter(|account| account.is_open(anonymous.now())).ok_or_else(dead)
        })
        .await
}
