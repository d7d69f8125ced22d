//! Signing in, proving the password again, signing out.
//!
//! Invariant: whoever tries learns one bit. An unknown account, a wrong password and an account that may not be used
//! answer the same, count the same and take the same time.

mod beat;
mod change;
mod code;
mod forgot;

use model::error::AppError;
use model::event::Event;
use model::fields::FieldCode;
use model::ids::UserId;
use secrecy::SecretString;
use tokio::time::Instant;

use crate::credentials::device::Marks;
use crate::credentials::identity::{self, Account, Identifier, Open};
use crate::credentials::password::{self, Verification};
use crate::credentials::second_factor::{self, Code};
use crate::credentials::throttle::{self, Device, Try, Whose};
use crate::credentials::{pre_auth, sessions};
use crate::ctx::{Actor, Anonymous, Base, Ctx};
use crate::tx::Tx;

pub use change::change_password;
pub use code::{cancel, code_page, enter_backup_code, enter_code};
pub use forgot::forgot;

pub(crate) use code::refused;

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

/// What a right password comes to.
#[derive(Debug)]
pub enum Begun {
    /// There is no second factor.
    SignedIn(SignedIn),
    /// A code is still to be shown; what the browser keeps until then.
    NeedsCode(SecretString),
}

impl Begun {
    /// The session, if it has begun.
    #[must_use]
    pub fn signed_in(self) -> Option<SignedIn> {
        match self {
            Self::SignedIn(signed_in) => Some(signed_in),
            Self::NeedsCode(_) => None,
        }
    }
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
) -> Result<Begun, AppError> {
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
    Ok(match tried? {
        (_, Step::NeedsCode(pre)) => Begun::NeedsCode(pre),
        (user, Step::Session(session)) => {
            let device = marks.seal_with(anonymous.services(), user, anonymous.now());
            Begun::SignedIn(SignedIn { session, user, device })
        }
    })
}

/// How far a right password leads.
enum Step {
    Session(SecretString),
    NeedsCode(SecretString),
}

async fn attempt(
    anonymous: &Anonymous,
    identifier: &Identifier,
    password: SecretString,
    marks: &Marks,
) -> Result<(UserId, Step), AppError> {
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
    let step = begin(anonymous, &account, &tried, stronger.as_deref()).await?;
    Ok((account.id(), step))
}

/// Begins the session, if the account still is as it was when the password was looked at. Where there is a second
/// factor, no session begins before its code.
async fn begin(
    anonymous: &Anonymous,
    account: &Account,
    tried: &Try,
    stronger: Option<&str>,
) -> Result<Step, AppError> {
    anonymous
        .write(|tx| async move {
            let proven = still_proven(&tx, account).await?;
            if let (Some(stronger), Some(old)) = (stronger, proven.password_hash()) {
                password::rehash(&tx, account.id(), old, stronger).await?;
            }
            throttle::succeed(&tx, tried).await?;
            if !second_factor::is_on(&tx, account.id()).await? {
                return Ok(Step::Session(sessions::start(&tx, &proven).await?));
            }
            let user = account.id();
            tx.record_as(Actor::Presenting(user), Event::PasswordAccepted { user }).await;
            Ok(Step::NeedsCode(pre_auth::begin(&tx, user).await?))
        })
        .await
}

/// Proves the password of a session again, for what needs it fresh. The session gets a new token; the old one is dead.
/// Whoever has a second factor proves that one instead, see [`step_up_with_code`].
///
/// # Errors
/// `Invalid` for a wrong password, which counts like one at the sign-in; `RateLimited`, `Unavailable`;
/// `Unauthenticated` when the session has ended meanwhile.
pub async fn step_up(ctx: &Ctx, password: SecretString) -> Result<SecretString, AppError> {
    let account = ctx.read(async || identity::find_by_id(ctx, ctx.user_id()).await).await?;
    let account = account.ok_or(AppError::Unauthenticated)?;
    if ctx.read(async || second_factor::since(ctx, account.id()).await).await?.is_some() {
        return Err(AppError::field("code", FieldCode::Required));
    }
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

/// Proves the second factor again, for what needs it fresh. The session gets a new token; the old one is dead.
///
/// # Errors
/// `Invalid` for a code that is wrong or was used, which counts like one at the sign-in; `RateLimited`;
/// `Unauthenticated` when the session has ended meanwhile.
pub async fn step_up_with_code(ctx: &Ctx, typed: &str) -> Result<SecretString, AppError> {
    let code = Code::parse(typed)?;
    let tried = Try::of_code(ctx, ctx.user_id());
    throttle::admit(ctx, &tried).await?;
    let (code, tried) = (&code, &tried);
    let outcome: Result<SecretString, AppError> = ctx
        .write(|tx| async move {
            let account = identity::lock_open(&tx, ctx.user_id()).await?;
            let me = &account.user;
            if let Some(error) = refused(&tx, me, second_factor::burn(&tx, me.id, code).await?).await? {
                return Ok(Err(error));
            }
            throttle::succeed(&tx, tried).await?;
            tx.record(Event::SteppedUp { user: me.id }).await;
            Ok(Ok(sessions::step_up(&tx, ctx.session()?).await?))
        })
        .await?;
    outcome
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
async fn still_proven(tx: &Tx, account: &Account) -> crate::Result<Open> {
    let now = identity::lock_open(tx, account.id()).await?;
    let is_unchanged = now.password_hash().is_some_and(|hash| account.password_hash() == Some(hash));
    if is_unchanged { Ok(now) } else { Err(AppError::Unauthenticated.into()) }
}

/// Notes a refusal. Only for accounts that exist: names that nobody has would fill the log at anybody's will.
async fn refuse(base: &Base, user: UserId) -> Result<(), AppError> {
    base.write(|tx| async move {
        tx.record(Event::SignInRefused { user }).await;
        Ok(())
    })
    .await
}
