//! Searching, sorting and numbers: the same answers from both engines.

use model::time::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, Order, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::{counter, engines};
use crate::db::{search, sorted};
use crate::entity::{seat_ledger, throttle};

// F10, DB-13
#[tokio::test]
async fn search_takes_the_signs_of_like_for_what_they_are() {
    let words = ["100%", "100 percent", "a_b", "axb", "back\\slash", "ÉMILE", "zoe\u{308}", "高橋", "o'neil", "\u{1}"];
    let mut answers: Vec<Vec<Vec<String>>> = Vec::new();
    for (_database, db) in engines().await {
        let tx = db.begin().await.unwrap();
        for word in words {
            counter(&search::fold(word), 0).insert(&tx).await.unwrap();
        }
        tx.commit().await.unwrap();
        let find = async |text: &str| {
            let found = throttle::Entity::find().filter(search::contains(throttle::Column::SubjectHash, text));
            let mut found: Vec<String> =
                found.all(db.reader()).await.unwrap().into_iter().map(|row| row.subject_hash).collect();
            found.sort_unstable();
            found
        };
        assert_eq!(find("%").await, ["100%"]);
        assert_eq!(find("_").await, ["a_b"]);
        assert_eq!(find("\\").await, ["back\\slash"]);
        assert_eq!(find("0%' OR 1=1 --").await, Vec::<String>::new());
        assert_eq!(find("O'N").await, ["o'neil"]);
        assert_eq!(find("Emile").await, ["emile"]);
        assert_eq!(find("ZOË").await, ["zoe"]);
        assert_eq!(find("a\0b").await, Vec::<String>::new());
        let mut all = Vec::new();
        for text in ["", "a", "0", "橋", "É", "\u{1}", "%%", "\\%", "_b", "e\u{301}"] {
            all.push(find(text).await);
        }
        answers.push(all);
    }
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:#?}");
}

// DB-13
#[tokio::test]
async fn empty_values_come_first_and_then_numbers_on_both_engines() {
    for (_database, db) in engines().await {
        let tx = db.begin().await.unwrap();
        for (subject, blocked_until) in [("b", Some(5)), ("a", None), ("d", Some(-1)), ("c", None)] {
            let blocked_until = Set(blocked_until.map(Timestamp));
            throttle::ActiveModel { blocked_until, ..counter(subject, 0) }.insert(&tx).await.unwrap();
        }
        tx.commit().await.unwrap();
        for (order, expected) in [(Order::Asc, ["a", "c", "d", "b"]), (Order::Desc, ["b", "d", "c", "a"])] {
            let rows = sorted(throttle::Entity::find(), throttle::Column::BlockedUntil, order.clone());
            let rows = sorted(rows, throttle::Column::SubjectHash, order).all(db.reader()).await.unwrap();
            let subjects: Vec<_> = rows.iter().map(|row| row.subject_hash.as_str()).collect();
            assert_eq!(subjects, expected, "{:?}", db.engine());
        }
    }
}

#[tokio::test]
async fn sums_and_large_numbers_are_the_same_on_both_engines() {
    for (_database, db) in engines().await {
        let tx = db.begin().await.unwrap();
        for (id, at) in [(1, i64::MAX), (2, i64::MIN), (3, 0)] {
            let row = seat_ledger::ActiveModel {
                id: Set(Uuid::from_u128(id)),
                delta: Set(i32::MAX),
                effective_at: Set(Timestamp(at)),
                reason: Set("test".to_owned()),
                order_id: Set(None),
                created_at: Set(Timestamp(at)),
            };
            row.insert(&tx).await.unwrap();
        }
        tx.commit().await.unwrap();
        let past = seat_ledger::Entity::find().filter(seat_ledger::COLUMN.effective_at.lte(Timestamp(0)));
        let sum: Option<Option<i64>> = past
            .select_only()
            .column_as(Expr::cust("CAST(SUM(delta) AS BIGINT)"), "sum")
            .into_tuple()
            .one(db.reader())
            .await
            .unwrap();
        assert_eq!(sum, Some(Some(2 * i64::from(i32::MAX))));
        let last = seat_ledger::Entity::find().filter(seat_ledger::Column::CreatedAt.eq(Timestamp(i64::MAX)));
        assert_eq!(last.one(db.reader()).await.unwrap().unwrap().effective_at, Timestamp(i64::MAX));
    }
}
