//! The strip in proportion, for workspaces with many seats.

use std::fmt::Write as _;

use leptos::prelude::*;

use super::{SeatCounts, StripSize};

/// The drawing is this wide, whatever its place in the page; it stretches.
const WIDTH: u64 = 1000;
/// And this tall.
const HEIGHT: u64 = 20;
/// Between two parts.
const GAP: u64 = 4;
/// What a part shows at least: one seat of ten thousand must still be seen.
const LEAST: u64 = 8;
/// Between two lines of the hatch.
const HATCH: u64 = 8;

/// One part of the bar.
#[derive(Debug, PartialEq, Eq)]
struct Part {
    class: &'static str,
    from: u64,
    to: u64,
}

/// The bar as a picture with one sentence.
pub(super) fn proportional(seats: SeatCounts, label: Signal<String>, size: StripSize) -> impl IntoView {
    let parts = parts(seats);
    let hatch = parts.iter().find(|part| part.class == "r").map(hatch);
    let boxes = parts
        .iter()
        .map(|part| view! { <path class=part.class d=outline(part)></path> }.into_any())
        .collect::<Vec<_>>();
    view! {
        <svg
            class=format!("seat-bar{}", size.class())
            viewBox=format!("0 0 {WIDTH} {HEIGHT}")
            preserveAspectRatio="none"
            role="img"
            aria-label=label
        >
            {boxes}
            {hatch.map(|lines| view! { <path class="h" d=lines></path> }.into_any())}
        </svg>
    }
}

/// The parts that have seats, from left to right, each at least [`LEAST`] wide.
fn parts(seats: SeatCounts) -> Vec<Part> {
    let counted: Vec<(&'static str, u64)> =
        [("u", seats.used), ("r", seats.reserved), ("f", seats.free), ("x", seats.short)]
            .into_iter()
            .filter(|(_, count)| *count > 0)
            .map(|(class, count)| (class, u64::from(count)))
            .collect();
    let total: u64 = counted.iter().map(|(_, count)| count).sum();
    let kinds = u64::try_from(counted.len()).unwrap_or_default();
    if total == 0 {
        return Vec::new();
    }
    // Every part gets its least; what is left is shared in proportion.
    let shared = WIDTH - GAP * (kinds - 1) - LEAST * kinds;
    let mut parts = Vec::with_capacity(counted.len());
    let mut seen = 0;
    for (n, (class, count)) in (0..).zip(counted) {
        let edge = |part: u64, seats: u64| part * (LEAST + GAP) + shared * seats / total;
        let from = edge(n, seen);
        seen += count;
        parts.push(Part { class, from, to: edge(n + 1, seen) - GAP });
    }
    parts
}

fn outline(part: &Part) -> String {
    format!("M{} 0H{}V{HEIGHT}H{}Z", part.from, part.to, part.from)
}

/// Slanted lines that stay inside the part, so that nothing has to be clipped.
fn hatch(part: &Part) -> String {
    let mut lines = String::new();
    let mut x = part.from;
    while x + HATCH <= part.to {
        // Writing to a string cannot fail.
        let _ = write!(lines, "M{x} {HEIGHT}L{} 0", x + HATCH);
        x += HATCH;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(used: u32, reserved: u32, free: u32, short: u32) -> SeatCounts {
        SeatCounts { used, reserved, free, short }
    }

    fn width(part: &Part) -> u64 {
        part.to - part.from
    }

    #[test]
    fn the_parts_fill_the_bar() {
        for seats in [
            counts(100, 50, 50, 0),
            counts(1, 1, 100_000, 1),
            counts(u32::MAX, u32::MAX, u32::MAX, u32::MAX),
            counts(0, 0, 200, 0),
        ] {
            let parts = parts(seats);
            assert_eq!(parts[0].from, 0, "{seats:?}");
            assert_eq!(parts[parts.len() - 1].to, WIDTH, "{seats:?}");
            for pair in parts.windows(2) {
                assert_eq!(pair[1].from - pair[0].to, GAP, "{seats:?}");
            }
        }
    }

    #[test]
    fn widths_follow_the_counts() {
        let parts = parts(counts(300, 100, 0, 100));
        let widths: Vec<u64> = parts.iter().map(width).collect();
        assert!(widths[0].abs_diff(widths[1] * 3) < 40, "{widths:?}");
        assert!(widths[1].abs_diff(widths[2]) <= 1, "{widths:?}");
    }

    #[test]
    fn a_single_seat_is_still_seen() {
        let parts = parts(counts(100_000, 1, 0, 0));
        assert!(width(&parts[1]) >= LEAST);
    }

    #[test]
    fn parts_without_seats_are_left_out() {
        let classes: Vec<_> = parts(counts(0, 130, 5, 0)).iter().map(|part| part.class).collect();
        assert_eq!(classes, ["r", "f"]);
        assert!(parts(SeatCounts::default()).is_empty());
    }

    #[test]
    fn the_hatch_stays_inside() {
        let lines = hatch(&Part { class: "r", from: 10, to: 30 });
        assert_eq!(lines, "M10 20L18 0M18 20L26 0");
    }
}
