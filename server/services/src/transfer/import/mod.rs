//! Bringing people in: a table is checked, its columns are put right, and it is applied as a whole.
//!
//! What was checked is kept for an hour, for the one who checked it; so the same text is applied that was looked at, also
//! by a browser without script. The page shows a fingerprint of the plan, which comes back with the order; a plan that
//! has changed meanwhile is shown once more.
//!
//! Invariants: nothing is made before [`apply`]; it makes everyone in the plan or nobody, and never more than there are
//! seats; nobody grants or changes what they could not by themselves; a table is applied once.

mod apply;
mod plan;
mod read;
mod report;
mod table;
mod words;

use model::access::{Action, CompanyRole};
use model::error::AppError;
use model::fields::{FieldCode, FieldErrors};
use model::import::{
    ImportCheck, ImportColumn, ImportDone, ImportPage, ImportQuery, ImportRow, ImportSettings, ROWS_PER_PAGE, RowKind,
};
use model::language::Language;
use model::page::Page;
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};

pub use apply::apply;
pub use report::{Outcome, report};

use crate::access::{InvitationsSend, Permit, Resource, UsersView};
use crate::credentials::token::{self, IMPORT};
use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::tx::{Reason, Rows, Unrecorded};
use crate::{bulk, seats, workspace};
use words::Words;

/// How long a table is kept: time to look through it, and to buy seats.
const KEPT_SECONDS: i64 = 60 * 60;

/// What is kept under the key of an import.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kept {
    /// Checked, and not applied yet.
    Checked { text: String, settings: ImportSettings },
    /// Applied; what came of each row.
    Applied { done: ImportDone, with_changes: bool, rows: Vec<ImportRow> },
}

impl Kept {
    fn stored(&self) -> String {
        // Words and numbers always serialize.
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// Both permits that an import takes: to see who is here, and to invite.
async fn allowed(ctx: &Ctx) -> Result<(Permit<UsersView>, Permit<InvitationsSend>)> {
    Ok((ctx.workspace().require::<UsersView>().await?, ctx.workspace().require::<InvitationsSend>().await?))
}

/// Keeps a table for whoever asks, with what its columns are taken for; its key. The table before it is given up.
///
/// # Errors
/// `Forbidden` without Users; `Invalid` about `file` for what is not UTF-8, empty, or beyond the limits.
pub async fn check(ctx: &Ctx, bytes: Vec<u8>) -> std::result::Result<String, AppError> {
    ctx.read(async || allowed(ctx).await.map(drop)).await?;
    let text = table::decode(bytes)?;
    let columns = table::read(&text)?.guess(&Words::new());
    let language = ctx.read(async || default_language(ctx).await).await?;
    let kept =
        Kept::Checked { text, settings: ImportSettings { columns, role: CompanyRole::Member, language } }.stored();
    let kept = &kept;
    ctx.write_unrecorded(Unrecorded::Import, |tx| async move {
        let until = tx.now().plus_seconds(KEPT_SECONDS);
        Ok(token::keep_only(&tx, IMPORT, ctx.user_id(), until, kept.clone()).await?.expose_secret().to_owned())
    })
    .await
}

/// Takes the columns of a table for something else.
///
/// # Errors
/// `Forbidden` without Users; `Invalid` about `key` for a table that is not kept any more, and about `columns` when two
/// of them mean the same.
pub async fn change_settings(ctx: &Ctx, key: &str, settings: ImportSettings) -> std::result::Result<(), AppError> {
    ctx.read(async || allowed(ctx).await.map(drop)).await?;
    let twice = |at: usize, means: &Option<ImportColumn>| means.is_some() && settings.columns[..at].contains(means);
    if settings.columns.iter().enumerate().any(|(at, means)| twice(at, means)) {
        return Err(AppError::field("columns", FieldCode::Taken));
    }
    if settings.role == CompanyRole::Owner {
        return Err(AppError::field("role", FieldCode::NotOffered));
    }
    let settings = &settings;
    ctx.write_unrecorded(Unrecorded::Import, |tx| async move {
        // As when it is applied: what is written here was read after that, so a table that was applied stays so.
        tx.lock_workspace().await?;
        let kept = token::look(&rows_in(&tx), IMPORT, ctx.user_id(), key, tx.now()).await?;
        let Some(Kept::Checked { text, settings: before }) = kept.as_deref().and_then(read_kept) else {
            return Err(outdated());
        };
        let mut settings = settings.clone();
        settings.columns.resize(before.columns.len(), None);
        let kept = Kept::Checked { text, settings }.stored();
        if token::replace(&tx, IMPORT, ctx.user_id(), key, kept).await? { Ok(()) } else { Err(outdated()) }
    })
    .await
}

/// What the page shows: nothing yet, the verdicts of a table, or what was done with it.
///
/// # Errors
/// `Forbidden` without Users.
pub async fn page(ctx: &Ctx, query: ImportQuery) -> std::result::Result<ImportPage, AppError> {
    ctx.read(async || {
        drop(allowed(ctx).await?);
        let check = match query.key.as_str() {
            "" => None,
            _ => checked(ctx, &query).await?,
        };
        Ok(ImportPage {
            outdated: check.is_none() && !query.key.is_empty(),
            check,
            seats: seats::count(&rows(ctx), ctx.now()).await?,
            buy: ctx.verdicts(&[Action::SeatsBuy], &Resource::Workspace).of(Action::SeatsBuy),
            refused: None,
        })
    })
    .await
}

async fn kept(ctx: &Ctx, key: &str) -> Result<Option<Kept>> {
    let kept = token::look(&rows(ctx), IMPORT, ctx.user_id(), key, ctx.now()).await?;
    Ok(kept.as_deref().and_then(read_kept))
}

fn read_kept(text: &str) -> Option<Kept> {
    serde_json::from_str(text).ok()
}

async fn checked(ctx: &Ctx, query: &ImportQuery) -> Result<Option<ImportCheck>> {
    let check = match kept(ctx, &query.key).await? {
        None => return Ok(None),
        Some(Kept::Applied { done, rows, .. }) => {
            let language = default_language(ctx).await?;
            let settings = ImportSettings { columns: Vec::new(), role: CompanyRole::Member, language };
            let change = match done.change {
                Some(id) => bulk::recent_one(ctx, id).await?,
                None => None,
            };
            ImportCheck { done: Some(done), change, ..shown(query, Vec::new(), &settings, rows, String::new()) }
        }
        Some(Kept::Checked { text, settings }) => {
            let table = table::read(&text)?;
            let columns = table.columns(&settings.columns);
            if lacks_address(&settings) {
                ImportCheck { lacks_address: true, ..shown(query, columns, &settings, Vec::new(), String::new()) }
            } else {
                let plan = plan::plan(&rows(ctx), ctx.subject(), &table, &settings, ctx.now()).await?;
                let seen = plan::fingerprint(&plan);
                let rows = plan.into_iter().map(|planned| planned.row).collect();
                shown(query, columns, &settings, rows, seen)
            }
        }
    };
    Ok(Some(check))
}

fn lacks_address(settings: &ImportSettings) -> bool {
    !settings.columns.contains(&Some(ImportColumn::Email))
}

/// The part of a plan that is asked for.
fn shown(
    query: &ImportQuery,
    columns: Vec<model::import::SeenColumn>,
    settings: &ImportSettings,
    rows: Vec<ImportRow>,
    seen: String,
) -> ImportCheck {
    let mut totals: Vec<(RowKind, u32)> = RowKind::ALL.iter().map(|kind| (*kind, 0)).collect();
    for row in &rows {
        if let Some((_, total)) = totals.iter_mut().find(|(kind, _)| *kind == row.verdict.kind()) {
            *total += 1;
        }
    }
    let mut rows: Vec<ImportRow> =
        rows.into_iter().filter(|row| query.show.is_none_or(|kind| row.verdict.kind() == kind)).collect();
    let total = rows.len() as u64;
    let pages = u32::try_from(total.div_ceil(u64::from(ROWS_PER_PAGE))).unwrap_or(u32::MAX).max(1);
    let page = query.page.clamp(1, pages);
    let from = (page as usize - 1) * ROWS_PER_PAGE as usize;
    rows.drain(..from);
    rows.truncate(ROWS_PER_PAGE as usize);
    ImportCheck {
        key: query.key.clone(),
        columns,
        role: settings.role,
        language: settings.language,
        lacks_address: false,
        totals,
        rows: Page { rows, total, page, per: ROWS_PER_PAGE },
        seen,
        done: None,
        change: None,
    }
}

/// A table that is not kept any more.
fn outdated() -> Error {
    AppError::Invalid { fields: FieldErrors::one("key", FieldCode::Outdated) }.into()
}

#[expect(clippy::disallowed_methods, reason = "the language of last resort")]
async fn default_language(ctx: &Ctx) -> Result<Language> {
    Ok(workspace::current(&ctx.rows_without(Reason::Workspace)).await?.default_language)
}

#[expect(clippy::disallowed_methods, reason = "the facts of access, and counting")]
fn rows(ctx: &Ctx) -> Rows<'_, Reason> {
    ctx.rows_without(Reason::Identity)
}

#[expect(clippy::disallowed_methods, reason = "the facts of access")]
fn rows_in(tx: &crate::tx::Tx) -> Rows<'_, Reason> {
    tx.rows_without(Reason::Identity)
}
