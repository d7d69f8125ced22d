//! The logos: set, removed, and shown to everybody.

use model::branding::{HEIGHT_MAX, LogoKind, LogoRemoval, WIDTH_MAX};
use model::error::{AppError, ConflictReason, Noun};
use model::event::{ChangedSettings, Event};
use model::ids::LogoId;
use sea_orm::Set;

use super::sweep::{self, sweep_soon};
use super::{logos, page, store};
use crate::access::{BrandingEdit, Permit};
use crate::ctx::{Anonymous, Ctx};
use crate::error::Result;
use crate::tx::{Reason, Tx, Unrecorded};
use crate::{entity, pictures, workspace};

/// The type of every stored logo, whatever was sent.
pub const CONTENT_TYPE: &str = "image/png";

const STALE: AppError = AppError::Conflict { reason: ConflictReason::Stale };

/// Makes a file a logo of the workspace.
///
/// # Errors
/// `Forbidden` without Styles; `Conflict` when the settings are others than the ones that were looked at; `Invalid` at the
/// field of this logo when it is no picture that is taken; `RateLimited` beyond what an hour takes; `Unavailable` when too
/// many others wait or the store does not answer.
pub async fn set_logo(ctx: &Ctx, kind: LogoKind, version: i64, file: Vec<u8>) -> std::result::Result<LogoId, AppError> {
    // Both cost next to nothing, so whoever may not, or comes too late, uses nothing of the limit up.
    if page(ctx).await?.version != version {
        return Err(STALE);
    }
    pictures::judge(&file).map_err(|code| AppError::field(kind.as_str(), code))?;
    let begun = ctx.write_unrecorded(Unrecorded::Picture, |tx| async move {
        tx.lock_workspace().await?;
        let permit = tx.workspace().require::<BrandingEdit>().await?;
        store::begin(&tx, &permit).await
    });
    let id = begun.await?;
    let drawn = pictures::fitted(ctx.services(), file, (WIDTH_MAX, HEIGHT_MAX), kind.as_str()).await?;
    ctx.services().storage().put(&name(id), drawn).await?;
    let shown = ctx.write(|tx| async move {
        let (permit, settings) = current(&tx, version).await?;
        store::show(&tx, &permit, id).await?;
        change(&tx, &permit, &settings, kind, Some(id)).await?;
        Ok(id)
    });
    let shown = shown.await;
    if shown.is_err() {
        // Should a sweep have been here before the file was, the next one looks again. Fails with the database only.
        let _ = ctx.write_unrecorded(Unrecorded::Picture, |tx| async move { sweep::give_up(&tx, id).await }).await;
    }
    shown
}

/// Removes a logo of the workspace. One that is not there is removed already.
///
/// # Errors
/// `Forbidden` without Styles; `Conflict` when the settings are others than the ones that were looked at.
pub async fn remove_logo(ctx: &Ctx, removal: LogoRemoval) -> std::result::Result<(), AppError> {
    let seen = page(ctx).await?;
    if seen.version == removal.version && seen.logos.of(removal.kind).is_none() {
        return Ok(());
    }
    ctx.write(|tx| async move {
        let (permit, settings) = current(&tx, removal.version).await?;
        change(&tx, &permit, &settings, removal.kind, None).await
    })
    .await
}

/// A logo that the workspace shows, as [`CONTENT_TYPE`]. It is for everybody: it stands before the sign-in.
///
/// # Errors
/// `NotFound` for one that is not shown.
pub async fn read_logo(anonymous: &Anonymous, logo: LogoId) -> std::result::Result<Vec<u8>, AppError> {
    let missing = || AppError::NotFound { what: Noun::Page };
    #[expect(clippy::disallowed_methods, reason = "what everybody is shown")]
    let settings = anonymous.read(async || workspace::find(&anonymous.rows_without(Reason::Workspace)).await).await?;
    let shown = settings.as_ref().map(logos).unwrap_or_default();
    if ![shown.light, shown.dark].contains(&Some(logo)) {
        return Err(missing());
    }
    let found = anonymous.services().storage().get(&name(logo)).await?;
    found.ok_or_else(|| {
        tracing::error!(%logo, "the file of a logo that is shown is missing");
        missing()
    })
}

/// The name of a file. Nothing of what was sent is in it.
pub(super) fn name(logo: LogoId) -> String {
    format!("logos/{logo}.png")
}

/// The settings, if they still are those that were looked at.
async fn current(tx: &Tx, version: i64) -> Result<(Permit<BrandingEdit>, entity::workspace::Model)> {
    // One after the other: whoever comes second reads what the first left, and is told before anything is written.
    tx.lock_workspace().await?;
    let permit = tx.workspace().require::<BrandingEdit>().await?;
    #[expect(clippy::disallowed_methods, reason = "the branding")]
    let settings = workspace::current(&tx.rows_without(Reason::Workspace)).await?;
    if settings.version == version { Ok((permit, settings)) } else { Err(STALE.into()) }
}

/// Shows a logo, or none, and drops what was shown.
async fn change(
    tx: &Tx,
    permit: &Permit<BrandingEdit>,
    settings: &entity::workspace::Model,
    kind: LogoKind,
    to: Option<LogoId>,
) -> Result<()> {
    let from = logos(settings).of(kind);
    store::drop_logo(tx, permit, from).await?;
    let row = match kind {
        LogoKind::Light => entity::workspace::ActiveModel { logo: Set(to), ..Default::default() },
        LogoKind::Dark => entity::workspace::ActiveModel { logo_dark: Set(to), ..Default::default() },
    };
    workspace::update(&tx.rows(permit), settings, row).await?;
    sweep_soon(tx).await?;
    let said = |logo: Option<LogoId>| {
        ChangedSettings::from([(kind.to_string(), logo.map(|logo| logo.to_string()).unwrap_or_default())])
    };
    tx.record(Event::BrandingChanged { before: said(from), after: said(to) }).await;
    Ok(())
}
