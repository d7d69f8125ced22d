//! Words for what happens to a row, on the page and in the report.

use i18n::{I18n, Key, Label};
use model::access::CompanyPermission;
use model::error::AppError;
use model::fields::FieldCode;
use model::import::{ImportColumn, ImportRow, RowChange, RowKind, RowVerdict};

use crate::errors::{blocker_text, error_text, field_error, field_text};

/// Bytes of a megabyte.
const MEGABYTE: u32 = 1024 * 1024;

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// It would happen.
    Planned,
    /// It has happened.
    Done,
    /// It could have happened, and was not wanted.
    #[cfg_attr(not(feature = "ssr"), expect(dead_code, reason = "the report is made on the server"))]
    LeftAlone,
}

/// What a kind of rows is called.
pub(super) const fn kind_key(kind: RowKind) -> Key {
    match kind {
        RowKind::New => Key::ImportKindNew,
        RowKind::Changed => Key::ImportKindChanged,
        RowKind::Blocked => Key::ImportKindBlocked,
        RowKind::Invalid => Key::ImportKindInvalid,
        RowKind::Duplicate => Key::ImportKindDuplicate,
        RowKind::Unchanged => Key::ImportKindUnchanged,
    }
}

/// What a column is called.
pub(super) const fn column_key(column: ImportColumn) -> Key {
    match column {
        ImportColumn::Email => Key::CommonEmail,
        ImportColumn::FirstName => Key::CommonFirstName,
        ImportColumn::LastName => Key::CommonLastName,
        ImportColumn::Name => Key::ImportColumnName,
        ImportColumn::Role => Key::CommonRole,
        ImportColumn::Permissions => Key::ImportColumnPermissions,
        ImportColumn::Language => Key::CommonLanguage,
        ImportColumn::Status => Key::ImportColumnStatus,
    }
}

/// What happens, or happened, to a row.
pub(super) fn verdict(i18n: I18n, row: &ImportRow, stage: Stage) -> String {
    match &row.verdict {
        RowVerdict::New => {
            let key = if stage == Stage::Planned { Key::ImportNew } else { Key::ImportDoneNew };
            i18n.format(key, &[("what", &held(i18n, row))])
        }
        RowVerdict::Changed(change) => {
            let what = changes(i18n, row, change);
            match stage {
                Stage::Planned => what,
                Stage::Done => i18n.format(Key::ImportDoneChanged, &[("what", &what)]),
                Stage::LeftAlone => i18n.format(Key::ImportLeftAlone, &[("what", &what)]),
            }
        }
        RowVerdict::Unchanged => i18n.text(Key::ImportUnchanged),
        RowVerdict::Invalid { column, code: FieldCode::NotOffered } => {
            i18n.format(Key::ImportUnknownWord, &[("column", &i18n.text(column_key(*column)))])
        }
        RowVerdict::Invalid { column, code } => {
            let column = i18n.text(column_key(*column));
            i18n.format(Key::ImportInvalid, &[("column", &column), ("problem", &field_text(i18n, *code))])
        }
        RowVerdict::Duplicate { of } => i18n.format(Key::ImportDuplicate, &[("n", &number(i18n, *of))]),
        RowVerdict::Blocked { blocker } => blocker_text(i18n, *blocker),
        RowVerdict::Archived => i18n.text(Key::ImportArchived),
    }
}

/// Role, permissions and language of someone new.
fn held(i18n: I18n, row: &ImportRow) -> String {
    let role = row.role.map(|role| i18n.text(role.label()));
    let permissions = row.permissions.iter().map(|one| i18n.text(one.label()));
    let held: Vec<String> = role.into_iter().chain(permissions).collect();
    let language = row.language.map(|language| format!(" · {}", language.native_name())).unwrap_or_default();
    format!("{}{language}", held.join(" + "))
}

fn changes(i18n: I18n, row: &ImportRow, change: &RowChange) -> String {
    let was = |what: &str, before: &str| match before {
        "" => what.to_owned(),
        before => i18n.format(Key::ImportWas, &[("what", &what), ("before", &before)]),
    };
    let list = |permissions: &[CompanyPermission]| {
        permissions.iter().map(|one| i18n.text(one.label())).collect::<Vec<_>>().join(" + ")
    };
    let mut said = Vec::new();
    if let Some(before) = &change.name {
        said.push(was(&row.name, before));
    }
    if let (Some(before), Some(role)) = (change.role, row.role) {
        said.push(was(&i18n.text(role.label()), &i18n.text(before.label())));
    }
    if !change.gives.is_empty() {
        said.push(i18n.format(Key::ImportGets, &[("list", &list(&change.gives))]));
    }
    if !change.takes.is_empty() {
        said.push(i18n.format(Key::ImportLoses, &[("list", &list(&change.takes))]));
    }
    said.join("; ")
}

/// Why a table or an order was refused.
pub(super) fn refusal(i18n: I18n, error: &AppError) -> String {
    let AppError::Invalid { fields } = error else {
        let stale = matches!(error, AppError::Conflict { reason: model::error::ConflictReason::Stale });
        return if stale { i18n.text(Key::ImportStale) } else { error_text(i18n, error) };
    };
    if let Some(code) = fields.of("file") {
        return match code {
            FieldCode::Required => i18n.text(Key::ImportErrorEmpty),
            FieldCode::InvalidCharacters => i18n.text(Key::ImportErrorEncoding),
            FieldCode::TooLong { max } => i18n.format(Key::ImportErrorTooLong, &[("n", &number(i18n, max / MEGABYTE))]),
            FieldCode::TooMany { max } => i18n.format(Key::ImportErrorTooMany, &[("n", &number(i18n, max))]),
            other => field_text(i18n, other),
        };
    }
    match (fields.of("key"), fields.of("columns"), fields.of("rows"), fields.of("changes")) {
        (Some(_), ..) => i18n.text(Key::ImportErrorOutdated),
        (_, Some(_), ..) => i18n.text(Key::ImportErrorTwice),
        (_, _, Some(_), _) => i18n.text(Key::ImportNothing),
        (.., Some(FieldCode::TooMany { max })) => i18n.format(Key::ImportErrorChanges, &[("n", &number(i18n, max))]),
        _ => field_error(i18n, Some(error), "role").unwrap_or_else(|| error_text(i18n, error)),
    }
}

pub(super) fn number(i18n: I18n, n: u32) -> String {
    i18n.with(|catalog| catalog.number(u64::from(n)))
}
