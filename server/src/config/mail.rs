//! How mail leaves. Nothing about it is stored.

use std::path::{Path, PathBuf};

use clap::Args;
use secrecy::{ExposeSecret, SecretString};
use services::{MailSettings, SmtpSettings};
use url::Url;

use super::Problems;

/// Settings of mail.
#[derive(Args, Clone, Debug)]
#[group(skip)]
pub(super) struct Options {
    /// smtp://user:password@host:587 (STARTTLS) or smtps://user:password@host:465 (TLS); both encrypt. Without it mails
    /// are kept as .eml files in the data folder and shown on the Mail page.
    #[arg(long, env = "SMTP_URL", hide_env_values = true, help_heading = "Mail")]
    smtp_url: Option<SecretString>,

    /// A file that holds SMTP_URL.
    #[arg(long, env = "SMTP_URL_FILE", help_heading = "Mail")]
    smtp_url_file: Option<PathBuf>,

    /// Certificate of a private authority that the mail server's certificate comes from, in PEM.
    #[arg(long, env = "SMTP_CA_FILE", help_heading = "Mail")]
    smtp_ca_file: Option<PathBuf>,

    /// The sender, such as "Kestrel Yard <rollcall@kestrelyard.example>". Needed with SMTP_URL.
    #[arg(long, env = "MAIL_FROM", help_heading = "Mail")]
    mail_from: Option<String>,
}

impl Options {
    pub(super) fn load(&self, data_dir: &Path, problems: &mut Problems) -> Option<MailSettings> {
        let url = super::security::secret("SMTP_URL", self.smtp_url.as_ref(), self.smtp_url_file.as_deref(), problems);
        let Some(url) = url else { return Some(MailSettings::Files(data_dir.join("mail"))) };
        let url = problems.take("SMTP_URL", Url::parse(url.expose_secret()).map_err(|_| "is no URL"));
        let ca_pem = match &self.smtp_ca_file {
            None => Some(None),
            Some(path) => problems
                .take("SMTP_CA_FILE", std::fs::read(path).map_err(|error| format!("{}: {error}", path.display())))
                .map(Some),
        };
        let from = match self.mail_from.as_deref() {
            None => {
                problems.push("MAIL_FROM", "is needed with SMTP_URL");
                None
            }
            Some(from) if services::mail::is_sender(from) => Some(from.to_owned()),
            Some(from) => {
                problems.push("MAIL_FROM", format!("{from} is no sender, such as Studio <rollcall@studio.example>"));
                None
            }
        };
        let (url, ca_pem, from) = (url?, ca_pem?, from?);
        let implicit_tls = match url.scheme() {
            "smtps" => true,
            "smtp" => false,
            _ => {
                problems.push("SMTP_URL", "begins with smtp:// or smtps://");
                return None;
            }
        };
        let Some(host) = url.host_str().map(str::to_owned) else {
            problems.push("SMTP_URL", "names no host");
            return None;
        };
        let decode = |text: &str| percent_decode(text);
        let credentials = match (url.username(), url.password()) {
            ("", None) => None,
            (user, Some(password)) => Some((decode(user), SecretString::from(decode(password)))),
            (_, None) => {
                problems.push("SMTP_URL", "names a user without a password");
                return None;
            }
        };
        let port = url.port().unwrap_or(if implicit_tls { 465 } else { 587 });
        Some(MailSettings::Smtp(SmtpSettings { host, port, implicit_tls, credentials, ca_pem, from }))
    }
}

/// Decodes `%XX`, as user and password in a URL need it.
pub(super) fn percent_decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let escaped = match (byte, after) {
            (b'%', [high, low, ..]) => {
                std::str::from_utf8(&[*high, *low]).ok().and_then(|hex| u8::from_str_radix(hex, 16).ok())
            }
            _ => None,
        };
        if let Some(decoded) = escaped {
            bytes.push(decoded);
            rest = &after[2..];
        } else {
            bytes.push(byte);
            rest = after;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_signs_are_decoded() {
        assert_eq!(percent_decode("p%40ss%25"), "p@ss%");
        assert_eq!(percent_decode("50%"), "50%");
        assert_eq!(percent_decode("%zz"), "%zz");
    }
}
