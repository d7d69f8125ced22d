//! One file, one writer, one server.

use std::time::Duration;

use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqlitePool};
use sea_orm::{ActiveModelTrait, ConnectionTrait, DatabaseConnection, EntityTrait, SqlxSqliteConnector, Statement};

use super::counter;
use crate::db::{Db, DbError, is_transient, is_unavailable};
use crate::entity::throttle;
use crate::testing::TestDatabase;

async fn text(connection: &DatabaseConnection, sql: &str) -> String {
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    let row = connection.query_one_raw(statement).await.unwrap().unwrap();
    row.try_get_by_index::<String>(0)
        .or_else(|_| row.try_get_by_index::<i64>(0).map(|number| number.to_string()))
        .unwrap()
}

// F9
#[tokio::test]
async fn sqlite_is_set_for_durability_references_and_lasting_plans() {
    let database = TestDatabase::sqlite().await;
    let db = Db::connect(&database.settings()).await.unwrap();
    for (connection, pragma, value) in [
        (&db.writer, "journal_mode", "wal"),
        (&db.writer, "synchronous", "2"), // FULL
        (&db.writer, "foreign_keys", "1"),
        (&db.writer, "busy_timeout", "5000"),
        (&db.writer, "temp_store", "2"), // MEMORY
        (&db.writer, "trusted_schema", "0"),
        (&db.reader, "journal_mode", "wal"),
        (&db.reader, "query_only", "1"),
        (&db.reader, "busy_timeout", "5000"),
    ] {
        assert_eq!(text(connection, &format!("PRAGMA {pragma}")).await, value, "{pragma}");
    }
    // Plans outlive the values of a LIMIT: compiled in by `.cargo/config.toml`.
    assert_eq!(text(&db.reader, "SELECT sqlite_compileoption_used('ENABLE_QPSG')").await, "1");
    let outcome = db.reader.execute_unprepared("DELETE FROM job").await;
    assert!(outcome.unwrap_err().to_string().contains("readonly"));
}

// DB-11
#[tokio::test]
async fn second_server_on_one_file_is_refused_and_a_command_is_not() {
    let database = TestDatabase::sqlite().await;
    let first = Db::connect(&database.settings()).await.unwrap();
    assert!(matches!(Db::connect(&database.settings()).await, Err(DbError::InUse(_))));

    let command = Db::connect_beside_server(&database.settings()).await.unwrap();
    let tx = command.begin().await.unwrap();
    counter("a", 1).insert(&tx).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(throttle::Entity::find().all(first.reader()).await.unwrap().len(), 1);
    command.close().await.unwrap();

    first.close().await.unwrap();
    drop(first);
    Db::connect(&database.settings()).await.unwrap();
}

// DB-11
#[tokio::test]
async fn file_that_is_missing_or_no_database_is_refused_by_name() {
    let database = TestDatabase::sqlite().await;
    let mut settings = database.settings();
    settings.url = "sqlite:/nowhere/rollcall.db".into();
    let Err(error) = Db::connect(&settings).await else { panic!("opened") };
    assert!(error.to_string().contains("/nowhere/rollcall.db"), "{error}");

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.txt");
    std::fs::write(&path, "not a database, although it is long enough to have a header of one".repeat(20)).unwrap();
    settings.url = format!("sqlite:{}", path.display()).into();
    assert!(matches!(Db::connect(&settings).await, Err(DbError::Database(_))));
}

// DB-11
#[tokio::test]
async fn what_was_committed_survives_without_the_companion_files() {
    let database = TestDatabase::sqlite().await;
    let settings = database.settings();
    let db = Db::connect(&settings).await.unwrap();
    let tx = db.begin().await.unwrap();
    counter("a", 1).insert(&tx).await.unwrap();
    tx.commit().await.unwrap();
    db.close().await.unwrap();
    drop(db);

    let path = database.file().unwrap();
    for companion in ["-wal", "-shm"] {
        let mut name = path.clone().into_os_string();
        name.push(companion);
        let _ = std::fs::remove_file(name); // closing has removed them already
    }
    let db = Db::connect(&settings).await.unwrap();
    assert_eq!(throttle::Entity::find().all(db.reader()).await.unwrap().len(), 1);
}

// DB-01: what another process holds for a while is waited for.
#[tokio::test]
async fn writer_waits_for_a_lock_of_another_process() {
    let database = TestDatabase::sqlite().await;
    let db = Db::connect(&database.settings()).await.unwrap();
    let other = Db::connect_beside_server(&database.settings()).await.unwrap();
    let held = other.begin().await.unwrap();
    let (begun, ()) = tokio::join!(db.begin(), async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        held.rollback().await.unwrap();
    });
    counter("a", 1).insert(&begun.unwrap()).await.unwrap();
}

// DB-01: when waiting was in vain, the answer is "busy", and it is not waited again.
#[tokio::test]
async fn lock_that_does_not_end_makes_the_database_unavailable() {
    let database = TestDatabase::sqlite().await;
    let db = Db::connect(&database.settings()).await.unwrap();
    let held = db.begin().await.unwrap();
    let impatient = SqliteConnectOptions::new().filename(database.file().unwrap()).busy_timeout(Duration::ZERO);
    let other = SqlxSqliteConnector::from_sqlx_sqlite_pool(SqlitePool::connect_with(impatient).await.unwrap());
    let error = other.execute_unprepared("BEGIN IMMEDIATE").await.unwrap_err();
    assert!(is_unavailable(&error) && !is_transient(&error), "{error}");
    held.rollback().await.unwrap();
}
