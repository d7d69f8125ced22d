//! Migrated databases that tests copy, one of each engine for each test program.
//!
//! Invariant: a template is as new as the program that copies it. A program that was built again may bring other
//! migrations, so it makes its own.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use migrations::up;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr, Statement};
use url::Url;

/// A migrated SQLite file beside the test program.
///
/// # Panics
/// When it cannot be made: a test without a database cannot go on.
#[expect(clippy::expect_used, reason = "a test without a database cannot go on")]
pub(super) async fn file() -> PathBuf {
    let program = std::env::current_exe().expect("the test program");
    let template = program.with_extension("template.db");
    if modified(&template).is_none_or(|made| Some(made) < modified(&program)) {
        let folder = tempfile::tempdir_in(program.parent().unwrap_or(&program)).expect("a temporary folder");
        let path = folder.path().join("template.db");
        up(&format!("sqlite:{}", path.display())).await.expect("SQLite can be migrated");
        // In one step, because another test may be doing the same.
        std::fs::rename(path, &template).expect("the template can be put in its place");
    }
    template
}

fn modified(path: &Path) -> Option<SystemTime> {
    path.metadata().ok()?.modified().ok()
}

/// A PostgreSQL server, named by the address of one of its databases. Its user may make databases.
#[derive(Clone)]
pub(super) struct Server(String);

impl Server {
    pub(super) const fn at(url: String) -> Self {
        Self(url)
    }

    /// The address of another database there.
    ///
    /// # Panics
    /// When the server's own address is none.
    #[expect(clippy::expect_used, reason = "a test without a database cannot go on")]
    pub(super) fn url_of(&self, database: &str) -> String {
        let mut url: Url = self.0.parse().expect("TEST_DATABASE_URL is an address");
        url.set_path(database);
        url.into()
    }

    /// Makes a migrated database.
    ///
    /// # Panics
    /// When it cannot be made.
    #[expect(clippy::expect_used, reason = "a test without a database cannot go on")]
    pub(super) async fn copy_template(&self, name: &str) {
        let copying = async {
            let connection = self.connect().await?;
            let template = Template::of_this_program();
            if !template.is_there(&connection).await? {
                self.make(&template, &connection).await?;
            }
            drop_database(&connection, name).await?; // of a process that was killed and had the same number
            connection.execute_unprepared(&format!("CREATE DATABASE {name} TEMPLATE {}", template.name)).await?;
            connection.close().await
        };
        copying.await.expect("PostgreSQL makes a database");
    }

    /// Drops a database, with whatever a test left open in it.
    pub(super) async fn drop_database(&self, name: &str) {
        if let Ok(connection) = self.connect().await {
            let _ = drop_database(&connection, name).await;
            let _ = connection.close().await;
        }
    }

    /// One connection, so that a lock of the session is kept until it closes.
    async fn connect(&self) -> Result<DatabaseConnection, DbErr> {
        Database::connect(ConnectOptions::new(&self.0).max_connections(1).sqlx_logging(false).to_owned()).await
    }

    /// Others wait meanwhile, and find it made.
    #[expect(clippy::expect_used, reason = "a test without a database cannot go on")]
    async fn make(&self, template: &Template, connection: &DatabaseConnection) -> Result<(), DbErr> {
        connection.execute_unprepared("SELECT pg_advisory_lock(hashtext('rollcall template'))").await?;
        if !template.is_there(connection).await? {
            for older in template.older(connection).await? {
                drop_database(connection, &older).await?;
            }
            // Under another name until it is whole.
            let unfinished = format!("{}_unfinished", template.name);
            drop_database(connection, &unfinished).await?;
            connection.execute_unprepared(&format!("CREATE DATABASE {unfinished}")).await?;
            up(&self.url_of(&unfinished)).await.expect("PostgreSQL can be migrated");
            let rename = format!("ALTER DATABASE {unfinished} RENAME TO {}", template.name);
            connection.execute_unprepared(&rename).await?;
        }
        connection.execute_unprepared("SELECT pg_advisory_unlock(hashtext('rollcall template'))").await?;
        Ok(())
    }
}

async fn drop_database(connection: &DatabaseConnection, name: &str) -> Result<(), DbErr> {
    connection.execute_unprepared(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await?;
    Ok(())
}

/// A template on a PostgreSQL server.
struct Template {
    /// That of all templates of this program.
    prefix: String,
    name: String,
}

impl Template {
    #[expect(clippy::expect_used, reason = "a test without a database cannot go on")]
    fn of_this_program() -> Self {
        let program = std::env::current_exe().expect("the test program");
        let mut hasher = DefaultHasher::new();
        program.hash(&mut hasher);
        let made = modified(&program).and_then(|made| made.duration_since(UNIX_EPOCH).ok()).unwrap_or_default();
        let prefix = format!("rollcall_template_{:016x}_", hasher.finish());
        Self { name: format!("{prefix}{}", made.as_millis()), prefix }
    }

    async fn is_there(&self, connection: &DatabaseConnection) -> Result<bool, DbErr> {
        let sql = "SELECT datname FROM pg_database WHERE datname = $1";
        let look = Statement::from_sql_and_values(DbBackend::Postgres, sql, [self.name.as_str().into()]);
        Ok(connection.query_one_raw(look).await?.is_some())
    }

    /// Those of the program as it was before.
    async fn older(&self, connection: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
        let sql = "SELECT datname::text FROM pg_database WHERE starts_with(datname, $1)";
        let look = Statement::from_sql_and_values(DbBackend::Postgres, sql, [self.prefix.as_str().into()]);
        connection.query_all_raw(look).await?.iter().map(|row| row.try_get_by_index(0)).collect()
    }
}
