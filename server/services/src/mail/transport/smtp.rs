//! A mail server. TLS is required: from the first byte, or by STARTTLS before anything else is said.

use std::error::Error as _;
use std::time::Duration;

use lettre::message::Mailbox;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::transport::smtp::{self, PoolConfig};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use model::mail::MailFailure;
use secrecy::ExposeSecret;

use super::{Again, SettingError, Undelivered};
use crate::settings::SmtpSettings;

/// The longest that connecting and each answer may take; the whole send has a limit of its own.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(10);
/// Connections at once; more would be taken for an attack by some servers.
const CONNECTIONS: u32 = 4;

/// A mail server, with a few connections that are kept open between mails.
pub(crate) struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    sender: Mailbox,
    host: String,
    port: u16,
}

impl Smtp {
    pub(super) fn open(settings: &SmtpSettings) -> Result<Self, SettingError> {
        let sender = settings.from.parse().map_err(|error| format!("the sender is no address: {error}"))?;
        let mut tls = TlsParameters::builder(settings.host.clone());
        if let Some(pem) = &settings.ca_pem {
            let authority =
                Certificate::from_pem(pem).map_err(|error| format!("the certificate authority: {error}"))?;
            tls = tls.add_root_certificate(authority);
        }
        let tls = tls.build_rustls().map_err(|error| format!("TLS: {error}"))?;
        let tls = if settings.implicit_tls { Tls::Wrapper(tls) } else { Tls::Required(tls) };
        // "Dangerous" is the default of no TLS, which the next line replaces.
        let mut transport = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&settings.host)
            .tls(tls)
            .port(settings.port)
            .timeout(Some(ANSWER_TIMEOUT))
            .pool_config(PoolConfig::new().max_size(CONNECTIONS));
        if let Some((user, password)) = &settings.credentials {
            transport = transport.credentials(Credentials::new(user.clone(), password.expose_secret().to_owned()));
        }
        Ok(Self { transport: transport.build(), sender, host: settings.host.clone(), port: settings.port })
    }

    #[expect(clippy::disallowed_methods, reason = "the one caller that limits the time of the whole send")]
    pub(super) async fn send(&self, message: &Message) -> Result<(), Undelivered> {
        let sent = self.transport.send_raw(message.envelope(), &message.formatted()).await;
        sent.map(drop).map_err(|error| undelivered(&error))
    }

    pub(super) fn sender(&self) -> &Mailbox {
        &self.sender
    }

    pub(super) fn server(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }
}

/// What a failed send means for the mail.
fn undelivered(error: &smtp::Error) -> Undelivered {
    let said = error.source().map(ToString::to_string).unwrap_or_default();
    if let Some(code) = error.status().map(u16::from) {
        let answer = format!("{code} {said}");
        return if error.is_permanent() && !is_about_us(code) {
            Undelivered::new(MailFailure::Refused, Again::Never, &answer)
        } else {
            Undelivered::later(MailFailure::Unreachable, &answer)
        };
    }
    let failure = if is_tls(error) { MailFailure::Tls } else { MailFailure::Unreachable };
    Undelivered::later(failure, &said)
}

/// Whether the server refuses us rather than the mail: then no mail is given up, because the configuration can be
/// mended (RFC 4954 §6).
fn is_about_us(code: u16) -> bool {
    matches!(code, 530 | 534 | 535 | 538)
}

/// Whether the encryption was not acceptable. Lettre 0.11 reports a failed handshake as a failed connection with the
/// reason below it, and a server that does not offer STARTTLS as a mistake of the client.
fn is_tls(error: &smtp::Error) -> bool {
    if error.is_tls() || (error.is_client() && error.to_string().contains("STARTTLS")) {
        return true;
    }
    let mut source = error.source();
    while let Some(cause) = source {
        let io = cause.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        if cause.is::<rustls::Error>() || io.is_some_and(|inner| inner.is::<rustls::Error>()) {
            return true;
        }
        source = cause.source();
    }
    false
}

#[cfg(test)]
mod tests;
