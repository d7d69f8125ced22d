//! Where the rows are.

use std::path::Path;
use std::time::Duration;

use clap::Args;
use secrecy::{ExposeSecret, SecretString};
use services::db::DatabaseSettings;

use super::Problems;

/// Settings of the database.
#[derive(Args, Clone, Debug)]
#[group(skip)]
pub(super) struct Options {
    /// sqlite:<file> or postgres://user:password@host/database. Default: rollcall.db in the data folder. PostgreSQL is
    /// reached over TLS, except on loopback and sockets.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, help_heading = "Database")]
    database_url: Option<SecretString>,

    /// A file that holds DATABASE_URL.
    #[arg(long, env = "DATABASE_URL_FILE", help_heading = "Database")]
    database_url_file: Option<std::path::PathBuf>,

    /// Connections for reading (SQLite) or in all (PostgreSQL).
    #[arg(long, env = "DATABASE_CONNECTIONS", default_value_t = 8, help_heading = "Database")]
    database_connections: u32,

    /// Seconds to wait for a connection, and for a statement, before the answer is "busy".
    #[arg(long, env = "DATABASE_TIMEOUT", default_value_t = 5, help_heading = "Database")]
    database_timeout: u64,
}

impl Options {
    pub(super) fn load(&self, data_dir: &Path, problems: &mut Problems) -> Option<DatabaseSettings> {
        let given = super::security::secret(
            "DATABASE_URL",
            self.database_url.as_ref(),
            self.database_url_file.as_deref(),
            problems,
        );
        let url = given.unwrap_or_else(|| format!("sqlite:{}", data_dir.join("rollcall.db").display()).into());
        let scheme = url.expose_secret().split(':').next().unwrap_or_default();
        if !["sqlite", "postgres", "postgresql"].contains(&scheme) {
            problems.push("DATABASE_URL", "begins with sqlite: or postgres://");
            return None;
        }
        if !(1..=200).contains(&self.database_connections) {
            problems.push("DATABASE_CONNECTIONS", "is between 1 and 200");
            return None;
        }
        if !(1..=60).contains(&self.database_timeout) {
            problems.push("DATABASE_TIMEOUT", "is between 1 and 60 seconds");
            return None;
        }
        let timeout = Duration::from_secs(self.database_timeout);
        Some(DatabaseSettings {
            url,
            readers: self.database_connections,
            max_connections: self.database_connections,
            acquire_timeout: timeout,
            statement_timeout: timeout,
        })
    }
}
