//! The second step of a sign-in: the code of the authenticator, or a backup code in its place.
//!
//! Whoever is here has shown the right password and nothing more. Wrong codes are counted for the user and not for this
//! try alone, so that beginning anew gives no fresh ones.

use model::error::AppError;
use model::event::Event;
use model::fields::FieldCode;
use model::two_factor::CodePage;
use secrecy::SecretString;
use uuid::Uuid;

use super::SignedIn;
use crate::credentials::device::Marks;
use crate::credentials::pre_auth::{self, PreAuth};
use crate::credentials::second_factor::{self, BackupCode, Burned, Code};
use crate::credentials::throttle::{self, Try};
use crate::credentials::{identity, notices, sessions};
use crate::ctx::{Actor, Anonymous};
use crate::tx::Tx;

/// What the page of the second step shows.
///
/// # Errors
/// `Unauthenticated` when the password has to be shown first, or again.
pub async fn code_page(anonymous: &Anonymous, pre: Option<&str>) -> Result<CodePage, AppError> {
    Ok(CodePage { left: begun(anonymous, pre).await?.left })
}

/// Signs in with the code of the authenticator; `pre` is what the browser kept of the first step, `device` the mark.
///
/// # Errors
/// `Invalid` for a code that is wrong or was used; `RateLimited` after too many; `Unauthenticated` when the password has
/// to be shown again.
pub async fn enter_code(
    anonymous: &Anonymous,
    pre: Option<&str>,
    typed: &str,
    device: Option<&str>,
) -> Result<SignedIn, AppError> {
    let pre = begun(anonymous, pre).await?;
    let code = Code::parse(typed)?;
    let tried = Try::of_code(anonymous, pre.user);
    throttle::admit(anonymous, &tried).await?;
    finish(anonymous, pre, &tried, Shown::Code(&code), device).await.map(|(signed_in, _)| signed_in)
}

/// The same with a backup code, which works once; how many are left.
///
/// # Errors
/// As [`enter_code`]; `Unavailable` when too many codes are being looked at.
pub async fn enter_backup_code(
    anonymous: &Anonymous,
    pre: Option<&str>,
    typed: &str,
    device: Option<&str>,
) -> Result<(SignedIn, u32), AppError> {
    let pre = begun(anonymous, pre).await?;
    let code = BackupCode::parse(typed)?;
    let tried = Try::of_code(anonymous, pre.user);
    throttle::admit(anonymous, &tried).await?;
    let looked = second_factor::look_up(anonymous, pre.user, &code).await;
    if looked.is_err() {
        throttle::take_back(anonymous, &tried).await?;
    }
    finish(anonymous, pre, &tried, Shown::Backup(looked?), device).await
}

/// Ends a sign-in that was half done.
///
/// # Errors
/// Only those of the server.
pub async fn cancel(anonymous: &Anonymous, pre: Option<&str>) -> Result<(), AppError> {
    let Ok(pre) = begun(anonymous, pre).await else { return Ok(()) };
    anonymous
        .write(|tx| async move {
            pre_auth::end(&tx, pre).await?;
            tx.record_as(Actor::Presenting(pre.user), Event::SignInCanceled { user: pre.user }).await;
            Ok(())
        })
        .await
}

/// What was shown.
#[derive(Clone, Copy)]
enum Shown<'a> {
    Code(&'a Code),
    /// The row of the backup code that fits, if one does.
    Backup(Option<Uuid>),
}

async fn begun(anonymous: &Anonymous, pre: Option<&str>) -> Result<PreAuth, AppError> {
    let pre = pre.ok_or(AppError::Unauthenticated)?;
    let found = anonymous.read(async || pre_auth::find(anonymous, pre).await).await?;
    found.ok_or(AppError::Unauthenticated)
}

/// Uses the code up and begins the session, or notes the refusal; either way in one transaction.
async fn finish(
    anonymous: &Anonymous,
    pre: PreAuth,
    tried: &Try,
    shown: Shown<'_>,
    device: Option<&str>,
) -> Result<(SignedIn, u32), AppError> {
    let user = pre.user;
    let outcome: Result<(SecretString, u32), AppError> = anonymous
        .write(|tx| async move {
            // First the user, then the rest: the order in which everybody locks them.
            let account = identity::lock_open(&tx, user).await?;
            let burned = match shown {
                Shown::Code(code) => second_factor::burn(&tx, user, code).await?,
                Shown::Backup(Some(code)) => second_factor::burn_backup(&tx, user, code).await?,
                Shown::Backup(None) => Burned::Wrong,
            };
            if let Some(error) = refused(&tx, &account.user, burned).await? {
                pre_auth::count(&tx, pre).await?;
                return Ok(Err(error));
            }
            if !pre_auth::finish(&tx, pre).await? {
                return Err(AppError::Unauthenticated.into());
            }
            throttle::succeed(&tx, tried).await?;
            let mut left = 0;
            if let Shown::Backup(_) = shown {
                left = second_factor::codes_left_in(&tx, user).await?;
                notices::backup_code_used(&tx, &account.user, left).await?;
                tx.record_as(Actor::Presenting(user), Event::BackupCodeUsed { user, left }).await;
            }
            Ok(Ok((sessions::start_proven(&tx, &account).await?, left)))
        })
        .await?;
    let (session, left) = outcome?;
    let marks = Marks::open(anonymous.services(), device);
    let device = marks.seal_with(anonymous.services(), user, anonymous.now());
    Ok((SignedIn { session, user, device }, left))
}

/// Notes that a code was refused, and tells the user once there were too many; the answer, if it was.
pub(crate) async fn refused(
    tx: &Tx,
    user: &crate::entity::user::Model,
    burned: Burned,
) -> crate::Result<Option<AppError>> {
    let (event, code) = match burned {
        Burned::Right => return Ok(None),
        Burned::Wrong => (Event::CodeRefused { user: user.id }, FieldCode::WrongCode),
        Burned::Reused => (Event::CodeReused { user: user.id }, FieldCode::UsedCode),
    };
    let actor = match tx.base().actor() {
        Actor::Nobody => Actor::Presenting(user.id),
        actor => actor,
    };
    tx.record_as(actor, event).await;
    if throttle::is_locked(tx, user.id).await? {
        tx.record_as(actor, Event::SecondFactorLocked { user: user.id }).await;
        notices::second_factor_locked(tx, user).await?;
    }
    Ok(Some(AppError::field("code", code)))
}
