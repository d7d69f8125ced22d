//! What the schema builder cannot say, or not for both engines.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{DbBackend, Statement};

/// Milliseconds since 1970. A number, because the engines agree about numbers.
pub(crate) fn time(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).big_integer().not_null().take()
}

/// The same, where it may not have happened.
pub(crate) fn time_null(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).big_integer().null().take()
}

/// A version for optimistic locking.
pub(crate) fn version() -> ColumnDef {
    ColumnDef::new("version").big_integer().not_null().take()
}

/// Text that is sorted or searched: compared byte by byte on both engines, whatever the locale of the database.
pub(crate) fn folded(manager: &SchemaManager<'_>, name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(name).text().take();
    if manager.get_database_backend() == DbBackend::Postgres {
        column.extra(r#"COLLATE "C""#);
    }
    column
}

/// The key of a table that holds one row.
pub(crate) fn only_one() -> ColumnDef {
    ColumnDef::new("id").small_integer().not_null().primary_key().check(Expr::col("id").eq(1)).take()
}

/// A reference whose target is never deleted while it is referred to.
pub(crate) fn refers(column: &'static str, table: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create().from_col(column).to_tbl(table).to_col("id").take()
}

/// Makes an index. What follows the table is SQL; SQLite always counts empty values as smallest and does not let anyone
/// say so.
pub(crate) async fn index(manager: &SchemaManager<'_>, name: &str, table: &str, columns: &str) -> Result<(), DbErr> {
    let columns = match manager.get_database_backend() {
        DbBackend::Sqlite => columns.replace(" NULLS FIRST", "").replace(" NULLS LAST", ""),
        _ => columns.to_owned(),
    };
    let sql = format!(r#"CREATE INDEX {name} ON "{table}" {columns}"#);
    manager.get_connection().execute_unprepared(&sql).await.map(drop)
}

/// A table with rows that refer to nothing. PostgreSQL has checked that by itself.
pub(crate) async fn dangling(connection: &impl ConnectionTrait) -> Result<Option<String>, DbErr> {
    if connection.get_database_backend() != DbBackend::Sqlite {
        return Ok(None);
    }
    let check = Statement::from_string(DbBackend::Sqlite, "PRAGMA foreign_key_check");
    connection.query_one_raw(check).await?.map(|row| row.try_get_by_index(0)).transpose()
}
