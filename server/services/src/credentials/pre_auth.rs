//! Half-finished sign-ins: the password was right, the code is still to come.
//!
//! The browser holds 256 random bits for five minutes, in a cookie of its own; they open nothing but the page that asks
//! for the code. No session exists before.

use model::ids::{TokenId, UserId};
use model::time::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter};
use secrecy::SecretString;

use super::{reader, rows, token as links};
use crate::ctx::Base;
use crate::entity::token;
use crate::error::Result;
use crate::keys::hash_secret;
use crate::tx::Tx;

/// Its word in the table.
const NAME: &str = "pre_auth";
/// Seconds: time to find the phone.
const LIFETIME: i64 = 5 * 60;
/// Wrong codes after which the password is asked for again.
const ATTEMPTS: i32 = 5;
/// Longer than any secret of ours; what is longer is not even hashed.
const SECRET_MAX: usize = 64;

/// One that can still be finished.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PreAuth {
    id: TokenId,
    /// Whose password was right.
    pub(crate) user: UserId,
    /// Wrong codes that are left.
    pub(crate) left: u32,
}

/// Begins one, beside others that the user may have begun elsewhere.
pub(crate) async fn begin(tx: &Tx, user: UserId) -> Result<SecretString> {
    links::keep(tx, NAME, user, tx.now().plus_seconds(LIFETIME), String::new()).await
}

/// Looks one up and changes nothing; none when it is over, for whatever reason.
pub(crate) async fn find(base: &Base, secret: &str) -> Result<Option<PreAuth>> {
    if secret.len() > SECRET_MAX {
        return Ok(None);
    }
    let found = token::Entity::find()
        .filter(token::Column::TokenHash.eq(hash_secret(secret)))
        .filter(token::Column::Purpose.eq(NAME))
        .one(reader(base).conn())
        .await?;
    Ok(found.filter(|found| is_live(found, base.now())).and_then(read))
}

/// Finishes it; whether it was not over yet. One statement, so that it gives one session.
pub(crate) async fn finish(tx: &Tx, pre: PreAuth) -> Result<bool> {
    let used = token::Entity::update_many()
        .col_expr(token::Column::UsedAt, Expr::value(Some(tx.now())))
        .filter(token::Column::Id.eq(pre.id))
        .filter(token::Column::UsedAt.is_null())
        .filter(token::Column::ExpiresAt.gt(tx.now()))
        .filter(token::Column::Attempts.lt(ATTEMPTS))
        .exec(rows(tx).conn())
        .await?;
    Ok(used.rows_affected == 1)
}

/// Counts a wrong code.
pub(crate) async fn count(tx: &Tx, pre: PreAuth) -> Result<()> {
    token::Entity::update_many()
        .col_expr(token::Column::Attempts, Expr::col(token::Column::Attempts).add(1))
        .filter(token::Column::Id.eq(pre.id))
        .exec(rows(tx).conn())
        .await?;
    Ok(())
}

/// Ends it, because whoever began it does not want to sign in.
pub(crate) async fn end(tx: &Tx, pre: PreAuth) -> Result<()> {
    finish(tx, pre).await.map(drop)
}

/// Ends all of a user.
pub(crate) async fn void(tx: &Tx, user: UserId) -> Result<()> {
    links::void_for(tx, user, NAME).await
}

fn is_live(found: &token::Model, now: Timestamp) -> bool {
    found.used_at.is_none() && found.expires_at.is_some_and(|end| now < end) && found.attempts < ATTEMPTS
}

fn read(found: token::Model) -> Option<PreAuth> {
    let left = u32::try_from(ATTEMPTS - found.attempts).ok()?;
    Some(PreAuth { id: found.id, user: found.user_id?, left })
}
