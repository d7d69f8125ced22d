//! Removes jobs that ended long ago.

use serde::{Deserialize, Serialize};

use super::{Job, JobError, queue};
use crate::ctx::System;
use crate::tx::Unrecorded;

/// How long an ended job can still be looked at. Longer than any time slot of the schedule, whose keys must stay.
const KEPT_SECONDS: i64 = 14 * 24 * 60 * 60;

/// Removes jobs that ended long ago.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct JobSweep;

impl Job for JobSweep {
    const NAME: &'static str = "job_sweep";
    const MAX_ATTEMPTS: u32 = 3;

    async fn run(&self, system: &System) -> Result<(), JobError> {
        system
            .write_unrecorded(Unrecorded::Sweep, |tx| async move {
                queue::remove_ended(&tx, tx.now().plus_seconds(-KEPT_SECONDS)).await
            })
            .await?;
        Ok(())
    }
}
