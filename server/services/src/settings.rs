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
    /// Where pictures are kept.
    pub storage: StorageSettings,
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
    #[cfg(feature = "testing")]
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

/// Where files are kept that are no rows.
#[derive(Clone, Debug)]
pub enum StorageSettings {
    /// In this folder of the host.
    Folder(PathBuf),
    /// In a bucket of an S3-compatible store, which several nodes can share.
    Bucket(BucketSettings),
    /// In memory, for tests.
    Memory,
}

/// A bucket of an S3-compatible store.
#[derive(Clone, Debug)]
pub struct BucketSettings {
    /// Where the store is; `http` on loopback only.
    pub endpoint: String,
    /// Its region, as signatures name it.
    pub region: String,
    /// Which bucket.
    pub bucket: String,
    /// Folder in it; empty for the bucket itself.
    pub folder: String,
    /// Access key.
    pub key_id: String,
    /// Its secret.
    pub secret: SecretString,
}
