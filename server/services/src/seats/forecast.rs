//! When the seats will all be taken: the pace of the last weeks, and what is certain already.
//!
//! Pure: the same history gives the same answer. Whoever is invited counts as coming.

use model::seats::SeatCount;
use model::time::Timestamp;

/// Days.
const WEEK: i64 = 7;
pub(super) const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// With fewer weeks behind it a pace says nothing.
const WEEKS_MIN: i64 = 4;
/// The pace is that of so many weeks at most.
const WEEKS_MAX: i64 = 8;
/// How far ahead it is looked, in days.
const HORIZON: i64 = 365;

/// What is known of the past and of the future.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub(crate) now: Timestamp,
    pub(crate) seats: SeatCount,
    /// Used seats, oldest first.
    pub(crate) used: Vec<(Timestamp, u32)>,
    /// Ends of the access of active users, all ahead.
    pub(crate) ends: Vec<Timestamp>,
    /// The renewal that takes seats away, and how many.
    pub(crate) reduction: Option<(Timestamp, u32)>,
}

/// How many more seats are used in so many weeks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pace {
    net: i64,
    weeks: i64,
}

/// When the seats are all taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RunsOut {
    /// They are.
    Full,
    /// At that moment.
    At(Timestamp),
    /// Not within a year.
    NotInSight,
    /// Nothing certain leads there, and the pace is not known.
    TooEarly,
}

impl Known {
    /// The pace of the last eight weeks, or of all there are; none with fewer than four.
    pub(crate) fn pace(&self) -> Option<Pace> {
        let (first, _) = self.used.first()?;
        let weeks = ((self.now.0 - first.0) / (WEEK * DAY_MS)).min(WEEKS_MAX);
        if weeks < WEEKS_MIN {
            return None;
        }
        let then = self.at(-weeks * WEEK);
        let (_, before) = self.used.iter().rev().find(|(at, _)| *at <= then)?;
        Some(Pace { net: i64::from(self.seats.used) - i64::from(*before), weeks })
    }

    /// The first day on which no seat is free.
    pub(crate) fn runs_out(&self) -> RunsOut {
        let pace = self.pace();
        if self.seats.free() == 0 {
            return RunsOut::Full;
        }
        match (1..=HORIZON).find(|day| self.taken(*day, pace) >= i64::from(self.purchased(*day))) {
            Some(day) => RunsOut::At(self.at(day)),
            None if pace.is_none() => RunsOut::TooEarly,
            None => RunsOut::NotInSight,
        }
    }

    /// Seats bought and seats taken at the end of each of the next weeks.
    pub(crate) fn ahead(&self, weeks: i64) -> Vec<(Timestamp, u32, u32)> {
        let pace = self.pace();
        let week = |week: i64| {
            let day = week * WEEK;
            (self.at(day), self.purchased(day), u32::try_from(self.taken(day, pace)).unwrap_or_default())
        };
        (1..=weeks).map(week).collect()
    }

    /// Seats taken after so many days; what is taken in part counts from when it is whole.
    fn taken(&self, day: i64, pace: Option<Pace>) -> i64 {
        let now = i64::from(self.seats.used) + i64::from(self.seats.reserved);
        let until = self.at(day);
        let ended = self.ends.iter().filter(|end| **end <= until).count();
        let grown = pace.map_or(0, |pace| (pace.net * day).div_euclid(pace.weeks * WEEK));
        (now + grown - i64::try_from(ended).unwrap_or(i64::MAX)).max(0)
    }

    fn purchased(&self, day: i64) -> u32 {
        let fewer = self.reduction.filter(|(on, _)| *on <= self.at(day)).map_or(0, |(_, seats)| seats);
        self.seats.purchased.saturating_sub(fewer)
    }

    fn at(&self, days: i64) -> Timestamp {
        Timestamp(self.now.0.saturating_add(days.saturating_mul(DAY_MS)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_795_262_400_000);

    fn days(days: i64) -> Timestamp {
        Timestamp(NOW.0 + days * DAY_MS)
    }

    fn known(purchased: u32, used: u32, reserved: u32, past: &[(i64, u32)]) -> Known {
        Known {
            now: NOW,
            seats: SeatCount { purchased, used, reserved },
            used: past.iter().map(|(day, used)| (days(*day), *used)).collect(),
            ends: Vec::new(),
            reduction: None,
        }
    }

    #[test]
    fn steady_growth_runs_out_on_the_day_that_paper_says() {
        // From 31 to 39 in eight weeks: one a week. Five are free after four reserved ones: the fifth week ends on day 35.
        let steady = known(48, 39, 4, &[(-84, 27), (-56, 31), (-28, 35)]);
        assert_eq!(steady.pace(), Some(Pace { net: 8, weeks: 8 }));
        assert_eq!(steady.runs_out(), RunsOut::At(days(35)));
        assert_eq!(steady.ahead(2), [(days(7), 48, 44), (days(14), 48, 45)]);
        // Three in five weeks: two free seats are gone when 3·d ≥ 2·35, on day 24.
        let young = known(12, 10, 0, &[(-35, 7)]);
        assert_eq!((young.pace(), young.runs_out()), (Some(Pace { net: 3, weeks: 5 }), RunsOut::At(days(24))));
    }

    #[test]
    fn what_shrinks_or_stands_still_has_no_end_in_sight() {
        for before in [10, 14] {
            let still = known(20, 10, 2, &[(-60, before)]);
            assert_eq!(still.runs_out(), RunsOut::NotInSight);
        }
        // One in eight weeks: ten free seats last for 560 days.
        assert_eq!(known(20, 10, 0, &[(-56, 9)]).runs_out(), RunsOut::NotInSight);
    }

    #[test]
    fn fewer_than_four_weeks_tell_no_pace() {
        let early = known(20, 10, 0, &[(-27, 1)]);
        assert_eq!((early.pace(), early.runs_out()), (None, RunsOut::TooEarly));
        assert_eq!(known(20, 10, 0, &[]).runs_out(), RunsOut::TooEarly);
        assert!(known(20, 10, 0, &[(-28, 1)]).pace().is_some());
    }

    #[test]
    fn what_is_certain_counts_without_a_pace() {
        let mut certain = known(20, 12, 3, &[]);
        certain.reduction = Some((days(9), 5));
        assert_eq!(certain.runs_out(), RunsOut::At(days(9)));
        assert_eq!(certain.ahead(2), [(days(7), 20, 15), (days(14), 15, 15)]);
        // Somebody leaves before.
        certain.ends = vec![days(8)];
        assert_eq!(certain.runs_out(), RunsOut::TooEarly);
        // And after: the seats are all taken for a while.
        certain.ends = vec![days(20)];
        assert_eq!(certain.runs_out(), RunsOut::At(days(9)));
    }

    #[test]
    fn no_free_seat_is_full_now() {
        assert_eq!(known(10, 8, 2, &[(-60, 1)]).runs_out(), RunsOut::Full);
    }
}
