//! Removes what can no longer prove anything. Nothing depends on it: ends are tested where they matter.

use model::time::Timestamp;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};

use super::{rows, throttle, token::IMPORT};
use crate::access::{Invite, Purpose};
use crate::ctx::System;
use crate::entity::{session, token};
use crate::jobs::{Job, JobError};
use crate::tx::Unrecorded;

const DAY: i64 = 24 * 60 * 60;
/// Longer than any workspace lets a session live.
const SESSIONS_KEPT: i64 = 40 * DAY;
/// What was ended can be looked up for as long, should somebody ask.
const ENDED_KEPT: i64 = 30 * DAY;

fn before(now: Timestamp, seconds: i64) -> Timestamp {
    now.plus_seconds(-seconds)
}

/// Removes sessions that ended long ago.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct SessionSweep;

impl Job for SessionSweep {
    const NAME: &'static str = "session_sweep";
    const MAX_ATTEMPTS: u32 = 3;

    async fn run(&self, system: &System) -> Result<(), JobError> {
        system
            .write_unrecorded(Unrecorded::Sweep, |tx| async move {
                let ended = Condition::any()
                    .add(session::Column::RevokedAt.lt(before(tx.now(), ENDED_KEPT)))
                    .add(session::Column::LastSeenAt.lt(before(tx.now(), SESSIONS_KEPT)));
                session::Entity::delete_many().filter(ended).exec(rows(&tx).conn()).await?;
                Ok(())
            })
            .await?;
        Ok(())
    }
}

/// Removes links that were used or ended long ago. An ended invitation stays for as long as it can be sent again: its
/// page offers a new link.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct TokenSweep;

impl Job for TokenSweep {
    const NAME: &'static str = "token_sweep";
    const MAX_ATTEMPTS: u32 = 3;

    async fn run(&self, system: &System) -> Result<(), JobError> {
        system
            .write_unrecorded(Unrecorded::Sweep, |tx| async move {
                let kept = before(tx.now(), ENDED_KEPT);
                let expired = Condition::all()
                    .add(token::Column::ExpiresAt.lt(kept))
                    .add(token::Column::Purpose.ne(Invite::NAME));
                // Holds names and addresses of people who may never come.
                let tables =
                    Condition::all().add(token::Column::Purpose.eq(IMPORT)).add(token::Column::ExpiresAt.lte(tx.now()));
                let dead = Condition::any().add(token::Column::UsedAt.lt(kept)).add(expired).add(tables);
                token::Entity::delete_many().filter(dead).exec(rows(&tx).conn()).await?;
                Ok(())
            })
            .await?;
        Ok(())
    }
}

/// Removes counters that count nothing any more.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ThrottleSweep;

impl Job for ThrottleSweep {
    const NAME: &'static str = "throttle_sweep";
    const MAX_ATTEMPTS: u32 = 3;

    async fn run(&self, system: &System) -> Result<(), JobError> {
        system.write_unrecorded(Unrecorded::Sweep, |tx| async move { throttle::sweep(&tx).await }).await?;
        Ok(())
    }
}
