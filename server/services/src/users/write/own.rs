//! Changes that somebody makes to their own row. Whose it is comes from the permit.

use model::account::PreferenceChange;
use model::error::{AppError, Noun};
use model::ids::PictureId;
use model::players::Player;
use model::profile::ProfileFields;
use sea_orm::Set;

use super::row::{in_step, update};
use super::store;
use crate::access::{AccountEdit, Permit};
use crate::entity::user;
use crate::error::Result;
use crate::tx::Tx;

/// The row of whoever asks, locked.
pub(crate) async fn own(tx: &Tx, permit: &Permit<AccountEdit>) -> Result<user::Model> {
    let missing = || AppError::NotFound { what: Noun::User };
    let id = permit.actor().user().ok_or_else(missing)?;
    Ok(store::find(&tx.rows(permit), id).await?.ok_or_else(missing)?)
}

/// Changes appearance and language.
pub(crate) async fn set_preferences(
    tx: &Tx,
    permit: &Permit<AccountEdit>,
    wanted: PreferenceChange,
) -> Result<user::Model> {
    let user = own(tx, permit).await?;
    let user = in_step(user::Model {
        theme: wanted.theme.unwrap_or(user.theme),
        language: wanted.language.map_or(user.language, |choice| choice.fixed()),
        ..user
    });
    let change = user::ActiveModel { theme: Set(user.theme), language: Set(user.language), ..Default::default() };
    update(&tx.rows(permit), user.id, user, change).await
}

/// Sets everything that a profile holds.
pub(crate) async fn set_profile(
    tx: &Tx,
    permit: &Permit<AccountEdit>,
    user: user::Model,
    wanted: ProfileFields,
) -> Result<user::Model> {
    let user = in_step(user::Model {
        first_name: wanted.first_name,
        last_name: wanted.last_name,
        language: wanted.language.fixed(),
        timezone: wanted.timezone,
        fuzzy_dates: wanted.fuzzy_dates,
        default_page: wanted.default_page,
        theme: wanted.theme,
        density: wanted.density,
        shortcuts: wanted.shortcuts,
        ..user
    });
    let change = user::ActiveModel {
        first_name: Set(user.first_name.clone()),
        last_name: Set(user.last_name.clone()),
        language: Set(user.language),
        timezone: Set(user.timezone.clone()),
        fuzzy_dates: Set(user.fuzzy_dates),
        default_page: Set(user.default_page),
        theme: Set(user.theme),
        density: Set(user.density),
        shortcuts: Set(user.shortcuts),
        ..Default::default()
    };
    update(&tx.rows(permit), user.id, user, change).await
}

/// Sets the picture that is shown.
pub(crate) async fn set_avatar(
    tx: &Tx,
    permit: &Permit<AccountEdit>,
    user: user::Model,
    avatar: Option<PictureId>,
) -> Result<user::Model> {
    let user = user::Model { avatar, ..user };
    let change = user::ActiveModel { avatar: Set(avatar), ..Default::default() };
    update(&tx.rows(permit), user.id, user, change).await
}

/// Sets the player that opens media.
pub(crate) async fn set_player(
    tx: &Tx,
    permit: &Permit<AccountEdit>,
    user: user::Model,
    player: Option<Player>,
) -> Result<user::Model> {
    let user = in_step(user::Model { player, ..user });
    let change = user::ActiveModel { player: Set(player), ..Default::default() };
    update(&tx.rows(permit), user.id, user, change).await
}
