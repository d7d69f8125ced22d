//! The one row of settings. Owner: `workspace`.

use model::language::Language;
use model::time::Timestamp;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "workspace")]
pub(crate) struct Model {
    /// Always 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: i16,
    pub(crate) name: String,
    /// A zone of the IANA database.
    pub(crate) timezone: String,
    pub(crate) default_language: Language,
    /// Code points.
    pub(crate) password_min: i32,
    pub(crate) session_idle_minutes: i32,
    pub(crate) session_max_minutes: i32,
    /// How long a change can be undone and its mails wait.
    pub(crate) undo_seconds: i32,
    pub(crate) created_at: Timestamp,
    /// Counts the changes.
    pub(crate) version: i64,
}

impl ActiveModelBehavior for ActiveModel {}
