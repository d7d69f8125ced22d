//! What a failure of the database means, in the same words for both engines.

use sea_orm::sqlx::error::DatabaseError;
use sea_orm::sqlx::postgres::PgDatabaseError;
use sea_orm::{DbErr, RuntimeErr, SqlxError};

/// Whether the same transaction may succeed if it is run again at once: it met another one.
pub(crate) fn is_transient(error: &DbErr) -> bool {
    match code(error) {
        Some(Code::Postgres(code)) => matches!(code.as_str(), "40001" | "40P01"),
        // BUSY_RECOVERY, BUSY_SNAPSHOT, LOCKED, LOCKED_SHAREDCACHE.
        Some(Code::Sqlite(code)) => matches!(code, 261 | 517 | 6 | 262),
        None => false,
    }
}

/// Whether the database cannot serve at the moment, and a person may try again later. Waiting is over by then: the
/// pool and SQLite's BUSY have already waited as long as they may.
pub(crate) fn is_unavailable(error: &DbErr) -> bool {
    if matches!(error, DbErr::ConnectionAcquire(_)) {
        return true;
    }
    match code(error) {
        Some(Code::Postgres(code)) => {
            // Connection lost; out of something; being shut down or started; a statement or a lock took too long.
            code.starts_with("08")
                || code.starts_with("53")
                || matches!(code.as_str(), "57P01" | "57P02" | "57P03" | "57014" | "55P03" | "25P03")
        }
        // BUSY, BUSY_TIMEOUT, FULL.
        Some(Code::Sqlite(code)) => matches!(code, 5 | 773 | 13),
        None => {
            matches!(
                driver(error),
                Some(SqlxError::Io(_) | SqlxError::PoolTimedOut | SqlxError::PoolClosed | SqlxError::WorkerCrashed)
            )
        }
    }
}

/// The unique constraint that a row would have broken, under the name that PostgreSQL gives it: `user_username_key`,
/// `invitation_batch_user_id_key`, `session_pkey`.
pub(crate) fn unique_violation(error: &DbErr) -> Option<String> {
    let SqlxError::Database(error) = driver(error)? else { return None };
    if !error.is_unique_violation() {
        return None;
    }
    match error.constraint() {
        Some(name) => Some(name.to_owned()),
        None => constraint_of(error.as_ref()),
    }
}

/// Makes the name out of `UNIQUE constraint failed: invitation.batch, invitation.user_id`.
fn constraint_of(error: &dyn DatabaseError) -> Option<String> {
    let columns = error.message().strip_prefix("UNIQUE constraint failed: ")?;
    let (table, _) = columns.split_once('.')?;
    if error.code().as_deref() == Some("1555") {
        return Some(format!("{table}_pkey"));
    }
    let columns: Vec<&str> =
        columns.split(", ").filter_map(|column| column.split_once('.')).map(|(_, name)| name).collect();
    Some(format!("{table}_{}_key", columns.join("_")))
}

/// Whether another process had the file locked.
pub(super) fn is_busy(error: &SqlxError) -> bool {
    matches!(error, SqlxError::Database(error) if error.code().as_deref() == Some("5"))
}

enum Code {
    Postgres(String),
    Sqlite(i32),
}

fn code(error: &DbErr) -> Option<Code> {
    let SqlxError::Database(error) = driver(error)? else { return None };
    let code = error.code()?;
    if error.try_downcast_ref::<PgDatabaseError>().is_some() {
        Some(Code::Postgres(code.into_owned()))
    } else {
        code.parse().ok().map(Code::Sqlite)
    }
}

fn driver(error: &DbErr) -> Option<&SqlxError> {
    match error {
        DbErr::Conn(RuntimeErr::SqlxError(error))
        | DbErr::Exec(RuntimeErr::SqlxError(error))
        | DbErr::Query(RuntimeErr::SqlxError(error)) => Some(error),
        _ => None,
    }
}
