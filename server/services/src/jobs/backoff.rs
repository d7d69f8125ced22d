//! Pauses between tries: 1 minute, then twice as long each time, up to 6 hours.

use model::time::Timestamp;

use crate::ctx::Rng;

const FIRST_SECONDS: i64 = 60;
const LONGEST_SECONDS: i64 = 6 * 60 * 60;

/// When to try again after this many tries. Up to a quarter longer by chance, so that what failed together does not
/// come back together.
pub(crate) fn backoff(rng: &dyn Rng, now: Timestamp, tries: u32) -> Timestamp {
    let doublings = tries.saturating_sub(1).min(16);
    let pause = (FIRST_SECONDS << doublings).min(LONGEST_SECONDS);
    let mut random = [0];
    rng.fill(&mut random);
    now.plus_seconds(pause + pause * i64::from(random[0]) / (4 * 256))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fixed(u8);

    impl Rng for Fixed {
        fn fill(&self, buffer: &mut [u8]) {
            buffer.fill(self.0);
        }
    }

    // ML-03
    #[test]
    fn pauses_grow_from_a_minute_to_six_hours() {
        let pause = |rng, tries| backoff(&rng, Timestamp(0), tries).0 / 1000;
        assert_eq!([1, 2, 3, 9, 10, 40].map(|tries| pause(Fixed(0), tries)), [60, 120, 240, 15_360, 21_600, 21_600]);
        assert_eq!(pause(Fixed(0), u32::MAX), LONGEST_SECONDS);
        assert_eq!(pause(Fixed(0), 0), FIRST_SECONDS);
        assert!((60..=75).contains(&pause(Fixed(255), 1)));
    }
}
