//! What follows when an end of access has passed, and the mails before it.

use model::access::{Action, DisabledBy};
use model::event::Event;
use model::ids::UserId;
use model::time::Timestamp;
use model::users::UserStatus;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};

use crate::access::UsersDisable;
use crate::credentials;
use crate::ctx::{Base, System};
use crate::entity::{user, workspace as settings};
use crate::error::{Error, Result};
use crate::jobs::{self, Job, JobError};
use crate::mail::{self, Content, Leaves, NewMail};
use crate::tx::{Reason, Rows, Tx, Unrecorded};
use crate::{organizations, users, workspace};

/// Users looked at in one go, for which the workspace is locked.
const MOST: usize = 100;
/// Days before the end on which the person is told.
const TOLD_BEFORE: [i64; 2] = [7, 1];
const DAY_SECONDS: i64 = 24 * 60 * 60;

/// The end and the id of the last user of a batch.
type Last = (Timestamp, UserId);

/// Disables whoever's access has ended, and tells whoever's ends soon.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct AccessEndSweep;

impl Job for AccessEndSweep {
    const NAME: &'static str = "access_end_sweep";
    const MAX_ATTEMPTS: u32 = 3;

    async fn run(&self, system: &System) -> std::result::Result<(), JobError> {
        let system = system.services().system(Self::NAME, &[Action::UsersDisable]);
        // Before the set-up there is nobody.
        if workspace::find(&reader(&system)).await?.is_none() {
            return Ok(());
        }
        jobs::in_batches(|after| close_some(&system, after)).await?;
        jobs::in_batches(|after| {
            system.write_unrecorded(Unrecorded::Sweep, move |tx| async move { tell_some(&tx, after).await })
        })
        .await
    }
}

/// Closes the access of some whose has ended, each in a transaction of their own.
async fn close_some(system: &System, after: Option<Last>) -> Result<Option<Last>> {
    let ended = some(&reader(system), users::ended(system.now()), after).await?;
    for user in &ended {
        system.write_unrecorded(Unrecorded::Sweep, |tx| async move { close(&tx, user.id).await }).await?;
    }
    Ok(last(&ended))
}

/// Stores that the access has ended, if that is still so.
async fn close(tx: &Tx, id: UserId) -> Result<()> {
    tx.lock_workspace().await?;
    let Some(user) = find(tx, id).await?.filter(|user| has_ended(user, tx.now())) else { return Ok(()) };
    // Nobody can stop an end; where it takes the last Organization Admin, the Owner steps in.
    organizations::hand_over(tx, user.id).await?;
    let (user, permit) = tx.user(id).require::<UsersDisable>().await?;
    let user = users::disable(tx, &permit, user, DisabledBy::Ended).await?;
    credentials::shut_out(tx, id).await?;
    let settings = workspace::current(&rows(tx)).await?;
    let key = format!("access_ended:{id}:{}", user.version);
    mail::enqueue(tx, notice(&user, &settings, Content::AccessEnded, key)).await?;
    tx.record(Event::UserDisabled { user: id, by: DisabledBy::Ended }).await;
    Ok(())
}

/// Tells some whose access ends soon, once for each distance. Under the lock of the workspace, so that nobody is told
/// twice.
async fn tell_some(tx: &Tx, after: Option<Last>) -> Result<Option<Last>> {
    tx.lock_workspace().await?;
    let (rows, now) = (rows(tx), tx.now());
    let settings = workspace::current(&rows).await?;
    let within = |days: i64| now.plus_seconds(days * DAY_SECONDS);
    let soon = users::are_let_in(now).add(user::Column::AccessEndsAt.lte(within(TOLD_BEFORE[0])));
    let users = some(&rows, soon, after).await?;
    let mails = users.iter().filter_map(|user| {
        let at = user.access_ends_at?;
        let days = TOLD_BEFORE.into_iter().rev().find(|days| at <= within(*days))?;
        let key = format!("access_ends:{}:{}:{days}", user.id, at.0);
        Some(notice(user, &settings, Content::AccessEnds { at }, key))
    });
    mail::enqueue_unwritten(tx, mails.collect()).await?;
    Ok(last(&users))
}

/// Some of the users of a condition, all of whom have an end: those who come after this one, the soonest first.
async fn some(rows: &Rows<'_, Reason>, condition: Condition, after: Option<Last>) -> Result<Vec<user::Model>> {
    let mut users = user::Entity::find().filter(condition);
    if let Some((end, id)) = after {
        let same = Condition::all().add(user::Column::AccessEndsAt.eq(end)).add(user::Column::Id.gt(id));
        users = users.filter(Condition::any().add(user::Column::AccessEndsAt.gt(end)).add(same));
    }
    Ok(users
        .order_by_asc(user::Column::AccessEndsAt)
        .order_by_asc(user::Column::Id)
        .limit(MOST as u64)
        .all(rows.conn())
        .await?)
}

/// The last of a batch, while there may be more.
fn last(users: &[user::Model]) -> Option<Last> {
    users.get(MOST - 1).and_then(|last| Some((last.access_ends_at?, last.id)))
}

fn has_ended(user: &user::Model, now: Timestamp) -> bool {
    user.status == UserStatus::Active && user.access_ends_at.is_some_and(|end| end <= now)
}

async fn find(tx: &Tx, id: UserId) -> Result<Option<user::Model>> {
    let rows = rows(tx);
    let found = crate::db::for_update(user::Entity::find_by_id(id), rows.conn()).one(rows.conn()).await;
    found.map_err(Error::Db)
}

fn notice(user: &user::Model, settings: &settings::Model, content: Content, dedupe_key: String) -> NewMail {
    NewMail {
        locale: mail::language_for(user, None, settings),
        to: user.email.clone(),
        user: Some(user.id),
        content,
        link: None,
        leaves: Leaves::AtOnce,
        valid_until: None,
        dedupe_key,
    }
}

#[expect(clippy::disallowed_methods, reason = "whom to look at; what is done to them has a permit")]
fn rows(tx: &Tx) -> Rows<'_, Reason> {
    tx.rows_without(Reason::Job)
}

#[expect(clippy::disallowed_methods, reason = "whom to look at; what is done to them has a permit")]
fn reader(base: &Base) -> Rows<'_, Reason> {
    base.rows_without(Reason::Job)
}
