//! The seats over time, drawn and as a table.

use i18n::{Key, t, use_i18n, written};
use leptos::prelude::*;
use model::billing::SeatPoint;
use model::time::Moment;
use ui::EmptyState;

use crate::moments::datetime;

/// The drawing's own units; the sheet stretches it.
const WIDTH: f64 = 600.0;
const HEIGHT: f64 = 200.0;

/// A chart of lines, as paths.
#[derive(Debug, PartialEq)]
struct Lines {
    purchased: String,
    used: String,
    ahead: String,
    /// Where now is.
    now: String,
    /// The largest number, at the upper edge.
    top: u32,
}

impl Lines {
    /// None without two weeks in which the used seats were noted.
    fn draw(past: &[SeatPoint], ahead: &[SeatPoint]) -> Option<Self> {
        let known: Vec<(i64, u32)> = past.iter().filter_map(|point| Some((point.at.at.0, point.used?))).collect();
        let (first, now) = (past.first()?.at.at.0, past.last()?.at.at.0);
        if known.len() < 2 {
            return None;
        }
        let all = || past.iter().chain(ahead);
        let end = all().last()?.at.at.0;
        let top = all().map(|point| point.purchased.max(point.used.unwrap_or_default())).max()?.max(1);
        let x = |at: i64| part(at - first, end - first) * WIDTH;
        let y = |seats: u32| HEIGHT - part(i64::from(seats), i64::from(top)) * HEIGHT;
        let line = |points: &mut dyn Iterator<Item = (i64, u32)>| {
            let mut path = String::new();
            for (at, seats) in points {
                let letter = if path.is_empty() { 'M' } else { 'L' };
                path.push_str(&format!("{letter}{:.1} {:.1}", x(at), y(seats)));
            }
            path
        };
        // Bought seats change at once, so their line has steps.
        let mut purchased = String::new();
        for point in all() {
            let (x, y) = (x(point.at.at.0), y(point.purchased));
            purchased.push_str(&if purchased.is_empty() {
                format!("M{x:.1} {y:.1}")
            } else {
                format!("H{x:.1}V{y:.1}")
            });
        }
        let last = known.last().copied();
        let expected = ahead.iter().filter_map(|point| Some((point.at.at.0, point.used?)));
        Some(Self {
            purchased,
            used: line(&mut known.into_iter()),
            ahead: line(&mut last.into_iter().chain(expected)),
            now: format!("M{0:.1} 0V{HEIGHT:.1}", x(now)),
            top,
        })
    }
}

#[expect(clippy::cast_precision_loss, reason = "weeks in milliseconds and numbers of seats are far below 2⁵²")]
fn part(of: i64, whole: i64) -> f64 {
    of as f64 / whole.max(1) as f64
}

#[component]
pub(super) fn Chart(
    past: Vec<SeatPoint>,
    ahead: Vec<SeatPoint>,
    /// The outlook in words.
    said: Signal<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let lines = Lines::draw(&past, &ahead);
    let edges = (past.first().map(|point| point.at), ahead.last().or(past.last()).map(|point| point.at));
    let drawing = match (lines, edges) {
        (Some(lines), (Some(first), Some(last))) => {
            let label = move || format!("{}. {}", i18n.text(Key::BillingChart), said.get());
            let date = move |moment: Moment| move || i18n.with(|catalog| catalog.short_date(moment.at, moment));
            let top = lines.top;
            view! {
                <figure class="chart">
                    <span class="chart__top" aria-hidden="true">{written(move || i18n.with(|catalog| catalog.number(u64::from(top))))}</span>
                    <svg viewBox="0 0 600 200" preserveAspectRatio="none" role="img" aria-label=label>
                        <path class="chart__now" d=lines.now></path>
                        <path class="chart__bought" d=lines.purchased></path>
                        <path class="chart__used" d=lines.used></path>
                        <path class="chart__ahead" d=lines.ahead></path>
                    </svg>
                    <div class="chart__dates" aria-hidden="true"><span>{date(first)}</span><span>{date(last)}</span></div>
                    <ul class="chart__key" aria-hidden="true">
                        <li><i class="is-bought"></i>{t!(Key::BillingBought)}</li>
                        <li><i class="is-used"></i>{t!(Key::BillingUsed)}</li>
                        <li><i class="is-ahead"></i>{t!(Key::BillingExpected)}</li>
                    </ul>
                </figure>
                <PointTable past=past ahead=ahead/>
            }
            .into_any()
        }
        _ => view! { <EmptyState icon="clock" title=t(Key::BillingChartLater)/> }.into_any(),
    };
    view! {
        <section class="panel" aria-labelledby="seat-chart">
            <div class="panel__head"><h2 id="seat-chart">{t!(Key::BillingChart)}</h2></div>
            <div class="panel__body">{drawing}</div>
        </section>
    }
}

/// The same as a table, for those who do not see the lines, and for exact numbers.
#[component]
fn PointTable(past: Vec<SeatPoint>, ahead: Vec<SeatPoint>) -> impl IntoView {
    let i18n = use_i18n();
    let row = move |point: SeatPoint, is_ahead: bool| {
        let number = move |n: Option<u32>| {
            move || n.map_or_else(|| "–".to_owned(), |n| i18n.with(|catalog| catalog.number(u64::from(n))))
        };
        let date = move || i18n.with(|catalog| catalog.date(point.at));
        let expected = is_ahead.then(|| view! { <small class="sub">{t!(Key::BillingExpected)}</small> });
        view! {
            <tr>
                <th scope="row"><time datetime=datetime(point.at)>{date}</time>{expected}</th>
                <td class="n">{number(Some(point.purchased))}</td>
                <td class="n">{number(point.used)}</td>
            </tr>
        }
    };
    let rows = past.into_iter().map(|point| row(point, false)).collect_view();
    let rows_ahead = ahead.into_iter().map(|point| row(point, true)).collect_view();
    view! {
        <details class="fold">
            <summary>{t!(Key::BillingChartTable)}</summary>
            <div class="grid-wrap">
                <table class="grid">
                    <caption>{t!(Key::BillingChart)}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{t!(Key::BillingDate)}</th>
                            <th scope="col" class="n">{t!(Key::BillingBought)}</th>
                            <th scope="col" class="n">{t!(Key::BillingUsed)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}{rows_ahead}</tbody>
                </table>
            </div>
        </details>
    }
}

#[cfg(test)]
mod tests {
    use model::time::Timestamp;

    use super::*;

    fn point(at: i64, purchased: u32, used: Option<u32>) -> SeatPoint {
        SeatPoint { at: Moment { at: Timestamp(at), offset: 0 }, purchased, used }
    }

    #[test]
    fn lines_reach_from_edge_to_edge() {
        let past = [point(0, 10, None), point(100, 10, Some(5)), point(200, 20, Some(10))];
        let lines = Lines::draw(&past, &[point(300, 20, Some(15)), point(400, 20, Some(20))]).unwrap();
        assert_eq!(lines.purchased, "M0.0 100.0H150.0V100.0H300.0V0.0H450.0V0.0H600.0V0.0");
        assert_eq!(lines.used, "M150.0 150.0L300.0 100.0");
        assert_eq!(lines.ahead, "M300.0 100.0L450.0 50.0L600.0 0.0");
        assert_eq!((lines.now.as_str(), lines.top), ("M300.0 0V200.0", 20));
    }

    #[test]
    fn one_week_is_no_line() {
        assert_eq!(Lines::draw(&[], &[]), None);
        assert_eq!(Lines::draw(&[point(0, 10, None), point(1, 10, Some(5))], &[point(2, 10, Some(5))]), None);
    }
}
