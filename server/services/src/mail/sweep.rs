//! Removes mails that ended long ago.

use serde::{Deserialize, Serialize};

use super::store;
use crate::ctx::System;
use crate::jobs::{Job, JobError};
use crate::tx::Unrecorded;

/// How long a mail stays on the Mail page.
const KEPT_SECONDS: i64 = 90 * 24 * 60 * 60;

/// Removes mails that ended long ago.
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
        Ok(())
    }
}
