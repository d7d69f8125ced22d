//! The players as they are being set, and the words for their fields.

use i18n::{I18n, Key, Label};
use leptos::prelude::*;
use model::error::AppError;
use model::players::{Player, PlayerSetting, PlayersChange, PlayersField, PlayersFields, PlayersPage};
use model::sign_in::Flash;

use super::players_rpc::{get_players, save_players};
use crate::edit_form::Draft;

const COUNT: usize = Player::ALL.len();

/// One signal for each field of the form.
#[derive(Clone, Copy)]
pub(super) struct PlayersDraft {
    pub(super) default: RwSignal<String>,
    pub(super) players: [PlayerDraft; COUNT],
}

#[derive(Clone, Copy)]
pub(super) struct PlayerDraft {
    pub(super) player: Player,
    pub(super) available: RwSignal<bool>,
    pub(super) link: RwSignal<String>,
    pub(super) note: RwSignal<String>,
}

impl PlayersDraft {
    /// What is stored, or what had been typed before the form was refused.
    pub(super) fn of(stored: &PlayersFields, flash: &Flash) -> Self {
        let typed = |kind: &str, player: Player| flash.field(&format!("{kind}_{player}")).map(str::to_owned);
        let players = std::array::from_fn(|at| {
            let setting = stored.of(Player::ALL[at]);
            let player = setting.player;
            PlayerDraft {
                player,
                available: RwSignal::new(typed("available", player).map_or(setting.available, |word| !word.is_empty())),
                link: RwSignal::new(typed("link", player).unwrap_or(setting.link)),
                note: RwSignal::new(typed("note", player).unwrap_or(setting.note)),
            }
        });
        let default = flash.field("default_player").map_or_else(|| stored.default.to_string(), str::to_owned);
        Self { default: RwSignal::new(default), players }
    }
}

impl Draft for PlayersDraft {
    type Page = PlayersPage;
    type Fields = PlayersFields;

    fn stored(page: &PlayersPage) -> PlayersFields {
        page.fields.clone()
    }

    fn version(page: &PlayersPage) -> i64 {
        page.version
    }

    /// The list of the default offers nothing that cannot be read.
    fn get(self) -> PlayersFields {
        let of = |draft: PlayerDraft| PlayerSetting {
            player: draft.player,
            available: draft.available.get(),
            link: draft.link.get(),
            note: draft.note.get(),
        };
        PlayersFields {
            players: self.players.into_iter().map(of).collect(),
            default: self.default.get().parse().unwrap_or(Player::BuiltIn),
        }
    }

    fn set(self, fields: &PlayersFields) {
        self.default.set(fields.default.to_string());
        for draft in self.players {
            let setting = fields.of(draft.player);
            draft.available.set(setting.available);
            draft.link.set(setting.link);
            draft.note.set(setting.note);
        }
    }
    fn name(i18n: I18n, field: PlayersField) -> String {
        let (key, player) = match field {
            PlayersField::Default => return i18n.text(Key::PlayersDefault),
            PlayersField::Available(player) => (Key::PlayersAvailableOf, player),
            PlayersField::Link(player) => (Key::PlayersLinkOf, player),
            PlayersField::Note(player) => (Key::PlayersNoteOf, player),
        };
        i18n.format(key, &[("player", &i18n.text(player.label()))])
    }

    fn value(i18n: I18n, page: &PlayersPage, field: PlayersField) -> String {
        let fields = &page.fields;
        match field {
            PlayersField::Default => i18n.text(fields.default.label()),
            PlayersField::Available(player) => {
                i18n.text(if fields.is_available(player) { Key::CommonYes } else { Key::CommonNo })
            }
            PlayersField::Link(player) => fields.of(player).link,
            PlayersField::Note(player) => fields.of(player).note,
        }
    }

    async fn load() -> Result<PlayersPage, AppError> {
        Ok(get_players().await?.0)
    }

    async fn store(self, _seen: &PlayersPage, version: i64, fields: PlayersFields) -> Result<(), AppError> {
        save_players(PlayersChange { version, fields }).await
    }
}
