//! PostgreSQL: one pool, for any number of nodes.

use std::time::Duration;

use sea_orm::sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions, PgSslMode};
use sea_orm::sqlx::{ConnectOptions, Connection, Row};
use sea_orm::{DatabaseConnection, SqlxError, SqlxPostgresConnector};

use super::connect::{DatabaseSettings, DbError};

/// The oldest one that is tested.
const OLDEST: u32 = 15;

/// A connection that was not used for this long is asked whether it is still there, before it is lent.
const STALE: Duration = Duration::from_secs(1);

/// Opens a database that has been migrated.
pub(super) async fn open(url: &str, settings: &DatabaseSettings) -> Result<DatabaseConnection, DbError> {
    let options = encrypted(url.parse()?)?.application_name("rollcall").options(limits(settings));
    // A pool tries again until its time is up; whoever starts the server with a wrong address learns it at once.
    options.connect().await?.close().await?;
    let pool = PgPoolOptions::new()
        .min_connections(1)
        .max_connections(settings.max_connections.max(1))
        .acquire_timeout(settings.acquire_timeout)
        .idle_timeout(Duration::from_secs(10 * 60))
        .max_lifetime(Duration::from_secs(30 * 60)) // follows a failover of the address
        .test_before_acquire(false)
        .before_acquire(|connection, state| {
            Box::pin(async move {
                if state.idle_for >= STALE {
                    connection.ping().await?;
                }
                Ok(true)
            })
        })
        .connect_with(options)
        .await?;
    check(&pool).await?;
    Ok(SqlxPostgresConnector::from_sqlx_postgres_pool(pool))
}

/// What the server ends by itself: slow statements, and transactions that somebody forgot.
fn limits(settings: &DatabaseSettings) -> [(&'static str, String); 2] {
    let statement = settings.statement_timeout.as_millis();
    [("statement_timeout", statement.to_string()), ("idle_in_transaction_session_timeout", (4 * statement).to_string())]
}

/// What the rest relies on.
async fn check(pool: &PgPool) -> Result<(), DbError> {
    let version = text(pool, "SHOW server_version_num").await?;
    if !version.parse::<u32>().is_ok_and(|number| number / 10_000 >= OLDEST) {
        return Err(DbError::OldPostgres(text(pool, "SHOW server_version").await?));
    }
    let encoding = text(pool, "SHOW server_encoding").await?;
    if encoding == "UTF8" { Ok(()) } else { Err(DbError::Encoding(encoding)) }
}

async fn text(pool: &PgPool, sql: &'static str) -> Result<String, SqlxError> {
    sea_orm::sqlx::query(sql).fetch_one(pool).await?.try_get(0)
}

/// Demands TLS with a checked certificate, unless the server is on this host. The rule of `migrations`, too.
fn encrypted(options: PgConnectOptions) -> Result<PgConnectOptions, DbError> {
    let host = options.get_host();
    let is_here = options.get_socket().is_some()
        || host.starts_with('/')
        || host == "localhost"
        || host.trim_matches(['[', ']']).parse().is_ok_and(|address: std::net::IpAddr| address.is_loopback());
    let plain = |mode| Err(DbError::Plain { host: host.to_owned(), mode });
    match options.get_ssl_mode() {
        _ if is_here => Ok(options),
        PgSslMode::Disable => plain("disable"),
        PgSslMode::Allow => plain("allow"),
        PgSslMode::VerifyCa => Ok(options),
        PgSslMode::Prefer | PgSslMode::Require | PgSslMode::VerifyFull => Ok(options.ssl_mode(PgSslMode::VerifyFull)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(url: &str) -> Result<PgSslMode, DbError> {
        encrypted(url.parse().unwrap()).map(|options| options.get_ssl_mode())
    }

    #[test]
    fn a_connection_over_the_network_is_encrypted_and_checked() {
        for url in ["postgres://db.example/rollcall", "postgres://192.0.2.7/rollcall?sslmode=require"] {
            assert!(matches!(mode(url), Ok(PgSslMode::VerifyFull)), "{url}");
        }
        assert!(matches!(mode("postgres://db.example/rollcall?sslmode=verify-ca"), Ok(PgSslMode::VerifyCa)));
        let error = mode("postgres://u:secret@db.example/rollcall?sslmode=disable").unwrap_err();
        assert!(matches!(error, DbError::Plain { .. }) && !error.to_string().contains("secret"));
    }

    #[test]
    fn a_connection_that_stays_on_the_host_may_be_plain() {
        for host in ["localhost", "127.0.0.1", "[::1]", "%2Frun%2Fpostgresql"] {
            let url = format!("postgres://{host}/rollcall?sslmode=disable");
            assert!(matches!(mode(&url), Ok(PgSslMode::Disable)), "{url}");
        }
    }
}
