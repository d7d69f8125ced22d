//! The month of a bill, in the zone of the workspace.

use jiff::civil::Date;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use model::time::Timestamp;

/// The month of a day, and how much of it is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Month {
    /// Its year, for the number of an invoice.
    pub(super) year: i16,
    /// Its days.
    pub(super) days: u32,
    /// Its days from this one on, this one included.
    pub(super) days_left: u32,
    /// When the next one begins.
    pub(super) next: Timestamp,
}

impl Month {
    /// The month of a moment; a zone that is not known any more counts as UTC.
    pub(super) fn of(at: Timestamp, zone: &str) -> Self {
        let zone = TimeZoneDatabase::bundled().get(zone).unwrap_or(TimeZone::UTC);
        let at = jiff::Timestamp::from_millisecond(at.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        let today = at.to_zoned(zone.clone()).date();
        let days = today.days_in_month();
        Self {
            year: today.year(),
            days: u32::from(days.unsigned_abs()),
            days_left: u32::from((days - today.day()).unsigned_abs()) + 1,
            next: beginning(today.last_of_month(), zone),
        }
    }
}

/// The first moment of the day after.
fn beginning(last: Date, zone: TimeZone) -> Timestamp {
    let next = last.tomorrow().unwrap_or(last).to_zoned(zone);
    Timestamp(next.map_or(i64::MAX, |next| next.timestamp().as_millisecond()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp(text.parse::<jiff::Timestamp>().unwrap().as_millisecond())
    }

    #[test]
    fn days_are_those_of_the_zone_and_today_counts() {
        let month = Month::of(at("2026-11-21T12:00:00Z"), "Europe/Oslo");
        assert_eq!(month, Month { year: 2026, days: 30, days_left: 10, next: at("2026-11-30T23:00:00Z") });
        // In Oslo the new month has begun already.
        let month = Month::of(at("2026-11-30T23:30:00Z"), "Europe/Oslo");
        assert_eq!((month.days, month.days_left), (31, 31));
        let month = Month::of(at("2026-12-31T23:59:59Z"), "UTC");
        assert_eq!((month.year, month.days_left, month.next), (2026, 1, at("2027-01-01T00:00:00Z")));
        assert_eq!(Month::of(at("2028-02-01T00:00:00Z"), "UTC").days, 29);
    }

    #[test]
    fn odd_zones_and_times_still_have_a_month() {
        assert_eq!(Month::of(at("2026-11-21T12:00:00Z"), "Mars/Olympus"), Month::of(at("2026-11-21T12:00:00Z"), "UTC"));
        assert_eq!(Month::of(Timestamp(i64::MAX), "UTC").year, 1970);
    }
}
