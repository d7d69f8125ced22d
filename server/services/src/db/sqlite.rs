//! SQLite: one writer, several readers, one process.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use sea_orm::sqlx::Row;
use sea_orm::sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sea_orm::{DatabaseConnection, SqlxError, SqlxSqliteConnector};

use super::connect::{DatabaseSettings, DbError};
use super::fault;

/// The first release without the WAL-reset bug, which needs no more than two connections to corrupt a file.
const OLDEST: [u32; 3] = [3, 51, 3];

/// How long a statement waits for another process, a backup for example.
const BUSY: Duration = Duration::from_secs(5);

/// Pages that the writer keeps, in KiB.
const WRITER_CACHE: u32 = 4 * 1024;

/// Pages that all readers keep together, in KiB; the system's cache has the rest. The whole process is to stay under
/// 80 MiB when idle.
const READER_CACHE: u32 = 24 * 1024;

/// A larger write-ahead log is cut back to this when it has been written into the file, in bytes.
const LOG_LIMIT: u32 = 64 * 1024 * 1024;

/// Whether another process may have the file open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tenancy {
    /// Refuse a second server.
    Alone,
    /// A command next to a running server.
    Beside,
}

/// The right of a server to a file, as long as it lives. The system takes it away when the process ends, however it ends.
pub(super) struct FileLock(#[expect(dead_code, reason = "dropping it is what gives the lock back")] File);

/// An open file.
pub(super) struct Opened {
    pub(super) writer: DatabaseConnection,
    pub(super) reader: DatabaseConnection,
    pub(super) lock: Option<FileLock>,
}

/// Reads what follows `sqlite:`, literally: a path may hold any character but `?`.
pub(super) fn path(text: &str) -> Result<PathBuf, DbError> {
    let path = text.strip_prefix("//").unwrap_or(text);
    if path.is_empty() || path.contains('?') || path.starts_with(':') || path.starts_with("file:") {
        return Err(DbError::Url);
    }
    Ok(PathBuf::from(path))
}

/// Opens a file that has been migrated.
pub(super) async fn open(path: &Path, settings: &DatabaseSettings, tenancy: Tenancy) -> Result<Opened, DbError> {
    // SQLite opens a file that it cannot write for reading only, and says so at the first write.
    OpenOptions::new().read(true).write(true).open(path).map_err(|source| at(path, source))?;
    let lock = match tenancy {
        Tenancy::Alone => Some(lock(path)?),
        Tenancy::Beside => None,
    };
    let writer = writer(path, settings).await?;
    check(&writer).await?;
    if tenancy == Tenancy::Alone {
        // Without statistics the planner sorts the whole list of users for each of its pages. Bounded by SQLite itself.
        sea_orm::sqlx::raw_sql("PRAGMA optimize = 0x10002").execute(&writer).await?;
    }
    let readers = settings.readers.max(1);
    let options = options(path)
        .read_only(true)
        .pragma("query_only", "ON")
        .pragma("cache_size", format!("-{}", (READER_CACHE / readers).clamp(512, 8 * 1024)));
    let reader = SqlitePoolOptions::new()
        .min_connections(1)
        .max_connections(readers)
        .acquire_timeout(settings.acquire_timeout)
        .idle_timeout(Duration::from_secs(5 * 60)) // gives its pages back
        .max_lifetime(None)
        .test_before_acquire(false)
        .connect_with(options)
        .await?;
    Ok(Opened {
        writer: SqlxSqliteConnector::from_sqlx_sqlite_pool(writer),
        reader: SqlxSqliteConnector::from_sqlx_sqlite_pool(reader),
        lock,
    })
}

/// What every connection has.
fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .foreign_keys(true)
        .busy_timeout(BUSY)
        .pragma("temp_store", "MEMORY")
        .pragma("trusted_schema", "OFF")
}

/// A pool of exactly one, whose queue is fair.
async fn writer(path: &Path, settings: &DatabaseSettings) -> Result<SqlitePool, DbError> {
    let options = options(path)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full) // NORMAL may lose what was committed when the power goes
        .pragma("cache_size", format!("-{WRITER_CACHE}"))
        .pragma("journal_size_limit", LOG_LIMIT.to_string());
    let pool = SqlitePoolOptions::new()
        .min_connections(1)
        .max_connections(1)
        .acquire_timeout(settings.acquire_timeout)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false);
    // Changing the journal mode of a new file is the one statement that does not wait by itself.
    let started = Instant::now();
    loop {
        match pool.clone().connect_with(options.clone()).await {
            Err(error) if fault::is_busy(&error) && started.elapsed() < BUSY => {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            outcome => return Ok(outcome?),
        }
    }
}

/// What the rest relies on.
async fn check(writer: &SqlitePool) -> Result<(), DbError> {
    let version = text(writer, "SELECT sqlite_version()").await?;
    if version_of(&version).is_none_or(|version| version < OLDEST) {
        return Err(DbError::OldSqlite(version));
    }
    let mode = text(writer, "PRAGMA journal_mode").await?;
    if mode == "wal" { Ok(()) } else { Err(DbError::NoWriteAheadLog(mode)) }
}

async fn text(pool: &SqlitePool, sql: &'static str) -> Result<String, SqlxError> {
    sea_orm::sqlx::query(sql).fetch_one(pool).await?.try_get(0)
}

fn version_of(text: &str) -> Option<[u32; 3]> {
    let mut numbers = text.splitn(3, '.').map(|number| number.parse().ok());
    Some([numbers.next()??, numbers.next()??, numbers.next()??])
}

/// Takes the file for this process.
fn lock(database: &Path) -> Result<FileLock, DbError> {
    let mut path = database.as_os_str().to_owned();
    path.push(".lock");
    let path = PathBuf::from(path);
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(&path).map_err(|source| at(&path, source))?;
    match file.try_lock() {
        Ok(()) => Ok(FileLock(file)),
        Err(TryLockError::WouldBlock) => Err(DbError::InUse(database.to_owned())),
        Err(TryLockError::Error(source)) => Err(at(&path, source)),
    }
}

fn at(path: &Path, source: std::io::Error) -> DbError {
    DbError::File { path: path.to_owned(), source }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn path_is_taken_literally() {
        assert_eq!(path("data/rollcall.db").unwrap(), Path::new("data/rollcall.db"));
        assert_eq!(path("//data/rollcall.db").unwrap(), Path::new("data/rollcall.db"));
        assert_eq!(path("///srv/100%25 safe#1.db").unwrap(), Path::new("/srv/100%25 safe#1.db"));
        for bad in ["", ":memory:", "//", "a.db?mode=memory", "file:a.db"] {
            assert!(matches!(path(bad), Err(DbError::Url)), "{bad}");
        }
    }

    // F7
    #[test]
    fn versions_are_compared_by_number() {
        for old in ["3.51.2", "3.7.17", "3.40.1", "2.99.99", "3.51"] {
            assert!(version_of(old).is_none_or(|version| version < OLDEST), "{old}");
        }
        for new in ["3.51.3", "3.51.10", "3.100.0", "4.0.0"] {
            assert!(version_of(new).is_some_and(|version| version >= OLDEST), "{new}");
        }
    }
}
