//! From each version to the newest, with a row in every table.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};

use sea_orm_migration::sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr, Statement};
use sea_orm_migration::{MigrationTrait, MigratorTrait};

use crate::Schema;
use crate::connect::Target;
use crate::run::run;

/// Migrations of the version that a database comes from.
static VERSION: AtomicUsize = AtomicUsize::new(0);

/// That version.
struct Older;

impl MigratorTrait for Older {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        Schema::migrations().into_iter().take(VERSION.load(Ordering::Relaxed)).collect()
    }
}

/// A database that is thrown away.
struct Place {
    url: String,
    schema: Option<String>,
}

impl Place {
    fn target(&self) -> Target {
        let target = Target::parse(&self.url).unwrap();
        match &self.schema {
            Some(schema) => target.in_schema(schema).unwrap(),
            None => target,
        }
    }

    async fn up<M: MigratorTrait>(&self) {
        run::<M>(self.target(), self.schema.as_deref()).await.unwrap();
    }

    async fn drop_schema(&self) {
        let Some(schema) = &self.schema else { return };
        let connection = Target::parse(&self.url).unwrap().open().await.unwrap();
        connection.execute_unprepared(&format!("DROP SCHEMA IF EXISTS {schema} CASCADE")).await.unwrap();
        connection.close().await.unwrap();
    }
}

/// The first column of the answer.
async fn texts(connection: &DatabaseConnection, sql: &str) -> Vec<String> {
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    let rows = connection.query_all_raw(statement).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

async fn tables(connection: &DatabaseConnection) -> Vec<String> {
    let sql = match connection.get_database_backend() {
        DbBackend::Sqlite => "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'",
        _ => "SELECT table_name::text FROM information_schema.tables WHERE table_schema = current_schema()",
    };
    texts(connection, sql).await.into_iter().filter(|table| table != "seaql_migrations").collect()
}

async fn count(connection: &DatabaseConnection, table: &str) -> String {
    texts(connection, &format!("SELECT CAST(count(*) AS text) FROM \"{table}\"")).await.remove(0)
}

/// The columns of a table, each with its type behind a space.
async fn columns(connection: &DatabaseConnection, table: &str) -> Vec<String> {
    let sql = match connection.get_database_backend() {
        DbBackend::Sqlite => format!("SELECT name || ' ' || lower(type) FROM pragma_table_info('{table}')"),
        _ => format!(
            "SELECT column_name || ' ' || data_type FROM information_schema.columns
             WHERE table_schema = current_schema() AND table_name = '{table}'"
        ),
    };
    texts(connection, &sql).await
}

/// Puts a row into a table, with a value in every column. All ids are the same, so it refers to the rows of others.
async fn fill(connection: &DatabaseConnection, table: &str) -> Result<(), DbErr> {
    let backend = connection.get_database_backend();
    let (mut names, mut values) = (Vec::new(), Vec::new());
    for column in columns(connection, table).await {
        let (name, kind) = column.split_once(' ').unwrap();
        names.push(format!("\"{name}\""));
        values.push(match (name, backend) {
            ("template", _) => "'enrollment_reminder'",
            ("default_page", _) => "'profile'",
            _ if kind.contains("uuid") => "'0192f0c1-0000-7000-8000-000000000001'",
            _ if kind.contains("bool") => "true",
            _ if kind.contains("int") || kind.contains("double") => "1",
            _ if kind.contains("json") => "'{}'",
            (_, DbBackend::Sqlite) if kind.contains("blob") => "x'01'",
            _ if kind.contains("bytea") => r"'\x01'",
            _ => "'x'",
        });
    }
    let sql = format!("INSERT INTO \"{table}\" ({}) VALUES ({})", names.join(", "), values.join(", "));
    connection.execute_unprepared(&sql).await.map(drop)
}

/// A row in every table that has none. What refers to a row that is not there yet comes later.
async fn fill_all(connection: &DatabaseConnection) {
    let mut waiting: VecDeque<String> = tables(connection).await.into();
    let mut refused = 0;
    while let Some(table) = waiting.pop_front() {
        if count(connection, &table).await != "0" {
            continue;
        }
        match fill(connection, &table).await {
            Ok(()) => refused = 0,
            Err(error) => {
                assert!(refused <= waiting.len(), "{table}: {error}");
                refused += 1;
                waiting.push_back(table);
            }
        }
    }
}

// MG-02
#[tokio::test]
async fn from_each_version_every_row_comes_along() {
    let folder = tempfile::tempdir().unwrap();
    for version in 1..Schema::migrations().len() {
        VERSION.store(version, Ordering::Relaxed);
        let file = folder.path().join(format!("{version}.db"));
        let mut places = vec![Place { url: format!("sqlite:{}", file.display()), schema: None }];
        #[expect(clippy::disallowed_methods, reason = "tests have no configuration")]
        let server = std::env::var("TEST_DATABASE_URL").ok();
        let schema = Some(format!("upgrade_{}", std::process::id()));
        places.extend(server.map(|url| Place { url, schema }));
        for place in places {
            place.drop_schema().await; // of a process that was killed and had the same number
            place.up::<Older>().await;
            let connection = place.target().open().await.unwrap();
            fill_all(&connection).await;
            let before = tables(&connection).await;
            let had_chosen =
                columns(&connection, "user").await.iter().any(|column| column.starts_with("default_page "));
            connection.close().await.unwrap();

            place.up::<Schema>().await;

            let connection = place.target().open().await.unwrap();
            for table in &before {
                assert_ne!(count(&connection, table).await, "0", "{table}, from version {version}");
            }
            // Whoever began with their profile begins with My Tasks; everybody else with the Overview.
            let page = if had_chosen { "my_tasks" } else { "overview" };
            let begins = texts(&connection, "SELECT default_page FROM \"user\"").await;
            assert_eq!(begins, [page], "from version {version}");
            fill_all(&connection).await;
            if before.iter().any(|table| table == "mail") {
                // Reminders were counted from the mails that there were, and are since.
                let sent = texts(&connection, "SELECT CAST(sent AS text) FROM enrollment_reminder").await;
                assert_eq!(sent, ["1"], "from version {version}");
            }
            connection.close().await.unwrap();
            place.drop_schema().await;
        }
    }
}
