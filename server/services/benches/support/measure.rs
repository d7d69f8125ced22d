//! Measuring calls: one after the other for the time of one, several at a time for how many there are in a second.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tokio::task::JoinSet;

/// One after the other, for the time of one call.
const ALONE: Duration = Duration::from_millis(700);
/// Several at a time, for calls per second.
const TOGETHER: Duration = Duration::from_millis(1_500);
const CLIENTS: usize = 8;

/// What the page consists of, as somebody would write it who knows the indexes.
pub(crate) const BARE_PAGE: &str =
    "SELECT email, first_name, last_name, username, role, status, status_at, disabled_by, invite_until,
    access_ends_at, joined_at, last_seen_at, invited_by FROM \"user\" WHERE status NOT IN ('deleted', 'erased')
    ORDER BY sort_name, id LIMIT 25";
pub(crate) const BARE_COUNT: &str = "SELECT count(*) FROM \"user\" WHERE status IN ('active', 'invited', 'disabled')";

/// How long a call takes by itself, and how many there are in a second.
#[derive(Clone, Copy)]
pub(crate) struct Measured {
    pub(crate) median: Duration,
    pub(crate) p95: Duration,
    pub(crate) per_second: f64,
}

pub(crate) async fn measure<F, Fut>(call: F) -> Measured
where
    F: Fn() -> Fut + Clone + Send + 'static,
    Fut: Future<Output = ()> + Send,
{
    for _ in 0..5 {
        call().await;
    }
    let mut times = Vec::new();
    let begun = Instant::now();
    while begun.elapsed() < ALONE || times.len() < 11 {
        let begun = Instant::now();
        call().await;
        times.push(begun.elapsed());
    }
    times.sort_unstable();

    let calls = Arc::new(AtomicU64::new(0));
    let begun = Instant::now();
    let mut clients = JoinSet::new();
    for _ in 0..CLIENTS {
        let (call, calls) = (call.clone(), Arc::clone(&calls));
        clients.spawn(async move {
            while begun.elapsed() < TOGETHER {
                call().await;
                calls.fetch_add(1, Ordering::Relaxed);
            }
        });
    }
    clients.join_all().await;
    let calls = u32::try_from(calls.load(Ordering::Relaxed)).unwrap_or(u32::MAX);
    Measured {
        median: times[times.len() / 2],
        p95: times[times.len() * 95 / 100],
        per_second: f64::from(calls) / begun.elapsed().as_secs_f64(),
    }
}

/// The line above the figures.
pub(crate) fn heading() {
    println!("{:<38} {:>9} {:>9} {:>9} {:>8} {:>8}", "", "median", "p95", "per s", "of bare", "of first");
}

/// One line of figures; beside it the share of the baseline's throughput, and the time as a multiple of the first.
pub(crate) fn print(name: &str, measured: Measured, beside: Option<(Measured, Measured)>) {
    let ms = |time: Duration| format!("{:.2} ms", 1000.0 * time.as_secs_f64());
    let (of_bare, of_first) = match beside {
        Some((bare, first)) => (
            format!("{:.0} %", 100.0 * measured.per_second / bare.per_second),
            format!("{:.2}", measured.median.as_secs_f64() / first.median.as_secs_f64()),
        ),
        None => (String::new(), String::new()),
    };
    let (median, p95) = (ms(measured.median), ms(measured.p95));
    println!("{name:<38} {median:>9} {p95:>9} {:>9.0} {of_bare:>8} {of_first:>8}", measured.per_second);
}
