//! What comes, or came, of each row, as a file.

use model::error::AppError;
use model::fields::{FieldCode, FieldErrors};
use model::import::{ImportRow, RowKind};

use super::{Kept, allowed, kept, lacks_address, plan, rows, table};
use crate::csv;
use crate::ctx::Ctx;

/// Tells spreadsheets the encoding.
const MARK: &str = "\u{feff}";

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing yet: this is what would happen.
    Planned,
    /// It was done, or there was nothing to do.
    Done,
    /// It could have been done, and was not wanted.
    LeftAlone,
}

/// One line for each row, under `head`; `words` says in the reader's language what it comes to.
///
/// # Errors
/// `Forbidden` without Users; `Invalid` about `key` for a table that is not kept any more.
pub async fn report(
    ctx: &Ctx,
    key: &str,
    head: [&str; 4],
    words: impl Fn(&ImportRow, Outcome) -> String,
) -> Result<String, AppError> {
    let outdated = || AppError::Invalid { fields: FieldErrors::one("key", FieldCode::Outdated) };
    let rows: Vec<(ImportRow, Outcome)> = ctx
        .read(async || {
            drop(allowed(ctx).await?);
            Ok(match kept(ctx, key).await? {
                Some(Kept::Checked { text, settings }) if !lacks_address(&settings) => {
                    let table = table::read(&text)?;
                    let plan = plan::plan(&rows(ctx), ctx.subject(), &table, &settings, ctx.now()).await?;
                    plan.into_iter().map(|planned| (planned.row, Outcome::Planned)).collect()
                }
                Some(Kept::Applied { with_changes, rows, .. }) => {
                    let outcome = |row: &ImportRow| match row.verdict.kind() {
                        RowKind::Changed if !with_changes => Outcome::LeftAlone,
                        _ => Outcome::Done,
                    };
                    rows.into_iter().map(|row| (outcome(&row), row)).map(|(outcome, row)| (row, outcome)).collect()
                }
                Some(Kept::Checked { .. }) | None => return Err(outdated().into()),
            })
        })
        .await?;
    let mut file = String::from(MARK);
    file.push_str(&csv::line(head));
    for (row, outcome) in &rows {
        file.push_str(&csv::line([row.number.to_string().as_str(), &row.email, &row.name, &words(row, *outcome)]));
    }
    Ok(file)
}
