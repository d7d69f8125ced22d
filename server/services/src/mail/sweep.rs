//! Removes mails that ended long ago, and files of mails that nobody should read any more.

use std::collections::{HashMap, HashSet};

use model::error::AppError;
use model::ids::{MailId, UserId};
use model::mail::MailTemplate;
use model::time::Timestamp;
use model::users::UserStatus;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use serde::{Deserialize, Serialize};

use super::store::{self, WAITING};
use crate::ctx::System;
use crate::entity::{mail, user};
use crate::error::incident;
use crate::jobs::{Job, JobError};
use crate::tx::{Reason, Unrecorded};

/// How long a mail stays on the Mail page.
const KEPT_SECONDS: i64 = 90 * 24 * 60 * 60;
/// How long the file stays that tells someone of their permanent deletion: time for whoever hands it over.
const LAST_SECONDS: i64 = 24 * 60 * 60;
/// Mails that one statement asks about; databases take only so many values.
const AT_ONCE: usize = 500;

/// Removes mails that ended long ago, and the files of mails that are gone or whose recipient is.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct MailSweep;

impl Job for MailSweep {
    const NAME: &'static str = "mail_sweep";
    const MAX_ATTEMPTS: u32 = 3;

    async fn run(&self, system: &System) -> Result<(), JobError> {
        system
            .write_unrecorded(Unrecorded::Sweep, |tx| async move {
                store::remove_ended(&super::rows(&tx), tx.now().plus_seconds(-KEPT_SECONDS)).await
            })
            .await?;
        sweep_files(system).await?;
        Ok(())
    }
}

/// Removes the files of mails to people who were erased, and of mails that the Mail page does not know any more. After
/// the change that erases, because a file does not come back when a transaction is taken back.
pub(crate) async fn sweep_files(system: &System) -> Result<(), AppError> {
    let transport = system.services().mail();
    let kept = transport.kept_in_files().await.map_err(|error| incident(system, &error))?;
    let mut gone = Vec::new();
    for some in kept.chunks(AT_ONCE) {
        gone.extend(system.read(async || without_reader(system, some).await).await?);
    }
    transport.remove_files(gone).await.map_err(|error| incident(system, &error))
}

/// Which of these mails nobody should read any more.
async fn without_reader(system: &System, mails: &[MailId]) -> crate::Result<Vec<MailId>> {
    #[expect(clippy::disallowed_methods, reason = "the queue itself")]
    let rows = system.rows_without(Reason::Job);
    let known = mail::Entity::find().filter(mail::Column::Id.is_in(mails.iter().copied())).all(rows.conn()).await?;
    let recipients: HashSet<UserId> = known.iter().filter_map(|mail| mail.user_id).collect();
    let erased: HashSet<UserId> = user::Entity::find()
        .select_only()
        .column(user::Column::Id)
        .filter(user::Column::Id.is_in(recipients))
        .filter(user::Column::Status.eq(UserStatus::Erased))
        .into_tuple()
        .all(rows.conn())
        .await?
        .into_iter()
        .collect();
    let known: HashMap<MailId, mail::Model> = known.into_iter().map(|mail| (mail.id, mail)).collect();
    let now = system.now();
    let is_gone = |id: &MailId| match known.get(id) {
        // A database that was put back may not know the newest yet.
        None => made_before(*id, now.plus_seconds(-KEPT_SECONDS)),
        Some(mail) => mail.user_id.is_some_and(|user| erased.contains(&user)) && is_over(mail, now),
    };
    Ok(mails.iter().copied().filter(is_gone).collect())
}

/// Whether a mail to someone who was erased has done what it was for.
fn is_over(mail: &mail::Model, now: Timestamp) -> bool {
    let is_last = mail.template == MailTemplate::Deleted;
    !WAITING.contains(&mail.state)
        && (!is_last || mail.sent_at.is_none_or(|sent| sent.plus_seconds(LAST_SECONDS) <= now))
}

/// The time stands in front of an id.
fn made_before(id: MailId, before: Timestamp) -> bool {
    let made = id.0.get_timestamp().and_then(|made| {
        let (seconds, nanoseconds) = made.to_unix();
        i64::try_from(seconds).ok()?.checked_mul(1000)?.checked_add(i64::from(nanoseconds / 1_000_000))
    });
    made.is_some_and(|made| Timestamp(made) < before)
}
