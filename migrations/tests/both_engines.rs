//! The schema is the same on both engines, and a run is whole or has not happened.
//!
//! PostgreSQL takes part when `TEST_DATABASE_URL` names a server; every test then has a schema of its own.

#![expect(clippy::unwrap_used, reason = "a test without its database cannot go on")]

use std::collections::BTreeSet;
use std::process::Stdio;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use migrations::{Applied, MigrationError, status, up, up_in_schema};
use sea_orm_migration::sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, QueryResult, Statement,
};
use tempfile::TempDir;

/// How many there are.
const MIGRATIONS: usize = 22;

/// A new, empty database of one engine.
enum Place {
    Sqlite { folder: TempDir },
    Postgres { url: String, schema: String },
}

impl Place {
    fn sqlite() -> Self {
        Self::Sqlite { folder: tempfile::tempdir().unwrap() }
    }

    async fn postgres() -> Option<Self> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let url = environment("TEST_DATABASE_URL")?;
        let schema = format!("migrations_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let place = Self::Postgres { url, schema };
        place.drop_schema().await; // of a process that was killed and had the same number
        Some(place)
    }

    /// One of each engine that is at hand.
    async fn all() -> Vec<Self> {
        std::iter::once(Self::sqlite()).chain(Self::postgres().await).collect()
    }

    /// What `up` and `status` take; for PostgreSQL with the schema as libpq writes it.
    fn url(&self) -> String {
        match self {
            Self::Sqlite { folder } => format!("sqlite:{}", folder.path().join("rollcall.db").display()),
            Self::Postgres { url, schema } => {
                let separator = if url.contains('?') { '&' } else { '?' };
                format!("{url}{separator}options=-csearch_path%3D{schema}")
            }
        }
    }

    async fn up(&self) -> Result<Applied, MigrationError> {
        match self {
            Self::Sqlite { .. } => up(&self.url()).await,
            Self::Postgres { url, schema } => up_in_schema(url, schema).await,
        }
    }

    async fn open(&self) -> DatabaseConnection {
        let mut options = ConnectOptions::new(self.url());
        options.max_connections(1);
        Database::connect(options).await.unwrap()
    }

    async fn drop_schema(&self) {
        if let Self::Postgres { url, schema } = self {
            let connection = Database::connect(url).await.unwrap();
            connection.execute_unprepared(&format!("DROP SCHEMA IF EXISTS {schema} CASCADE")).await.unwrap();
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "tests have no configuration")]
fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

async fn rows(connection: &DatabaseConnection, sql: &str) -> Vec<QueryResult> {
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    connection.query_all_raw(statement).await.unwrap()
}

/// Every fact of the schema, as one line of text.
async fn facts(connection: &DatabaseConnection) -> BTreeSet<String> {
    let queries: &[&str] = match connection.get_database_backend() {
        DbBackend::Sqlite => &[
            "SELECT 'column ' || m.name || '.' || c.name || CASE WHEN c.\"notnull\" THEN '' ELSE '?' END
             FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
            "SELECT 'key ' || m.name || ': ' || (SELECT group_concat(name, ', ') FROM
               (SELECT c.name FROM pragma_table_info(m.name) c WHERE c.pk > 0 ORDER BY c.pk))
             FROM sqlite_schema m WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
            "SELECT 'unique ' || m.name || ': ' || (SELECT group_concat(name, ', ') FROM
               (SELECT i.name FROM pragma_index_info(l.name) i ORDER BY i.seqno))
             FROM sqlite_schema m, pragma_index_list(m.name) l WHERE m.type = 'table' AND l.origin = 'u'",
            "SELECT CASE WHEN l.\"unique\" THEN 'unique ' ELSE '' END || 'index ' || l.name ||
               CASE WHEN l.partial THEN ' (partial)' ELSE '' END || ' ' || m.name || ': ' ||
               (SELECT group_concat(name, ', ') FROM (SELECT i.name FROM pragma_index_info(l.name) i ORDER BY i.seqno))
             FROM sqlite_schema m, pragma_index_list(m.name) l WHERE m.type = 'table' AND l.origin = 'c'",
            "SELECT 'reference ' || m.name || '.' || f.\"from\" || ' to ' || f.\"table\" || '.' || f.\"to\"
             FROM sqlite_schema m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table'",
        ],
        _ => &[
            "SELECT 'column ' || table_name || '.' || column_name || CASE is_nullable WHEN 'YES' THEN '?' ELSE '' END
             FROM information_schema.columns WHERE table_schema = current_schema()",
            "SELECT CASE c.contype WHEN 'p' THEN 'key ' ELSE 'unique ' END || c.conrelid::regclass || ': ' ||
               (SELECT string_agg(a.attname, ', ' ORDER BY k.place) FROM unnest(c.conkey) WITH ORDINALITY k(number, place)
                JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.number)
             FROM pg_constraint c WHERE c.connamespace = current_schema()::regnamespace AND c.contype IN ('p', 'u')",
            "SELECT CASE WHEN i.indisunique THEN 'unique ' ELSE '' END || 'index ' || i.indexrelid::regclass ||
               CASE WHEN i.indpred IS NULL THEN '' ELSE ' (partial)' END || ' ' ||
               i.indrelid::regclass || ': ' ||
               (SELECT string_agg(a.attname, ', ' ORDER BY k.place) FROM unnest(i.indkey) WITH ORDINALITY k(number, place)
                JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number)
             FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
             WHERE c.relnamespace = current_schema()::regnamespace
               AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)",
            "SELECT 'reference ' || c.conrelid::regclass || '.' || a.attname || ' to ' || c.confrelid::regclass || '.' || b.attname
             FROM pg_constraint c
             JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
             JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = c.confkey[1]
             WHERE c.connamespace = current_schema()::regnamespace AND c.contype = 'f'",
        ],
    };
    let mut facts = BTreeSet::new();
    for sql in queries {
        for row in rows(connection, sql).await {
            let fact: String = row.try_get_by_index(0).unwrap();
            facts.insert(fact.replace('"', "")); // PostgreSQL quotes "user"
        }
    }
    facts
}

#[tokio::test]
async fn both_engines_have_the_same_schema() {
    let mut schemas = Vec::new();
    for place in Place::all().await {
        place.up().await.unwrap();
        schemas.push(facts(&place.open().await).await);
        place.drop_schema().await;
    }
    let sqlite = &schemas[0];
    for fact in [
        "column user.email_key?",
        "column user.search_text",
        "key user_permission: user_id, permission",
        "unique invitation: batch, user_id",
        "unique session: token_hash",
        "index job_open (partial) job: run_at",
        "reference session.user_id to user.id",
    ] {
        assert!(sqlite.contains(fact), "{fact} is missing among {sqlite:#?}");
    }
    if let Some(postgres) = schemas.get(1) {
        let differences: Vec<_> = sqlite.symmetric_difference(postgres).collect();
        assert!(differences.is_empty(), "{differences:#?}");
    }
}

#[tokio::test]
async fn running_twice_changes_nothing() {
    for place in Place::all().await {
        let first = place.up().await.unwrap();
        assert_eq!(first.names.len(), MIGRATIONS);
        let before = facts(&place.open().await).await;

        assert_eq!(place.up().await.unwrap().names, Vec::<String>::new());

        assert_eq!(facts(&place.open().await).await, before);
        let status = status(&place.url()).await.unwrap();
        assert_eq!((status.applied, status.pending, status.unknown), (first.names, vec![], vec![]));
        place.drop_schema().await;
    }
}

// MG-03
#[tokio::test]
async fn of_two_at_once_one_migrates_and_the_other_waits() {
    for place in Place::all().await {
        let (one, two) = tokio::join!(place.up(), place.up());
        let mut counts = [one.unwrap().names.len(), two.unwrap().names.len()];
        counts.sort_unstable();
        assert_eq!(counts, [0, MIGRATIONS]);
        place.drop_schema().await;
    }
}

// MG-04
#[tokio::test]
async fn schema_of_a_newer_version_is_refused() {
    for place in Place::all().await {
        place.up().await.unwrap();
        let insert = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m29990101_000001_future', 0)";
        place.open().await.execute_unprepared(insert).await.unwrap();

        assert!(matches!(place.up().await, Err(MigrationError::Newer(names)) if names == ["m29990101_000001_future"]));
        assert!(matches!(status(&place.url()).await.unwrap().check(), Err(MigrationError::Newer(_))));
        place.drop_schema().await;
    }
}

#[tokio::test]
async fn status_of_a_new_database_changes_nothing() {
    for place in Place::all().await {
        let status = status(&place.url()).await.unwrap();
        assert_eq!((status.applied.len(), status.pending.len()), (0, MIGRATIONS));
        assert!(matches!(status.check(), Err(MigrationError::Behind(_))));
        if let Place::Sqlite { folder } = &place {
            assert_eq!(folder.path().read_dir().unwrap().count(), 0);
        }
        place.drop_schema().await;
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_new_file_is_readable_by_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;

    let place = Place::sqlite();
    place.up().await.unwrap();
    let Place::Sqlite { folder } = &place else { unreachable!() };
    for entry in folder.path().read_dir().unwrap() {
        let entry = entry.unwrap();
        assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{:?}", entry.path());
    }
}

#[tokio::test]
async fn the_reason_names_the_file_that_cannot_be_made() {
    let error = up("sqlite:/nowhere/at/all/rollcall.db").await.unwrap_err();
    assert!(error.to_string().contains("/nowhere/at/all/rollcall.db"), "{error}");
}

// F8, FX-02: the process is killed at different moments, and the next one finds nothing or everything.
#[tokio::test]
async fn killed_run_can_be_repeated() {
    for place in Place::all().await {
        for delay in [0, 5, 10, 15, 20, 30, 40, 60, 90, 120] {
            kill_after(&place, Duration::from_millis(delay)).await;
            let status = status(&place.url()).await.unwrap();
            assert!(
                matches!((status.applied.len(), status.pending.len()), (0, MIGRATIONS) | (MIGRATIONS, 0)),
                "{delay} ms: {status:?}"
            );
        }
        place.up().await.unwrap();
        assert!(facts(&place.open().await).await.contains("column audit_head.mac"));
        place.drop_schema().await;
    }
}

/// Runs this test binary again, as the process that migrates, and kills it.
async fn kill_after(place: &Place, delay: Duration) {
    let mut command = tokio::process::Command::new(std::env::current_exe().unwrap());
    command.args(["--ignored", "--exact", "child_migrates"]).stdout(Stdio::null()).stderr(Stdio::null());
    match place {
        Place::Sqlite { .. } => command.env("MIGRATE_URL", place.url()),
        Place::Postgres { url, schema } => command.env("MIGRATE_URL", url).env("MIGRATE_SCHEMA", schema),
    };
    let mut child = command.spawn().unwrap();
    tokio::time::sleep(delay).await;
    child.kill().await.unwrap();
}

#[tokio::test]
#[ignore = "the child of killed_run_can_be_repeated"]
async fn child_migrates() {
    let Some(url) = environment("MIGRATE_URL") else { return };
    match environment("MIGRATE_SCHEMA") {
        Some(schema) => up_in_schema(&url, &schema).await.unwrap(),
        None => up(&url).await.unwrap(),
    };
}

/// The orders of the user list, as the product asks for them, and the index that has to serve each.
const ORDERS: &[(&str, &str)] = &[
    ("user_by_name", "sort_name ASC, id ASC"),
    ("user_by_name", "sort_name DESC, id DESC"),
    ("user_by_email", "sort_email ASC, id ASC"),
    ("user_by_email", "sort_email DESC, id DESC"),
    ("user_by_role", "role_rank ASC, sort_name ASC, id ASC"),
    ("user_by_status", "status_rank ASC, invite_until DESC NULLS LAST, sort_name ASC, id ASC"),
    ("user_by_status", "status_rank DESC, invite_until ASC NULLS FIRST, sort_name DESC, id DESC"),
    ("user_by_last_seen", "last_seen_at DESC NULLS LAST, id DESC"),
    ("user_by_joined", "joined_at ASC NULLS FIRST, id ASC"),
];

#[tokio::test]
async fn every_order_of_the_user_list_is_read_from_an_index() {
    for place in Place::all().await {
        place.up().await.unwrap();
        let connection = place.open().await;
        let explain = match connection.get_database_backend() {
            DbBackend::Sqlite => "EXPLAIN QUERY PLAN",
            _ => {
                // A table without rows is otherwise read as a whole.
                connection.execute_unprepared("SET enable_seqscan = off; SET enable_bitmapscan = off").await.unwrap();
                "EXPLAIN"
            }
        };
        for (index, order) in ORDERS {
            let sql = format!(
                "{explain} SELECT id FROM \"user\" WHERE status NOT IN ('deleted', 'erased') AND role <> 'guest'
                 AND coalesce(invite_until, 0) <> 1 ORDER BY {order} LIMIT 25"
            );
            let column = if explain == "EXPLAIN" { "QUERY PLAN" } else { "detail" };
            let plan: Vec<String> =
                rows(&connection, &sql).await.iter().map(|row| row.try_get("", column).unwrap()).collect();
            let plan = plan.join("\n");
            let is_covering = plan.contains("COVERING INDEX") || plan.contains("Index Only Scan");
            assert!(is_covering && plan.contains(index), "{order}:\n{plan}");
            assert!(!plan.contains("B-TREE") && !plan.contains("Sort"), "{order}:\n{plan}");
        }
        place.drop_schema().await;
    }
}
