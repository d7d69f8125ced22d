//! Changes of what somebody is called, of their address, and of the end of their access.

use model::address::Address;
use model::error::{AppError, ConflictReason};
use model::fields::FieldCode;
use model::person::PersonName;
use model::time::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};

use super::row;
use crate::access::{AccessChange, EmailChange, Permit, Redeemed, UsersChangeUsername, UsersRename};
use crate::db;
use crate::entity::user;
use crate::error::{Error, Result};
use crate::tx::Tx;

/// Sets first and last name.
pub(crate) async fn set_name(
    tx: &Tx,
    permit: &Permit<UsersRename>,
    user: user::Model,
    name: PersonName,
) -> Result<user::Model> {
    let user = row::in_step(user::Model { first_name: name.first, last_name: name.last, ..user });
    let change = user::ActiveModel {
        first_name: Set(user.first_name.clone()),
        last_name: Set(user.last_name.clone()),
        ..Default::default()
    };
    row::update(&tx.rows(permit), permit.target(), user, change).await
}

/// Sets the username, if nobody has it.
///
/// # Errors
/// `Invalid` for one that is taken.
pub(crate) async fn set_username(
    tx: &Tx,
    permit: &Permit<UsersChangeUsername>,
    user: user::Model,
    username: String,
) -> Result<user::Model> {
    let taken = || Error::App(AppError::field("username", FieldCode::Taken));
    let rows = tx.rows(permit);
    let others =
        user::Entity::find().filter(user::Column::Username.eq(&username)).filter(user::Column::Id.ne(permit.target()));
    if others.one(rows.conn()).await?.is_some() {
        return Err(taken());
    }
    let user = row::in_step(user::Model { username, ..user });
    let change = user::ActiveModel { username: Set(user.username.clone()), ..Default::default() };
    match row::update(&rows, permit.target(), user, change).await {
        // Somebody else took it a moment ago.
        Err(Error::Db(error)) if db::unique_violation(&error).is_some() => Err(taken()),
        outcome => outcome,
    }
}

/// Sets the address that was confirmed, if it belongs to nobody.
///
/// # Errors
/// `Conflict` for one that is taken.
pub(crate) async fn set_email(
    tx: &Tx,
    link: &Redeemed<EmailChange>,
    user: user::Model,
    address: &Address,
) -> Result<user::Model> {
    let (email, email_key) = (address.as_str().to_owned(), Some(address.canonical().to_owned()));
    let user = row::in_step(user::Model { email, email_key, ..user });
    let change = user::ActiveModel {
        email: Set(user.email.clone()),
        email_key: Set(user.email_key.clone()),
        ..Default::default()
    };
    match row::update(&tx.rows(link), link.user()?, user, change).await {
        // The index decides, so that of two who confirm the same address at once one gets it.
        Err(Error::Db(error)) if db::unique_violation(&error).is_some() => {
            Err(AppError::Conflict { reason: ConflictReason::AddressTaken }.into())
        }
        outcome => outcome,
    }
}

/// Sets, moves or removes the end of the access.
pub(crate) async fn set_end(
    tx: &Tx,
    permit: &Permit<AccessChange>,
    user: user::Model,
    end: Option<Timestamp>,
) -> Result<user::Model> {
    let user = row::in_step(user::Model { access_ends_at: end, ..user });
    let change = user::ActiveModel { access_ends_at: Set(end), ..Default::default() };
    row::update(&tx.rows(permit), permit.target(), user, change).await
}
