//! The key of somebody else, for whoever helps them with signing in: what is known of it, and revoking it.
//!
//! Nobody but its owner can read a key or make one.

use model::api_keys::ApiKeyInfo;
use model::ids::UserId;

use super::{Content, format, info, longest, rows, store, tell};
use crate::credentials::reader;
use crate::ctx::Ctx;
use crate::entity::user;
use crate::error::Result;
use crate::tx::Tx;

/// What is known of the key of a user, if there is one.
pub(crate) async fn info_of(ctx: &Ctx, user: UserId) -> Result<Option<ApiKeyInfo>> {
    let Some(key) = store::of_user(&reader(ctx), user).await? else { return Ok(None) };
    Ok(Some(info(ctx, longest(ctx).await?, key)))
}

/// Removes the key that was seen, which is dead with the commit, and tells its owner by whom; the first characters of the
/// key, or nothing when it was gone already.
pub(crate) async fn revoke(tx: &Tx, user: &user::Model, seen: &str, by: UserId) -> Result<Option<String>> {
    if !store::remove_seen(&rows(tx), user.id, seen).await? {
        return Ok(None);
    }
    tell(tx, user, Content::ApiKeyRevoked { by, at: tx.now() }).await?;
    Ok(Some(format::start(seen)))
}
