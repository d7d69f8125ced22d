//! Players: how the workspace has set each, and which one somebody prefers.
//!
//! Switching a player off takes it from nobody: who had chosen it gets the default meanwhile, and their own again when it
//! is back. So a choice and a switch that meet leave nothing broken behind.

mod own;
mod store;

use model::error::{AppError, ConflictReason};
use model::event::{ChangedSettings, Event};
use model::players::{PlayersChange, PlayersField, PlayersFields, PlayersPage};
use model::settings::Fields;

pub use own::{choose, own};

use crate::access::SettingsEdit;
use crate::ctx::Ctx;
use crate::tx::Reason;
use crate::workspace;

/// The settings of all players, and how many people have chosen each.
///
/// # Errors
/// `Forbidden` without Settings.
pub async fn page(ctx: &Ctx) -> Result<PlayersPage, AppError> {
    ctx.read(async || {
        let permit = ctx.workspace().require::<SettingsEdit>().await?;
        let rows = ctx.rows(&permit);
        #[expect(clippy::disallowed_methods, reason = "the default, and the version of the settings")]
        let settings = workspace::current(&ctx.rows_without(Reason::Workspace)).await?;
        Ok(PlayersPage {
            fields: store::fields(&rows, &settings).await?,
            chosen: store::chosen(&rows).await?,
            version: settings.version,
        })
    })
    .await
}

/// Changes the settings of the players.
///
/// # Errors
/// `Forbidden` without Settings; `Invalid` with the fields that need mending; `Conflict` when the settings are others than
/// the ones that were looked at.
pub async fn save(ctx: &Ctx, change: PlayersChange) -> Result<(), AppError> {
    let wanted = &change.validate()?;
    // What is stored already is no change, and leaves no trace.
    let seen = page(ctx).await?;
    if seen.version == change.version && seen.fields == *wanted {
        return Ok(());
    }
    ctx.write(|tx| async move {
        let permit = tx.workspace().require::<SettingsEdit>().await?;
        let rows = tx.rows(&permit);
        #[expect(clippy::disallowed_methods, reason = "the default, and the version of the settings")]
        let settings = workspace::current(&tx.rows_without(Reason::Workspace)).await?;
        if settings.version != change.version {
            return Err(AppError::Conflict { reason: ConflictReason::Stale }.into());
        }
        let present = store::fields(&rows, &settings).await?;
        let changed = wanted.differences(&present);
        store::set(&rows, &settings, wanted).await?;
        let (before, after) = (named(&present, &changed), named(wanted, &changed));
        tx.record(Event::PlayersChanged { before, after }).await;
        Ok(())
    })
    .await
}

/// What the log says about these fields.
fn named(fields: &PlayersFields, changed: &[PlayersField]) -> ChangedSettings {
    let one = |field: &PlayersField| match *field {
        PlayersField::Default => ("default".to_owned(), fields.default.to_string()),
        PlayersField::Available(player) => {
            (player.to_string(), if fields.is_available(player) { "on" } else { "off" }.to_owned())
        }
        PlayersField::Link(player) => (format!("{player}_link"), fields.of(player).link),
        PlayersField::Note(player) => {
            let length = fields.of(player).note.chars().count();
            (format!("{player}_note"), format!("{length} characters"))
        }
    };
    changed.iter().map(one).collect()
}
