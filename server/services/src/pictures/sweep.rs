//! Removes the files of pictures that nobody shows any more.

use model::ids::{PictureId, UserId};
use model::pictures::PictureSize;
use serde::{Deserialize, Serialize};

use super::{name, store, sweep_soon};
use crate::ctx::System;
use crate::error::Result;
use crate::jobs::{Job, JobError};
use crate::tx::{Reason, Rows, Tx, Unrecorded};

/// Removes files of pictures that were replaced, removed, or never became one. Files go first and are noted then, so
/// that a sweep that dies is made up for by the next.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct PictureSweep;

impl Job for PictureSweep {
    const NAME: &'static str = "picture_sweep";
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
            for picture in gone {
                for size in PictureSize::ALL {
                    system.services().storage().remove(&name(*picture, size)).await?;
                }
            }
            system
                .write_unrecorded(Unrecorded::Sweep, |tx| async move {
                    store::note_removed(&rows(&tx), gone, tx.now()).await
                })
                .await?;
        }
    }
}

/// Drops every picture of somebody who is erased; their files go right after the commit.
pub(crate) async fn forget(tx: &Tx, user: UserId) -> Result<()> {
    store::drop_all(&rows(tx), user, tx.now()).await?;
    sweep_soon(tx).await
}

/// Lets the next sweep look at a dropped picture once more.
pub(super) async fn look_again(tx: &Tx, picture: PictureId) -> Result<()> {
    store::note_written(&rows(tx), picture).await
}

#[expect(clippy::disallowed_methods, reason = "files that nobody shows, whoever's they were")]
fn rows(tx: &Tx) -> Rows<'_, Reason> {
    tx.rows_without(Reason::Job)
}
