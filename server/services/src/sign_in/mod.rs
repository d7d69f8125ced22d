//! Signing in, proving the password again, signing out.
//!
//! Invariant: whoever tries learns one bit. An unknown account, a wrong password and an account that may not be used
//! answer the same, count the same and take the same time.

mod beat;
mod change;
mod forgot;

use model::error::AppError;
use model::event::Event;
use model::fields::FieldCode;
use model::ids::UserId;
use secrecy::SecretString;
use tokio::time::Instant;

use crate::credentials::device::Marks;
use crate::credentials::identity::{self, Account, Identifier};
use crate::credentials::password::{self, Verification};
use crate::credentials::sessions;
use crate::credentials::throttle::{self, Device, Try, Whose};
use crate::ctx::{Anonymous, Base, Ctx};
use crate::tx::Tx;

pub use change::change_password;
pub use forgot::forgot;

/// What the browser keeps of a sign-in.
#[derive(Debug)]
pub struct SignedIn {
    /// The token of the session.
    pub session: SecretString,
    /// Who signed in.
    pub user: UserId,
    /// The new mark of the device.
    pub device: String,
}

/// Signs in with an address or a username; `device` is the mark that the browser kept.
///
/// # Errors
/// `Unauthenticated` for every refusal; `RateLimited` after too many; `Unavailable` when too many sign in at once;
/// `Invalid` when a field is empty or cannot be a password.
pub async fn sign_in(
    anonymous: &Anonymous,
    identifier: &str,
    password: SecretString,
    device: Option<&str>,
) -> Result<SignedIn, AppError> {
    let begun = Instant::now();
    if identifier.trim().is_empty() {
        return Err(AppError::field("identifier", FieldCode::Required));
    }
    password::possible(&password)?;
    let marks = Marks::open(anonymous.services(), device);
    let tried = attempt(anonymous, &Identifier::fold(identifier), password, &marks).await;
    if matches!(tried, Err(AppError::Unauthenticated)) {
        beat::next_after(begun).await;
    }
    let (user, session) = tried?;
    let device = marks.seal_with(anonymous.services(), user, anonymous.now());
    Ok(SignedIn { session, user, device })
}

async fn attempt(
    anonymous: &Anonymous,
    identifier: &Identifier,
    password: SecretString,
    marks: &Marks,
) -> Result<(UserId, SecretString), AppError> {
    let account = anonymous.read(async || identity::find(anonymous, identifier).await).await?;
    let (whose, device) = match &account {
        Some(account) if marks.know(account.id(), anonymous.now()) => (Whose::User(account.id()), Device::Known),
        Some(account) => (Whose::User(account.id()), Device::Unknown),
        None => (Whose::Unknown(identifier), Device::Unknown),
    };
    let tried = Try::new(anonymous, &whose, device);
    let looked = look(anonymous, account.as_ref(), &tried, password.clone()).await?;
    let Some(account) = account else { return Err(AppError::Unauthenticated) };
    if looked == Verification::Wrong || !account.is_open(anonymous.now()) {
        refuse(anonymous, account.id()).await?;
        return Err(AppError::Unauthenticated);
    }
    // Outside the transaction, because it takes long. Too busy for it now is no reason to refuse.
    let stronger = match looked {
        Verification::Outdated => password::hash(anonymous.services(), password).await.ok(),
        Verification::Right | Verification::Wrong => None,
    };
    let session = begin(anonymous, &account, &tried, stronger.as_deref()).await?;
    Ok((account.id(), session))
}

/// Begins the session, if the account still is as it was when the password was looked at.
async fn begin(
    anonymous: &Anonymous,
    account: &Account,
    tried: &Try,
    stronger: Option<&str>,
) -> Result<SecretString, AppError> {
    anonymous
        .write(|tx| async move {
            let proven = still_proven(&tx, account).await?;
            if let Some(stronger) = stronger {
                password::rehash(&tx, account.id(), &proven, stronger).await?;
            }
            throttle::succeed(&tx, tried).await?;
            sessions::start(&tx, account.id()).await
        })
        .await
}

/// Proves the password of a session again, for what needs it fresh. The session gets a new token; the old one is dead.
///
/// # Errors
/// `Invalid` for a wrong password, which counts like one at the sign-in; `RateLimited`, `Unavailable`;
/// `Unauthenticated` when the session has ended meanwhile.
pub async fn step_up(ctx: &Ctx, password: SecretString) -> Result<SecretString, AppError> {
    let account = ctx.read(async || identity::find_by_id(ctx, ctx.user_id()).await).await?;
    let account = account.ok_or(AppError::Unauthenticated)?;
    // The session shows that the user has signed in here.
    let tried = Try::new(ctx, &Whose::User(account.id()), Device::Known);
    if look(ctx, Some(&account), &tried, password).await? == Verification::Wrong {
        refuse(ctx, account.id()).await?;
        return Err(AppError::field("password", FieldCode::WrongPassword));
    }
    let (account, tried) = (&account, &tried);
    ctx.write(|tx| async move {
        still_proven(&tx, account).await?;
        throttle::succeed(&tx, tried).await?;
        tx.record(Event::SteppedUp { user: account.id() }).await;
        sessions::step_up(&tx, ctx.session()?).await
    })
    .await
}

/// Ends the session.
///
/// # Errors
/// Only those of the server.
pub async fn sign_out(ctx: &Ctx) -> Result<(), AppError> {
    ctx.write(|tx| async move {
        sessions::end(&tx, ctx.session()?.id).await?;
        tx.record(Event::SignedOut { user: ctx.user_id() }).await;
        Ok(())
    })
    .await
}

/// Counts the try and looks at the password, in this order.
async fn look(
    base: &Base,
    account: Option<&Account>,
    tried: &Try,
    password: SecretString,
) -> Result<Verification, AppError> {
    throttle::admit(base, tried).await?;
    let stored = account.and_then(Account::password_hash);
    let looked = password::verify(base.services(), stored, password).await;
    if looked.is_err() {
        throttle::take_back(base, tried).await?;
    }
    looked
}

/// Locks the account. Its password may have been changed, or its user shut out, since the password was looked at.
async fn still_proven(tx: &Tx, account: &Account) -> crate::Result<String> {
    let now = identity::lock(tx, account.id()).await?.filter(|now| now.is_open(tx.now()));
    now.as_ref()
        .and_then(Account::password_hash)
        .filter(|hash| account.password_hash() == Some(*hash))
        .map(str::to_owned)
        .ok_or_else(|| AppError::Unauthenticated.into())
}

/// Notes a refusal. Only for accounts that exist: names that nobody has would fill the log at anybody's will.
async fn refuse(base: &Base, user: UserId) -> Result<(), AppError> {
    base.write(|tx| async move {
        tx.record(Event::SignInRefused { user }).await;
        Ok(())
    })
    .await
}
