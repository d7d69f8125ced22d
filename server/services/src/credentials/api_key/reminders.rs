//! Telling owners by mail that their key ends soon.
//!
//! Under the lock of the workspace, so that nobody is told twice of the same end and distance.

use std::collections::HashMap;

use model::ids::UserId;
use model::time::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};

use super::{Content, DAY_SECONDS, Leaves, Longest, NewMail, store};
use crate::credentials::{reader, rows};
use crate::ctx::System;
use crate::entity::{api_key, user};
use crate::error::Result;
use crate::jobs::{self, Job, JobError};
use crate::tx::{Tx, Unrecorded};
use crate::{mail, users, workspace};

/// Keys looked at in one go.
const MOST: usize = 500;
/// Days before the end on which the owner is told.
const TOLD_BEFORE: [i64; 3] = [7, 3, 1];

/// Tells whoever's key ends soon, once for each distance of its end.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ApiKeyReminders;

impl Job for ApiKeyReminders {
    const NAME: &'static str = "api_key_reminders";
    const MAX_ATTEMPTS: u32 = 3;

    async fn run(&self, system: &System) -> std::result::Result<(), JobError> {
        let system = system.services().system(Self::NAME, &[]);
        // Before the set-up there is nobody.
        if workspace::find(&reader(&system)).await?.is_none() {
            return Ok(());
        }
        jobs::in_batches(|after| {
            system.write_unrecorded(Unrecorded::Sweep, move |tx| async move { tell_some(&tx, after).await })
        })
        .await
    }
}

/// Tells owners after this one; the last of them, while there may be more.
async fn tell_some(tx: &Tx, after: Option<UserId>) -> Result<Option<UserId>> {
    tx.lock_workspace().await?;
    let rows = rows(tx);
    let settings = workspace::current(&rows).await?;
    let (limit, now) = (Longest::of(&settings), tx.now());
    let soon = (now, now.plus_seconds(TOLD_BEFORE[0] * DAY_SECONDS));
    let made = limit.seconds().map(|seconds| (soon.0.plus_seconds(-seconds), soon.1.plus_seconds(-seconds)));
    let keys = store::ending(&rows, soon, made, after, MOST as u64).await?;
    let due = |key: &api_key::Model| {
        let end = limit.end_of(key)?;
        distance(end, key.created_at, now).map(|days| (key.user_id, (end, days)))
    };
    let ends: HashMap<UserId, (Timestamp, i64)> = keys.iter().filter_map(due).collect();
    let owners = user::Entity::find()
        .filter(user::Column::Id.is_in(ends.keys().copied()))
        .filter(users::are_let_in(now))
        .all(rows.conn())
        .await?;
    let mails = owners.iter().filter_map(|owner| {
        let (at, days) = *ends.get(&owner.id)?;
        Some(NewMail {
            to: owner.email.clone(),
            user: Some(owner.id),
            content: Content::ApiKeyEnds { at },
            locale: mail::language_for(owner, None, &settings),
            link: None,
            leaves: Leaves::AtOnce,
            valid_until: Some(at),
            dedupe_key: format!("api_key_ends:{}:{}:{days}", owner.id, at.0),
        })
    });
    mail::enqueue_unwritten(tx, mails.collect()).await?;
    Ok(keys.get(MOST - 1).map(|last| last.user_id))
}

/// The shortest distance that an end lies within, in days. Whoever made a key this close to its end knows it.
fn distance(end: Timestamp, made: Timestamp, now: Timestamp) -> Option<i64> {
    let before = |days: i64| end.plus_seconds(-days * DAY_SECONDS);
    let days = TOLD_BEFORE.into_iter().rev().find(|days| before(*days) <= now)?;
    (now < end && made < before(days)).then_some(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_is_told_at_each_distance_unless_the_key_was_made_within_it() {
        let day = |days: i64| Timestamp(1_800_000_000_000).plus_seconds(days * DAY_SECONDS);
        let at = |now| distance(day(30), day(0), now);
        assert_eq!(
            [at(day(22)), at(Timestamp(day(23).0 - 1)), at(day(23)), at(day(26))],
            [None, None, Some(7), Some(7)]
        );
        assert_eq!([at(day(27)), at(day(29)), at(day(30)), at(day(31))], [Some(3), Some(1), None, None]);
        let late = |now| distance(day(30), day(28), now);
        assert_eq!([late(day(28)), late(Timestamp(day(29).0 - 1)), late(day(29))], [None, None, Some(1)]);
    }
}
