//! What comes around by itself, as a table in code.
//!
//! Every process tries to enqueue each time slot; the unique key of the slot lets one of them win. These jobs tidy up,
//! take notes and tell of ends. They never decide anything: an end is tested where it matters, whether or not they have
//! run.

use model::error::AppError;
use model::time::Timestamp;

use super::{Job, JobSweep, queue};
use crate::access_ends::AccessEndSweep;
use crate::branding::LogoSweep;
use crate::credentials::api_key::ApiKeyReminders;
use crate::credentials::{SessionSweep, ThrottleSweep, TokenSweep};
use crate::mail::MailSweep;
use crate::pictures::PictureSweep;
use crate::seats::history::NoteSeats;
use crate::security::EnrollmentReminders;
use crate::services::Services;
use crate::tx::Unrecorded;

const HOUR: i64 = 60 * 60 * 1000;

struct Entry {
    name: &'static str,
    /// Milliseconds between two runs.
    every: i64,
}

const SCHEDULE: [Entry; 11] = [
    Entry { name: SessionSweep::NAME, every: HOUR },
    Entry { name: TokenSweep::NAME, every: HOUR },
    Entry { name: ThrottleSweep::NAME, every: HOUR },
    Entry { name: MailSweep::NAME, every: 24 * HOUR },
    Entry { name: JobSweep::NAME, every: 24 * HOUR },
    Entry { name: NoteSeats::NAME, every: 24 * HOUR },
    Entry { name: AccessEndSweep::NAME, every: HOUR },
    Entry { name: PictureSweep::NAME, every: HOUR },
    Entry { name: LogoSweep::NAME, every: HOUR },
    Entry { name: EnrollmentReminders::NAME, every: HOUR },
    Entry { name: ApiKeyReminders::NAME, every: HOUR },
];

/// Enqueues what is due in the present time slots; how many of them this process won.
///
/// # Errors
/// When the database does not take it; the next call tries again.
pub(crate) async fn plan(services: &Services) -> Result<usize, AppError> {
    let system = services.system("schedule", &[]);
    let slots = slots(system.now());
    system
        .write_unrecorded(Unrecorded::Queue, |tx| {
            let slots = slots.clone();
            async move {
                let mut won = 0;
                for (name, key) in slots {
                    won += usize::from(queue::enqueue_slot(&tx, name, tx.now(), key).await?);
                }
                Ok(won)
            }
        })
        .await
}

/// When the slots change next.
pub(super) fn next_slot(now: Timestamp) -> Timestamp {
    let next = SCHEDULE.iter().map(|entry| (now.0.div_euclid(entry.every) + 1).saturating_mul(entry.every)).min();
    next.map_or(now, Timestamp)
}

fn slots(now: Timestamp) -> Vec<(&'static str, String)> {
    SCHEDULE
        .iter()
        .map(|entry| (entry.name, format!("schedule:{}:{}", entry.name, now.0.div_euclid(entry.every))))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_keeps_its_key_for_its_length() {
        let at = |hours: i64| slots(Timestamp(hours * HOUR));
        assert_eq!(at(48), slots(Timestamp(49 * HOUR - 1)));
        assert_ne!(at(48)[0], at(49)[0]);
        assert_eq!(at(48)[4], at(71)[4]);
        assert_ne!(at(48)[4], at(72)[4]);
        assert_eq!(next_slot(Timestamp(48 * HOUR + 1)), Timestamp(49 * HOUR));
    }

    // FX-05
    #[test]
    fn odd_clocks_do_not_panic() {
        for now in [i64::MIN, -1, 0, i64::MAX] {
            let _ = (slots(Timestamp(now)), next_slot(Timestamp(now)));
        }
    }
}
