//! The secret key and the edition.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use clap::{Args, ValueEnum};
use secrecy::{ExposeSecret, SecretString};
use services::db::DatabaseSettings;
use services::{Edition, Keys, Rng, SystemRng};

use super::{Problems, Purpose};

/// Settings of security.
#[derive(Args, Clone, Debug)]
#[group(skip)]
pub(super) struct Options {
    /// Base64 of at least 32 random bytes; the same on every node. Default: secret.key in the data folder, made together
    /// with a new database.
    #[arg(long, env = "SECRET_KEY", hide_env_values = true, help_heading = "Security")]
    secret_key: Option<SecretString>,

    /// A file that holds SECRET_KEY.
    #[arg(long, env = "SECRET_KEY_FILE", help_heading = "Security")]
    secret_key_file: Option<PathBuf>,

    /// The key before this one, during a rotation.
    #[arg(long, env = "SECRET_KEY_PREVIOUS", hide_env_values = true, help_heading = "Security")]
    secret_key_previous: Option<SecretString>,

    /// A file that holds SECRET_KEY_PREVIOUS.
    #[arg(long, env = "SECRET_KEY_PREVIOUS_FILE", help_heading = "Security")]
    secret_key_previous_file: Option<PathBuf>,

    /// What was licensed.
    #[arg(long, env = "EDITION", value_enum, default_value = "enterprise", help_heading = "Security")]
    edition: EditionWord,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum EditionWord {
    Enterprise,
    Standard,
}

/// A secret that comes as itself or in a file; both at once are a mistake.
pub(super) fn secret(
    setting: &'static str,
    value: Option<&SecretString>,
    file: Option<&Path>,
    problems: &mut Problems,
) -> Option<SecretString> {
    match (value, file) {
        (Some(_), Some(_)) => {
            problems.push(setting, format!("is set, and {setting}_FILE too: keep one"));
            None
        }
        (Some(value), None) => Some(value.clone()),
        (None, Some(path)) => {
            let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()));
            problems.take(setting, text).map(|text| text.trim().to_owned().into())
        }
        (None, None) => None,
    }
}

impl Options {
    pub(super) fn edition(&self, _problems: &mut Problems) -> Option<Edition> {
        Some(match self.edition {
            EditionWord::Enterprise => Edition::Enterprise,
            EditionWord::Standard => Edition::Standard,
        })
    }

    pub(super) fn keys(
        &self,
        data_dir: &Path,
        database: Option<&DatabaseSettings>,
        purpose: Purpose,
        problems: &mut Problems,
    ) -> Option<Made> {
        let given = secret("SECRET_KEY", self.secret_key.as_ref(), self.secret_key_file.as_deref(), problems);
        let previous = secret(
            "SECRET_KEY_PREVIOUS",
            self.secret_key_previous.as_ref(),
            self.secret_key_previous_file.as_deref(),
            problems,
        );
        let path = data_dir.join("secret.key");
        let mut file = None;
        let current = match given {
            Some(key) => key,
            None if path.exists() => problems
                .take("SECRET_KEY", fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display())))?
                .into(),
            // Never made silently over a database that was sealed with another one.
            None if database.is_some_and(exists) => {
                problems.push("SECRET_KEY", format!("the database exists, but {} is missing: restore it, or set SECRET_KEY to the key it was made with", path.display()));
                return None;
            }
            None if purpose == Purpose::Check => new_key(),
            None => {
                let key = new_key();
                problems.take(
                    "SECRET_KEY",
                    write_new(&path, &key).map_err(|error| format!("{} cannot be written: {error}", path.display())),
                )?;
                file = Some(path);
                key
            }
        };
        Some(Made { keys: problems.take("SECRET_KEY", Keys::parse(&current, previous.as_ref()))?, file })
    }
}

/// The keys, and the file that was made for them just now.
pub(super) struct Made {
    pub(super) keys: Keys,
    pub(super) file: Option<PathBuf>,
}

/// Whether there is a database already, as far as a look at the disk tells; PostgreSQL is asked before it is migrated.
fn exists(database: &DatabaseSettings) -> bool {
    let url = database.url.expose_secret();
    url.strip_prefix("sqlite:").is_some_and(|path| {
        let path = path.trim_start_matches("//");
        Path::new(path.split('?').next().unwrap_or(path)).exists()
    })
}

fn new_key() -> SecretString {
    let mut bytes = [0; 32];
    SystemRng.fill(&mut bytes);
    STANDARD.encode(bytes).into()
}

fn write_new(path: &Path, key: &SecretString) -> std::io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(key.expose_secret().as_bytes())?;
    file.write_all(b"\n")?;
    file.sync_all()
}
