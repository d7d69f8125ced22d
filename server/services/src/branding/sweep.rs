//! Removes the files of logos that are shown no more.

use model::ids::LogoId;
use serde::{Deserialize, Serialize};

use super::logo::name;
use super::store;
use crate::ctx::System;
use crate::error::Result;
use crate::jobs::{self, Job, JobError};
use crate::tx::{Reason, Rows, Tx, Unrecorded};

/// Removes files of logos that were replaced, removed, or never became one. Files go first and are noted then, so that a
/// sweep that dies is made up for by the next.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct LogoSweep;

impl Job for LogoSweep {
    const NAME: &'static str = "logo_sweep";
    const MAX_ATTEMPTS: u32 = 5;

    async fn run(&self, system: &System) -> Result<(), JobError> {
        loop {
            let found = system.write_unrecorded(Unrecorded::Sweep, |tx| async move {
                store::tidy(&rows(&tx), tx.now()).await?;
                store::left_over(&rows(&tx)).await
            });
            let gone = &found.await?;
            if gone.is_empty() {
                return Ok(());
            }
            for logo in gone {
                system.services().storage().remove(&name(*logo)).await?;
            }
            system
                .write_unrecorded(Unrecorded::Sweep, |tx| async move {
                    store::note_removed(&rows(&tx), gone, tx.now()).await
                })
                .await?;
        }
    }
}

/// Sweeps right after the commit.
pub(super) async fn sweep_soon(tx: &Tx) -> Result<()> {
    jobs::enqueue_all(tx, [(&LogoSweep, tx.now(), None)]).await
}

/// Gives up a logo that came to nothing, and whose file may be there.
pub(super) async fn give_up(tx: &Tx, logo: LogoId) -> Result<()> {
    store::give_up(&rows(tx), logo, tx.now()).await?;
    sweep_soon(tx).await
}

#[expect(clippy::disallowed_methods, reason = "files that nobody is shown")]
fn rows(tx: &Tx) -> Rows<'_, Reason> {
    tx.rows_without(Reason::Job)
}
