//! How people prove who they are: password, sessions, one-time links, and the counters that stop guessing.
//!
//! Whoever asks here has no permit yet, so connections are lent for the reason [`Reason::Identity`].
//! What a proven person may do is the business of `access`; pages and commands around signing in are in `sign_in`.
//!
//! Invariant: nothing that is stored can be used to sign in. Passwords are Argon2id hashes; tokens of sessions and
//! links are 256 random bits of which only the SHA-256 is kept.

pub(crate) mod agent;
pub mod api_key;
pub(crate) mod device;
pub(crate) mod email_change;
pub(crate) mod identity;
pub(crate) mod notices;
pub(crate) mod password;
pub(crate) mod pre_auth;
mod reset;
pub(crate) mod second_factor;
pub(crate) mod sessions;
mod sweep;
pub(crate) mod throttle;
pub(crate) mod token;

use model::ids::UserId;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::ctx::Base;
use crate::entity::{api_key as key, credential, session, token as link};
use crate::error::Result;
use crate::tx::{Reason, Rows, Tx};

pub(crate) use reset::{mail_reset_link, send_requested_link};
pub use reset::{new_reset_link, reset, reset_page};
pub use sessions::authenticate;

pub(crate) use sweep::{SessionSweep, ThrottleSweep, TokenSweep};

/// Removes everything by which a user who was deleted could prove who they are, and the traces of where they did: password,
/// sessions, links, API key.
pub(crate) async fn destroy(tx: &Tx, user: UserId) -> Result<()> {
    let rows = rows(tx);
    link::Entity::delete_many().filter(link::Column::UserId.eq(user)).exec(rows.conn()).await?;
    second_factor::remove(tx, user).await?;
    session::Entity::delete_many().filter(session::Column::UserId.eq(user)).exec(rows.conn()).await?;
    key::Entity::delete_many().filter(key::Column::UserId.eq(user)).exec(rows.conn()).await?;
    credential::Entity::delete_many().filter(credential::Column::UserId.eq(user)).exec(rows.conn()).await?;
    Ok(())
}

/// Shuts a user out: nothing by which they got in works any more, nor what was on its way to change that.
pub(crate) async fn shut_out(tx: &Tx, user: UserId) -> Result<()> {
    sessions::end_all(tx, user).await?;
    api_key::end(tx, user).await?;
    email_change::void(tx, user).await
}

/// Lends a connection for finding out who asks.
#[expect(clippy::disallowed_methods, reason = "a permit is made from what is found out here")]
fn rows(tx: &Tx) -> Rows<'_, Reason> {
    tx.rows_without(Reason::Identity)
}

/// The same for reading.
#[expect(clippy::disallowed_methods, reason = "a permit is made from what is found out here")]
fn reader(base: &Base) -> Rows<'_, Reason> {
    base.rows_without(Reason::Identity)
}
