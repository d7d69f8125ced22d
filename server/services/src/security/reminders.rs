//! Reminders to set up a second factor: by a job before the planned day, and whenever somebody asks for them.
//!
//! Both write under the lock of the workspace, so that nobody is reminded twice for the same reason.

use model::error::{AppError, ConflictReason};
use model::event::Event;
use model::factors::{REMIND_MOST, USERS};
use model::fields::FieldCode;
use model::ids::UserId;
use model::time::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};

use super::factors::would_be_locked_out;
use super::{is_needed, lock, planned, reminded, rows};
use crate::access::SecurityEdit;
use crate::ctx::{Base, Ctx, System};
use crate::entity::{user, workspace as settings};
use crate::error::Result;
use crate::jobs::{self, Job, JobError};
use crate::mail::{self, Content, Leaves, NewMail};
use crate::tx::{Reason, Rows, Tx, Unrecorded};
use crate::{workspace, zone};

/// Users written to in one go.
const MOST: usize = 500;
/// Days before the planned one on which people are told.
const TOLD_BEFORE: [i64; 3] = [7, 3, 1];
const DAY_SECONDS: i64 = 24 * 60 * 60;

/// Tells whoever has no second factor that everybody will need one, once for each distance of the planned day.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct EnrollmentReminders;

impl Job for EnrollmentReminders {
    const NAME: &'static str = "enrollment_reminders";
    const MAX_ATTEMPTS: u32 = 3;

    async fn run(&self, system: &System) -> std::result::Result<(), JobError> {
        let system = system.services().system(Self::NAME, &[]);
        // Before the set-up there is nobody.
        let Some(settings) = workspace::find(&rows(&system)).await? else { return Ok(()) };
        if due(&system, &settings).is_none() {
            return Ok(());
        }
        jobs::in_batches(|after| {
            system.write_unrecorded(Unrecorded::Sweep, move |tx| async move { tell_some(&tx, after).await })
        })
        .await
    }
}

/// The planned day and the shortest distance that it lies within, in days.
fn due(base: &Base, settings: &settings::Model) -> Option<(Timestamp, i64)> {
    let from = planned(base, settings, base.now())?;
    let within = |days: &i64| from <= base.now().plus_seconds(days * DAY_SECONDS);
    TOLD_BEFORE.into_iter().rev().find(within).map(|days| (from, days))
}

/// Tells the users after this one; the last of them, while there may be more.
async fn tell_some(tx: &Tx, after: Option<UserId>) -> Result<Option<UserId>> {
    let settings = lock(tx).await?;
    // It may have been moved or taken back since the batch before.
    let Some((from, days)) = due(tx.base(), &settings) else { return Ok(None) };
    #[expect(clippy::disallowed_methods, reason = "whom to remind; the job does nothing else to them")]
    let rows = tx.rows_without(Reason::Job);
    let users = some(&rows, Whom::Everybody, after, tx.now()).await?;
    let key = |user| format!("enrollment:{user}:{}:{days}", from.0);
    write(tx, &settings, &users, Some(from), key).await?;
    Ok(next_after(&users))
}

/// Reminds everybody who has no second factor, unless they were reminded today; how many that are.
///
/// # Errors
/// `Forbidden` without Security; `Conflict` while nobody is asked for a second factor and no day is planned, when
/// everybody has one, and when everybody without was reminded today.
pub async fn remind(ctx: &Ctx) -> std::result::Result<u32, AppError> {
    by_hand(ctx, Whom::Everybody).await
}

/// Reminds those of these people who have no second factor, unless they were reminded today; how many that are.
///
/// # Errors
/// `Forbidden` without Security; `Invalid` for nobody, and for too many; `Conflict` while nobody is asked for a second
/// factor and no day is planned, and when nobody of them is left to remind.
pub async fn remind_some(ctx: &Ctx, users: &[UserId]) -> std::result::Result<u32, AppError> {
    match u32::try_from(users.len()).unwrap_or(u32::MAX) {
        0 => Err(AppError::field(USERS, FieldCode::Required)),
        1..=REMIND_MOST => by_hand(ctx, Whom::These(users)).await,
        _ => Err(AppError::field(USERS, FieldCode::OutOfRange { min: 1, max: REMIND_MOST })),
    }
}

/// Who is reminded, of those who would be locked out.
#[derive(Clone, Copy)]
enum Whom<'a> {
    Everybody,
    These(&'a [UserId]),
}

async fn by_hand(ctx: &Ctx, whom: Whom<'_>) -> std::result::Result<u32, AppError> {
    ctx.write(|tx| async move {
        let settings = lock(&tx).await?;
        let permit = tx.workspace().require::<SecurityEdit>().await?;
        let refused = |reason| AppError::Conflict { reason };
        if !is_needed(tx.base(), &settings) {
            return Err(refused(ConflictReason::Stale).into());
        }
        let from = planned(tx.base(), &settings, tx.now());
        let today = zone::date(tx.now(), &settings.timezone);
        let (rows, mut after) = (tx.rows(&permit), None);
        let (mut found, mut people) = (0, 0);
        loop {
            let users = some(&rows, whom, after, tx.now()).await?;
            found += users.len();
            people += write(&tx, &settings, &users, from, |user| format!("enrollment:{user}:{today}")).await?;
            after = next_after(&users);
            if after.is_none() {
                break;
            }
        }
        let reason = match (whom, found) {
            (Whom::These(_), _) => ConflictReason::NobodyToRemind,
            (Whom::Everybody, 0) => ConflictReason::EveryoneEnrolled,
            (Whom::Everybody, _) => ConflictReason::RemindedToday,
        };
        if people == 0 {
            return Err(refused(reason).into());
        }
        tx.record(Event::EnrollmentReminded { people }).await;
        Ok(people)
    })
    .await
}

/// Some of those who would be locked out, from the one after this on.
async fn some<P>(
    rows: &Rows<'_, P>,
    whom: Whom<'_>,
    after: Option<UserId>,
    now: Timestamp,
) -> Result<Vec<user::Model>> {
    let mut users = user::Entity::find().filter(would_be_locked_out(now));
    if let Whom::These(these) = whom {
        users = users.filter(user::Column::Id.is_in(these.iter().copied()));
    }
    if let Some(after) = after {
        users = users.filter(user::Column::Id.gt(after));
    }
    Ok(users.order_by_asc(user::Column::Id).limit(MOST as u64).all(rows.conn()).await?)
}

fn next_after(users: &[user::Model]) -> Option<UserId> {
    users.get(MOST - 1).map(|last| last.id)
}

/// Writes to those to whom no mail of this key was written; how many those are.
async fn write(
    tx: &Tx,
    settings: &settings::Model,
    users: &[user::Model],
    from: Option<Timestamp>,
    key: impl Fn(UserId) -> String,
) -> Result<u32> {
    let keys: Vec<String> = users.iter().map(|user| key(user.id)).collect();
    let written = mail::are_written(tx, &keys).await?;
    let mails = users.iter().zip(keys).filter(|(_, key)| !written.contains(key)).map(|(user, dedupe_key)| NewMail {
        locale: mail::language_for(user, None, settings),
        to: user.email.clone(),
        user: Some(user.id),
        content: Content::EnrollmentReminder { from },
        link: None,
        leaves: Leaves::AtOnce,
        valid_until: None,
        dedupe_key,
    });
    let mails: Vec<NewMail> = mails.collect();
    let people: Vec<UserId> = mails.iter().filter_map(|mail| mail.user).collect();
    mail::enqueue_all(tx, mails).await?;
    reminded::note(&noting(tx), &people, tx.now()).await?;
    Ok(u32::try_from(people.len()).unwrap_or(u32::MAX))
}

#[expect(clippy::disallowed_methods, reason = "the count of what was written a moment ago")]
fn noting(tx: &Tx) -> Rows<'_, Reason> {
    tx.rows_without(Reason::Job)
}
