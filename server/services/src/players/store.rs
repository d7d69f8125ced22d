//! The table `player`, and the default in the row of the workspace.

use model::players::{Player, PlayerSetting, PlayersFields};
use model::users::UserStatus;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, ExprTrait, IntoActiveModel, QueryFilter, QuerySelect, Set};

use crate::access::{Permit, SettingsEdit};
use crate::entity::{player, user, workspace};
use crate::error::Result;
use crate::tx::Rows;

/// The settings of all players; what nobody has set is as it is at first.
pub(super) async fn fields<P>(rows: &Rows<'_, P>, settings: &workspace::Model) -> Result<PlayersFields> {
    let stored = player::Entity::find().all(rows.conn()).await?;
    let of = |one: &Player| match stored.iter().find(|row| row.player == *one) {
        Some(row) => {
            PlayerSetting { player: *one, available: row.available, link: row.link.clone(), note: row.note.clone() }
        }
        None => PlayerSetting::initial(*one),
    };
    Ok(PlayersFields { players: Player::ALL.iter().map(of).collect(), default: settings.default_player })
}

/// Sets all of them, if the settings still are those that were read.
pub(super) async fn set(
    rows: &Rows<'_, Permit<SettingsEdit>>,
    settings: &workspace::Model,
    wanted: &PlayersFields,
) -> Result<()> {
    let change = workspace::ActiveModel { default_player: Set(wanted.default), ..Default::default() };
    crate::workspace::update(rows, settings, change).await?;
    let all = wanted.players.iter().cloned().map(|PlayerSetting { player, available, link, note }| {
        player::Model { player, available, link, note }.into_active_model().reset_all()
    });
    let replaced = [player::Column::Available, player::Column::Link, player::Column::Note];
    player::Entity::insert_many(all)
        .on_conflict(OnConflict::column(player::Column::Player).update_columns(replaced).to_owned())
        .exec_without_returning(rows.conn())
        .await?;
    Ok(())
}

/// How many of those who are there have chosen each player, or none.
pub(super) async fn chosen(rows: &Rows<'_, Permit<SettingsEdit>>) -> Result<Vec<(Option<Player>, u64)>> {
    let counted: Vec<(Option<Player>, i64)> = user::Entity::find()
        .select_only()
        .column(user::Column::Player)
        .expr_as(Expr::col((user::Entity, user::Column::Id)).count(), "people")
        .filter(user::Column::Status.is_not_in([UserStatus::Deleted, UserStatus::Erased]))
        .group_by(user::Column::Player)
        .into_tuple()
        .all(rows.conn())
        .await?;
    let of = |player: Option<Player>| {
        let count = counted.iter().find(|(counted, _)| *counted == player).map_or(0, |(_, count)| *count);
        (player, u64::try_from(count).unwrap_or_default())
    };
    Ok(std::iter::once(None).chain(Player::ALL.iter().copied().map(Some)).map(of).collect())
}
