//! Dates as text, in the order that each language uses.
//!
//! The offset from UTC comes with the [`Moment`]; the server, which knows the zones, put it there.

use model::time::{Moment, Timestamp};

use crate::{Catalog, Key};

const DAY: i64 = 24 * 60 * 60 * 1000;

/// Days in 400, 100 and 4 years that begin in March, so that a leap day is the last of them.
const DAYS_IN_400_YEARS: i64 = 146_097;
const DAYS_IN_100_YEARS: i64 = 36_524;
const DAYS_IN_4_YEARS: i64 = 1_461;

/// From 1 March 2000, where the 400 years of the calendar begin anew, to the beginning of Unix time.
const DAYS_BEFORE_MARCH_2000: i64 = 11_017;

/// How long each month is, and its names.
const MONTHS_FROM_MARCH: [(i64, Key, Key); 12] = [
    (31, Key::TimeMarch, Key::TimeShortMarch),
    (30, Key::TimeApril, Key::TimeShortApril),
    (31, Key::TimeMay, Key::TimeShortMay),
    (30, Key::TimeJune, Key::TimeShortJune),
    (31, Key::TimeJuly, Key::TimeShortJuly),
    (31, Key::TimeAugust, Key::TimeShortAugust),
    (30, Key::TimeSeptember, Key::TimeShortSeptember),
    (31, Key::TimeOctober, Key::TimeShortOctober),
    (30, Key::TimeNovember, Key::TimeShortNovember),
    (31, Key::TimeDecember, Key::TimeShortDecember),
    (31, Key::TimeJanuary, Key::TimeShortJanuary),
    (29, Key::TimeFebruary, Key::TimeShortFebruary),
];

impl Catalog {
    /// "3 May 2026".
    #[must_use]
    pub fn date(&self, moment: Moment) -> String {
        let date = Date::of(moment);
        self.format(Key::TimeDate, &[("day", &date.day), ("month", &self.text(date.month)), ("year", &date.year)])
    }

    /// "3 May 2026, 14:05": the exact form, for deadlines and for the tip of a relative date.
    #[must_use]
    pub fn date_time(&self, moment: Moment) -> String {
        let date = Date::of(moment);
        self.format(
            Key::TimeDateTime,
            &[
                ("day", &date.day),
                ("month", &self.text(date.month)),
                ("year", &date.year),
                ("time", &self.time_of_day(moment)),
            ],
        )
    }

    /// "3 Nov", or "3 Nov 2025" in another year than this: for tables.
    #[must_use]
    pub fn short_date(&self, now: Timestamp, moment: Moment) -> String {
        let date = Date::of(moment);
        let this_year = Date::of(Moment { at: now, ..moment }).year;
        let month = self.text(date.short_month);
        if date.year == this_year {
            self.format(Key::TimeShortDate, &[("day", &date.day), ("month", &month)])
        } else {
            self.format(Key::TimeShortDateYear, &[("day", &date.day), ("month", &month), ("year", &date.year)])
        }
    }

    /// "14:05"; all six languages write it so.
    #[must_use]
    pub fn time_of_day(&self, moment: Moment) -> String {
        let minutes = local(moment).rem_euclid(DAY) / 60_000;
        format!("{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

/// How many midnights lie between now and then, where the reader is.
pub(crate) fn days_between(now: Timestamp, moment: Moment) -> u64 {
    let today = local(Moment { at: now, ..moment }).div_euclid(DAY);
    today.abs_diff(local(moment).div_euclid(DAY))
}

/// Milliseconds as if the reader's clock were UTC; saturates, because the input may be anything.
fn local(moment: Moment) -> i64 {
    moment.at.0.saturating_add(i64::from(moment.offset) * 60_000)
}

struct Date {
    year: i64,
    month: Key,
    short_month: Key,
    day: i64,
}

impl Date {
    fn of(moment: Moment) -> Self {
        let days = local(moment).div_euclid(DAY) - DAYS_BEFORE_MARCH_2000;
        let mut year = 2000 + 400 * days.div_euclid(DAYS_IN_400_YEARS);
        let mut day = days.rem_euclid(DAYS_IN_400_YEARS);
        // The last century and the last year of their group are one day longer, hence the limits.
        let centuries = (day / DAYS_IN_100_YEARS).min(3);
        day -= centuries * DAYS_IN_100_YEARS;
        let fours = day / DAYS_IN_4_YEARS;
        day -= fours * DAYS_IN_4_YEARS;
        let years = (day / 365).min(3);
        day -= years * 365;
        year += 100 * centuries + 4 * fours + years;

        let mut month = 0;
        while let Some((length, ..)) = MONTHS_FROM_MARCH.get(month)
            && day >= *length
        {
            day -= length;
            month += 1;
        }
        // The year of the calendar begins two months before the end of ours.
        if month >= 10 {
            year += 1;
        }
        let (_, month, short_month) = MONTHS_FROM_MARCH[month.min(11)];
        Self { year, month, short_month, day: day + 1 }
    }
}

#[cfg(all(test, feature = "catalogs"))]
mod tests {
    use model::language::Language;
    use proptest::prelude::*;

    use super::*;

    /// 3 May 2026, 12:05 in UTC.
    const MAY: Moment = Moment { at: Timestamp(1_777_809_900_000), offset: 120 };
    const SAME_YEAR: Timestamp = Timestamp(1_795_296_600_000);
    const NEXT_YEAR: Timestamp = Timestamp(1_800_000_000_000);

    #[test]
    fn dates_are_written_in_six_languages() {
        let table = [
            (Language::En, ["3 May 2026", "3 May 2026, 14:05", "3 May", "3 May 2026"]),
            (Language::Zh, ["2026年5月3日", "2026年5月3日 14:05", "5月3日", "2026年5月3日"]),
            (Language::Es, ["3 de mayo de 2026", "3 de mayo de 2026, 14:05", "3 may", "3 may 2026"]),
            (Language::Ja, ["2026年5月3日", "2026年5月3日 14:05", "5月3日", "2026年5月3日"]),
            (Language::Ru, ["3 мая 2026 г.", "3 мая 2026 г., 14:05", "3 мая", "3 мая 2026"]),
            (Language::Ko, ["2026년 5월 3일", "2026년 5월 3일 14:05", "5월 3일", "2026년 5월 3일"]),
        ];
        for (language, expected) in table {
            let catalog = Catalog::of(language);
            let written = [
                catalog.date(MAY),
                catalog.date_time(MAY),
                catalog.short_date(SAME_YEAR, MAY),
                catalog.short_date(NEXT_YEAR, MAY),
            ];
            assert_eq!(written, expected, "{language}");
        }
    }

    #[test]
    fn the_offset_moves_the_date() {
        let catalog = Catalog::of(Language::En);
        let new_year = |offset| Moment { at: Timestamp(1_767_224_700_000), offset };
        assert_eq!(catalog.date_time(new_year(0)), "31 December 2025, 23:45");
        assert_eq!(catalog.date_time(new_year(60)), "1 January 2026, 00:45");
        assert_eq!(catalog.date_time(new_year(-24 * 60)), "30 December 2025, 23:45");
    }

    #[test]
    fn every_day_of_six_centuries_follows_the_one_before() {
        let english = Catalog::of(Language::En);
        let leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        // 1 January 1800 is this many days before Unix time.
        let mut day = -62_091;
        for year in 1800..2400 {
            for month in ["January", "February", "March", "April", "May", "June", "July", "August", "September"]
                .into_iter()
                .chain(["October", "November", "December"])
            {
                let length = match month {
                    "February" if leap(year) => 29,
                    "February" => 28,
                    "April" | "June" | "September" | "November" => 30,
                    _ => 31,
                };
                for day_of_month in 1..=length {
                    let moment = Moment { at: Timestamp(day * DAY), offset: 0 };
                    assert_eq!(english.date(moment), format!("{day_of_month} {month} {year}"));
                    day += 1;
                }
            }
        }
    }

    proptest! {
        #[test]
        fn no_date_panics(now: i64, at: i64, offset: i32) {
            let moment = Moment { at: Timestamp(at), offset };
            for language in Language::ALL {
                let catalog = Catalog::of(language);
                prop_assert!(catalog.date_time(moment).contains(&catalog.time_of_day(moment)));
                prop_assert!(!catalog.short_date(Timestamp(now), moment).is_empty());
            }
        }
    }
}
