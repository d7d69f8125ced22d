//! Errors inside `services`: what the caller may know, or what the database said.
//!
//! `From<DbErr> for AppError` does not exist on purpose: `ctx.write` must see serialization failures, and what is left
//! is logged once, with an incident id, and never leaves as text.

use model::error::AppError;
use model::ids::IncidentId;
use sea_orm::DbErr;

use crate::ctx::Base;
use crate::db;

/// What a store or a closure of `ctx.write` fails with.
#[derive(Debug)]
pub(crate) enum Error {
    /// For the caller.
    App(AppError),
    /// For the log.
    Db(DbErr),
}

/// The result of stores and of closures of `ctx.write`.
pub(crate) type Result<T, E = Error> = std::result::Result<T, E>;

impl From<AppError> for Error {
    fn from(error: AppError) -> Self {
        Self::App(error)
    }
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        Self::Db(error)
    }
}

impl Error {
    /// What the caller learns; the rest is logged here, once.
    pub(crate) fn into_app(self, base: &Base) -> AppError {
        match self {
            Self::App(error) => error,
            Self::Db(error) if db::is_transient(&error) || db::is_unavailable(&error) => {
                tracing::warn!(request = %base.request().id, %error, "database busy");
                AppError::Unavailable { retry_after_secs: 2 }
            }
            Self::Db(error) => incident(base, &error),
        }
    }
}

/// Logs an unexpected failure and gives it a number that the person can quote.
pub(crate) fn incident(base: &Base, error: &dyn std::fmt::Display) -> AppError {
    let incident = IncidentId(base.new_id());
    tracing::error!(request = %base.request().id, %incident, %error, "unexpected failure");
    AppError::Internal { incident }
}
