//! How mail leaves: by a mail server, into files, or into memory.
//!
//! Sends one message and says what became of it. It never retries, which is the job's business, and it never sends
//! without TLS.

mod files;
#[cfg(feature = "testing")]
mod memory;
mod smtp;

use std::time::Duration;

use lettre::Message;
use lettre::message::Mailbox;
use model::ids::MailId;
use model::mail::MailFailure;
use model::set_up::MailSetting;
use url::Url;

#[cfg(feature = "testing")]
pub(crate) use memory::Memory;
#[cfg(feature = "testing")]
pub use memory::{Delivery, Fault};

use crate::settings::MailSettings;

/// The longest that one send may take. Lettre's own limit covers connecting only (lettre/lettre#1027).
const TIMEOUT: Duration = Duration::from_secs(30);
/// How much of a server's answer is kept, in code points.
const ANSWER_MAX: usize = 200;

/// Why a message did not leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Undelivered {
    /// In a word.
    pub(crate) failure: MailFailure,
    /// Whether to try again.
    pub(crate) again: Again,
    /// What the server said, cut short.
    pub(crate) answer: Option<String>,
}

/// Whether another try can help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Again {
    /// Later it may work.
    Later,
    /// It is refused for good.
    Never,
}

impl Undelivered {
    fn new(failure: MailFailure, again: Again, answer: &str) -> Self {
        let answer: String = answer.chars().map(|c| if c.is_control() { ' ' } else { c }).take(ANSWER_MAX).collect();
        Self { failure, again, answer: Some(answer.trim().to_owned()).filter(|answer| !answer.is_empty()) }
    }

    fn later(failure: MailFailure, answer: &str) -> Self {
        Self::new(failure, Again::Later, answer)
    }

    /// What cannot be put into the form of a mail will not be any better next time.
    pub(super) fn broken(reason: &dyn std::fmt::Display) -> Self {
        Self::new(MailFailure::Broken, Again::Never, &reason.to_string())
    }
}

/// The way out.
pub(crate) enum Transport {
    /// A mail server.
    Smtp(smtp::Smtp),
    /// A folder.
    Files(files::Files),
    /// Memory, for tests.
    #[cfg(feature = "testing")]
    Memory(Memory),
}

/// A way out that cannot be used as configured.
pub(crate) type SettingError = String;

impl Transport {
    /// Prepares the way out; no connection is made yet.
    pub(crate) fn open(settings: &MailSettings) -> Result<Self, SettingError> {
        Ok(match settings {
            MailSettings::Smtp(smtp) => Self::Smtp(smtp::Smtp::open(smtp)?),
            MailSettings::Files(folder) => Self::Files(files::Files::new(folder.clone())),
            #[cfg(feature = "testing")]
            MailSettings::Memory => Self::Memory(Memory::default()),
        })
    }

    /// Sends one message to its one recipient.
    pub(super) async fn send(&self, id: MailId, message: &Message) -> Result<(), Undelivered> {
        let sending = async {
            match self {
                Self::Smtp(smtp) => smtp.send(message).await,
                Self::Files(files) => files.keep(id, message.formatted()).await,
                #[cfg(feature = "testing")]
                Self::Memory(memory) => memory.keep(message),
            }
        };
        within(TIMEOUT, sending).await
    }

    /// The mails that stand in files. One that was sent is not ours any more.
    pub(super) async fn kept_in_files(&self) -> std::io::Result<Vec<MailId>> {
        match self {
            Self::Files(files) => files.kept().await,
            Self::Smtp(_) => Ok(Vec::new()),
            #[cfg(feature = "testing")]
            Self::Memory(_) => Ok(Vec::new()),
        }
    }

    /// Removes mails that stand in files.
    pub(super) async fn remove_files(&self, mails: Vec<MailId>) -> std::io::Result<()> {
        match self {
            Self::Files(files) => files.remove(mails).await,
            Self::Smtp(_) => Ok(()),
            #[cfg(feature = "testing")]
            Self::Memory(_) => Ok(()),
        }
    }

    /// Who it is from. Without a mail server nobody configured a sender, so the mails name this installation.
    pub(super) fn sender(&self, site: &Url) -> Result<Mailbox, Undelivered> {
        let of_installation = || {
            let host = site.host_str().unwrap_or("localhost");
            let address = lettre::Address::new("rollcall", host).map_err(|error| Undelivered::broken(&error))?;
            Ok(Mailbox::new(Some("Rollcall".to_owned()), address))
        };
        match self {
            Self::Smtp(smtp) => Ok(smtp.sender().clone()),
            Self::Files(_) => of_installation(),
            #[cfg(feature = "testing")]
            Self::Memory(_) => of_installation(),
        }
    }

    /// What the Mail page and the set-up say about it.
    pub(crate) fn setting(&self) -> MailSetting {
        match self {
            Self::Smtp(smtp) => MailSetting::Smtp { server: smtp.server(), from: smtp.sender().to_string() },
            Self::Files(_) => MailSetting::Files,
            #[cfg(feature = "testing")]
            Self::Memory(_) => MailSetting::Files,
        }
    }

    /// Whether there is something that a test mail could try out.
    pub(super) const fn can_be_tried(&self) -> bool {
        !matches!(self, Self::Files(_))
    }

    /// What a test can look into.
    #[cfg(feature = "testing")]
    pub(crate) fn memory(&self) -> Option<&Memory> {
        match self {
            Self::Memory(memory) => Some(memory),
            Self::Smtp(_) | Self::Files(_) => None,
        }
    }
}

/// Ends a send that takes too long; a connection in the middle of one is closed.
async fn within(limit: Duration, sending: impl Future<Output = Result<(), Undelivered>>) -> Result<(), Undelivered> {
    let late = || Undelivered::later(MailFailure::Unreachable, "no answer in time");
    tokio::time::timeout(limit, sending).await.unwrap_or_else(|_| Err(late()))
}

#[cfg(test)]
mod tests {
    use super::*;

    // LG-02
    #[test]
    fn answer_of_a_server_is_cut_short_and_stays_on_one_line() {
        let undelivered = Undelivered::later(MailFailure::Unreachable, &format!("451 a\r\nb {}", "x".repeat(4_000)));
        let answer = undelivered.answer.unwrap();
        assert!(answer.starts_with("451 a  b ") && answer.chars().count() == ANSWER_MAX);
        assert_eq!(Undelivered::later(MailFailure::Unreachable, " \r\n").answer, None);
    }

    #[test]
    fn sender_names_the_installation_while_nobody_is_configured() {
        let transport = Transport::open(&MailSettings::Files("outbox".into())).unwrap();
        for (site, sender) in [
            ("https://console.example/", "Rollcall <rollcall@console.example>"),
            ("http://127.0.0.1:3000/", "Rollcall <rollcall@127.0.0.1>"),
            ("http://localhost:3000/", "Rollcall <rollcall@localhost>"),
            ("http://[::1]:3000/", "Rollcall <rollcall@[::1]>"),
        ] {
            assert_eq!(transport.sender(&site.parse().unwrap()).unwrap().to_string(), sender);
        }
    }
}
