//! The one connection of a run.
//!
//! `services::db` has the connections of the product, and the same rules about paths and TLS.

use std::fs::OpenOptions;
use std::path::Path;
use std::time::Duration;

use sea_orm_migration::sea_orm::sqlx::postgres::{PgConnectOptions, PgPoolOptions, PgSslMode};
use sea_orm_migration::sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions, SqliteSynchronous};
use sea_orm_migration::sea_orm::sqlx::{ConnectOptions, Connection};
use sea_orm_migration::sea_orm::{DatabaseConnection, SqlxPostgresConnector, SqlxSqliteConnector};

use crate::error::MigrationError;

/// How long a second process waits for the first to finish.
const BUSY: Duration = Duration::from_secs(60);

/// A database that may have to be migrated.
pub(crate) enum Target {
    /// A file.
    Sqlite(SqliteConnectOptions),
    /// A server.
    Postgres(PgConnectOptions),
}

impl Target {
    /// Reads a URL; connects to nothing.
    pub(crate) fn parse(url: &str) -> Result<Self, MigrationError> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            file(path).map(|path| Self::Sqlite(SqliteConnectOptions::new().filename(path)))
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            encrypted(url.parse()?).map(Self::Postgres)
        } else {
            Err(MigrationError::Url)
        }
    }

    /// Puts the tables into this schema instead of the default one.
    pub(crate) fn in_schema(self, schema: &str) -> Result<Self, MigrationError> {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if schema.len() > 63 || !schema.starts_with(|c: char| c.is_ascii_lowercase()) || !schema.chars().all(plain) {
            return Err(MigrationError::SchemaName(schema.to_owned()));
        }
        match self {
            Self::Postgres(options) => Ok(Self::Postgres(options.options([("search_path", schema)]))),
            Self::Sqlite(_) => Err(MigrationError::Url),
        }
    }

    /// The file, of an engine that has one.
    pub(crate) fn file(&self) -> Option<&Path> {
        match self {
            Self::Sqlite(options) => Some(options.get_filename()),
            Self::Postgres(_) => None,
        }
    }

    /// Opens it with a single connection, so that everything happens in one session.
    ///
    /// On SQLite foreign keys are off, because rebuilding a table would otherwise touch the rows that refer to it; the
    /// run checks all of them before it commits. The journal mode stays as it is: changing it is the one thing that does
    /// not wait for another process, and `services::db` does it when it has the file for itself.
    pub(crate) async fn open(self) -> Result<DatabaseConnection, MigrationError> {
        Ok(match self {
            Self::Sqlite(options) => {
                let options = options.synchronous(SqliteSynchronous::Full).foreign_keys(false).busy_timeout(BUSY);
                let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
                SqlxSqliteConnector::from_sqlx_sqlite_pool(pool)
            }
            Self::Postgres(options) => {
                let options = options.application_name("rollcall migrate");
                // A pool tries again until its time is up; a wrong address is told at once.
                options.connect().await?.close().await?;
                let pool = PgPoolOptions::new().max_connections(1).connect_with(options).await?;
                SqlxPostgresConnector::from_sqlx_postgres_pool(pool)
            }
        })
    }
}

/// Reads what follows `sqlite:`, literally: a path may hold any character but `?`.
fn file(text: &str) -> Result<&Path, MigrationError> {
    let path = text.strip_prefix("//").unwrap_or(text);
    if path.is_empty() || path.contains('?') || path.starts_with(':') || path.starts_with("file:") {
        return Err(MigrationError::Url);
    }
    Ok(Path::new(path))
}

/// Makes the file if it is missing, readable by its owner only. SQLite gives its companion files the same mode.
pub(crate) fn create(path: &Path) -> Result<(), MigrationError> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop).map_err(|source| MigrationError::File { path: path.to_owned(), source })
}

/// Demands TLS with a checked certificate, unless the server is on this host.
fn encrypted(options: PgConnectOptions) -> Result<PgConnectOptions, MigrationError> {
    let host = options.get_host();
    let is_here = options.get_socket().is_some()
        || host.starts_with('/')
        || host == "localhost"
        || host.trim_matches(['[', ']']).parse().is_ok_and(|address: std::net::IpAddr| address.is_loopback());
    let plain = |mode| Err(MigrationError::Plain { host: host.to_owned(), mode });
    match options.get_ssl_mode() {
        _ if is_here => Ok(options),
        PgSslMode::Disable => plain("disable"),
        PgSslMode::Allow => plain("allow"),
        PgSslMode::VerifyCa => Ok(options),
        PgSslMode::Prefer | PgSslMode::Require | PgSslMode::VerifyFull => Ok(options.ssl_mode(PgSslMode::VerifyFull)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(url: &str) -> Result<PgSslMode, MigrationError> {
        match Target::parse(url)? {
            Target::Postgres(options) => Ok(options.get_ssl_mode()),
            Target::Sqlite(_) => panic!("{url}"),
        }
    }

    #[test]
    fn a_connection_over_the_network_is_encrypted_and_checked() {
        for url in ["postgres://db.example/rollcall", "postgres://192.0.2.7/rollcall?sslmode=require"] {
            assert!(matches!(mode(url), Ok(PgSslMode::VerifyFull)), "{url}");
        }
        assert!(matches!(mode("postgres://db.example/rollcall?sslmode=verify-ca"), Ok(PgSslMode::VerifyCa)));
        for url in ["postgres://db.example/rollcall?sslmode=disable", "postgres://u:secret@db.example/x?sslmode=allow"]
        {
            let error = mode(url).unwrap_err();
            assert!(matches!(error, MigrationError::Plain { .. }), "{url}");
            assert!(!error.to_string().contains("secret"));
        }
    }

    #[test]
    fn a_connection_that_stays_on_the_host_may_be_plain() {
        for url in [
            "postgres://localhost/rollcall?sslmode=disable",
            "postgres://127.0.0.1:5433/rollcall?sslmode=disable",
            "postgres://[::1]/rollcall?sslmode=disable",
            "postgres://%2Frun%2Fpostgresql/rollcall?sslmode=disable",
        ] {
            assert!(matches!(mode(url), Ok(PgSslMode::Disable)), "{url}");
        }
    }

    #[test]
    fn other_urls_are_refused() {
        for url in ["", "mysql://localhost/x", "rollcall.db", "sqlite:", "sqlite::memory:", "sqlite:a.db?mode=memory"] {
            assert!(matches!(Target::parse(url), Err(MigrationError::Url)), "{url}");
        }
    }

    #[test]
    fn path_is_taken_literally() {
        for (url, path) in [
            ("sqlite:data/a.db", "data/a.db"),
            ("sqlite://a.db", "a.db"),
            ("sqlite:///srv/100%25 #1.db", "/srv/100%25 #1.db"),
        ] {
            assert_eq!(Target::parse(url).unwrap().file(), Some(Path::new(path)));
        }
    }

    #[test]
    fn schema_names_that_need_quoting_are_refused() {
        for name in ["", "1a", "a b", "A", "a\"", &"a".repeat(64)] {
            let target = Target::parse("postgres://localhost/rollcall").unwrap();
            assert!(matches!(target.in_schema(name), Err(MigrationError::SchemaName(_))), "{name}");
        }
    }
}
