//! Configuration: flags and environment variables, read once, checked whole.
//!
//! Every problem is listed at once. Nothing reads the environment later, and there are no global statics.

mod base;
mod database;
mod mail;
mod security;
mod storage;

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use clap::Args;
use services::Settings;
use url::Url;

pub use base::{LogFormat, Proxy};

/// Everything that can be set, as flags and as environment variables.
#[derive(Args, Clone, Debug)]
#[group(skip)]
pub struct Options {
    #[command(flatten)]
    base: base::Options,
    #[command(flatten)]
    database: database::Options,
    #[command(flatten)]
    mail: mail::Options,
    #[command(flatten)]
    storage: storage::Options,
    #[command(flatten)]
    security: security::Options,
}

/// A checked configuration.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the server listens.
    pub listen: SocketAddr,
    /// Proxies whose word about the client's address counts.
    pub trusted_proxies: Vec<Proxy>,
    /// What `services` needs.
    pub settings: Settings,
    /// The secret key that this start made, if it made one; it fits only a database that is new as well.
    pub made_key: Option<PathBuf>,
    /// The database, for `migrations`.
    pub database_url: secrecy::SecretString,
}

/// Everything that is wrong with the configuration.
#[derive(Debug, Default)]
pub struct Problems(Vec<(&'static str, String)>);

impl Problems {
    fn push(&mut self, setting: &'static str, what: impl fmt::Display) {
        self.0.push((setting, what.to_string()));
    }

    fn take<T, E: fmt::Display>(&mut self, setting: &'static str, value: Result<T, E>) -> Option<T> {
        value.map_err(|error| self.push(setting, error)).ok()
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "The configuration needs mending:")?;
        for (setting, what) in &self.0 {
            writeln!(f, "  {setting}: {what}")?;
        }
        write!(f, "Each setting is described by `rollcall serve --help`.")
    }
}

impl std::error::Error for Problems {}

/// What a secret may do to the data folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Make the data folder and, together with a new database, the secret key.
    Start,
    /// Change nothing.
    Check,
}

impl Options {
    /// How logs are written.
    #[must_use]
    pub fn log_format(&self) -> LogFormat {
        self.base.log_format()
    }

    /// Checks everything.
    ///
    /// # Errors
    /// All problems at once.
    pub fn load(&self, purpose: Purpose) -> Result<Config, Problems> {
        let mut problems = Problems::default();
        let listen = self.base.listen(&mut problems);
        let base_url = self.base.base_url(listen, &mut problems);
        let trusted_proxies = self.base.trusted_proxies(&mut problems);
        if let Some(listen) = listen
            && !listen.ip().is_loopback()
            && trusted_proxies.is_empty()
        {
            problems.push(
                "TRUSTED_PROXIES",
                format!("{listen} can be reached from elsewhere, and Rollcall speaks plain HTTP: name the proxy that adds TLS, or listen on 127.0.0.1"),
            );
        }
        let data_dir = self.base.data_dir(purpose, &mut problems);
        let database = self.database.load(&data_dir, &mut problems);
        let mail = self.mail.load(&data_dir, &mut problems);
        let storage = self.storage.load(&data_dir, &mut problems);
        let keys = self.security.keys(&data_dir, database.as_ref(), purpose, &mut problems);
        let edition = self.security.edition(&mut problems);
        let seat_price = self.base.seat_price(&mut problems);
        let (keys, made_key) = keys.map_or((None, None), |made| (Some(made.keys), made.file));
        match (listen, base_url, database, mail, storage, keys, edition, seat_price) {
            (
                Some(listen),
                Some(base_url),
                Some(database),
                Some(mail),
                Some(storage),
                Some(keys),
                Some(edition),
                Some(seat_price),
            ) if problems.0.is_empty() => {
                let database_url = database.url.clone();
                let argon2_permits = std::thread::available_parallelism().map_or(2, usize::from);
                Ok(Config {
                    listen,
                    trusted_proxies,
                    made_key,
                    settings: Settings {
                        database,
                        data_dir,
                        base_url,
                        keys,
                        mail,
                        storage,
                        edition,
                        seat_price,
                        argon2_permits,
                    },
                    database_url,
                })
            }
            _ => Err(problems),
        }
    }
}

impl Config {
    /// Whether a `Host` header names this installation. On loopback every name of loopback does.
    #[must_use]
    pub fn is_own_host(&self, host: &str) -> bool {
        own_host(&self.settings.base_url, host)
    }

    /// Whether an `Origin` header names this installation: its host, and its scheme.
    #[must_use]
    pub fn is_own_origin(&self, origin: &str) -> bool {
        let host = origin.split_once("://").filter(|(scheme, _)| *scheme == self.settings.base_url.scheme());
        host.is_some_and(|(_, host)| self.is_own_host(host))
    }
}

fn own_host(base: &Url, host: &str) -> bool {
    let Ok(asked) = Url::parse(&format!("{}://{host}/", base.scheme())) else { return false };
    let same_port = asked.port_or_known_default() == base.port_or_known_default();
    let plain = asked.path() == "/" && asked.username().is_empty() && asked.query().is_none();
    plain && same_port && (asked.host() == base.host() || (is_loopback(base) && is_loopback(&asked)))
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(ip)) => IpAddr::V4(ip).is_loopback(),
        Some(url::Host::Ipv6(ip)) => IpAddr::V6(ip).is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // PR-01
    #[test]
    fn only_the_own_host_is_served() {
        let base = Url::parse("https://rollcall.studio.example").unwrap();
        assert!(own_host(&base, "rollcall.studio.example"));
        assert!(own_host(&base, "ROLLCALL.studio.example:443"));
        for other in [
            "evil.example",
            "rollcall.studio.example:8443",
            "rollcall.studio.example.evil.example",
            "a@rollcall.studio.example",
            "rollcall.studio.example/x",
            "127.0.0.1",
            "",
        ] {
            assert!(!own_host(&base, other), "{other}");
        }
        let local = Url::parse("http://localhost:3000").unwrap();
        for same in ["localhost:3000", "127.0.0.1:3000", "[::1]:3000"] {
            assert!(own_host(&local, same), "{same}");
        }
        assert!(!own_host(&local, "localhost:3001"));
    }
}
