//! A fresh, migrated database for one test.
//!
//! Migrating takes longer than most tests, and nextest runs each in a process of its own. So it is done once for each
//! test program: every test gets a copy of what it left behind (see [`template`](super::template)).

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use tempfile::TempDir;

use super::template::{self, Server};
use crate::db::{DatabaseSettings, Engine};

/// A database that nobody else uses; it goes with the value.
pub struct TestDatabase {
    settings: DatabaseSettings,
    place: Place,
}

enum Place {
    Folder(TempDir),
    Server(Server, String),
}

impl TestDatabase {
    /// A SQLite file.
    #[expect(clippy::expect_used, reason = "a test without a database cannot go on")]
    pub async fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join(FILE);
        std::fs::copy(template::file().await, &path).expect("a temporary file");
        Self { settings: settings(&format!("sqlite:{}", path.display())), place: Place::Folder(folder) }
    }

    /// A database of its own on the server that `TEST_DATABASE_URL` names, if it names one.
    pub async fn postgres() -> Option<Self> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        #[expect(clippy::disallowed_methods, reason = "the one setting of the tests")]
        let server = Server::at(std::env::var("TEST_DATABASE_URL").ok()?);
        let name = format!("rollcall_test_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        server.copy_template(&name).await;
        Some(Self { settings: settings(&server.url_of(&name)), place: Place::Server(server, name) })
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
            Place::Server(..) => Engine::Postgres,
        }
    }

    /// The file, of an engine that has one.
    #[must_use]
    pub fn file(&self) -> Option<PathBuf> {
        match &self.place {
            Place::Folder(folder) => Some(folder.path().join(FILE)),
            Place::Server(..) => None,
        }
    }
}

impl Drop for TestDatabase {
    /// Drops the database. A runtime of its own, because this may run inside one.
    fn drop(&mut self) {
        let Place::Server(server, name) = &self.place else { return };
        let (server, name) = (server.clone(), name.clone());
        let dropping = std::thread::spawn(move || {
            if let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() {
                runtime.block_on(server.drop_database(&name));
            }
        });
        let _ = dropping.join();
    }
}

const FILE: &str = "rollcall.db";

fn settings(url: &str) -> DatabaseSettings {
    DatabaseSettings {
        url: url.into(),
        readers: 4,
        max_connections: 8,
        acquire_timeout: Duration::from_secs(10),
        statement_timeout: Duration::from_secs(10),
    }
}
