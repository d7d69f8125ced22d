//! What whoever operates the host decides. `server::config` reads it; nothing here reads the environment.

use std::path::PathBuf;

use model::billing::Money;
use secrecy::SecretString;
use url::Url;

use crate::db::DatabaseSettings;
use crate::keys::Keys;

/// Settings of one process.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where the rows are.
    pub database: DatabaseSettings,
    /// Where files go that are not rows.
    pub data_dir: PathBuf,
    /// The only source of links in mails.
    pub base_url: Url,
    /// Derived keys.
    pub keys: Keys,
    /// How mail leaves.
    pub mail: MailSettings,
    /// What was licensed.
    pub edition: Edition,
    /// What a seat costs in a month.
    pub seat_price: Money,
    /// Password checks at once.
    pub argon2_permits: usize,
}

/// What was licensed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edition {
    /// Everything.
    Enterprise,
    /// Without enforcing a second factor.
    Standard,
}

/// How mail leaves.
#[derive(Clone, Debug)]
pub enum MailSettings {
    /// By a mail server.
    Smtp(SmtpSettings),
    /// Into files of this folder.
    Files(PathBuf),
    /// Into memory, for tests.
    Memory,
}

/// A mail server. TLS is always required.
#[derive(Clone, Debug)]
pub struct SmtpSettings {
    /// Host name, as in its certificate.
    pub host: String,
    /// Port.
    pub port: u16,
    /// TLS from the first byte; otherwise STARTTLS.
    pub implicit_tls: bool,
    /// User and password.
    pub credentials: Option<(String, SecretString)>,
    /// A private certificate authority, in PEM.
    pub ca_pem: Option<Vec<u8>>,
    /// The sender.
    pub from: String,
}
