//! Every kind of job, by its name in the table.

use std::pin::Pin;

use model::error::AppError;

use super::{Job, JobError, JobSweep};
use crate::access_ends::AccessEndSweep;
use crate::billing::ApplyReduction;
use crate::branding::LogoSweep;
use crate::credentials::api_key::ApiKeyReminders;
use crate::credentials::{SessionSweep, ThrottleSweep, TokenSweep};
use crate::ctx::System;
use crate::deletion::FinishDeletion;
use crate::mail::{MailSweep, SendMail};
use crate::pictures::PictureSweep;
use crate::seats::history::NoteSeats;
use crate::security::EnrollmentReminders;

type Running<E> = Pin<Box<dyn Future<Output = Result<(), E>> + Send>>;

/// How to run a job of which only the row is known.
pub(super) struct Kind {
    pub(super) name: &'static str,
    pub(super) max_attempts: u32,
    pub(super) run: fn(System, String) -> Running<JobError>,
    pub(super) gave_up: fn(System, String) -> Running<AppError>,
}

/// All of them. A kind stays here for as long as rows of it may exist.
pub(super) const KINDS: &[Kind] = &[
    kind::<SendMail>(),
    kind::<SessionSweep>(),
    kind::<TokenSweep>(),
    kind::<ThrottleSweep>(),
    kind::<AccessEndSweep>(),
    kind::<EnrollmentReminders>(),
    kind::<ApiKeyReminders>(),
    kind::<MailSweep>(),
    kind::<PictureSweep>(),
    kind::<LogoSweep>(),
    kind::<JobSweep>(),
    kind::<FinishDeletion>(),
    kind::<NoteSeats>(),
    kind::<ApplyReduction>(),
];

/// The kind of this name.
pub(super) fn find(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.name == name)
}

const fn kind<J: Job>() -> Kind {
    Kind {
        name: J::NAME,
        max_attempts: J::MAX_ATTEMPTS,
        run: |system, payload| {
            Box::pin(async move {
                // The error of serde would quote the payload.
                let job: J = serde_json::from_str(&payload).map_err(|_| JobError::fail("payload not readable"))?;
                job.run(&system).await
            })
        },
        gave_up: |system, payload| {
            Box::pin(async move {
                match serde_json::from_str::<J>(&payload) {
                    Ok(job) => job.gave_up(&system).await,
                    Err(_) => Ok(()),
                }
            })
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_different() {
        let mut names: Vec<_> = KINDS.iter().map(|kind| kind.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), KINDS.len());
    }
}
