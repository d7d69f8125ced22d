//! Mails: written in the transaction of the change that causes them, sent by a job, listed on the Mail page.
//!
//! A row says what goes to whom, not before when, and how it ended. Mails that an administrator causes wait for the undo
//! window. The job looks at the recipient, at the end of what is said, and at the state once more before it sends.
//!
//! Invariants: the row and its job commit with the change or not at all; a one-time link is sealed in the row and removed
//! from it as soon as the mail has left or never will, and no page or download shows it.
//!
//! To add a mail: 1. a variant of `model::mail::MailTemplate` and of [`Content`]; 2. its words in `*words.rs` and in
//! `locales/*/mails.json`; 3. to whom it may still be said, in `facts.rs`.

mod address_words;
mod content;
mod facts;
mod key_words;
mod letter;
mod message;
mod page;
mod past;
mod reminder_words;
mod send;
mod store;
mod sweep;
mod transport;
mod words;

use std::collections::HashSet;

use model::error::{AppError, ConflictReason};
use model::ids::{MailId, UserId};
use model::language::Language;
use model::mail::{MailState, MailTemplate};
use model::time::Timestamp;
use secrecy::{ExposeSecret, SecretString};

pub use page::{cancel, eml, list, retry, send_test, text};

pub(crate) use content::{Content, INVITATIONS, KeyChange};
pub(crate) use past::{Outcome, PastMail, insert_past};
pub(crate) use send::SendMail;
pub(crate) use sweep::{MailSweep, sweep_files};
pub(crate) use transport::Transport;
#[cfg(feature = "testing")]
pub use transport::{Delivery, Fault};

use crate::ctx::Base;
use crate::entity::{mail, user, workspace};
use crate::error::Result;
use crate::jobs::{self, Withdrawn};
use crate::tx::{Reason, Rows, Tx};
use store::Forget;

/// Links in the table are sealed for this purpose and bound to their mail.
const LINK: &str = "mail link";

/// A mail to be sent.
pub(crate) struct NewMail {
    /// The address.
    pub(crate) to: String,
    /// The user behind it, if there is one.
    pub(crate) user: Option<UserId>,
    /// What it says.
    pub(crate) content: Content,
    /// In which language; see [`language_for`].
    pub(crate) locale: Language,
    /// The secret of the one-time link that it carries.
    pub(crate) link: Option<SecretString>,
    /// When it leaves.
    pub(crate) leaves: Leaves,
    /// When what it says ends; it is not sent any more then.
    pub(crate) valid_until: Option<Timestamp>,
    /// Only one mail has it.
    pub(crate) dedupe_key: String,
}

/// When a mail leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Leaves {
    /// Now.
    AtOnce,
    /// When the undo window has closed: what an administrator caused.
    AfterUndo,
}

/// Tries the mail server out during the set-up, when there is neither a workspace nor a Mail page.
///
/// # Errors
/// `Conflict` when there is no mail server, or it did not take the mail.
pub(crate) async fn try_out(base: &Base, to: &str, language: Language) -> std::result::Result<(), AppError> {
    send::expect_server(base)?;
    let sent = send::try_out(base, MailId(base.new_id()), to, language, "Rollcall", "UTC", None).await;
    sent.map_err(|_| AppError::Conflict { reason: ConflictReason::MailServerFailed })
}

/// Writes a mail into the queue.
pub(crate) async fn enqueue(tx: &Tx, mail: NewMail) -> Result<()> {
    enqueue_all(tx, vec![mail]).await
}

/// Writes mails into the queue, in few statements.
pub(crate) async fn enqueue_all(tx: &Tx, mails: Vec<NewMail>) -> Result<()> {
    let after_undo = match mails.iter().any(|mail| mail.leaves == Leaves::AfterUndo) {
        true => after_undo(tx).await?,
        false => tx.now(),
    };
    let mails: Vec<_> = mails.into_iter().map(|mail| row(tx, mail, after_undo)).collect();
    let jobs: Vec<_> = mails.iter().map(|mail| (SendMail { mail: mail.id }, mail.not_before)).collect();
    store::insert(&rows(tx), mails).await?;
    jobs::enqueue_all(tx, jobs.iter().map(|(job, run_at)| (job, *run_at, Some(job_key(job.mail))))).await
}

/// The same, without those of whose key there is a mail already, whatever became of it. Whoever calls it holds a lock, so
/// that two do not write the same one.
pub(crate) async fn enqueue_unwritten(tx: &Tx, mails: Vec<NewMail>) -> Result<()> {
    let keys: Vec<String> = mails.iter().map(|mail| mail.dedupe_key.clone()).collect();
    let written = are_written(tx, &keys).await?;
    enqueue_all(tx, mails.into_iter().filter(|mail| !written.contains(&mail.dedupe_key)).collect()).await
}

/// When mails leave that wait for the undo window of this moment.
pub(crate) async fn after_undo(tx: &Tx) -> Result<Timestamp> {
    #[expect(clippy::disallowed_methods, reason = "the length of the undo window")]
    let rows = tx.rows_without(Reason::Workspace);
    let seconds = crate::workspace::current(&rows).await?.undo_seconds;
    Ok(tx.now().plus_seconds(i64::from(seconds)))
}

/// Drops the mails that still wait for a user: what they say is no longer so. How many those were.
pub(crate) async fn drop_waiting(tx: &Tx, user: UserId, templates: &[MailTemplate]) -> Result<usize> {
    let rows = rows(tx);
    let mut dropped = 0;
    for mail in store::waiting_for(&rows, user, templates).await? {
        // One that leaves this moment cannot be held back any more.
        if jobs::withdraw(tx, &job_key(mail.id)).await? != Withdrawn::UnderWay {
            store::change(&rows, mail.id, &store::WAITING, store::ended(MailState::Canceled)).await?;
            dropped += 1;
        }
    }
    Ok(dropped)
}

/// Removes the address of someone who was erased from all mails; what waits is dropped, except what tells them so. That
/// one loses it when it has left.
pub(crate) async fn forget(tx: &Tx, user: UserId) -> Result<()> {
    let others = MailTemplate::ALL.iter().copied().filter(|template| *template != MailTemplate::Deleted);
    drop_waiting(tx, user, &others.collect::<Vec<_>>()).await?;
    store::forget(&rows(tx), Forget::User(user)).await
}

/// For which of these keys there is a mail, whatever became of it.
pub(crate) async fn are_written(tx: &Tx, dedupe_keys: &[String]) -> Result<HashSet<String>> {
    store::are_written(&rows(tx), dedupe_keys).await
}

/// For which of these users a mail still waits.
pub(crate) async fn have_waiting(
    rows: &Rows<'_, Reason>,
    users: &[UserId],
    templates: &[MailTemplate],
) -> Result<HashSet<UserId>> {
    store::have_waiting(rows, users, templates).await
}

/// How many mails this transaction has put into the queue that wait for the undo window.
pub(crate) async fn caused_now(tx: &Tx) -> Result<u32> {
    let caused = store::held_since(&rows(tx), tx.base().actor().user(), tx.now()).await?;
    Ok(u32::try_from(caused).unwrap_or(u32::MAX))
}

/// What the mails say that still wait for a user.
pub(crate) async fn waiting(tx: &Tx, user: UserId, template: MailTemplate) -> Result<Vec<Content>> {
    let mails = store::waiting_for(&rows(tx), user, &[template]).await?;
    Ok(mails.iter().filter_map(facts::content_of).collect())
}

/// Whether a mail has left for a user since then, or is leaving this moment.
pub(crate) async fn have_left(tx: &Tx, user: UserId, templates: &[MailTemplate], since: Timestamp) -> Result<bool> {
    store::have_left(&rows(tx), user, templates, since).await
}

/// The language of a mail: the one that its recipient chose, else the one that their browser last asked for, else that of
/// the invitation, else that of the workspace.
pub(crate) fn language_for(user: &user::Model, invitation: Option<Language>, workspace: &workspace::Model) -> Language {
    user.language.or(user.seen_language).or(invitation).unwrap_or(workspace.default_language)
}

fn row(tx: &Tx, new: NewMail, after_undo: Timestamp) -> mail::Model {
    let id = MailId(tx.new_id());
    let (state, not_before) = match new.leaves {
        Leaves::AtOnce => (MailState::Due, tx.now()),
        Leaves::AfterUndo => (MailState::Held, after_undo),
    };
    let services = tx.base().services();
    let seal = |secret: SecretString| {
        let secret = secret.expose_secret().as_bytes();
        services.settings().keys.seal(services.rng(), LINK, id.0.as_bytes(), secret)
    };
    mail::Model {
        id,
        recipient_key: Some(crate::db::search::fold(&new.to)),
        recipient: Some(new.to),
        user_id: new.user,
        template: new.content.template(),
        locale: new.locale,
        // Ids and times always serialize.
        payload: serde_json::to_string(&new.content).unwrap_or_default(),
        link: new.link.map(seal),
        state,
        not_before,
        valid_until: new.valid_until,
        sent_at: None,
        next_attempt_at: None,
        attempts: 0,
        failure: None,
        answer: None,
        dedupe_key: new.dedupe_key,
        created_by: tx.base().actor().user(),
        created_at: tx.now(),
    }
}

/// The key of the job that sends a mail.
fn job_key(mail: MailId) -> String {
    format!("mail:{mail}")
}

#[expect(clippy::disallowed_methods, reason = "mails are part of what is recorded about a change")]
fn rows(tx: &Tx) -> Rows<'_, Reason> {
    tx.rows_without(Reason::Recording)
}

/// Whether a text is a sender, such as `Kestrel Yard <rollcall@kestrelyard.example>`.
#[must_use]
pub fn is_sender(text: &str) -> bool {
    text.parse::<lettre::message::Mailbox>().is_ok()
}
