//! Removes the files of logos that are shown no more.

use model::ids::LogoId;
use sea_orm::ColumnTrait;
use serde::{Deserialize, Serialize};

use crate::ctx::System;
use crate::entity::logo;
use crate::error::Result;
use crate::jobs::{self, Job, JobError};
use crate::tx::{Reason, Rows, Tx};
use crate::uploads;

/// Removes files of logos that were replaced, removed, or never became one.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct LogoSweep;

impl Job for LogoSweep {
    const NAME: &'static str = "logo_sweep";
    const MAX_ATTEMPTS: u32 = 5;

    async fn run(&self, system: &System) -> Result<(), JobError> {
        uploads::sweep::<logo::Entity>(system).await
    }
}

/// Sweeps right after the commit.
pub(super) async fn sweep_soon(tx: &Tx) -> Result<()> {
    jobs::enqueue_all(tx, [(&LogoSweep, tx.now(), None)]).await
}

/// Gives up a logo that came to nothing, and whose file may be there.
pub(super) async fn give_up(tx: &Tx, id: LogoId) -> Result<()> {
    uploads::drop_those::<logo::Entity>(&rows(tx), logo::Column::Id.eq(id), tx.now()).await?;
    uploads::look_again::<logo::Entity>(tx, id).await?;
    sweep_soon(tx).await
}

#[expect(clippy::disallowed_methods, reason = "a logo that nobody is shown")]
fn rows(tx: &Tx) -> Rows<'_, Reason> {
    tx.rows_without(Reason::Job)
}
