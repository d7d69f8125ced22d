//! How long ago, how long until, and how long to wait.
//!
//! Whole numbers only. "Now" and the distance to UTC come from the caller, so both sides write the same text.

use model::time::{Moment, Timestamp};

use crate::calendar::days_between;
use crate::{Catalog, Key};

const SECOND: u64 = 1000;
const MINUTE: u64 = 60 * SECOND;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

impl Catalog {
    /// "8 min ago", "Yesterday", "In 3 h"; from a week on the date.
    ///
    /// Begins with a capital and stands by itself; inside a sentence use a date.
    #[must_use]
    pub fn relative(&self, now: Timestamp, moment: Moment) -> String {
        let distance = now.0.abs_diff(moment.at.0);
        let past = moment.at <= now;
        if distance < MINUTE {
            return self.text(Key::TimeJustNow).to_owned();
        }
        if distance < HOUR {
            let key = if past { Key::TimeMinutesAgo } else { Key::TimeInMinutes };
            return self.format(key, &[("minutes", &(distance / MINUTE))]);
        }
        if distance < DAY {
            let key = if past { Key::TimeHoursAgo } else { Key::TimeInHours };
            return self.format(key, &[("hours", &(distance / HOUR))]);
        }
        // From here on people think in nights slept, not in hours passed.
        match (days_between(now, moment), past) {
            (7.., _) => self.short_date(now, moment),
            (..=1, true) => self.text(Key::TimeYesterday).to_owned(),
            (..=1, false) => self.text(Key::TimeTomorrow).to_owned(),
            (days, true) => self.plural(Key::TimeDaysAgo, days, &[]),
            (days, false) => self.plural(Key::TimeInDays, days, &[]),
        }
    }

    /// What is left until `end`, rounded down: "18 h 04 min", "41 min", and seconds in the last minute.
    #[must_use]
    pub fn countdown(&self, now: Timestamp, end: Timestamp) -> String {
        let left = if end > now { end.0.abs_diff(now.0) } else { 0 };
        self.duration(left / SECOND)
    }

    /// A time to wait, rounded up, so that whoever comes back then is not too early.
    #[must_use]
    pub fn wait(&self, seconds: u32) -> String {
        let seconds = u64::from(seconds);
        self.duration(if seconds < 60 { seconds } else { seconds.next_multiple_of(60) })
    }

    fn duration(&self, seconds: u64) -> String {
        let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
        match (hours, minutes) {
            (0, 0) => self.format(Key::TimeSeconds, &[("seconds", &seconds)]),
            (0, _) => self.format(Key::TimeMinutes, &[("minutes", &minutes)]),
            // Two digits, so that a column of countdowns keeps its width.
            _ => self.format(
                Key::TimeHoursMinutes,
                &[("hours", &self.number(hours)), ("minutes", &format_args!("{minutes:02}"))],
            ),
        }
    }
}

#[cfg(all(test, feature = "catalogs"))]
mod tests {
    use model::language::Language;
    use proptest::prelude::*;

    use super::*;

    /// 21 November 2026, 21:30 in UTC.
    const NOW: Timestamp = Timestamp(1_795_296_600_000);

    const MINUTES: i64 = 60_000;
    const HOURS: i64 = 60 * MINUTES;
    const DAYS: i64 = 24 * HOURS;

    fn at(distance: i64) -> Moment {
        Moment { at: Timestamp(NOW.0 + distance), offset: 0 }
    }

    #[test]
    fn the_past_is_told_in_six_languages() {
        let distances =
            [0, -59_999, -8 * MINUTES, -5 * HOURS, -DAYS, -2 * DAYS, -5 * DAYS, -6 * DAYS - 23 * HOURS, -400 * DAYS];
        let table = [
            (
                Language::En,
                [
                    "Just now",
                    "Just now",
                    "8 min ago",
                    "5 h ago",
                    "Yesterday",
                    "2 days ago",
                    "5 days ago",
                    "14 Nov",
                    "17 Oct 2025",
                ],
            ),
            (
                Language::Zh,
                ["刚刚", "刚刚", "8 分钟前", "5 小时前", "昨天", "2 天前", "5 天前", "11月14日", "2025年10月17日"],
            ),
            (
                Language::Es,
                [
                    "Ahora mismo",
                    "Ahora mismo",
                    "Hace 8 min",
                    "Hace 5 h",
                    "Ayer",
                    "Hace 2 días",
                    "Hace 5 días",
                    "14 nov",
                    "17 oct 2025",
                ],
            ),
            (
                Language::Ja,
                ["たった今", "たった今", "8分前", "5時間前", "昨日", "2日前", "5日前", "11月14日", "2025年10月17日"],
            ),
            (
                Language::Ru,
                [
                    "Только что",
                    "Только что",
                    "8 мин назад",
                    "5 ч назад",
                    "Вчера",
                    "2 дня назад",
                    "5 дней назад",
                    "14 нояб.",
                    "17 окт. 2025",
                ],
            ),
            (
                Language::Ko,
                ["방금", "방금", "8분 전", "5시간 전", "어제", "2일 전", "5일 전", "11월 14일", "2025년 10월 17일"],
            ),
        ];
        for (language, expected) in table {
            let catalog = Catalog::of(language);
            assert_eq!(distances.map(|distance| catalog.relative(NOW, at(distance))), expected, "{language}");
        }
    }

    #[test]
    fn the_future_is_told_in_six_languages() {
        let distances = [8 * MINUTES, 5 * HOURS, DAYS, 5 * DAYS, 7 * DAYS];
        let table = [
            (Language::En, ["In 8 min", "In 5 h", "Tomorrow", "In 5 days", "28 Nov"]),
            (Language::Zh, ["8 分钟后", "5 小时后", "明天", "5 天后", "11月28日"]),
            (Language::Es, ["En 8 min", "En 5 h", "Mañana", "En 5 días", "28 nov"]),
            (Language::Ja, ["8分後", "5時間後", "明日", "5日後", "11月28日"]),
            (Language::Ru, ["Через 8 мин", "Через 5 ч", "Завтра", "Через 5 дней", "28 нояб."]),
            (Language::Ko, ["8분 후", "5시간 후", "내일", "5일 후", "11월 28일"]),
        ];
        for (language, expected) in table {
            let catalog = Catalog::of(language);
            assert_eq!(distances.map(|distance| catalog.relative(NOW, at(distance))), expected, "{language}");
        }
    }

    #[test]
    fn yesterday_is_the_day_before_where_the_reader_is() {
        let catalog = Catalog::of(Language::En);
        // 26 hours before 21:30 is 19:30 of the day before in UTC; at +04:00 it is 01:30, two nights ago, 23:30.
        let moment = |offset| Moment { at: Timestamp(NOW.0 - 26 * HOURS), offset };
        assert_eq!(catalog.relative(NOW, moment(0)), "Yesterday");
        assert_eq!(catalog.relative(NOW, moment(4 * 60)), "2 days ago");
    }

    #[test]
    fn countdowns_are_told_in_six_languages() {
        let left = [24 * HOURS, 18 * HOURS + 4 * MINUTES + 59_000, 41 * MINUTES, 59_999, 0, -5];
        let table = [
            (Language::En, ["24 h 00 min", "18 h 04 min", "41 min", "59 s", "0 s", "0 s"]),
            (Language::Zh, ["24 小时 00 分钟", "18 小时 04 分钟", "41 分钟", "59 秒", "0 秒", "0 秒"]),
            (Language::Es, ["24 h 00 min", "18 h 04 min", "41 min", "59 s", "0 s", "0 s"]),
            (Language::Ja, ["24時間00分", "18時間04分", "41分", "59秒", "0秒", "0秒"]),
            (Language::Ru, ["24 ч 00 мин", "18 ч 04 мин", "41 мин", "59 с", "0 с", "0 с"]),
            (Language::Ko, ["24시간 00분", "18시간 04분", "41분", "59초", "0초", "0초"]),
        ];
        for (language, expected) in table {
            let catalog = Catalog::of(language);
            assert_eq!(left.map(|left| catalog.countdown(NOW, Timestamp(NOW.0 + left))), expected, "{language}");
        }
    }

    #[test]
    fn a_wait_is_never_too_short() {
        let catalog = Catalog::of(Language::En);
        let waits = [0, 30, 60, 61, 900, 3_541].map(|seconds| catalog.wait(seconds));
        assert_eq!(waits, ["0 s", "30 s", "1 min", "2 min", "15 min", "1 h 00 min"]);
    }

    proptest! {
        #[test]
        fn no_time_panics(now: i64, at: i64, offset: i32, seconds: u32) {
            let moment = Moment { at: Timestamp(at), offset };
            for language in Language::ALL {
                let catalog = Catalog::of(language);
                prop_assert!(!catalog.relative(Timestamp(now), moment).is_empty());
                prop_assert!(!catalog.countdown(Timestamp(now), Timestamp(at)).is_empty());
                prop_assert!(!catalog.wait(seconds).is_empty());
            }
        }
    }
}
