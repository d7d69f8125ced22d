//! Finding the account that someone names when they sign in.

use model::address::ADDRESS_MAX;
use model::error::AppError;
use model::ids::UserId;
use model::time::Timestamp;
use model::users::UserStatus;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Select};

use super::{reader, rows};
use crate::ctx::Base;
use crate::db;
use crate::entity::{credential, user};
use crate::error::Result;
use crate::tx::{Reason, Rows, Tx};

/// An address or a username as typed, folded the way both are stored. Nothing else about it is interpreted: a
/// look-alike address finds nobody.
#[derive(Clone)]
pub(crate) struct Identifier(String);

impl Identifier {
    pub(crate) fn fold(typed: &str) -> Self {
        Self(typed.trim().to_ascii_lowercase())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether anybody can be stored under it. The engines differ in what they do with a NUL inside a text.
    fn is_possible(&self) -> bool {
        (1..=ADDRESS_MAX).contains(&self.0.len()) && !self.0.contains(char::is_control)
    }
}

/// A user with what they prove themselves by.
pub(crate) struct Account {
    pub(crate) user: user::Model,
    /// None before an invitation is accepted.
    pub(crate) credential: Option<credential::Model>,
}

impl Account {
    pub(crate) fn id(&self) -> UserId {
        self.user.id
    }

    /// The hash of the password, if the account has one.
    pub(crate) fn password_hash(&self) -> Option<&str> {
        self.credential.as_ref()?.password_hash.as_deref()
    }

    /// Whether it may be used at all.
    pub(crate) fn is_open(&self, now: Timestamp) -> bool {
        is_open(&self.user, now)
    }
}

/// An account that may be used, its row locked until the transaction ends.
pub(crate) struct Open(Account);

impl Open {
    pub(crate) fn into_user(self) -> user::Model {
        self.0.user
    }
}

impl std::ops::Deref for Open {
    type Target = Account;

    fn deref(&self) -> &Account {
        &self.0
    }
}

/// Whether a user may sign in. An access end that has passed counts at once, whether or not a job has stored it.
pub(crate) fn is_open(user: &user::Model, now: Timestamp) -> bool {
    user.status == UserStatus::Active && user.access_ends_at.is_none_or(|end| now < end)
}

/// The account behind an address or a username. Usernames hold no `@`, so the two cannot be mistaken for each other.
pub(crate) async fn find(base: &Base, identifier: &Identifier) -> Result<Option<Account>> {
    if !identifier.is_possible() {
        return Ok(None);
    }
    let column = if identifier.0.contains('@') { user::Column::EmailKey } else { user::Column::Username };
    one(&reader(base), user::Entity::find().filter(column.eq(identifier.as_str()))).await
}

/// The account of a user who is known already.
pub(crate) async fn find_by_id(base: &Base, user: UserId) -> Result<Option<Account>> {
    one(&reader(base), user::Entity::find_by_id(user)).await
}

/// The account, its row locked until the transaction ends, so that nothing about it changes meanwhile.
pub(crate) async fn lock(tx: &Tx, user: UserId) -> Result<Option<Account>> {
    let rows = rows(tx);
    // On SQLite the transaction is the lock.
    if !rows.conn().locks_rows() {
        return one(&rows, user::Entity::find_by_id(user)).await;
    }
    let locked = db::for_update(user::Entity::find_by_id(user), rows.conn()).one(rows.conn()).await?;
    let Some(user) = locked else { return Ok(None) };
    // A statement of its own: PostgreSQL would join what stood there before it waited for the lock.
    let credential = credential::Entity::find_by_id(user.id).one(rows.conn()).await?;
    Ok(Some(Account { user, credential }))
}

/// The same for an account that may be used.
///
/// # Errors
/// `Unauthenticated` when there is none, or when it may not be used (any more).
pub(crate) async fn lock_open(tx: &Tx, user: UserId) -> Result<Open> {
    let account = lock(tx, user).await?.filter(|account| account.is_open(tx.now()));
    Ok(Open(account.ok_or(AppError::Unauthenticated)?))
}

async fn one(rows: &Rows<'_, Reason>, user: Select<user::Entity>) -> Result<Option<Account>> {
    let found = user.find_also_related(credential::Entity).one(rows.conn()).await?;
    Ok(found.map(|(user, credential)| Account { user, credential }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_folded_and_odd_ones_find_nobody() {
        assert_eq!(Identifier::fold("  Ana@B.Example ").as_str(), "ana@b.example");
        assert!(Identifier::fold("ana").is_possible());
        for odd in ["", "a\0b", "a\nb", &"x".repeat(255)] {
            assert!(!Identifier::fold(odd).is_possible(), "{odd:?}");
        }
        assert_ne!(Identifier::fold("ａna").as_str(), "ana");
    }
}
