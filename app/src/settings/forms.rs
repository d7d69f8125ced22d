//! Server functions behind the forms of the settings. Each leads back to its tab.

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos::server_fn::codec::PostUrl;
use model::branding::{BrandingChange, BrandingField, BrandingFields, LogoRemoval};
use model::error::AppError;
use model::fields::{FieldCode, FieldErrors};
use model::players::{Player, PlayerSetting, PlayersChange, PlayersFields};
use model::sign_in::Notice;

use crate::rpc::acting;

/// What a box sends that is checked; one that is not sends nothing.
const ON: &str = "on";

/// Changes the settings of the players: besides the named fields, `available_`, `link_` and `note_` of each player.
#[server(prefix = "/rpc", endpoint = "players/form", input = PostUrl)]
pub async fn save_players_by_form(
    version: String,
    default_player: String,
    #[server(flatten)] fields: BTreeMap<String, String>,
) -> Result<(), AppError> {
    let of = |kind: &str, player: Player| fields.get(&format!("{kind}_{player}")).cloned().unwrap_or_default();
    let players: Vec<_> = Player::ALL
        .iter()
        .map(|player| PlayerSetting {
            player: *player,
            available: of("available", *player) == ON,
            link: of("link", *player),
            note: of("note", *player),
        })
        .collect();
    let mut typed = vec![("default_player".to_owned(), default_player.clone())];
    typed.extend(players.iter().flat_map(|setting| {
        let on = if setting.available { ON.to_owned() } else { String::new() };
        [("available", on), ("link", setting.link.clone()), ("note", setting.note.clone())]
            .map(|(kind, value)| (format!("{kind}_{}", setting.player), value))
    }));
    acting("/admin/settings?tab=players".to_owned(), typed, async move |ctx| {
        let default = default_player.parse().map_err(|_| AppError::field("default_player", FieldCode::NotOffered))?;
        let version = version.parse().map_err(|_| AppError::Invalid { fields: FieldErrors::default() })?;
        services::players::save(&ctx, PlayersChange { version, fields: PlayersFields { players, default } }).await?;
        Ok(Notice::Saved)
    })
    .await
}

/// Changes the branding.
#[server(prefix = "/rpc", endpoint = "branding/form", input = PostUrl)]
pub async fn save_branding_by_form(
    version: String,
    name: String,
    accent: String,
    sender_name: String,
) -> Result<(), AppError> {
    let fields = BrandingFields { name, accent, sender_name };
    let typed = BrandingField::ALL.iter().map(|field| (field.to_string(), fields.value(*field).clone())).collect();
    acting("/admin/settings?tab=branding".to_owned(), typed, async move |ctx| {
        let version = version.parse().map_err(|_| AppError::Invalid { fields: FieldErrors::default() })?;
        services::branding::save(&ctx, BrandingChange { version, fields }).await?;
        Ok(Notice::Saved)
    })
    .await
}

/// Removes a logo. Sending one is a form with a file, which server functions do not take.
#[server(prefix = "/rpc", endpoint = "branding/remove_logo_form", input = PostUrl)]
pub async fn remove_logo_by_form(version: String, kind: String) -> Result<(), AppError> {
    acting("/admin/settings?tab=branding".to_owned(), Vec::new(), async move |ctx| {
        let unreadable = || AppError::Invalid { fields: FieldErrors::default() };
        let version = version.parse().map_err(|_| unreadable())?;
        let kind = kind.parse().map_err(|_| unreadable())?;
        services::branding::remove_logo(&ctx, LogoRemoval { version, kind }).await?;
        Ok(Notice::Saved)
    })
    .await
}
