//! Changes of what somebody is called, and of the end of their access.

use model::error::AppError;
use model::fields::FieldCode;
use model::person::PersonName;
use model::time::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};

use super::row;
use crate::access::{AccessChange, Permit, UsersChangeUsername, UsersRename};
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
