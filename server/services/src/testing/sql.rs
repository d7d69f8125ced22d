//! What a test asks of the database past all services, in SQL that both engines speak.

use sea_orm::{ConnectionTrait, DbBackend, DbErr, QueryResult, Statement};

use super::TestWorld;
use crate::db::Engine;

impl TestWorld {
    /// Changes rows; how many.
    #[expect(clippy::expect_used, reason = "the test wrote the statement")]
    pub async fn execute(&self, sql: &str) -> u64 {
        let change = async {
            let tx = self.services().db().begin().await?;
            let changed = tx.execute_unprepared(sql).await?.rows_affected();
            tx.commit().await?;
            Ok::<_, DbErr>(changed)
        };
        change.await.expect(sql)
    }

    /// One number.
    #[expect(clippy::expect_used, reason = "the test wrote the statement")]
    pub async fn number(&self, sql: &str) -> i64 {
        let rows = self.query(sql).await;
        let row = rows.first().expect("a row");
        // PostgreSQL tells numbers of different sizes apart.
        let small = || row.try_get_by_index::<i32>(0).map(i64::from);
        row.try_get_by_index(0).or_else(|_| small()).expect("a number")
    }

    /// A column of texts.
    #[expect(clippy::expect_used, reason = "the test wrote the statement")]
    pub async fn texts(&self, sql: &str) -> Vec<String> {
        self.query(sql).await.iter().map(|row| row.try_get_by_index(0).expect("a text")).collect()
    }

    /// Every row of every table, as somebody reads it who got hold of the database.
    pub async fn dump(&self) -> String {
        let mut dump = String::new();
        for table in self.texts(self.either("SELECT name FROM sqlite_master WHERE type = 'table'", PG_TABLES)).await {
            let columns = format!("SELECT name FROM pragma_table_info('{table}')");
            let row = match self.services().db().engine() {
                Engine::Sqlite => {
                    self.texts(&columns).await.iter().map(|column| format!("quote(\"{column}\")")).collect()
                }
                Engine::Postgres => vec![format!("\"{table}\"::text")],
            };
            let sql = format!("SELECT {} FROM \"{table}\"", row.join(" || ' ' || "));
            for row in self.texts(&sql).await {
                dump.push_str(&format!("{table}: {row}\n"));
            }
        }
        dump
    }

    /// What the engines word differently.
    pub fn either<'a>(&self, sqlite: &'a str, postgres: &'a str) -> &'a str {
        match self.services().db().engine() {
            Engine::Sqlite => sqlite,
            Engine::Postgres => postgres,
        }
    }

    #[expect(clippy::expect_used, reason = "the test wrote the statement")]
    async fn query(&self, sql: &str) -> Vec<QueryResult> {
        let backend = match self.services().db().engine() {
            Engine::Sqlite => DbBackend::Sqlite,
            Engine::Postgres => DbBackend::Postgres,
        };
        self.services().db().reader().query_all_raw(Statement::from_string(backend, sql)).await.expect(sql)
    }
}

const PG_TABLES: &str = "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema()";
