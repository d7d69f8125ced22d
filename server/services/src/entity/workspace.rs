//! The one row of settings. Owner: `workspace`.

use model::ids::LogoId;
use model::language::Language;
use model::players::Player;
use model::time::Timestamp;
use sea_orm::entity::prelude::*;

use crate::settings::Edition;

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
    /// Whether anybody can be deleted for good.
    pub(crate) permanent_deletion_allowed: bool,
    /// Longest life of an API key, in days; none for keys without an end.
    pub(crate) api_key_days: Option<i32>,
    /// Whether everybody needs a second factor.
    pub(crate) enforce_2fa: bool,
    /// From when on they will, where that is planned.
    pub(crate) enforce_2fa_from: Option<Timestamp>,
    /// For everyone who has chosen none, or one that is not available.
    pub(crate) default_player: Player,
    /// `#rrggbb`; empty is the product's own color.
    pub(crate) accent: Option<String>,
    /// Shown in the place of the name.
    pub(crate) logo: Option<LogoId>,
    /// Likewise on dark ground; empty is the other one.
    pub(crate) logo_dark: Option<LogoId>,
    /// Who mails are from; empty is what the mail server's sender says.
    pub(crate) sender_name: Option<String>,
    pub(crate) created_at: Timestamp,
    /// Counts the changes.
    pub(crate) version: i64,
}

impl Model {
    /// Whether everybody needs a second factor. A planned day counts by itself where the edition has enforcement; what
    /// was on before the edition changed stays on.
    pub(crate) fn asks_for_second_factor(&self, edition: Edition, at: Timestamp) -> bool {
        let has_come = self.enforce_2fa_from.is_some_and(|from| from <= at);
        self.enforce_2fa || (has_come && edition == Edition::Enterprise)
    }

    /// From when on everybody will need a second factor, while that is still to come.
    pub(crate) fn will_ask_for_second_factor(&self, edition: Edition, at: Timestamp) -> Option<Timestamp> {
        self.enforce_2fa_from.filter(|from| !self.enforce_2fa && at < *from && edition == Edition::Enterprise)
    }
}

impl ActiveModelBehavior for ActiveModel {}
