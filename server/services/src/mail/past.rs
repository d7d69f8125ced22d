//! Mails that ended before anybody looked: those of a made-up workspace.

use model::ids::{MailId, UserId};
use model::language::Language;
use model::mail::{MailFailure, MailState};
use model::time::Timestamp;

use super::content::{Content, INVITATIONS};
use super::store;
use crate::entity::mail;
use crate::error::Result;
use crate::invitations;
use crate::tx::Tx;

/// A mail that ended some time ago.
pub(crate) struct PastMail {
    /// The address.
    pub(crate) to: String,
    /// The user behind it, if there is one.
    pub(crate) user: Option<UserId>,
    /// What it said.
    pub(crate) content: Content,
    /// Who caused it.
    pub(crate) created_by: Option<UserId>,
    /// When.
    pub(crate) at: Timestamp,
    /// How it ended.
    pub(crate) outcome: Outcome,
}

/// How a mail ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It left.
    Sent,
    /// The mail server refused it, with these words.
    Refused(&'static str),
    /// It was withdrawn before it left.
    Canceled,
}

/// Writes a mail that is not sent any more; in English, as everything that is made up.
pub(crate) async fn insert_past(tx: &Tx, past: PastMail) -> Result<()> {
    let id = MailId(tx.new_id());
    let (state, failure, answer) = match past.outcome {
        Outcome::Sent => (MailState::Sent, None, None),
        Outcome::Refused(answer) => (MailState::Failed, Some(MailFailure::Refused), Some(answer.to_owned())),
        Outcome::Canceled => (MailState::Canceled, None, None),
    };
    let template = past.content.template();
    let row = mail::Model {
        id,
        recipient_key: Some(crate::db::search::fold(&past.to)),
        recipient: Some(past.to),
        user_id: past.user,
        template,
        locale: Language::En,
        // Ids and times always serialize.
        payload: serde_json::to_string(&past.content).unwrap_or_default(),
        link: None,
        state,
        not_before: past.at,
        valid_until: INVITATIONS.contains(&template).then(|| invitations::end(past.at)),
        sent_at: (state == MailState::Sent).then_some(past.at),
        next_attempt_at: None,
        attempts: i32::from(state != MailState::Canceled),
        failure,
        answer,
        dedupe_key: format!("past:{id}"),
        created_by: past.created_by,
        created_at: past.at,
    };
    store::insert(&super::rows(tx), vec![row]).await
}
