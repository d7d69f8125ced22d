//! How the workspace has set a player; without a row it is as it is at first. Owner: `players`.

use model::players::Player;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "player")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) player: Player,
    pub(crate) available: bool,
    /// Empty where it has none.
    pub(crate) link: String,
    /// May be empty.
    pub(crate) note: String,
}

impl ActiveModelBehavior for ActiveModel {}
