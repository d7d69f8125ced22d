//! Points in time as machines read them.

use i18n::{I18n, Key};
use model::time::{Moment, Timestamp};

/// A moment as `<time datetime>` wants it, in UTC.
pub(crate) fn datetime(moment: Moment) -> String {
    let seconds = moment.at.0.div_euclid(1000);
    let (days, of_day) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    // Days since 1970-03-01 of a 400-year cycle of the Gregorian calendar.
    let z = days + 719_468;
    let (era, of_era) = (z.div_euclid(146_097), z.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", of_day / 3600, of_day / 60 % 60, of_day % 60)
}

/// The last day before an end.
pub(crate) fn end_text(i18n: I18n, end: Option<Moment>) -> String {
    let Some(end) = end else { return i18n.text(Key::UserWindowNoEnd) };
    let last = Moment { at: Timestamp(end.at.0.saturating_sub(1)), ..end };
    i18n.with(|catalog| catalog.date(last))
}

#[cfg(test)]
mod tests {
    use model::time::Timestamp;

    use super::*;

    #[test]
    fn moments_are_written_as_machines_read_them() {
        let at = |ms| datetime(Moment { at: Timestamp(ms), offset: 60 });
        assert_eq!(at(0), "1970-01-01T00:00:00Z");
        assert_eq!(at(1_709_210_096_000), "2024-02-29T12:34:56Z");
        assert_eq!(at(-1), "1969-12-31T23:59:59Z");
        assert_eq!(at(4_102_444_800_000), "2100-01-01T00:00:00Z");
    }
}
