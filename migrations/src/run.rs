//! One run: everything that is pending, or nothing.

use std::collections::BTreeSet;

use sea_orm_migration::sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, EntityTrait, SqliteTransactionMode, Statement,
    TransactionOptions, TransactionTrait,
};
use sea_orm_migration::{MigratorTrait, SchemaManager, seaql_migrations};

use crate::connect::{self, Target};
use crate::error::MigrationError;
use crate::{Schema, ddl};

/// First half of the advisory lock's key; the second half stands for the schema.
const LOCK: i32 = 0x726f_6c6c; // "roll"

/// What a run did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// The migrations that were pending, oldest first.
    pub names: Vec<String>,
}

/// Where a database stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// In the database and in this program, oldest first.
    pub applied: Vec<String>,
    /// In this program only.
    pub pending: Vec<String>,
    /// In the database only: a newer version was here.
    pub unknown: Vec<String>,
}

impl Status {
    /// Whether this program can work with the database as it is.
    ///
    /// # Errors
    /// [`MigrationError::Newer`] or [`MigrationError::Behind`].
    pub fn check(&self) -> Result<(), MigrationError> {
        if !self.unknown.is_empty() {
            Err(MigrationError::Newer(self.unknown.clone()))
        } else if !self.pending.is_empty() {
            Err(MigrationError::Behind(self.pending.clone()))
        } else {
            Ok(())
        }
    }
}

/// Brings the database to the newest schema. A missing SQLite file is made, with mode 0600.
///
/// Safe to call from several processes at once: one works and the others wait for it.
///
/// # Errors
/// Nothing was changed then.
pub async fn up(url: &str) -> Result<Applied, MigrationError> {
    run::<Schema>(Target::parse(url)?, None).await
}

/// The same for one schema of a PostgreSQL database, which is made if it is missing.
///
/// # Errors
/// Nothing was changed then.
pub async fn up_in_schema(url: &str, schema: &str) -> Result<Applied, MigrationError> {
    run::<Schema>(Target::parse(url)?.in_schema(schema)?, Some(schema)).await
}

/// Looks, and changes nothing.
///
/// # Errors
/// When the database cannot be read.
pub async fn status(url: &str) -> Result<Status, MigrationError> {
    let target = Target::parse(url)?;
    // Opening it would make it.
    if target.file().is_some_and(|path| !path.exists()) {
        return Ok(compare::<Schema>(&[]));
    }
    let connection = target.open().await?;
    let status = read::<Schema, _>(&connection).await;
    connection.close().await?;
    status
}

pub(crate) async fn run<M: MigratorTrait>(target: Target, schema: Option<&str>) -> Result<Applied, MigrationError> {
    if let Some(path) = target.file() {
        connect::create(path)?;
    }
    let connection = target.open().await?;
    let applied = apply::<M>(&connection, schema).await;
    connection.close().await?;
    applied
}

/// Holds the lock from before it looks until it has committed.
async fn apply<M: MigratorTrait>(
    connection: &DatabaseConnection,
    schema: Option<&str>,
) -> Result<Applied, MigrationError> {
    let transaction = begin(connection).await?;
    if connection.get_database_backend() == DbBackend::Postgres {
        lock(&transaction, schema).await?;
    }
    let status = read::<M, _>(&transaction).await?;
    if !status.unknown.is_empty() {
        return Err(MigrationError::Newer(status.unknown));
    }
    if !status.pending.is_empty() {
        M::up(&transaction, None).await?;
        if let Some(table) = ddl::dangling(&transaction).await? {
            return Err(MigrationError::Dangling(table));
        }
        transaction.commit().await?;
    }
    Ok(Applied { names: status.pending })
}

/// On SQLite the transaction itself is the lock.
#[expect(
    clippy::disallowed_methods,
    reason = "the product's transactions are in `services`, which this crate must not know"
)]
async fn begin(connection: &DatabaseConnection) -> Result<DatabaseTransaction, MigrationError> {
    let sqlite_transaction_mode = Some(SqliteTransactionMode::Immediate);
    Ok(connection.begin_with_options(TransactionOptions { sqlite_transaction_mode, ..Default::default() }).await?)
}

/// Waits until no other process migrates the same schema, and keeps the others out until the transaction ends.
async fn lock(transaction: &DatabaseTransaction, schema: Option<&str>) -> Result<(), MigrationError> {
    let lock = Statement::from_sql_and_values(
        DbBackend::Postgres,
        "SELECT pg_advisory_xact_lock($1, hashtext(coalesce($2, current_schema(), '')))",
        [LOCK.into(), schema.map(str::to_owned).into()],
    );
    transaction.query_one_raw(lock).await?;
    // A migration that waits for a table makes everyone behind it wait too; better it fails and is run again.
    transaction.execute_unprepared("SET LOCAL lock_timeout = '30s'").await?;
    if let Some(schema) = schema {
        transaction.execute_unprepared(&format!("CREATE SCHEMA IF NOT EXISTS {schema}")).await?;
    }
    Ok(())
}

async fn read<M: MigratorTrait, C: ConnectionTrait>(connection: &C) -> Result<Status, MigrationError>
where
    for<'c> &'c C: sea_orm_migration::IntoSchemaManagerConnection<'c>,
{
    let is_new = !SchemaManager::new(connection).has_table("seaql_migrations").await?;
    let rows = if is_new { Vec::new() } else { seaql_migrations::Entity::find().all(connection).await? };
    let names: Vec<String> = rows.into_iter().map(|row| row.version).collect();
    Ok(compare::<M>(&names))
}

fn compare<M: MigratorTrait>(present: &[String]) -> Status {
    let present: BTreeSet<&str> = present.iter().map(String::as_str).collect();
    let known: Vec<String> = M::migrations().iter().map(|migration| migration.name().to_owned()).collect();
    let unknown =
        present.iter().filter(|name| !known.iter().any(|known| known == *name)).map(|&name| name.to_owned()).collect();
    let (applied, pending) = known.into_iter().partition(|name| present.contains(name.as_str()));
    Status { applied, pending, unknown }
}

#[cfg(test)]
mod tests {
    use sea_orm_migration::prelude::*;
    use sea_orm_migration::{MigrationName, MigrationTrait};

    use super::*;

    /// Makes a table, and then fails if it is told to.
    struct Half {
        name: &'static str,
        fails: bool,
    }

    impl MigrationName for Half {
        fn name(&self) -> &str {
            self.name
        }
    }

    #[async_trait::async_trait]
    impl MigrationTrait for Half {
        async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
            let table = Table::create().table(self.name).col(ColumnDef::new("id").integer()).to_owned();
            manager.create_table(table).await?;
            if self.fails { Err(DbErr::Migration("in the middle".to_owned())) } else { Ok(()) }
        }

        fn use_transaction(&self) -> Option<bool> {
            Some(true)
        }
    }

    struct Failing;

    impl MigratorTrait for Failing {
        fn migrations() -> Vec<Box<dyn MigrationTrait>> {
            vec![Box::new(Half { name: "first", fails: false }), Box::new(Half { name: "second", fails: true })]
        }
    }

    struct Mended;

    impl MigratorTrait for Mended {
        fn migrations() -> Vec<Box<dyn MigrationTrait>> {
            vec![Box::new(Half { name: "first", fails: false }), Box::new(Half { name: "second", fails: false })]
        }
    }

    #[tokio::test]
    async fn run_that_fails_leaves_nothing_and_can_be_repeated() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("half.db").display());
        let target = || Target::parse(&url).unwrap();

        let error = run::<Failing>(target(), None).await.unwrap_err();
        assert!(error.to_string().contains("in the middle"), "{error}");

        let connection = target().open().await.unwrap();
        let manager = SchemaManager::new(&connection);
        for table in ["first", "second", "seaql_migrations"] {
            assert!(!manager.has_table(table).await.unwrap(), "{table}");
        }
        connection.close().await.unwrap();

        let applied = run::<Mended>(target(), None).await.unwrap();
        assert_eq!(applied.names, ["first", "second"]);
    }

    // F8
    #[test]
    fn every_migration_is_transactional_on_both_engines() {
        for migration in Schema::migrations() {
            assert_eq!(migration.use_transaction(), Some(true), "{}", migration.name());
        }
    }

    #[test]
    fn migrations_are_listed_in_the_order_of_their_names() {
        let names: Vec<String> = Schema::migrations().iter().map(|migration| migration.name().to_owned()).collect();
        assert!(names.is_sorted(), "{names:?}");
    }

    #[test]
    fn status_tells_what_is_missing_and_what_is_too_new() {
        let status = compare::<Mended>(&["first".to_owned(), "third".to_owned()]);
        assert_eq!(status.applied, ["first"]);
        assert_eq!(status.pending, ["second"]);
        assert_eq!(status.unknown, ["third"]);
        assert!(matches!(status.check(), Err(MigrationError::Newer(_))));
        assert!(matches!(compare::<Mended>(&[]).check(), Err(MigrationError::Behind(_))));
    }
}
