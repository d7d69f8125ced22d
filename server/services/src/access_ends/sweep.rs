//! What follows when an end of access has passed, and the mails before it.

use model::access::{Action, DisabledBy};
use model::event::Event;
use model::ids::UserId;
use model::time::Timestamp;
use model::users::UserStatus;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};

use crate::access::UsersDisable;
use crate::credentials;
use crate::ctx::System;
use crate::entity::user;
use crate::error::{Error, Result};
use crate::jobs::{Job, JobError};
use crate::mail::{self, Content, Leaves, NewMail};
use crate::tx::{Reason, Rows, Tx, Unrecorded};
use crate::{organizations, users, workspace};

/// Users looked at in one go; the rest are looked at an hour later.
const MOST: u64 = 500;
/// Days before the end on which the person is told.
const TOLD_BEFORE: [i64; 2] = [7, 1];
const DAY_SECONDS: i64 = 24 * 60 * 60;

/// Disables whoever's access has ended, and tells whoever's ends soon.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct AccessEndSweep;

impl Job for AccessEndSweep {
    const NAME: &'static str = "access_end_sweep";
    const MAX_ATTEMPTS: u32 = 3;

    async fn run(&self, system: &System) -> std::result::Result<(), JobError> {
        let system = system.services().system(Self::NAME, &[Action::UsersDisable]);
        for id in with(&system, users::ended(system.now())).await? {
            system.write_unrecorded(Unrecorded::Sweep, |tx| async move { close(&tx, id).await }).await?;
        }
        let soon = system.now().plus_seconds(TOLD_BEFORE[0] * DAY_SECONDS);
        let soon = users::are_let_in(system.now()).add(user::Column::AccessEndsAt.lte(soon));
        for id in with(&system, soon).await? {
            system.write_unrecorded(Unrecorded::Sweep, |tx| async move { remind(&tx, id).await }).await?;
        }
        Ok(())
    }
}

/// The users of a condition, whose access ends first.
async fn with(system: &System, condition: sea_orm::Condition) -> Result<Vec<UserId>> {
    #[expect(clippy::disallowed_methods, reason = "whom to look at; what is done to them has a permit")]
    let rows = system.rows_without(Reason::Job);
    let found = user::Entity::find()
        .select_only()
        .column(user::Column::Id)
        .filter(condition)
        .order_by_asc(user::Column::AccessEndsAt)
        .order_by_asc(user::Column::Id)
        .limit(MOST);
    Ok(found.into_tuple().all(rows.conn()).await?)
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
    tell(tx, &user, Content::AccessEnded, format!("access_ended:{id}:{}", user.version)).await?;
    tx.record(Event::UserDisabled { user: id, by: DisabledBy::Ended }).await;
    Ok(())
}

/// Tells the person that the access ends soon, once for each distance.
async fn remind(tx: &Tx, id: UserId) -> Result<()> {
    let Some(user) = find(tx, id).await? else { return Ok(()) };
    let Some(at) = user.access_ends_at.filter(|_| !has_ended(&user, tx.now())) else { return Ok(()) };
    let Some(days) = TOLD_BEFORE.into_iter().rev().find(|days| at <= tx.now().plus_seconds(days * DAY_SECONDS)) else {
        return Ok(());
    };
    let key = format!("access_ends:{id}:{}:{days}", at.0);
    if mail::is_written(tx, &key).await? {
        return Ok(());
    }
    tell(tx, &user, Content::AccessEnds { at }, key).await
}

fn has_ended(user: &user::Model, now: Timestamp) -> bool {
    user.status == UserStatus::Active && user.access_ends_at.is_some_and(|end| end <= now)
}

async fn find(tx: &Tx, id: UserId) -> Result<Option<user::Model>> {
    let rows = identity(tx);
    let found = crate::db::for_update(user::Entity::find_by_id(id), rows.conn()).one(rows.conn()).await;
    found.map_err(Error::Db)
}

async fn tell(tx: &Tx, user: &user::Model, content: Content, dedupe_key: String) -> Result<()> {
    let settings = workspace::current(&identity(tx)).await?;
    let notice = NewMail {
        locale: mail::language_for(user, None, &settings),
        to: user.email.clone(),
        user: Some(user.id),
        content,
        link: None,
        leaves: Leaves::AtOnce,
        valid_until: None,
        dedupe_key,
    };
    mail::enqueue(tx, notice).await
}

#[expect(clippy::disallowed_methods, reason = "whom to look at; what is done to them has a permit")]
fn identity(tx: &Tx) -> Rows<'_, Reason> {
    tx.rows_without(Reason::Job)
}
