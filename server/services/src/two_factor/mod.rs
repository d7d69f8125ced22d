//! One's own second factor: setting it up, switching it off, new backup codes.
//!
//! A right code of the authenticator is a step-up, so what asks for a code asks for nothing else; setting one up asks
//! for the password first. Nobody gets backup codes without the authenticator.

use model::error::{AppError, ConflictReason};
use model::event::Event;
use model::two_factor::{EnrollPage, SecurityPage, TwoFactor};
use secrecy::SecretString;

use crate::access::{AccountEdit, CredentialsEdit, Permit, Resource, TwoFactorEnroll};
use crate::credentials::second_factor::{self, Code, NewCodes};
use crate::credentials::throttle::{self, Try};
use crate::credentials::{identity, notices, sessions};
use crate::ctx::{Base, Ctx};
use crate::entity::user;
use crate::sign_in::refused;
use crate::tx::{Reason, Rows, Tx};
use crate::{security, workspace, zone};

/// What the page of the security settings shows of password and second factor.
///
/// # Errors
/// `Forbidden` for whoever has to set up a second factor first; they have a page of their own, see [`enroll_page`].
pub async fn page(ctx: &Ctx) -> Result<SecurityPage, AppError> {
    ctx.read(async || {
        let _own: Permit<AccountEdit> = ctx.workspace().require_for(&Resource::Oneself).await?;
        let settings = workspace::current(&rows(ctx)).await?;
        let account = identity::find_by_id(ctx, ctx.user_id()).await?.ok_or(AppError::Unauthenticated)?;
        let since = second_factor::since(ctx, ctx.user_id()).await?;
        let zone = &ctx.me().timezone;
        Ok(SecurityPage {
            password_min: workspace::password_min(&settings),
            local: account.credential.is_some_and(|credential| credential.is_local()),
            two_factor: TwoFactor {
                since: since.map(|at| zone::moment(at, zone)),
                codes_left: second_factor::codes_left(ctx, ctx.user_id()).await?,
                enrollment: second_factor::pending(ctx, &settings.name).await?,
                enforced: security::is_enforced(ctx).await?,
            },
        })
    })
    .await
}

/// What the page shows on which a second factor is set up because the workspace asks for one: nothing of anybody else.
///
/// # Errors
/// Only those of the server.
pub async fn enroll_page(ctx: &Ctx) -> Result<EnrollPage, AppError> {
    ctx.read(async || {
        let settings = workspace::current(&rows(ctx)).await?;
        Ok(EnrollPage {
            required: ctx.must_enroll(),
            on: second_factor::since(ctx, ctx.user_id()).await?.is_some(),
            codes_left: second_factor::codes_left(ctx, ctx.user_id()).await?,
            enrollment: second_factor::pending(ctx, &settings.name).await?,
        })
    })
    .await
}

/// Begins to set up an authenticator; the page shows its key for a quarter of an hour, in this session only.
///
/// # Errors
/// `StepUpRequired`; `Conflict` when there is one already.
pub async fn begin(ctx: &Ctx) -> Result<(), AppError> {
    ctx.write(|tx| async move {
        identity::lock(&tx, ctx.user_id()).await?;
        let _permit: Permit<TwoFactorEnroll> = tx.workspace().require_for(&Resource::Oneself).await?;
        expect(&tx, ctx, State::Off).await?;
        second_factor::begin(&tx, ctx).await?;
        tx.record(Event::TwoFactorBegun { user: ctx.user_id() }).await;
        Ok(())
    })
    .await
}

/// Switches the second factor on, with the first code of the authenticator; that code is used up.
///
/// # Errors
/// `Invalid` for a code that is wrong, or when the time to confirm is over; `Conflict` when it is on already.
pub async fn confirm(ctx: &Ctx, typed: &str) -> Result<SecretString, AppError> {
    let code = Code::parse(typed)?;
    let tried = admitted(ctx).await?;
    let (code, tried) = (&code, &tried);
    let outcome: Result<SecretString, AppError> = ctx
        .write(|tx| async move {
            let me = myself(&tx, ctx).await?;
            expect(&tx, ctx, State::Off).await?;
            if let Some(error) = refused(&tx, &me, second_factor::confirm(&tx, ctx, code).await?).await? {
                return Ok(Err(error));
            }
            throttle::succeed(&tx, tried).await?;
            let session = sessions::step_up(&tx, ctx.session()?).await?;
            let _permit: Permit<TwoFactorEnroll> = tx.workspace().require_for(&Resource::Oneself).await?;
            notices::two_factor_changed(&tx, &me, notices::Switched::On).await?;
            tx.record(Event::TwoFactorEnabled { user: me.id }).await;
            Ok(Ok(session))
        })
        .await?;
    outcome
}

/// Switches the second factor off, with a code of the authenticator. Backup codes go with it.
///
/// # Errors
/// `Invalid` for a code that is wrong or was used; `RateLimited`; `Conflict` when it is off, and while the workspace asks
/// everybody for one.
pub async fn disable(ctx: &Ctx, typed: &str) -> Result<SecretString, AppError> {
    // Before the code is looked at: it is neither counted nor used up in vain.
    if ctx.read(async || security::is_enforced(ctx).await).await? {
        return Err(AppError::Conflict { reason: ConflictReason::TwoFactorEnforced });
    }
    let code = Code::parse(typed)?;
    let tried = admitted(ctx).await?;
    with_code(ctx, &code, &tried, Change::Disable).await
}

/// Makes a new set of backup codes, with a code of the authenticator. Nobody can read them a second time, and the set
/// before works no longer.
///
/// # Errors
/// As [`disable`]; `Unavailable` when too much is being hashed.
pub async fn new_backup_codes(ctx: &Ctx, typed: &str) -> Result<(SecretString, Vec<SecretString>), AppError> {
    let code = Code::parse(typed)?;
    let tried = admitted(ctx).await?;
    // Only now: ten hashes are too much for whoever is over the limit.
    let new = second_factor::new_codes(ctx).await;
    if new.is_err() {
        throttle::take_back(ctx, &tried).await?;
    }
    let new = new?;
    let session = with_code(ctx, &code, &tried, Change::Codes(&new)).await?;
    Ok((session, new.codes))
}

/// Counts a try of a code, unless there were too many.
async fn admitted(ctx: &Ctx) -> Result<Try, AppError> {
    let tried = Try::of_code(ctx, ctx.user_id());
    throttle::admit(ctx, &tried).await?;
    Ok(tried)
}

/// What a code of the authenticator is asked for.
#[derive(Clone, Copy)]
enum Change<'a> {
    Disable,
    Codes(&'a NewCodes),
}

impl Change<'_> {
    async fn make(self, tx: &Tx, me: &user::Model) -> crate::Result<()> {
        match self {
            Self::Disable => {
                if security::is_enforced_in(tx).await? {
                    return Err(AppError::Conflict { reason: ConflictReason::TwoFactorEnforced }.into());
                }
                second_factor::remove(tx, me.id).await?;
                notices::two_factor_changed(tx, me, notices::Switched::Off).await?;
                tx.record(Event::TwoFactorDisabled { user: me.id }).await;
            }
            Self::Codes(new) => {
                second_factor::replace_codes(tx, me.id, new).await?;
                notices::backup_codes_created(tx, me).await?;
                tx.record(Event::BackupCodesCreated { user: me.id }).await;
            }
        }
        Ok(())
    }
}

/// Uses a code up and then does something that asks for step-up; the session gets a new token.
async fn with_code(ctx: &Ctx, code: &Code, tried: &Try, change: Change<'_>) -> Result<SecretString, AppError> {
    let outcome: Result<SecretString, AppError> = ctx
        .write(|tx| async move {
            let me = myself(&tx, ctx).await?;
            expect(&tx, ctx, State::On).await?;
            if let Some(error) = refused(&tx, &me, second_factor::burn(&tx, me.id, code).await?).await? {
                return Ok(Err(error));
            }
            throttle::succeed(&tx, tried).await?;
            let session = sessions::step_up(&tx, ctx.session()?).await?;
            let _permit: Permit<CredentialsEdit> = tx.workspace().require_for(&Resource::Oneself).await?;
            change.make(&tx, &me).await?;
            Ok(Ok(session))
        })
        .await?;
    outcome
}

/// One's own row, locked.
async fn myself(tx: &Tx, ctx: &Ctx) -> crate::Result<user::Model> {
    Ok(identity::lock_open(tx, ctx.user_id()).await?.into_user())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    On,
    Off,
}

async fn expect(tx: &Tx, ctx: &Ctx, state: State) -> crate::Result<()> {
    match second_factor::is_on(tx, ctx.user_id()).await? == (state == State::On) {
        true => Ok(()),
        false => Err(AppError::Conflict { reason: ConflictReason::Stale }.into()),
    }
}

#[expect(clippy::disallowed_methods, reason = "the workspace's name and rules for passwords")]
fn rows(base: &Base) -> Rows<'_, Reason> {
    base.rows_without(Reason::Workspace)
}
