//! What both engines do alike.

use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use model::ids::{SessionId, TokenId, UserId};
use model::time::Timestamp;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, DbErr, EntityTrait};
use uuid::Uuid;

use super::{counter, engines};
use crate::db::{Db, Lent, for_update, is_transient, is_unavailable, unique_violation};
use crate::entity::{session, throttle, token};
use crate::testing::TestDatabase;

// DB-09
#[tokio::test]
async fn waiting_for_a_connection_ends() {
    for database in TestDatabase::engines().await {
        let mut settings = database.settings();
        settings.max_connections = 1;
        settings.acquire_timeout = Duration::from_millis(100);
        let db = Db::connect(&settings).await.unwrap();
        let held = db.begin().await.unwrap();
        let error = db.begin().await.unwrap_err();
        assert!(is_unavailable(&error) && !is_transient(&error), "{error}");
        held.rollback().await.unwrap();
        db.begin().await.unwrap().rollback().await.unwrap();
    }
}

fn some_token(id: u128, hash: &str) -> token::ActiveModel {
    token::ActiveModel {
        id: Set(TokenId(Uuid::from_u128(id))),
        purpose: Set("set_up".to_owned()),
        token_hash: Set(hash.to_owned()),
        user_id: Set(None),
        subject: Set(None),
        payload: Set(None),
        attempts: Set(0),
        expires_at: Set(None),
        used_at: Set(None),
        created_at: Set(Timestamp(0)),
    }
}

// F9, DB-02: each adds one to what it has read, from two processes. Fails when the transaction is made deferred
// (BUSY_SNAPSHOT), and when the lock on the row is taken out (PostgreSQL loses counts).
#[tokio::test]
async fn read_then_write_of_many_at_once_loses_nothing() {
    const TASKS: i32 = 32;
    for (database, db) in engines().await {
        let other = Db::connect_beside_server(&database.settings()).await.unwrap();
        let tx = db.begin().await.unwrap();
        counter("shared", 0).insert(&tx).await.unwrap();
        tx.commit().await.unwrap();

        let add = async |db: &Db| {
            let tx = db.begin().await?;
            let on = Lent::Tx(&tx);
            let key = ("test".to_owned(), "shared".to_owned());
            let row = for_update(throttle::Entity::find_by_id(key), &on).one(&on).await?.unwrap();
            tokio::task::yield_now().await;
            counter("shared", row.failures + 1).update(&on).await?;
            tx.commit().await
        };
        let mut tasks: Vec<_> =
            (0..TASKS).map(|task| Box::pin(add([&db, &other][usize::from(task % 2 == 0)]))).collect();
        for outcome in join_all(&mut tasks).await {
            outcome.unwrap();
        }
        let row = throttle::Entity::find().one(db.reader()).await.unwrap().unwrap();
        assert_eq!(row.failures, TASKS, "{:?}", db.engine());
    }
}

/// Polls all of them until all are done.
async fn join_all<F: Future + Unpin>(tasks: &mut [F]) -> Vec<F::Output> {
    let mut outcomes: Vec<Option<F::Output>> = tasks.iter().map(|_| None).collect();
    std::future::poll_fn(|context| {
        for (task, outcome) in tasks.iter_mut().zip(&mut outcomes) {
            if outcome.is_none()
                && let Poll::Ready(value) = Pin::new(task).poll(context)
            {
                *outcome = Some(value);
            }
        }
        if outcomes.iter().all(Option::is_some) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    outcomes.into_iter().flatten().collect()
}

#[tokio::test]
async fn broken_constraint_has_the_same_name_on_both_engines() {
    for (_database, db) in engines().await {
        let insert = async |row: token::ActiveModel| {
            let tx = db.begin().await.unwrap();
            let outcome = row.insert(&tx).await;
            if outcome.is_ok() {
                tx.commit().await.unwrap();
            }
            outcome
        };
        insert(some_token(1, "a")).await.unwrap();
        let error = insert(some_token(2, "a")).await.unwrap_err();
        assert_eq!(unique_violation(&error).as_deref(), Some("token_token_hash_key"));
        let error = insert(some_token(1, "b")).await.unwrap_err();
        assert_eq!(unique_violation(&error).as_deref(), Some("token_pkey"));

        let tx = db.begin().await.unwrap();
        counter("a", 1).insert(&tx).await.unwrap();
        let error = counter("a", 2).insert(&tx).await.unwrap_err();
        assert_eq!(unique_violation(&error).as_deref(), Some("throttle_pkey"));
        tx.rollback().await.unwrap();

        let dangling = session::ActiveModel {
            id: Set(SessionId(Uuid::nil())),
            token_hash: Set(String::new()),
            user_id: Set(UserId(Uuid::nil())),
            created_at: Set(Timestamp(0)),
            last_seen_at: Set(Timestamp(0)),
            ip: Set(String::new()),
            user_agent: Set(String::new()),
            mfa_at: Set(None),
            step_up_at: Set(None),
            revoked_at: Set(None),
        };
        let tx = db.begin().await.unwrap();
        let error = dangling.insert(&tx).await.unwrap_err();
        assert_eq!(unique_violation(&error), None);
        assert!(!is_transient(&error) && !is_unavailable(&error));
    }
}

#[tokio::test]
async fn connection_that_was_lent_for_reading_does_not_write() {
    for (_database, db) in engines().await {
        let on = Lent::Reader(db.reader());
        for outcome in [
            counter("a", 1).insert(&on).await.map(drop),
            throttle::Entity::insert(counter("a", 1)).exec_without_returning(&on).await.map(drop),
            throttle::Entity::delete_many().exec(&on).await.map(drop),
            on.execute_unprepared("DELETE FROM throttle").await.map(drop),
        ] {
            assert!(matches!(outcome, Err(DbErr::Custom(_))), "{outcome:?}");
        }
        // Asking for a lock is not an error: the same function is asked inside a transaction and outside.
        assert!(for_update(throttle::Entity::find(), &on).one(&on).await.unwrap().is_none());
        assert!(throttle::Entity::find().one(db.reader()).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn statistics_can_be_renewed_after_many_rows() {
    for (_database, db) in engines().await {
        db.analyze().await.unwrap();
        assert!(db.is_reachable().await);
        db.close().await.unwrap();
        assert!(!db.is_reachable().await);
    }
}
