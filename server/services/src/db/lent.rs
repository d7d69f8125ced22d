//! A connection that was lent, and what is asked of it under a lock or in an order.

use sea_orm::entity::prelude::async_trait::async_trait;
use sea_orm::sea_query::{NullOrdering, SelectStatement};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, EntityTrait, ExecResult,
    Order, QueryOrder, QueryResult, QuerySelect, Statement,
};

use super::Engine;
use crate::entity::workspace;

/// A lent connection.
#[derive(Clone, Copy)]
pub(crate) enum Lent<'a> {
    /// Inside a write transaction.
    Tx(&'a DatabaseTransaction),
    /// For reading. SQLite would refuse a write by itself; PostgreSQL would carry it out, outside any transaction.
    Reader(&'a DatabaseConnection),
}

impl Lent<'_> {
    /// Which engine it is.
    pub(crate) fn engine(&self) -> Engine {
        Engine::of(self)
    }

    /// Whether rows can be locked: in a transaction, on the engine that locks rows.
    pub(crate) fn locks_rows(&self) -> bool {
        matches!(self, Self::Tx(_)) && self.engine() == Engine::Postgres
    }
}

#[async_trait]
impl ConnectionTrait for Lent<'_> {
    fn get_database_backend(&self) -> DbBackend {
        match self {
            Self::Tx(connection) => connection.get_database_backend(),
            Self::Reader(connection) => connection.get_database_backend(),
        }
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        match self {
            Self::Tx(connection) => connection.execute_raw(statement).await,
            Self::Reader(_) => Err(only_reads()),
        }
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        match self {
            Self::Tx(connection) => connection.execute_unprepared(sql).await,
            Self::Reader(_) => Err(only_reads()),
        }
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        match self {
            Self::Tx(connection) => connection.query_one_raw(statement).await,
            Self::Reader(connection) if reads(&statement) => connection.query_one_raw(statement).await,
            Self::Reader(_) => Err(only_reads()),
        }
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        match self {
            Self::Tx(connection) => connection.query_all_raw(statement).await,
            Self::Reader(connection) if reads(&statement) => connection.query_all_raw(statement).await,
            Self::Reader(_) => Err(only_reads()),
        }
    }
}

/// A write that returns its rows looks like a question; the first word tells.
fn reads(statement: &Statement) -> bool {
    let first = statement.sql.split_whitespace().next().unwrap_or_default();
    ["SELECT", "WITH", "(SELECT"].iter().any(|word| first.eq_ignore_ascii_case(word))
}

fn only_reads() -> DbErr {
    DbErr::Custom("a connection that was lent for reading was asked to write; use `ctx.write`".to_owned())
}

/// Keeps the rows as they are until the transaction ends, and lets others read them: the facts of a decision.
pub(crate) fn for_share<Q>(select: Q, on: &Lent<'_>) -> Q
where
    Q: QuerySelect<QueryStatement = SelectStatement>,
{
    if on.locks_rows() { select.lock_shared() } else { select }
}

/// Keeps the rows for this transaction: what it is about to change. On SQLite the transaction already is that lock.
pub(crate) fn for_update<Q>(select: Q, on: &Lent<'_>) -> Q
where
    Q: QuerySelect<QueryStatement = SelectStatement>,
{
    if on.locks_rows() { select.lock_exclusive() } else { select }
}

/// Takes the lock under which seats and last holders are counted.
pub(crate) async fn lock_workspace(on: &Lent<'_>) -> Result<(), DbErr> {
    if on.locks_rows() {
        let id = workspace::Entity::find_by_id(1_i16).select_only().column(workspace::Column::Id);
        for_update(id, on).into_tuple::<i16>().one(on).await?;
    }
    Ok(())
}

/// Sorts by a column. What is empty counts as smallest: the order of the indexes, and SQLite's own.
pub(crate) fn sorted<Q: QueryOrder>(query: Q, column: impl ColumnTrait, order: Order) -> Q {
    if !column.def().is_null() {
        return query.order_by(column, order);
    }
    let empty = match order {
        Order::Desc => NullOrdering::Last,
        _ => NullOrdering::First,
    };
    query.order_by_with_nulls(column, order, empty)
}
