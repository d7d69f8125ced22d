//! Against a mail server of our own, over real sockets and real TLS.
//!
//! The certificates in `tests/tls` are signed by `authority.pem`, whose key was thrown away, and all have the key
//! `server.key`: one for `localhost`, one for elsewhere, and one that ended in 2021.

use std::sync::{Arc, Mutex};

use model::ids::MailId;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;
use uuid::Uuid;

use super::super::Transport;
use super::*;
use crate::settings::MailSettings;

const AUTHORITY: &[u8] = include_bytes!("../../../../tests/tls/authority.pem");
const LOCALHOST: &[u8] = include_bytes!("../../../../tests/tls/localhost.pem");
const ELSEWHERE: &[u8] = include_bytes!("../../../../tests/tls/elsewhere.pem");
const ENDED: &[u8] = include_bytes!("../../../../tests/tls/ended.pem");
const KEY: &[u8] = include_bytes!("../../../../tests/tls/server.key");

/// How the server behaves.
#[derive(Clone, Copy)]
struct Manner {
    certificate: &'static [u8],
    /// TLS from the first byte, by STARTTLS, or not at all.
    tls: Tls,
    /// What it answers to a recipient.
    recipient: &'static str,
    /// What it answers to a password.
    password: &'static str,
    /// What it answers to a whole mail; nothing is hanging up.
    mail: Option<&'static str>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tls {
    Implicit,
    Starttls,
    Stripped,
}

const GOOD: Manner = Manner {
    certificate: LOCALHOST,
    tls: Tls::Starttls,
    recipient: "250 ok",
    password: "235 welcome",
    mail: Some("250 queued"),
};

/// What the server has read, line by line; what came without TLS is marked.
#[derive(Clone, Default)]
struct Heard(Arc<Mutex<Vec<String>>>);

impl Heard {
    fn lines(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }

    fn has(&self, line: &str) -> bool {
        self.lines().iter().any(|heard| heard == line)
    }
}

/// Starts a server for one test; it ends with the test's runtime.
async fn server(manner: Manner) -> (u16, Heard) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard = Heard::default();
    let said = heard.clone();
    #[expect(clippy::disallowed_methods, reason = "the other side of a test")]
    tokio::spawn(async move {
        let mut clients = JoinSet::new();
        while let Ok((stream, _)) = listener.accept().await {
            let said = said.clone();
            clients.spawn(async move { serve(stream, manner, &said).await });
        }
    });
    (port, heard)
}

async fn serve(stream: TcpStream, manner: Manner, heard: &Heard) -> std::io::Result<()> {
    if manner.tls == Tls::Implicit {
        return talk(acceptor(manner).accept(stream).await?, manner, heard, "").await.map(drop);
    }
    if let Some(stream) = talk(stream, manner, heard, "plain ").await? {
        talk(acceptor(manner).accept(stream).await?, manner, heard, "").await?;
    }
    Ok(())
}

fn acceptor(manner: Manner) -> TlsAcceptor {
    let chain = CertificateDer::pem_slice_iter(manner.certificate).map(Result::unwrap).collect();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, PrivateKeyDer::from_pem_slice(KEY).unwrap())
        .unwrap();
    TlsAcceptor::from(Arc::new(config))
}

/// Talks until the client leaves; gives the stream back when it asks for STARTTLS.
async fn talk<S>(stream: S, manner: Manner, heard: &Heard, mark: &str) -> std::io::Result<Option<S>>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut stream = BufReader::new(stream);
    let is_plain = !mark.is_empty();
    if is_plain || manner.tls == Tls::Implicit {
        stream.write_all(b"220 mail.example ESMTP\r\n").await?;
    }
    let mut in_mail = false;
    loop {
        stream.flush().await?;
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(None);
        }
        let line = line.trim_end();
        heard.0.lock().unwrap().push(format!("{mark}{line}"));
        let answer = match line.split(' ').next().unwrap_or_default() {
            "." if in_mail => {
                in_mail = false;
                match manner.mail {
                    Some(answer) => answer,
                    None => return Ok(None),
                }
            }
            _ if in_mail => continue,
            "EHLO" if is_plain && manner.tls == Tls::Starttls => "250-mail.example\r\n250-AUTH PLAIN\r\n250 STARTTLS",
            "EHLO" => "250-mail.example\r\n250 AUTH PLAIN",
            "STARTTLS" => {
                stream.write_all(b"220 go ahead\r\n").await?;
                stream.flush().await?;
                return Ok(Some(stream.into_inner()));
            }
            "AUTH" => manner.password,
            "RCPT" => manner.recipient,
            "DATA" => {
                in_mail = true;
                "354 go on"
            }
            "QUIT" => "221 bye",
            _ => "250 ok",
        };
        stream.write_all(format!("{answer}\r\n").as_bytes()).await?;
    }
}

fn settings(port: u16, tls: Tls) -> SmtpSettings {
    SmtpSettings {
        host: "localhost".to_owned(),
        port,
        implicit_tls: tls == Tls::Implicit,
        credentials: None,
        ca_pem: Some(AUTHORITY.to_vec()),
        from: "Rollcall <rollcall@kestrel.example>".to_owned(),
    }
}

fn mail() -> Message {
    Message::builder()
        .from("rollcall@kestrel.example".parse().unwrap())
        .to("rin@kestrel.example".parse().unwrap())
        .subject("Hello")
        .body("A secret link".to_owned())
        .unwrap()
}

async fn send_with(settings: SmtpSettings) -> Result<(), Undelivered> {
    let transport = Transport::open(&MailSettings::Smtp(settings)).unwrap();
    transport.send(MailId(Uuid::nil()), &mail()).await
}

async fn send_to(manner: Manner) -> (Result<(), Undelivered>, Heard) {
    let (port, heard) = server(manner).await;
    (send_with(settings(port, manner.tls)).await, heard)
}

fn assert_later(sent: Result<(), Undelivered>, failure: MailFailure) {
    let undelivered = sent.unwrap_err();
    assert_eq!((undelivered.failure, undelivered.again), (failure, Again::Later), "{undelivered:?}");
}

#[tokio::test]
async fn mail_arrives_over_tls_of_both_kinds() {
    for tls in [Tls::Starttls, Tls::Implicit] {
        let (sent, heard) = send_to(Manner { tls, ..GOOD }).await;
        assert_eq!(sent, Ok(()));
        assert!(heard.has("A secret link") && heard.has("RCPT TO:<rin@kestrel.example>"), "{:?}", heard.lines());
        assert!(heard.lines().iter().all(|line| !line.starts_with("plain ") || line.len() < 40));
    }
}

#[tokio::test]
async fn connection_is_kept_for_the_next_mail() {
    let (port, heard) = server(GOOD).await;
    let transport = Transport::open(&MailSettings::Smtp(settings(port, Tls::Starttls))).unwrap();
    for _ in 0..3 {
        transport.send(MailId(Uuid::nil()), &mail()).await.unwrap();
        // Lettre gives the connection back in a task of its own.
        for _ in 0..10 {
            tokio::task::yield_now().await;
        }
    }
    assert_eq!(heard.lines().iter().filter(|line| *line == "plain STARTTLS").count(), 1);
}

#[tokio::test]
async fn password_is_sent_over_tls_only_and_a_wrong_one_loses_no_mail() {
    let with_password = |port| SmtpSettings {
        credentials: Some(("rollcall".to_owned(), "open sesame".to_owned().into())),
        ..settings(port, Tls::Starttls)
    };
    let (port, heard) = server(GOOD).await;
    assert_eq!(send_with(with_password(port)).await, Ok(()));
    assert!(heard.has("AUTH PLAIN AHJvbGxjYWxsAG9wZW4gc2VzYW1l"), "{:?}", heard.lines());
    let (port, _) = server(Manner { password: "535 5.7.8 authentication failed", ..GOOD }).await;
    let sent = send_with(with_password(port)).await;
    assert_eq!(sent.clone().unwrap_err().answer.as_deref(), Some("535 5.7.8 authentication failed"));
    assert_later(sent, MailFailure::Unreachable);
}

// ML-06 HT-07
#[tokio::test]
async fn nothing_is_said_to_a_server_that_cannot_be_trusted() {
    for manner in [
        Manner { tls: Tls::Stripped, ..GOOD },
        Manner { certificate: ELSEWHERE, ..GOOD },
        Manner { certificate: ENDED, ..GOOD },
        Manner { certificate: ELSEWHERE, tls: Tls::Implicit, ..GOOD },
    ] {
        let (sent, heard) = send_to(manner).await;
        assert_later(sent, MailFailure::Tls);
        let lines = heard.lines();
        assert!(!lines.iter().any(|line| line.contains("MAIL") || line.contains("secret")), "{lines:?}");
    }
    let (port, heard) = server(GOOD).await;
    let of_the_world = SmtpSettings { ca_pem: None, ..settings(port, Tls::Starttls) };
    assert_later(send_with(of_the_world).await, MailFailure::Tls);
    assert!(!heard.has("A secret link"));
    // TLS was expected from the first byte.
    let (port, _) = server(GOOD).await;
    assert_later(send_with(settings(port, Tls::Implicit)).await, MailFailure::Tls);
}

// ML-03
#[tokio::test]
async fn answers_of_the_server_decide_whether_to_try_again() {
    let answer = |recipient| send_to(Manner { recipient, ..GOOD });
    let (sent, _) = answer("451 4.7.1 greylisted").await;
    assert_eq!(sent.clone().unwrap_err().answer.as_deref(), Some("451 4.7.1 greylisted"));
    assert_later(sent, MailFailure::Unreachable);
    assert_later(answer("421 too busy").await.0, MailFailure::Unreachable);
    for refused in ["550 5.1.1 no such user", "552 full", "554 no"] {
        let undelivered = answer(refused).await.0.unwrap_err();
        assert_eq!((undelivered.failure, undelivered.again), (MailFailure::Refused, Again::Never));
        assert_eq!(undelivered.answer.as_deref(), Some(refused));
    }
    // It hung up after the mail: whether it took it is not known, so it is tried again under the same id.
    let (sent, heard) = send_to(Manner { mail: None, ..GOOD }).await;
    assert_later(sent, MailFailure::Unreachable);
    assert!(heard.has("A secret link"));
}

#[tokio::test]
async fn nobody_there_is_tried_again() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    assert_later(send_with(settings(port, Tls::Starttls)).await, MailFailure::Unreachable);
}

// F13
#[tokio::test]
async fn server_that_never_answers_does_not_hold_the_worker() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let smtp = Smtp::open(&settings(port, Tls::Starttls)).unwrap();
    let sent = super::super::within(Duration::from_millis(100), smtp.send(&mail())).await;
    assert_eq!(sent.clone().unwrap_err().answer.as_deref(), Some("no answer in time"));
    assert_later(sent, MailFailure::Unreachable);
}

// FX-06
#[tokio::test]
async fn settings_that_cannot_work_are_named() {
    let broken = |change: fn(&mut SmtpSettings)| {
        let mut settings = settings(25, Tls::Starttls);
        change(&mut settings);
        Transport::open(&MailSettings::Smtp(settings)).err().unwrap()
    };
    assert!(broken(|settings| settings.from = "nobody".to_owned()).contains("sender"));
    assert!(
        broken(|settings| settings.ca_pem = Some(b"-----BEGIN CERTIFICATE-----\nx".to_vec())).contains("authority")
    );
}
