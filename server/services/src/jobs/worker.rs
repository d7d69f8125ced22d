//! The worker: claims jobs, runs a few at once, and notes how they ended.
//!
//! It is woken by commits of this process and looks every second for those of others, so a lost wake-up delays and never
//! loses. A job that panics has failed like any other; the worker goes on.

use std::pin::Pin;
use std::time::Duration;

use model::error::AppError;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::queue::Ending;
use super::{JobError, Next, backoff, kind, queue, schedule};
use crate::ctx::System;
use crate::entity::job;
use crate::services::Services;
use crate::tx::{Reason, Unrecorded};

/// Jobs at once: one slow mail server does not hold up the rest.
const LANES: usize = 4;
/// How often an idle worker looks, for jobs that other processes enqueued and for those whose time has come.
const POLL: Duration = Duration::from_secs(1);

/// Empties the queue of one installation.
pub struct Worker {
    services: Services,
}

impl Worker {
    /// A worker on these services; any number of them may run, in any number of processes.
    #[must_use]
    pub fn new(services: Services) -> Self {
        Self { services }
    }

    /// Works until told to stop; then finishes what it has begun.
    pub async fn run(&self, stop: CancellationToken) {
        let system = self.services.system("worker", &[]);
        let mut running = JoinSet::new();
        let mut planned_until = None;
        while !stop.is_cancelled() {
            if planned_until.is_none_or(|until| until <= system.now()) {
                match schedule::plan(&self.services).await {
                    Ok(_) => planned_until = Some(schedule::next_slot(system.now())),
                    Err(error) => tracing::warn!(%error, "the schedule could not be noted"),
                }
            }
            while running.try_join_next().is_some() {}
            let claimed = if running.len() < LANES { claim(&system).await } else { Ok(None) };
            match claimed {
                Ok(Some(claimed)) => {
                    running.spawn(work(self.services.clone(), claimed));
                    continue;
                }
                Ok(None) => {}
                Err(error) => tracing::warn!(%error, "no job could be claimed"),
            }
            tokio::select! {
                () = stop.cancelled() => {}
                () = self.services.work_announced() => {}
                () = tokio::time::sleep(POLL) => {}
                // A free lane may take what was left waiting.
                _ = running.join_next(), if !running.is_empty() => {}
            }
        }
        while running.join_next().await.is_some() {}
    }
}

/// Runs everything that is due now, one by one; how many jobs ran. For tests and commands.
///
/// # Errors
/// When the queue cannot be read.
pub async fn run_due(services: &Services) -> Result<usize, AppError> {
    let system = services.system("worker", &[]);
    let mut ran = 0;
    while let Some(claimed) = claim(&system).await? {
        work(services.clone(), claimed).await;
        ran += 1;
    }
    Ok(ran)
}

/// Claims one job, if one is due. An idle worker only reads.
async fn claim(system: &System) -> Result<Option<job::Model>, AppError> {
    let due = system
        .read(async || {
            #[expect(clippy::disallowed_methods, reason = "the queue itself")]
            let rows = system.rows_without(Reason::Job);
            queue::is_due(&rows, system.now()).await
        })
        .await?;
    if !due {
        return Ok(None);
    }
    system.write_unrecorded(Unrecorded::Queue, |tx| async move { queue::claim(&tx).await }).await
}

/// Runs one claimed job and notes how it ended. When that cannot be noted, the lease ends by itself and the job runs
/// again.
async fn work(services: Services, claimed: job::Model) {
    // Only known kinds are claimed.
    let Some(kind) = kind::find(&claimed.name) else { return };
    let system = services.system(kind.name, &[]);
    let tries = u32::try_from(claimed.attempts).unwrap_or(u32::MAX);
    let outcome = if tries > kind.max_attempts {
        Err(JobError::fail("the process ended during the last try"))
    } else {
        let panicked = || Err(JobError::retry("panicked"));
        contained((kind.run)(system.clone(), claimed.payload.clone())).await.unwrap_or_else(panicked)
    };
    let ending = match outcome {
        Ok(()) => Ending::Done,
        Err(error) => {
            tracing::warn!(job = %claimed.id, name = kind.name, tries, reason = error.reason, "a job failed");
            ending(&system, kind.max_attempts, tries, error)
        }
    };
    if matches!(ending, Ending::Dead { .. }) {
        let told = contained((kind.gave_up)(system.clone(), claimed.payload.clone())).await;
        if !matches!(told, Some(Ok(()))) {
            tracing::error!(job = %claimed.id, name = kind.name, "a job was given up and could not say so");
        }
    }
    let noted = system
        .write_unrecorded(Unrecorded::Queue, |tx| {
            let (claimed, ending) = (claimed.clone(), ending.clone());
            async move { queue::end(&tx, &claimed, ending).await }
        })
        .await;
    if let Err(error) = noted {
        tracing::error!(job = %claimed.id, name = kind.name, %error, "the end of a job could not be noted");
    }
}

/// What a failure means for the job.
fn ending(system: &System, max_attempts: u32, tries: u32, error: JobError) -> Ending {
    let run_at = match error.next {
        Next::Later => Some(backoff(system.services().rng(), system.now(), tries)),
        Next::At(at) => Some(at),
        Next::GiveUp => None,
    };
    match run_at.filter(|_| tries < max_attempts) {
        Some(run_at) => Ending::Again { run_at, reason: error.reason },
        None => Ending::Dead { reason: error.reason },
    }
}

/// Runs something that may panic on a task of its own; nothing if it did.
async fn contained<T: Send + 'static>(work: Pin<Box<dyn Future<Output = T> + Send>>) -> Option<T> {
    let mut task = JoinSet::new();
    task.spawn(work);
    task.join_next().await.and_then(Result::ok)
}
