//! Limits, row locks, and what PostgreSQL says when two changes meet.

use std::time::Duration;

use model::language::Language;
use model::time::Timestamp;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, EntityTrait, Statement};

use super::counter;
use crate::db::{Db, Lent, is_transient, is_unavailable, lock_workspace};
use crate::entity::{audit_head, workspace};
use crate::testing::TestDatabase;

#[tokio::test]
async fn postgres_ends_slow_statements_and_says_that_it_is_busy() {
    let Some(database) = TestDatabase::postgres().await else { return };
    let mut settings = database.settings();
    settings.statement_timeout = Duration::from_millis(100);
    let db = Db::connect(&settings).await.unwrap();
    let error = db.reader.execute_unprepared("SELECT pg_sleep(5)").await.unwrap_err();
    assert!(is_unavailable(&error) && !is_transient(&error), "{error}");
}

// DB-10
#[tokio::test]
async fn deadlock_is_transient() {
    let Some(database) = TestDatabase::postgres().await else { return };
    let db = Db::connect(&database.settings()).await.unwrap();
    let (one, two) = (db.begin().await.unwrap(), db.begin().await.unwrap());
    counter("a", 0).insert(&one).await.unwrap();
    counter("b", 0).insert(&two).await.unwrap();
    let (first, second) = tokio::join!(counter("b", 1).insert(&one), counter("a", 1).insert(&two));
    let victim = first.err().or(second.err()).unwrap();
    assert!(is_transient(&victim) && !is_unavailable(&victim), "{victim}");
}

#[tokio::test]
async fn serialization_failure_is_transient() {
    let Some(database) = TestDatabase::postgres().await else { return };
    let db = Db::connect(&database.settings()).await.unwrap();
    let (one, two) = (db.begin().await.unwrap(), db.begin().await.unwrap());
    one.execute_unprepared("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ").await.unwrap();
    audit_head::Entity::find().one(&one).await.unwrap();
    two.execute_unprepared("UPDATE audit_head SET seq = 1").await.unwrap();
    two.commit().await.unwrap();
    let error = one.execute_unprepared("UPDATE audit_head SET seq = 2").await.unwrap_err();
    assert!(is_transient(&error), "{error}");
}

#[tokio::test]
async fn lock_of_the_workspace_keeps_others_out() {
    let Some(database) = TestDatabase::postgres().await else { return };
    let db = Db::connect(&database.settings()).await.unwrap();
    let tx = db.begin().await.unwrap();
    let row = workspace::ActiveModel {
        id: Set(1),
        name: Set("Kestrel".to_owned()),
        timezone: Set("Europe/Oslo".to_owned()),
        default_language: Set(Language::En),
        password_min: Set(8),
        session_idle_minutes: Set(60),
        session_max_minutes: Set(1440),
        undo_seconds: Set(10),
        permanent_deletion_allowed: Set(true),
        api_key_days: Set(None),
        enforce_2fa: Set(false),
        enforce_2fa_from: Set(None),
        default_player: Set(model::players::Player::BuiltIn),
        accent: Set(None),
        logo: Set(None),
        logo_dark: Set(None),
        sender_name: Set(None),
        created_at: Set(Timestamp(0)),
        version: Set(1),
    };
    row.insert(&tx).await.unwrap();
    tx.commit().await.unwrap();

    let (one, two) = (db.begin().await.unwrap(), db.begin().await.unwrap());
    lock_workspace(&Lent::Tx(&one)).await.unwrap();
    let waiting = tokio::time::timeout(Duration::from_millis(200), async { lock_workspace(&Lent::Tx(&two)).await });
    assert!(waiting.await.is_err());
}

// DB-08
#[tokio::test]
async fn lost_connection_makes_the_database_unavailable_until_the_next_one() {
    let Some(database) = TestDatabase::postgres().await else { return };
    let db = Db::connect(&database.settings()).await.unwrap();
    let lost = db.begin().await.unwrap();
    let own = Statement::from_string(lost.get_database_backend(), "SELECT pg_backend_pid()");
    let pid: i32 = lost.query_one_raw(own).await.unwrap().unwrap().try_get_by_index(0).unwrap();
    db.reader().execute_unprepared(&format!("SELECT pg_terminate_backend({pid})")).await.unwrap();

    let error = counter("a", 1).insert(&lost).await.unwrap_err();
    assert!(is_unavailable(&error) && !is_transient(&error), "{error}");
    let _ = lost.rollback().await;
    for _ in 0..20 {
        db.begin().await.unwrap().rollback().await.unwrap();
    }
}
