//! The job that sends a mail, and what comes of a try.

use i18n::Catalog;
use lettre::message::Mailbox;
use model::error::{AppError, ConflictReason};
use model::ids::MailId;
use model::language::Language;
use model::mail::{MailFailure, MailState};
use model::time::Timestamp;
use sea_orm::Set;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use super::LINK;
use super::facts::Facts;
use super::letter::Letter;
use super::message::{self, Addressed};
use super::store::{self, Forget};
use super::transport::{Again, Undelivered};
use super::words::{self, Link};
use crate::ctx::{Base, System};
use crate::entity::mail;
use crate::error::Result;
use crate::jobs::{Job, JobError, backoff};
use crate::tx::{Reason, Unrecorded};
use crate::zone;

/// How long a mail without an end of its own is tried.
const TRIED_FOR_SECONDS: i64 = 3 * 24 * 60 * 60;

/// Sends one mail.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct SendMail {
    /// Which.
    pub(crate) mail: MailId,
}

impl Job for SendMail {
    const NAME: &'static str = "send_mail";
    /// More than fit into three days of growing pauses: the mail decides when to stop, and this stops what kills the
    /// process each time.
    const MAX_ATTEMPTS: u32 = 25;

    async fn run(&self, system: &System) -> Result<(), JobError> {
        let Some(mail) = find(system, self.mail).await? else { return Ok(()) };
        match attempt(system, &mail).await? {
            Ok(()) => note(system, &mail, sent(&mail, system.now())).await,
            Err(undelivered) => {
                let next = next_try(system, &mail, &undelivered);
                tracing::warn!(mail = %mail.id, failure = %undelivered.failure, again = next.is_some(), "a mail did not leave");
                let reason = undelivered.failure.as_str();
                note(system, &mail, tried(&mail, undelivered, next)).await?;
                next.map_or(Ok(()), |at| Err(JobError::retry_at(at, reason)))
            }
        }
    }

    async fn gave_up(&self, system: &System) -> Result<(), AppError> {
        let Some(mail) = find(system, self.mail).await? else { return Ok(()) };
        let broken = Undelivered { failure: MailFailure::Broken, again: Again::Never, answer: None };
        note(system, &mail, tried(&mail, broken, None))
            .await
            .map_err(|_| AppError::Unavailable { retry_after_secs: 60 })
    }
}

/// Sends a test mail at once, past the queue, to see whether the mail server takes it. Works before there is a workspace.
pub(super) async fn try_out(
    base: &Base,
    id: MailId,
    to: &str,
    language: Language,
    workspace: &str,
    zone: &str,
    sender: Option<&str>,
) -> std::result::Result<(), Undelivered> {
    let site = &base.services().settings().base_url;
    let letter = words::test(&Catalog::of(language), workspace, site, zone::moment(base.now(), zone));
    let letter = Letter { sender: sender.map(str::to_owned), ..letter };
    let sent = deliver(base, id, to, base.now(), &letter).await;
    if let Err(undelivered) = &sent {
        tracing::warn!(request = %base.request().id, failure = %undelivered.failure, "a test mail did not leave");
    }
    sent
}

/// Refuses a test where there is nothing to be tried out.
pub(super) fn expect_server(base: &Base) -> Result<(), AppError> {
    if base.services().mail().can_be_tried() {
        Ok(())
    } else {
        Err(AppError::Conflict { reason: ConflictReason::NoMailServer })
    }
}

/// One try. What the database fails with is worth another one by itself.
async fn attempt(system: &System, mail: &mail::Model) -> Result<std::result::Result<(), Undelivered>, AppError> {
    let now = system.now();
    let never = |failure| Undelivered { failure, again: Again::Never, answer: None };
    if mail.valid_until.is_some_and(|until| until <= now) {
        return Ok(Err(never(MailFailure::Expired)));
    }
    let facts = system
        .read(async || {
            #[expect(clippy::disallowed_methods, reason = "what is recorded of a change is now carried out")]
            let rows = system.rows_without(Reason::Job);
            Facts::load(&rows, std::slice::from_ref(mail)).await
        })
        .await?;
    if !facts.recipient_allows(mail, now) {
        return Ok(Err(never(MailFailure::Recipient)));
    }
    let settings = system.services().settings();
    let link = mail.link.as_ref().and_then(|sealed| settings.keys.open(LINK, mail.id.0.as_bytes(), sealed));
    let link = link.and_then(|bytes| String::from_utf8(bytes).ok()).map(SecretString::from);
    let letter = match words::write(&settings.base_url, &facts, mail, Link::Open(link.as_ref())) {
        Ok(letter) => letter,
        Err(undelivered) => return Ok(Err(undelivered)),
    };
    let to = mail.recipient.as_deref().unwrap_or_default();
    Ok(deliver(system, mail.id, to, mail.created_at, &letter).await)
}

async fn deliver(
    base: &Base,
    id: MailId,
    to: &str,
    at: Timestamp,
    letter: &Letter,
) -> std::result::Result<(), Undelivered> {
    let message = address(base, id, to, at, letter)?;
    base.services().mail().send(id, &message).await
}

/// The letter in its envelope.
pub(super) fn address(
    base: &Base,
    id: MailId,
    to: &str,
    at: Timestamp,
    letter: &Letter,
) -> std::result::Result<lettre::Message, Undelivered> {
    let site = &base.services().settings().base_url;
    let from = from(base, letter.sender.as_deref())?;
    message::build(letter, Addressed { id, from, to, at, host: site.host_str().unwrap_or("localhost") })
}

/// Who a mail is from: the address that was configured, under the name that the workspace has chosen.
pub(super) fn from(base: &Base, name: Option<&str>) -> std::result::Result<Mailbox, Undelivered> {
    let configured = base.services().mail().sender(&base.services().settings().base_url)?;
    Ok(match name {
        Some(name) => Mailbox::new(Some(name.to_owned()), configured.email),
        None => configured,
    })
}

/// When to try again, if at all. Not after the mail's end: at that moment it is looked at once more, so that the Mail
/// page says soon that it has ended.
fn next_try(system: &System, mail: &mail::Model, undelivered: &Undelivered) -> Option<Timestamp> {
    let now = system.now();
    let last = mail.valid_until.unwrap_or_else(|| mail.not_before.plus_seconds(TRIED_FOR_SECONDS));
    let tries = u32::try_from(mail.attempts).unwrap_or(u32::MAX).saturating_add(1);
    (undelivered.again == Again::Later && now < last).then(|| backoff(system.services().rng(), now, tries).min(last))
}

async fn find(system: &System, id: MailId) -> Result<Option<mail::Model>, AppError> {
    system
        .read(async || {
            #[expect(clippy::disallowed_methods, reason = "the queue itself")]
            let rows = system.rows_without(Reason::Job);
            store::waiting(&rows, id).await
        })
        .await
}

fn sent(mail: &mail::Model, at: Timestamp) -> mail::ActiveModel {
    mail::ActiveModel {
        sent_at: Set(Some(at)),
        attempts: Set(mail.attempts.saturating_add(1)),
        failure: Set(None),
        answer: Set(None),
        ..store::ended(MailState::Sent)
    }
}

fn tried(mail: &mail::Model, undelivered: Undelivered, next: Option<Timestamp>) -> mail::ActiveModel {
    let state = match next {
        Some(at) => {
            mail::ActiveModel { state: Set(MailState::Retrying), next_attempt_at: Set(Some(at)), ..Default::default() }
        }
        None => store::ended(MailState::Failed),
    };
    // What has ended, or is not wanted any more, was not tried.
    let untried = matches!(undelivered.failure, MailFailure::Expired | MailFailure::Recipient);
    mail::ActiveModel {
        attempts: Set(mail.attempts.saturating_add(i32::from(!untried))),
        failure: Set(Some(undelivered.failure)),
        answer: Set(undelivered.answer),
        ..state
    }
}

/// Notes what came of a try.
async fn note(system: &System, mail: &mail::Model, change: mail::ActiveModel) -> Result<(), JobError> {
    let id = mail.id;
    system
        .write_unrecorded(Unrecorded::Queue, |tx| {
            let change = change.clone();
            async move {
                let rows = super::rows(&tx);
                store::change(&rows, id, &store::WAITING, change).await?;
                store::forget(&rows, Forget::Mail(id)).await
            }
        })
        .await?;
    Ok(())
}
