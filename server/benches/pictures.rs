//! Profile pictures: how many a second, beside decoding alone, and how much memory the largest take.
//!
//! `cargo bench -p server --bench pictures`.

#![expect(clippy::print_stdout, reason = "the result of a bench")]

use std::time::{Duration, Instant};

use services::pictures::shrink;
use services::testing::{decode, photos};

/// How long each file is measured.
const MEASURED: Duration = Duration::from_secs(2);

fn main() {
    println!("{:<20} {:>9} {:>10} {:>10} {:>9} {:>12}", "", "file", "median", "decoding", "per s", "peak memory");
    // Smallest first: the peak of a process only grows.
    for side in [640, 2048, 4096] {
        for (kind, file) in photos(side) {
            let whole = median(|| assert!(shrink(&file).is_ok_and(|bytes| bytes > 0)));
            let bare = median(|| decode(&file));
            println!(
                "{:<20} {:>6} kB {:>7.1} ms {:>7.1} ms {:>9.1} {:>9} MB",
                format!("{side} × {side} {kind}"),
                file.len() / 1024,
                1000.0 * whole.as_secs_f64(),
                1000.0 * bare.as_secs_f64(),
                1.0 / whole.as_secs_f64(),
                peak() / 1024,
            );
        }
    }
}

fn median(mut work: impl FnMut()) -> Duration {
    let mut times = Vec::new();
    let begun = Instant::now();
    while begun.elapsed() < MEASURED || times.len() < 5 {
        let begun = Instant::now();
        work();
        times.push(begun.elapsed());
    }
    times.sort_unstable();
    times[times.len() / 2]
}

/// The most memory that this process has held so far, in kB; zero where the system does not say.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}
