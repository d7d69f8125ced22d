//! Time zones, from the database inside the binary: the machine may have none.

use jiff::tz::TimeZoneDatabase;
use model::time::{Moment, Timestamp};

/// Areas of the IANA database that are places. The rest are old names and fixed offsets, which nobody should choose.
const AREAS: &[&str] =
    &["Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"];

/// The zone that is no place.
const UTC: &str = "UTC";

/// The zones to choose from, in the order of their names.
pub(crate) fn names() -> Vec<String> {
    let mut names: Vec<String> = TimeZoneDatabase::bundled()
        .available()
        .map(|name| name.as_str().to_owned())
        .filter(|name| is_offered(name))
        .collect();
    names.sort_unstable();
    names
}

/// Whether a zone can be chosen; its name is compared to the letter, because it is stored as it is.
pub(crate) fn is_known(name: &str) -> bool {
    is_offered(name) && TimeZoneDatabase::bundled().available().any(|known| known.as_str() == name)
}

/// A point in time with the offset that a zone has then; a zone that is not known any more counts as UTC.
pub(crate) fn moment(at: Timestamp, zone: &str) -> Moment {
    let offset = TimeZoneDatabase::bundled()
        .get(zone)
        .ok()
        .zip(jiff::Timestamp::from_millisecond(at.0).ok())
        .map_or(0, |(zone, at)| zone.to_offset(at).seconds() / 60);
    Moment { at, offset }
}

/// When a day that is written `2026-11-21` begins in a zone, and when the next one does; days of 23 and of 25 hours count
/// whole. None for what is no day.
pub(crate) fn day(text: &str, zone: &str) -> Option<(Timestamp, Timestamp)> {
    let day: jiff::civil::Date = Some(text).filter(|text| text.len() == "2026-11-21".len())?.parse().ok()?;
    let zone = find(zone);
    let begins = |day: jiff::civil::Date| {
        day.to_zoned(zone.clone()).ok().map(|begin| Timestamp(begin.timestamp().as_millisecond()))
    };
    Some((begins(day)?, begins(day.tomorrow().ok()?)?))
}

/// The day that lies so many days after another, both written `2026-11-21`. None for what is no day.
pub(crate) fn days_after(text: &str, days: u32) -> Option<String> {
    let day: jiff::civil::Date = text.parse().ok()?;
    Some(day.checked_add(jiff::Span::new().try_days(days).ok()?).ok()?.to_string())
}

/// The day on which a moment lies, written `2026-11-21`; empty for moments beyond all calendars.
pub(crate) fn date(at: Timestamp, zone: &str) -> String {
    let at = jiff::Timestamp::from_millisecond(at.0).ok();
    at.map(|at| at.to_zoned(find(zone)).date().to_string()).unwrap_or_default()
}

/// A point in time as machines read it, in UTC.
#[must_use]
pub fn iso(at: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(at.0).map(|at| at.to_string()).unwrap_or_default()
}

fn find(zone: &str) -> jiff::tz::TimeZone {
    TimeZoneDatabase::bundled().get(zone).unwrap_or(jiff::tz::TimeZone::UTC)
}

fn is_offered(name: &str) -> bool {
    name == UTC || name.split_once('/').is_some_and(|(area, _)| AREAS.contains(&area))
}

#[cfg(test)]
mod tests {
    use super::*;

    const JULY: Timestamp = Timestamp(1_783_000_000_000); // 2026-07-02
    const JANUARY: Timestamp = Timestamp(1_767_700_000_000); // 2026-01-06

    #[test]
    fn offset_follows_the_zone_and_the_season() {
        assert_eq!(moment(JULY, "Europe/Oslo"), Moment { at: JULY, offset: 120 });
        assert_eq!(moment(JANUARY, "Europe/Oslo"), Moment { at: JANUARY, offset: 60 });
        assert_eq!(moment(JULY, "Asia/Kolkata").offset, 330);
        assert_eq!(moment(JULY, "America/St_Johns").offset, -150);
    }

    // UL-01
    #[test]
    fn days_end_at_midnight_in_their_zone_and_survive_the_way_there_and_back() {
        for (written, zone) in
            [("2026-10-25", "Europe/Oslo"), ("2028-02-29", "America/St_Johns"), ("2026-12-31", "UTC")]
        {
            let (begin, end) = day(written, zone).unwrap();
            assert_eq!(date(begin, zone), written);
            assert_eq!(date(Timestamp(end.0 - 1), zone), written);
            assert_ne!(date(end, zone), written);
        }
    }

    // IN-12
    #[test]
    fn unknown_zones_and_absurd_times_count_as_utc() {
        assert_eq!(moment(JULY, "Mars/Olympus").offset, 0);
        assert_eq!(moment(Timestamp(i64::MAX), "Europe/Oslo").offset, 0);
    }

    // IN-12
    #[test]
    fn a_day_is_that_of_the_zone() {
        let hours = |text, zone| day(text, zone).map(|(begin, end)| (end.0 - begin.0) / 3_600_000);
        assert_eq!(hours("2026-03-29", "Europe/Oslo"), Some(23));
        assert_eq!(hours("2026-10-25", "Europe/Oslo"), Some(25));
        assert_eq!(hours("2026-07-02", "Europe/Oslo"), Some(24));
        assert_eq!(
            day("2026-07-02", "Europe/Oslo").map(|(begin, _)| iso(begin)).as_deref(),
            Some("2026-07-01T22:00:00Z")
        );
        for none in ["", "2026-02-30", "2026-13-01", "20261121", "yesterday", "2026-07-02T10:00", "99999-01-01"] {
            assert_eq!(day(none, "UTC"), None, "{none}");
        }
    }

    #[test]
    fn days_are_counted_by_the_calendar() {
        for (day, days, after) in
            [("2026-12-31", 1, "2027-01-01"), ("2027-02-28", 1, "2027-03-01"), ("2026-11-22", 365, "2027-11-22")]
        {
            assert_eq!(days_after(day, days).as_deref(), Some(after), "{day}");
        }
        assert_eq!(days_after("soon", 1), None);
        assert_eq!(days_after("9999-12-31", 1), None);
    }

    #[test]
    fn places_can_be_chosen_and_old_names_cannot() {
        let names = names();
        assert!(names.len() > 300 && names.is_sorted());
        assert!(names.iter().all(|name| is_known(name)));
        assert!(is_known("Europe/Oslo") && is_known("UTC"));
        for refused in ["", "europe/oslo", "EST5EDT", "Etc/GMT+5", "US/Pacific", "../etc/passwd", "Europe/Oslo "] {
            assert!(!is_known(refused), "{refused:?}");
        }
    }
}
