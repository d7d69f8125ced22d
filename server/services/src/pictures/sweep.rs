//! Removes the files of pictures that nobody shows any more.

use model::ids::{PictureId, UserId};
use serde::{Deserialize, Serialize};

use super::{store, sweep_soon};
use crate::ctx::System;
use crate::entity::picture;
use crate::error::Result;
use crate::jobs::{Job, JobError};
use crate::tx::{Reason, Rows, Tx};
use crate::uploads;

/// Removes files of pictures that were replaced, removed, or never became one.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct PictureSweep;

impl Job for PictureSweep {
    const NAME: &'static str = "picture_sweep";
    const MAX_ATTEMPTS: u32 = 5;

    async fn run(&self, system: &System) -> Result<(), JobError> {
        uploads::sweep::<picture::Entity>(system).await
    }
}

/// Drops every picture of somebody who is erased; their files go right after the commit.
pub(crate) async fn forget(tx: &Tx, user: UserId) -> Result<()> {
    store::drop_all(&rows(tx), user, tx.now()).await?;
    sweep_soon(tx).await
}

/// Lets the next sweep look at a dropped picture once more.
pub(super) async fn look_again(tx: &Tx, id: PictureId) -> Result<()> {
    uploads::look_again::<picture::Entity>(tx, id).await
}

#[expect(clippy::disallowed_methods, reason = "pictures of somebody who is gone")]
fn rows(tx: &Tx) -> Rows<'_, Reason> {
    tx.rows_without(Reason::Job)
}
