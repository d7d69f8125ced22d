//! The promises of this module.

mod both;
mod postgres;
mod queries;
mod sqlite;

use model::time::Timestamp;
use sea_orm::ActiveValue::Set;

use super::Db;
use crate::entity::throttle;
use crate::testing::TestDatabase;

/// Every engine that is at hand, each on a database of its own.
async fn engines() -> Vec<(TestDatabase, Db)> {
    let mut open = Vec::new();
    for database in TestDatabase::engines().await {
        let db = Db::connect(&database.settings()).await.unwrap();
        open.push((database, db));
    }
    open
}

/// A row that is easy to make.
fn counter(subject: &str, failures: i32) -> throttle::ActiveModel {
    throttle::ActiveModel {
        kind: Set("test".to_owned()),
        subject_hash: Set(subject.to_owned()),
        failures: Set(failures),
        window_from: Set(Timestamp(0)),
        blocked_until: Set(None),
    }
}
