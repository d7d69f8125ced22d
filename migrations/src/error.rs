//! Why a database was not migrated.

use std::path::PathBuf;

/// Why a database was not migrated. No text of it holds the URL, because that may hold a password.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MigrationError {
    /// Neither engine is meant.
    #[error("a database URL begins with `sqlite:` (then a path, without parameters) or `postgres://`")]
    Url,
    /// The name of a schema needs quoting.
    #[error("`{0}` is no schema name: a-z, 0-9 and _ only, beginning with a letter, at most 63 characters")]
    SchemaName(String),
    /// The connection would be readable on its way.
    #[error(
        "PostgreSQL on `{host}` is reached over a network and needs TLS: remove `sslmode={mode}` from the database URL, \
         and name a private authority with `sslrootcert`"
    )]
    Plain {
        /// Where the server is.
        host: String,
        /// What the URL asks for.
        mode: &'static str,
    },
    /// The file of the database cannot be made or opened.
    #[error("cannot open the database file {}: {source}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A newer version of the program was here.
    #[error("the database was migrated by a newer version, which added {}; run that version", .0.join(", "))]
    Newer(Vec<String>),
    /// An older version of the program was here, and this command does not migrate.
    #[error("the database lacks {}; run `rollcall migrate` first", .0.join(", "))]
    Behind(Vec<String>),
    /// A migration left rows that refer to nothing. It was rolled back.
    #[error("the migrations left rows in `{0}` that refer to nothing; nothing was changed")]
    Dangling(String),
    /// The database refused something. What was begun is rolled back.
    #[error("the database could not be migrated; nothing was changed: {0}")]
    Database(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl From<sea_orm_migration::DbErr> for MigrationError {
    fn from(error: sea_orm_migration::DbErr) -> Self {
        Self::Database(Box::new(error))
    }
}

impl From<sea_orm_migration::sea_orm::SqlxError> for MigrationError {
    fn from(error: sea_orm_migration::sea_orm::SqlxError) -> Self {
        Self::Database(Box::new(error))
    }
}
