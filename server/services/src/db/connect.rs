//! Opening the database, and beginning a transaction.

use std::path::PathBuf;
use std::time::Duration;

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, SqliteTransactionMode, SqlxError,
    Statement, TransactionOptions, TransactionTrait,
};
use secrecy::{ExposeSecret, SecretString};

use super::sqlite::{FileLock, Tenancy};
use super::{postgres, sqlite};

/// Where the rows are, and how long to wait for them.
#[derive(Clone, Debug)]
pub struct DatabaseSettings {
    /// `sqlite:` and a path, or `postgres://`.
    pub url: SecretString,
    /// Connections for reading, on SQLite. There is always one for writing.
    pub readers: u32,
    /// Connections in all, on PostgreSQL.
    pub max_connections: u32,
    /// How long a request waits for a connection before it is told that the server is busy.
    pub acquire_timeout: Duration,
    /// How long a statement may take, on PostgreSQL.
    pub statement_timeout: Duration,
}

/// Why the database was not opened. No text of it holds the URL, because that may hold a password.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DbError {
    /// Neither engine is meant.
    #[error("a database URL begins with `sqlite:` (then a path, without parameters) or `postgres://`")]
    Url,
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
    /// The file is not there, cannot be written, or cannot be locked.
    #[error("cannot open the database file {}: {source}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A SQLite file belongs to one server.
    #[error("the database file {} is in use by another Rollcall process; several nodes need PostgreSQL", .0.display())]
    InUse(PathBuf),
    /// The file system cannot share memory between connections.
    #[error("the database file cannot use a write-ahead log (mode `{0}`); keep it on a local disk, not on a network")]
    NoWriteAheadLog(String),
    /// Older ones can corrupt a file that several connections write.
    #[error("SQLite {0} is too old; 3.51.3 is needed")]
    OldSqlite(String),
    /// Too old to be tested.
    #[error("PostgreSQL {0} is too old; 15 is needed")]
    OldPostgres(String),
    /// Names of people would not fit.
    #[error("the PostgreSQL database is encoded in {0}; UTF8 is needed")]
    Encoding(String),
    /// What the database said.
    #[error("{0}")]
    Database(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl From<SqlxError> for DbError {
    fn from(error: SqlxError) -> Self {
        Self::Database(Box::new(error))
    }
}

impl From<DbErr> for DbError {
    fn from(error: DbErr) -> Self {
        Self::Database(Box::new(error))
    }
}

/// Which engine it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// One file, one process.
    Sqlite,
    /// A server, any number of nodes.
    Postgres,
}

impl Engine {
    pub(crate) fn of(connection: &impl ConnectionTrait) -> Self {
        match connection.get_database_backend() {
            DbBackend::Postgres => Self::Postgres,
            _ => Self::Sqlite,
        }
    }
}

/// The open database.
pub struct Db {
    pub(super) writer: DatabaseConnection,
    pub(super) reader: DatabaseConnection,
    engine: Engine,
    /// Held as long as the connections are.
    _lock: Option<FileLock>,
}

impl Db {
    /// Opens a database that has been migrated, for a server. A SQLite file then belongs to this process.
    ///
    /// # Errors
    /// What is wrong with it, in words for whoever operates the host.
    pub async fn connect(settings: &DatabaseSettings) -> Result<Self, DbError> {
        Self::open(settings, Tenancy::Alone).await
    }

    /// The same for a command of whoever operates the host, next to a server that may be running.
    ///
    /// # Errors
    /// As [`Db::connect`], but never [`DbError::InUse`].
    pub async fn connect_beside_server(settings: &DatabaseSettings) -> Result<Self, DbError> {
        Self::open(settings, Tenancy::Beside).await
    }

    async fn open(settings: &DatabaseSettings, tenancy: Tenancy) -> Result<Self, DbError> {
        let url = settings.url.expose_secret();
        if let Some(path) = url.strip_prefix("sqlite:") {
            let opened = sqlite::open(&sqlite::path(path)?, settings, tenancy).await?;
            Ok(Self { writer: opened.writer, reader: opened.reader, engine: Engine::Sqlite, _lock: opened.lock })
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let pool = postgres::open(url, settings).await?;
            Ok(Self { writer: pool.clone(), reader: pool, engine: Engine::Postgres, _lock: None })
        } else {
            Err(DbError::Url)
        }
    }

    /// Which engine it is.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// Whether it answers.
    pub async fn is_reachable(&self) -> bool {
        self.reader.ping().await.is_ok()
    }

    /// Waits for what is under way and closes every connection. The writer goes last: it empties the write-ahead log.
    ///
    /// # Errors
    /// What the database said.
    pub async fn close(&self) -> Result<(), DbError> {
        self.reader.close_by_ref().await?;
        Ok(self.writer.close_by_ref().await?)
    }

    /// For reading outside a transaction.
    pub(crate) fn reader(&self) -> &DatabaseConnection {
        &self.reader
    }

    /// Begins a write transaction: on SQLite with the write lock, so that a read in it cannot be overtaken before the
    /// write that follows; on PostgreSQL at READ COMMITTED, with row locks where they are needed.
    #[expect(clippy::disallowed_methods, reason = "the one place where transactions begin; `ctx.write` calls it")]
    pub(crate) async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        let sqlite_transaction_mode = Some(SqliteTransactionMode::Immediate);
        self.writer.begin_with_options(TransactionOptions { sqlite_transaction_mode, ..Default::default() }).await
    }

    /// Tells the planner how many rows there are, after many were written at once.
    pub(crate) async fn analyze(&self) -> Result<(), DbErr> {
        let statement = match self.engine {
            Engine::Sqlite => "ANALYZE".to_owned(),
            // Marks pages on which everyone sees every row, too: without the mark no index covers a query. By name,
            // because others may keep tables in the same database.
            Engine::Postgres => {
                let own = "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = current_schema()";
                let own = Statement::from_string(DbBackend::Postgres, own);
                let own = self.writer.query_all_raw(own).await?;
                let own = own.iter().map(|row| row.try_get_by_index(0)).collect::<Result<Vec<String>, _>>()?;
                format!("VACUUM (ANALYZE) {}", own.join(", "))
            }
        };
        self.writer.execute_unprepared(&statement).await.map(drop)
    }
}
