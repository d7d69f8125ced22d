//! Refusals leave in step: at the next beat after the request began.
//!
//! A refusal does a little more when the account exists, it notes it. Whoever measures answers sees the beat instead.

use std::time::Duration;

use tokio::time::Instant;

/// Longer than a check of a password takes on an idle machine, and short for somebody who mistyped.
const BEAT: Duration = Duration::from_millis(100);

/// Waits for the next beat.
pub(super) async fn next_after(begun: Instant) {
    tokio::time::sleep(rest(begun.elapsed())).await;
}

/// What is left of the present beat.
fn rest(past: Duration) -> Duration {
    let begun = past.as_nanos() % BEAT.as_nanos();
    BEAT.saturating_sub(Duration::from_nanos(u64::try_from(begun).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    // EN-01
    #[test]
    fn answers_leave_at_the_beat_however_long_they_took() {
        for (worked, left) in [(0, 100), (30, 100), (99, 100), (100, 200), (250, 300)] {
            let worked = Duration::from_millis(worked);
            assert_eq!(worked + rest(worked), Duration::from_millis(left));
        }
    }
}
