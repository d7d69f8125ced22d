//! Branding: what the workspace is called, its color, its logos, and who its mails are from.
//!
//! A logo has an id of its own that nobody chose, and never changes. Its row stands before its file does, and outlives
//! it, as with profile pictures: a process that dies in between leaves a row that leads to the file.

mod logo;
mod store;
mod sweep;

use model::branding::{BrandingChange, BrandingField, BrandingFields, BrandingPage, Logos};
use model::error::{AppError, ConflictReason};
use model::event::{ChangedSettings, Event};
use model::settings::Fields;
use sea_orm::Set;

pub use logo::{CONTENT_TYPE, read_logo, remove_logo, set_logo};
pub(crate) use sweep::LogoSweep;

use crate::access::BrandingEdit;
use crate::ctx::Ctx;
use crate::entity;
use crate::tx::Reason;
use crate::workspace;

/// The branding, for whoever may change it.
///
/// # Errors
/// `Forbidden` without Styles.
pub async fn page(ctx: &Ctx) -> Result<BrandingPage, AppError> {
    ctx.read(async || {
        let _permit = ctx.workspace().require::<BrandingEdit>().await?;
        #[expect(clippy::disallowed_methods, reason = "the branding")]
        let settings = workspace::current(&ctx.rows_without(Reason::Workspace)).await?;
        Ok(BrandingPage { fields: fields(&settings), logos: logos(&settings), version: settings.version })
    })
    .await
}

/// Changes the branding.
///
/// # Errors
/// `Forbidden` without Styles; `Invalid` with the fields that need mending; `Conflict` when the settings are others than
/// the ones that were looked at.
pub async fn save(ctx: &Ctx, change: BrandingChange) -> Result<(), AppError> {
    let wanted = &change.validate()?;
    // What is stored already is no change, and leaves no trace.
    let seen = page(ctx).await?;
    if seen.version == change.version && seen.fields == *wanted {
        return Ok(());
    }
    ctx.write(|tx| async move {
        let permit = tx.workspace().require::<BrandingEdit>().await?;
        #[expect(clippy::disallowed_methods, reason = "the branding")]
        let settings = workspace::current(&tx.rows_without(Reason::Workspace)).await?;
        if settings.version != change.version {
            return Err(AppError::Conflict { reason: ConflictReason::Stale }.into());
        }
        let present = fields(&settings);
        let changed = wanted.differences(&present);
        let some = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        let row = entity::workspace::ActiveModel {
            name: Set(wanted.name.clone()),
            accent: Set(some(&wanted.accent)),
            sender_name: Set(some(&wanted.sender_name)),
            ..Default::default()
        };
        workspace::update(&tx.rows(&permit), &settings, row).await?;
        let (before, after) = (named(&present, &changed), named(wanted, &changed));
        tx.record(Event::BrandingChanged { before, after }).await;
        Ok(())
    })
    .await
}

/// The logos that the workspace shows.
pub(crate) const fn logos(settings: &entity::workspace::Model) -> Logos {
    Logos { light: settings.logo, dark: settings.logo_dark }
}

/// What the row says.
fn fields(settings: &entity::workspace::Model) -> BrandingFields {
    BrandingFields {
        name: settings.name.clone(),
        accent: settings.accent.clone().unwrap_or_default(),
        sender_name: settings.sender_name.clone().unwrap_or_default(),
    }
}

/// What the log says about these fields. A sender's name is what people trust a mail by, so it stands there in full.
fn named(fields: &BrandingFields, changed: &[BrandingField]) -> ChangedSettings {
    changed.iter().map(|field| (field.to_string(), fields.value(*field).clone())).collect()
}
