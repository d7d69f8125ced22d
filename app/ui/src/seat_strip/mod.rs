//! Seat strip: one mark per seat, the same drawing everywhere.

mod bar;
mod key;

pub use key::{SeatKey, SeatKeyEntry, SeatKeyProps, SeatMark};
use leptos::prelude::*;

use crate::live::live;

/// With more seats than this, single marks could no longer be told apart.
const MARKS: u32 = 120;

/// How many seats are in which state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SeatCounts {
    /// Taken by people.
    pub used: u32,
    /// Held by open invitations.
    pub reserved: u32,
    /// Bought and not needed now.
    pub free: u32,
    /// Needed and not bought.
    pub short: u32,
}

impl SeatCounts {
    fn total(self) -> u64 {
        [self.used, self.reserved, self.free, self.short].into_iter().map(u64::from).sum()
    }
}

/// How tall the strip is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StripSize {
    /// On Users and in dialogs.
    #[default]
    Normal,
    /// In the left menu.
    Small,
    /// On Seats & billing.
    Large,
}

impl StripSize {
    const fn class(self) -> &'static str {
        match self {
            Self::Normal => "",
            Self::Small => " is-s",
            Self::Large => " is-l",
        }
    }
}

/// Filled = used, hatched = reserved, hollow = free, orange = short.
#[component]
pub fn SeatStrip(
    /// The counts.
    #[prop(into)]
    seats: Signal<SeatCounts>,
    /// The counts in one sentence.
    #[prop(into)]
    label: Signal<String>,
    /// How tall it is.
    #[prop(optional)]
    size: StripSize,
) -> impl IntoView {
    live(move || {
        let seats = seats.get();
        if seats.total() > u64::from(MARKS) {
            bar::proportional(seats, label, size).into_any()
        } else {
            marks(seats, label, size)
        }
    })
}

fn marks(seats: SeatCounts, label: Signal<String>, size: StripSize) -> AnyView {
    let series = |count: u32, class: Option<&'static str>| {
        (0..count).map(|_| view! { <i class=class></i> }.into_any()).collect::<Vec<_>>()
    };
    view! {
        <div class=format!("seat{}", size.class()) role="img" aria-label=label>
            {series(seats.used, None)}
            {series(seats.reserved, Some("r"))}
            {series(seats.free, Some("f"))}
            {(seats.short > 0).then(|| view! { <i class="gap"></i> }.into_any())}
            {series(seats.short, Some("x"))}
        </div>
    }
    .into_any()
}
