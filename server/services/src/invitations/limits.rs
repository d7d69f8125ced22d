//! How often: against invitations as a way to send advertising, and against flooding one person.

use std::collections::{HashMap, HashSet};

use model::error::AppError;
use model::ids::UserId;
use model::time::Timestamp;

use super::store;
use crate::error::{Error, Result};
use crate::tx::{Reason, Rows, Tx};

const DAY_SECONDS: i64 = 24 * 60 * 60;
/// Invitations of one inviter in a day, unless more seats than that were bought.
const PER_INVITER: u64 = 1_000;
/// The workspace may send this many times what one inviter may.
const INVITERS: u64 = 2;
/// Seconds between two links of one invitation.
const BETWEEN_LINKS_SECONDS: i64 = 60;
/// Links of one invitation in a day, beside the first.
const LINKS: usize = 10;

/// People whom one statement asks about; databases take only so many values.
const AT_ONCE: usize = 500;

/// The events that made a new link of an invitation: sent again, copied.
const LINK_MADE: [&str; 2] = ["invitation_resent", "invitation_link_copied"];

/// Refuses when this many more invitations are more than a day takes. Under the lock of the workspace, so that two
/// batches do not count at the same time.
pub(super) async fn per_day(tx: &Tx, inviter: UserId, more: usize, purchased: u32) -> Result<()> {
    let since = tx.now().plus_seconds(-DAY_SECONDS);
    let sent = store::sent_since(&rows(tx), inviter, since).await?;
    let limit = PER_INVITER.max(u64::from(purchased));
    let more = u64::try_from(more).unwrap_or(u64::MAX);
    if sent.by_inviter.saturating_add(more) <= limit && sent.in_all.saturating_add(more) <= INVITERS * limit {
        return Ok(());
    }
    Err(wait_until(tx.now(), sent.first_at.unwrap_or(since).plus_seconds(DAY_SECONDS)))
}

/// Refuses when one of these invitations was given a new link a moment ago, or too often today. The rows of the users
/// are locked, so no second request counts at the same time.
pub(super) async fn links(tx: &Tx, users: &[UserId]) -> Result<()> {
    match next_links(&rows(tx), users, tx.now()).await?.into_values().min() {
        Some(at) => Err(wait_until(tx.now(), at)),
        None => Ok(()),
    }
}

/// Whose invitations can be given no new link now.
pub(crate) async fn too_soon(rows: &Rows<'_, Reason>, users: &[UserId], now: Timestamp) -> Result<HashSet<UserId>> {
    let mut waiting = HashSet::new();
    for users in users.chunks(AT_ONCE) {
        waiting.extend(next_links(rows, users, now).await?.into_keys());
    }
    Ok(waiting)
}

/// When those can be given a new link who cannot be given one now.
async fn next_links(rows: &Rows<'_, Reason>, users: &[UserId], now: Timestamp) -> Result<HashMap<UserId, Timestamp>> {
    let made = store::links_since(rows, users, &LINK_MADE, now.plus_seconds(-DAY_SECONDS)).await?;
    let next = |mut times: Vec<Timestamp>| {
        times.sort_unstable();
        let next = times.last().map(|newest| newest.plus_seconds(BETWEEN_LINKS_SECONDS));
        let room = times.iter().rev().nth(LINKS - 1).map(|tenth| tenth.plus_seconds(DAY_SECONDS));
        next.max(room).filter(|at| now < *at)
    };
    Ok(made.into_iter().filter_map(|(user, times)| Some((user, next(times)?))).collect())
}

fn wait_until(now: Timestamp, at: Timestamp) -> Error {
    AppError::RateLimited { retry_after_secs: now.seconds_until(at).max(1) }.into()
}

#[expect(clippy::disallowed_methods, reason = "counting")]
fn rows(tx: &Tx) -> Rows<'_, Reason> {
    tx.rows_without(Reason::Counting)
}

#[cfg(test)]
mod tests {
    use model::event::Event;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn events_are_called_as_they_are_stored() {
        let user = UserId(Uuid::nil());
        let made = [Event::InvitationResent { user }, Event::InvitationLinkCopied { user }];
        assert_eq!(made.map(|event| event.kind()), LINK_MADE);
    }
}
