//! The second factor: an authenticator app, and the backup codes that stand in for it.
//!
//! Invariants: a code is used once. Whoever uses one holds the lock of the user's row, and the statement that notes the
//! use tests that it was not used before. The secret is sealed with the user's id, backup codes are hashes.

mod backup;
mod qr;
mod store;
mod totp;

use model::error::AppError;
use model::fields::FieldCode;
use model::ids::UserId;
use model::time::Timestamp;
use model::two_factor::{BACKUP_CODES, Enrollment};
use secrecy::{ExposeSecret, SecretString};

pub(crate) use backup::BackupCode;
pub(crate) use totp::Code;

use super::password::{self, Verification};
use super::{reader, rows};
use crate::ctx::{Base, Ctx};
use crate::entity::totp as row;
use crate::error::Result;
use crate::keys::Keys;
use crate::tx::Tx;

/// The key of secrets is derived for this purpose.
const SECRET: &str = "totp";
/// Seconds in which a new authenticator is to be confirmed.
const PENDING: i64 = 15 * 60;

/// What became of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Burned {
    /// It was right, and is used up now.
    Right,
    /// It is not one of the present ones.
    Wrong,
    /// It was right once.
    Reused,
}

/// Since when a user has a second factor; none without one.
pub(crate) async fn since(base: &Base, user: UserId) -> Result<Option<Timestamp>> {
    let found = store::find(&reader(base), user).await?;
    Ok(found.and_then(|found| found.confirmed_at))
}

/// The same inside a transaction.
pub(crate) async fn is_on(tx: &Tx, user: UserId) -> Result<bool> {
    Ok(store::find(&rows(tx), user).await?.is_some_and(|found| found.confirmed_at.is_some()))
}

/// Backup codes that still work.
pub(crate) async fn codes_left(base: &Base, user: UserId) -> Result<u32> {
    store::count_unused(&reader(base), user).await
}

/// The same inside a transaction.
pub(crate) async fn codes_left_in(tx: &Tx, user: UserId) -> Result<u32> {
    store::count_unused(&rows(tx), user).await
}

/// Begins the set-up of an authenticator for the session of whoever asks; only the latest one counts.
pub(crate) async fn begin(tx: &Tx, ctx: &Ctx) -> Result<()> {
    let user = ctx.user_id();
    let secret = totp::new_secret(tx.base().services().rng());
    let sealed = keys(tx.base()).seal(tx.base().services().rng(), SECRET, user.0.as_bytes(), secret.expose_secret());
    store::put_pending(&rows(tx), user, ctx.session()?.id, sealed, tx.now()).await
}

/// The authenticator that this session sets up, as it is shown; nothing for others, and when its time is over.
pub(crate) async fn pending(ctx: &Ctx, issuer: &str) -> Result<Option<Enrollment>> {
    let found = store::find(&reader(ctx), ctx.user_id()).await?.filter(|found| is_pending(found, ctx, ctx.now()));
    let Some(secret) = found.and_then(|found| totp::open(keys(ctx), &found)) else { return Ok(None) };
    let uri = totp::uri(&secret, issuer, &ctx.me().email);
    let (size, path) = qr::path(uri.expose_secret());
    Ok(Some(Enrollment { key: totp::grouped(&secret), size, path }))
}

/// Confirms the authenticator that this session sets up, with its first code; that code is used up.
pub(crate) async fn confirm(tx: &Tx, ctx: &Ctx, code: &Code) -> Result<Burned> {
    let rows = rows(tx);
    let found = store::find(&rows, ctx.user_id()).await?.filter(|found| is_pending(found, ctx, tx.now()));
    let found = found.ok_or_else(not_pending)?;
    let secret = totp::open(keys(tx.base()), &found).ok_or_else(not_pending)?;
    match totp::step_of(&secret, code, tx.now(), found.last_step) {
        Ok(step) if store::confirm(&rows, ctx.user_id(), step, tx.now()).await? => Ok(Burned::Right),
        Ok(_) => Ok(Burned::Reused),
        Err(burned) => Ok(burned),
    }
}

/// Uses up a code of the authenticator. Whoever calls it holds the lock of the user's row.
pub(crate) async fn burn(tx: &Tx, user: UserId, code: &Code) -> Result<Burned> {
    let rows = rows(tx);
    let found = store::find(&rows, user).await?.filter(|found| found.confirmed_at.is_some());
    let Some(found) = found else { return Ok(Burned::Wrong) };
    let Some(secret) = totp::open(keys(tx.base()), &found) else { return Ok(Burned::Wrong) };
    match totp::step_of(&secret, code, tx.now(), found.last_step) {
        Ok(step) if store::advance(&rows, user, step).await? => Ok(Burned::Right),
        Ok(_) => Ok(Burned::Reused),
        Err(burned) => Ok(burned),
    }
}

/// Looks at a backup code, outside any transaction because it takes long; whoever has none waits as long. The row of
/// the one that fits, still to be used up.
pub(crate) async fn look_up(
    base: &Base,
    user: UserId,
    code: &BackupCode,
) -> std::result::Result<Option<uuid::Uuid>, AppError> {
    let found = base.read(async || store::find_code(&reader(base), user, code.selector()).await).await?;
    let stored = found.as_ref().map(|found| found.verifier_hash.as_str());
    let looked = password::verify(base.services(), stored, code.verifier()).await?;
    Ok(found.filter(|_| looked != Verification::Wrong).map(|found| found.id))
}

/// Uses up a backup code that was looked up.
pub(crate) async fn burn_backup(tx: &Tx, user: UserId, code: uuid::Uuid) -> Result<Burned> {
    match store::use_code(&rows(tx), user, code, tx.now()).await? {
        true => Ok(Burned::Right),
        false => Ok(Burned::Reused),
    }
}

/// A new set of backup codes, and what is to be stored of them.
pub(crate) struct NewCodes {
    /// As they are shown, once.
    pub(crate) codes: Vec<SecretString>,
    hashed: Vec<(String, String)>,
}

/// Makes a set. Outside any transaction: hashing takes long.
pub(crate) async fn new_codes(base: &Base) -> std::result::Result<NewCodes, AppError> {
    let mut made: Vec<BackupCode> = Vec::new();
    while made.len() < BACKUP_CODES {
        let code = BackupCode::new(base.services().rng());
        // The first group tells them apart.
        if made.iter().all(|other| other.selector() != code.selector()) {
            made.push(code);
        }
    }
    let mut hashed = Vec::new();
    for code in &made {
        hashed.push((code.selector().to_owned(), password::hash(base.services(), code.verifier()).await?));
    }
    Ok(NewCodes { codes: made.iter().map(BackupCode::shown).collect(), hashed })
}

/// Puts the set in the place of the one before, which works no longer.
pub(crate) async fn replace_codes(tx: &Tx, user: UserId, new: &NewCodes) -> Result<()> {
    let rows = rows(tx);
    store::forget_codes(&rows, user).await?;
    for (selector, hash) in &new.hashed {
        store::insert_code(&rows, tx.new_id(), user, (selector, hash), tx.now()).await?;
    }
    Ok(())
}

/// Removes authenticator and backup codes.
pub(crate) async fn remove(tx: &Tx, user: UserId) -> Result<()> {
    let rows = rows(tx);
    store::forget_codes(&rows, user).await?;
    store::forget_totp(&rows, user).await
}

fn is_pending(found: &row::Model, ctx: &Ctx, now: Timestamp) -> bool {
    found.confirmed_at.is_none()
        && ctx.session().is_ok_and(|session| found.session_id == Some(session.id))
        && now < found.created_at.plus_seconds(PENDING)
}

/// Nothing is being set up here, or its time is over.
fn not_pending() -> crate::Error {
    AppError::field("code", FieldCode::Outdated).into()
}

fn keys(base: &Base) -> &Keys {
    &base.services().settings().keys
}
