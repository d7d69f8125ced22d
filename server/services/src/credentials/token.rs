//! Making and voiding one-time links. Looking them up and using them is `access::redeemed`'s, because that makes proofs.

use model::ids::{TokenId, UserId};
use model::time::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set};
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::rows;
use crate::db::search;
use crate::entity::token;
use crate::error::Result;
use crate::keys::{hash_secret, new_secret};
use crate::tx::{Reason, Rows, Tx};

/// A table of people that was checked and waits to be imported.
pub(crate) const IMPORT: &str = "people_import";

/// Rows that one statement writes; databases take only so many values.
const AT_ONCE: usize = 500;

/// Makes a link's secret for one purpose, bound to a user if there is one yet, and voids the ones before it: at most one
/// works. Whoever calls it holds the lock of the user's row, so that two cannot do so at once.
pub(crate) async fn issue(
    tx: &Tx,
    purpose: &'static str,
    user: Option<UserId>,
    expires_at: Option<Timestamp>,
) -> Result<SecretString> {
    void_some(&rows(tx), user, Some(purpose), tx.now()).await?;
    insert(tx, purpose, user, expires_at, None).await.map(|(_, secret)| secret)
}

/// The same for a link that carries the value that is to be set by it, so that no request can say another one.
pub(crate) async fn issue_with(
    tx: &Tx,
    purpose: &'static str,
    user: UserId,
    until: Timestamp,
    payload: String,
) -> Result<(TokenId, SecretString)> {
    void_some(&rows(tx), Some(user), Some(purpose), tx.now()).await?;
    insert(tx, purpose, Some(user), Some(until), Some(payload)).await
}

async fn insert(
    tx: &Tx,
    purpose: &'static str,
    user: Option<UserId>,
    expires_at: Option<Timestamp>,
    payload: Option<String>,
) -> Result<(TokenId, SecretString)> {
    let (id, secret) = (TokenId(tx.new_id()), new_secret(tx.base().services().rng()));
    token::ActiveModel {
        id: Set(id),
        purpose: Set(purpose.to_owned()),
        token_hash: Set(hash_secret(secret.expose_secret())),
        user_id: Set(user),
        subject: Set(None),
        payload: Set(payload),
        attempts: Set(0),
        expires_at: Set(expires_at),
        used_at: Set(None),
        created_at: Set(tx.now()),
    }
    .insert(rows(tx).conn())
    .await?;
    Ok((id, secret))
}

/// [`issue`] for many users, in their order and in few statements.
pub(crate) async fn issue_to_all(
    tx: &Tx,
    purpose: &'static str,
    users: &[(UserId, Option<Timestamp>)],
) -> Result<Vec<SecretString>> {
    let mut secrets = Vec::with_capacity(users.len());
    for some in users.chunks(AT_ONCE) {
        // Somebody who is invited anew may have one of an invitation that had ended by itself.
        token::Entity::update_many()
            .col_expr(token::Column::UsedAt, Expr::value(tx.now()))
            .filter(token::Column::UsedAt.is_null())
            .filter(token::Column::Purpose.eq(purpose))
            .filter(token::Column::UserId.is_in(some.iter().map(|(user, _)| *user)))
            .exec(rows(tx).conn())
            .await?;
        let mut links = Vec::with_capacity(some.len());
        for (user, expires_at) in some {
            let secret = new_secret(tx.base().services().rng());
            links.push(token::ActiveModel {
                id: Set(TokenId(tx.new_id())),
                purpose: Set(purpose.to_owned()),
                token_hash: Set(hash_secret(secret.expose_secret())),
                user_id: Set(Some(*user)),
                subject: Set(None),
                payload: Set(None),
                attempts: Set(0),
                expires_at: Set(*expires_at),
                used_at: Set(None),
                created_at: Set(tx.now()),
            });
            secrets.push(secret);
        }
        token::Entity::insert_many(links).exec_without_returning(rows(tx).conn()).await?;
    }
    Ok(secrets)
}

/// Voids every link of a user: after an invitation was accepted or withdrawn, and after a change of password.
pub(crate) async fn void(tx: &Tx, user: UserId) -> Result<()> {
    void_some(&rows(tx), Some(user), None, tx.now()).await
}

/// Voids the links of a user for one purpose.
pub(crate) async fn void_for(tx: &Tx, user: UserId, purpose: &str) -> Result<()> {
    void_some(&rows(tx), Some(user), Some(purpose), tx.now()).await
}

/// How somebody names what they come back to.
#[derive(Clone, Copy)]
pub(crate) enum Named<'a> {
    /// By its secret, which only they were given.
    Secret(&'a str),
    /// By its id, where a list shows it to them.
    Id(TokenId),
}

/// Keeps something for one user to come back to with a secret, beside other things that they keep.
pub(crate) async fn keep(
    tx: &Tx,
    purpose: &'static str,
    user: UserId,
    until: Timestamp,
    payload: String,
) -> Result<SecretString> {
    keep_named(tx, purpose, user, until, payload).await.map(|(_, secret)| secret)
}

/// The same, with the id by which a list names it.
pub(crate) async fn keep_named(
    tx: &Tx,
    purpose: &'static str,
    user: UserId,
    until: Timestamp,
    payload: String,
) -> Result<(TokenId, SecretString)> {
    insert(tx, purpose, Some(user), Some(until), Some(payload)).await
}

/// The same, in place of what the user kept for this purpose before: it is removed.
pub(crate) async fn keep_only(
    tx: &Tx,
    purpose: &'static str,
    user: UserId,
    until: Timestamp,
    payload: String,
) -> Result<SecretString> {
    token::Entity::delete_many()
        .filter(token::Column::Purpose.eq(purpose))
        .filter(token::Column::UserId.eq(user))
        .exec(rows(tx).conn())
        .await?;
    keep(tx, purpose, user, until, payload).await
}

/// What is kept, without using it up: nothing for another user, after its time, and once it was taken.
pub(crate) async fn look(
    rows: &Rows<'_, Reason>,
    purpose: &'static str,
    user: UserId,
    secret: &str,
    now: Timestamp,
) -> Result<Option<String>> {
    let kept: Option<Option<String>> = token::Entity::find()
        .select_only()
        .column(token::Column::Payload)
        .filter(token::Column::TokenHash.eq(hash_secret(secret)))
        .filter(token::Column::Purpose.eq(purpose))
        .filter(token::Column::UserId.eq(user))
        .filter(token::Column::UsedAt.is_null())
        .filter(token::Column::ExpiresAt.gt(now))
        .into_tuple()
        .one(rows.conn())
        .await?;
    Ok(kept.flatten())
}

/// Keeps something else under the same secret; whether it was still kept.
pub(crate) async fn replace(
    tx: &Tx,
    purpose: &'static str,
    user: UserId,
    secret: &str,
    payload: String,
) -> Result<bool> {
    let replaced = token::Entity::update_many()
        .col_expr(token::Column::Payload, Expr::value(Some(payload)))
        .filter(token::Column::TokenHash.eq(hash_secret(secret)))
        .filter(token::Column::Purpose.eq(purpose))
        .filter(token::Column::UserId.eq(user))
        .filter(token::Column::UsedAt.is_null())
        .filter(token::Column::ExpiresAt.gt(tx.now()))
        .exec(rows(tx).conn())
        .await?;
    Ok(replaced.rows_affected == 1)
}

/// What was kept, once: nothing for another user, after its time, and the second time.
pub(crate) async fn take(tx: &Tx, purpose: &'static str, user: UserId, secret: &str) -> Result<Option<String>> {
    Ok(take_named(tx, purpose, user, Named::Secret(secret)).await?.map(|(_, payload)| payload))
}

/// The same, however it is named; with its id.
pub(crate) async fn take_named(
    tx: &Tx,
    purpose: &'static str,
    user: UserId,
    name: Named<'_>,
) -> Result<Option<(TokenId, String)>> {
    let rows = rows(tx);
    let named = match name {
        Named::Secret(secret) => token::Column::TokenHash.eq(hash_secret(secret)),
        Named::Id(id) => token::Column::Id.eq(id),
    };
    let used = token::Entity::update_many()
        .col_expr(token::Column::UsedAt, Expr::value(Some(tx.now())))
        .filter(named.clone())
        .filter(token::Column::Purpose.eq(purpose))
        .filter(token::Column::UserId.eq(user))
        .filter(token::Column::UsedAt.is_null())
        .filter(token::Column::ExpiresAt.gt(tx.now()))
        .exec(rows.conn())
        .await?;
    if used.rows_affected != 1 {
        return Ok(None);
    }
    let kept = token::Entity::find().filter(named).one(rows.conn()).await?;
    Ok(kept.and_then(|kept| Some((kept.id, kept.payload?))))
}

/// Writes something else into what is kept, used or not.
pub(crate) async fn rewrite(tx: &Tx, purpose: &'static str, id: TokenId, payload: String) -> Result<()> {
    token::Entity::update_many()
        .col_expr(token::Column::Payload, Expr::value(Some(payload)))
        .filter(token::Column::Id.eq(id))
        .filter(token::Column::Purpose.eq(purpose))
        .exec(rows(tx).conn())
        .await?;
    Ok(())
}

/// What anybody keeps or kept for one purpose, the newest first.
pub(crate) async fn newest(rows: &Rows<'_, Reason>, purpose: &str, most: u64) -> Result<Vec<token::Model>> {
    // The second order is any, and always the same: of what was made in one millisecond nothing is first.
    let kept = token::Entity::find().filter(token::Column::Purpose.eq(purpose));
    Ok(kept
        .order_by_desc(token::Column::CreatedAt)
        .order_by_desc(token::Column::Id)
        .limit(most)
        .all(rows.conn())
        .await?)
}

/// The one with this id.
pub(crate) async fn kept(rows: &Rows<'_, Reason>, purpose: &str, id: TokenId) -> Result<Option<token::Model>> {
    let kept = token::Entity::find().filter(token::Column::Id.eq(id)).filter(token::Column::Purpose.eq(purpose));
    Ok(kept.one(rows.conn()).await?)
}

/// Those that name a user by their id.
pub(crate) async fn naming(rows: &Rows<'_, Reason>, purpose: &str, user: UserId) -> Result<Vec<token::Model>> {
    // An id stands there as it does folded.
    let named = search::contains(token::Column::Payload, &user.to_string());
    Ok(token::Entity::find().filter(token::Column::Purpose.eq(purpose)).filter(named).all(rows.conn()).await?)
}

/// Voids the link that a user was given at that moment, and brings back the one that made way for it.
pub(crate) async fn swap_back(tx: &Tx, purpose: &'static str, user: UserId, issued_at: Timestamp) -> Result<()> {
    let rows = rows(tx);
    let of_user = || {
        token::Entity::update_many().filter(token::Column::UserId.eq(user)).filter(token::Column::Purpose.eq(purpose))
    };
    of_user()
        .col_expr(token::Column::UsedAt, Expr::value(Some(tx.now())))
        .filter(token::Column::CreatedAt.eq(issued_at))
        .filter(token::Column::UsedAt.is_null())
        .exec(rows.conn())
        .await?;
    of_user()
        .col_expr(token::Column::UsedAt, Expr::value(None::<Timestamp>))
        .filter(token::Column::UsedAt.eq(issued_at))
        .filter(token::Column::CreatedAt.lt(issued_at))
        .exec(rows.conn())
        .await?;
    Ok(())
}

async fn void_some(rows: &Rows<'_, Reason>, user: Option<UserId>, purpose: Option<&str>, now: Timestamp) -> Result<()> {
    let bound = user.map_or_else(|| token::Column::UserId.is_null(), |user| token::Column::UserId.eq(user));
    let mut voided = token::Entity::update_many()
        .col_expr(token::Column::UsedAt, Expr::value(now))
        .filter(token::Column::UsedAt.is_null())
        .filter(bound);
    if let Some(purpose) = purpose {
        voided = voided.filter(token::Column::Purpose.eq(purpose));
    }
    voided.exec(rows.conn()).await?;
    Ok(())
}

/// An address of this installation, with one more segment for each part. Made from the configured base only: what a
/// request says about its host does not reach a link.
pub(crate) fn link(base: &Url, parts: &[&str]) -> Url {
    let mut url = base.clone();
    // Fails for addresses that cannot have a path; the configuration takes `http` and `https` only.
    if let Ok(mut path) = url.path_segments_mut() {
        path.pop_if_empty().extend(parts);
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    // PR-01
    #[test]
    fn link_is_made_of_the_configured_base() {
        for base in ["https://console.example", "https://console.example/"] {
            assert_eq!(
                link(&base.parse().unwrap(), &["reset", "a_b-c"]).as_str(),
                "https://console.example/reset/a_b-c"
            );
        }
        let below = link(&"https://example.org/rollcall/".parse().unwrap(), &["invite", "x/../y"]);
        assert_eq!(below.as_str(), "https://example.org/rollcall/invite/x%2F..%2Fy");
    }
}
