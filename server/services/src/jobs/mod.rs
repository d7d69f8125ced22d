//! Work that is done later: a durable queue in the database, and the worker that empties it.
//!
//! A job is enqueued in the transaction of the change that needs it, so it exists exactly if the change does. It is
//! claimed under a lease and may run twice, so it is idempotent. The queue alone retries.
//!
//! To add a job: 1. a type that is [`Job`], with ids only; 2. its line in [`kind::KINDS`]; 3. if it comes around by
//! itself, its line in `schedule`. A type stays for as long as rows of it may exist.

mod backoff;
mod batches;
mod kind;
mod queue;
mod schedule;
mod sweep;
mod worker;

use model::error::AppError;
use model::time::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

pub(crate) use backoff::backoff;
pub(crate) use batches::in_batches;
pub(crate) use queue::{Withdrawn, enqueue_again, enqueue_all, withdraw};
#[cfg(feature = "testing")]
pub(crate) use schedule::plan;
pub(crate) use sweep::JobSweep;
pub use worker::{Worker, run_due};

use crate::ctx::System;
use crate::error::Error;

/// A piece of work.
pub(crate) trait Job: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// Its name in the table.
    const NAME: &'static str;
    /// Tries before it is given up.
    const MAX_ATTEMPTS: u32;

    /// Does it. The job decides whether a failure is worth another try, not the worker.
    fn run(&self, system: &System) -> impl Future<Output = Result<(), JobError>> + Send;

    /// Called when it is given up, so that what waits for it can say so.
    fn gave_up(&self, system: &System) -> impl Future<Output = Result<(), AppError>> + Send {
        let _ = system;
        std::future::ready(Ok(()))
    }
}

/// Why a job did not succeed. The reason is for the log and the table: no personal data, no secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct JobError {
    reason: String,
    next: Next,
}

/// What happens after a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    /// Another try after a growing pause.
    Later,
    /// Another try then.
    At(Timestamp),
    /// No other try.
    GiveUp,
}

impl JobError {
    /// Worth another try, after a growing pause.
    pub(crate) fn retry(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), next: Next::Later }
    }

    /// Worth another try at that moment.
    pub(crate) fn retry_at(at: Timestamp, reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), next: Next::At(at) }
    }

    /// Not worth another try.
    pub(crate) fn fail(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), next: Next::GiveUp }
    }
}

impl From<AppError> for JobError {
    fn from(error: AppError) -> Self {
        Self::retry(format!("status {}", error.status_code()))
    }
}

impl From<Error> for JobError {
    fn from(error: Error) -> Self {
        match error {
            Error::App(error) => error.into(),
            Error::Db(error) => Self::retry(error.to_string()),
        }
    }
}
