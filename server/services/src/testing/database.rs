//! A fresh, migrated database for one test.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use migrations::up;
use sea_orm::{ConnectionTrait, Database};
use secrecy::ExposeSecret;
use tempfile::TempDir;
use tokio::sync::OnceCell;

use crate::db::{DatabaseSettings, Engine};

/// A database that nobody else uses; it goes with the value.
pub struct TestDatabase {
    settings: DatabaseSettings,
    place: Place,
}

enum Place {
    Folder(TempDir),
    Schema,
}

impl TestDatabase {
    /// A SQLite file.
    #[expect(clippy::expect_used, reason = "a test without a database cannot go on")]
    pub async fn sqlite() -> Self {
        // Migrating takes longer than most tests, so it is done once, and every test gets a copy of the file.
        static TEMPLATE: OnceCell<Vec<u8>> = OnceCell::const_new();
        let template = TEMPLATE.get_or_init(migrated_file).await;
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join(FILE);
        std::fs::write(&path, template).expect("a temporary file");
        Self { settings: settings(&format!("sqlite:{}", path.display()), None), place: Place::Folder(folder) }
    }

    /// A schema of its own on the server that `TEST_DATABASE_URL` names, if it names one.
    #[expect(clippy::expect_used, reason = "a test without a database cannot go on")]
    pub async fn postgres() -> Option<Self> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        #[expect(clippy::disallowed_methods, reason = "the one setting of the tests")]
        let url = std::env::var("TEST_DATABASE_URL").ok()?;
        let schema = format!("test_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        drop_schema(&url, &schema).await; // of a process that was killed and had the same number
        migrations::up_in_schema(&url, &schema).await.expect("PostgreSQL can be migrated");
        Some(Self { settings: settings(&url, Some(schema)), place: Place::Schema })
    }

    /// SQLite, and PostgreSQL when there is a server.
    pub async fn engines() -> Vec<Self> {
        std::iter::once(Self::sqlite().await).chain(Self::postgres().await).collect()
    }

    /// What `Services::open` takes. A SQLite file can be opened by one at a time.
    #[must_use]
    pub fn settings(&self) -> DatabaseSettings {
        self.settings.clone()
    }

    /// Which engine it is.
    #[must_use]
    pub fn engine(&self) -> Engine {
        match self.place {
            Place::Folder(_) => Engine::Sqlite,
            Place::Schema => Engine::Postgres,
        }
    }

    /// The file, of an engine that has one.
    #[must_use]
    pub fn file(&self) -> Option<PathBuf> {
        match &self.place {
            Place::Folder(folder) => Some(folder.path().join(FILE)),
            Place::Schema => None,
        }
    }
}

impl Drop for TestDatabase {
    /// Drops the schema. A runtime of its own, because this may run inside one.
    fn drop(&mut self) {
        let Some(schema) = self.settings.schema.take() else { return };
        let url = self.settings.url.expose_secret().to_owned();
        let dropping = std::thread::spawn(move || {
            if let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() {
                runtime.block_on(drop_schema(&url, &schema));
            }
        });
        let _ = dropping.join();
    }
}

const FILE: &str = "rollcall.db";

fn settings(url: &str, schema: Option<String>) -> DatabaseSettings {
    DatabaseSettings {
        url: url.into(),
        readers: 4,
        max_connections: 8,
        acquire_timeout: Duration::from_secs(10),
        statement_timeout: Duration::from_secs(10),
        schema,
    }
}

#[expect(clippy::expect_used, reason = "a test without a database cannot go on")]
async fn migrated_file() -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join(FILE);
    up(&format!("sqlite:{}", path.display())).await.expect("SQLite can be migrated");
    std::fs::read(path).expect("the file was made")
}

/// Ends what a test left open, a transaction that it lost in a panic for example, and drops the schema.
async fn drop_schema(url: &str, schema: &str) {
    let sql = format!(
        "SELECT pg_terminate_backend(l.pid) FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
         WHERE c.relnamespace = to_regnamespace('{schema}') AND l.pid <> pg_backend_pid();
         SET lock_timeout = '2s';
         DROP SCHEMA IF EXISTS {schema} CASCADE"
    );
    if let Ok(connection) = Database::connect(url).await {
        let _ = connection.execute_unprepared(&sql).await;
        let _ = connection.close().await;
    }
}
