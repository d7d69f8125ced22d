//! The figures beside a seat strip, each with its mark.

use leptos::prelude::*;

use crate::live::live;

/// Which mark of the strip an entry explains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SeatMark {
    /// Filled.
    Used,
    /// Hatched.
    Reserved,
    /// Hollow.
    Free,
    /// Orange.
    Short,
}

impl SeatMark {
    const fn class(self) -> Option<&'static str> {
        match self {
            Self::Used => None,
            Self::Reserved => Some("r"),
            Self::Free => Some("f"),
            Self::Short => Some("x"),
        }
    }
}

/// One figure with its mark and its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeatKeyEntry {
    mark: SeatMark,
    figure: String,
    label: String,
}

impl SeatKeyEntry {
    /// "4", "reserved by invitations".
    #[must_use]
    pub fn new(mark: SeatMark, figure: impl Into<String>, label: impl Into<String>) -> Self {
        Self { mark, figure: figure.into(), label: label.into() }
    }
}

/// What the marks of a strip mean.
#[component]
pub fn SeatKey(
    /// The figures, in the order of the strip.
    #[prop(into)]
    entries: Signal<Vec<SeatKeyEntry>>,
) -> impl IntoView {
    let items = live(move || {
        entries
            .get()
            .into_iter()
            .map(|entry| {
                view! {
                    <li>
                        <i class=entry.mark.class()></i>
                        <b>{entry.figure}</b>
                        " "
                        {entry.label}
                    </li>
                }
                .into_any()
            })
            .collect::<Vec<_>>()
    });
    view! {
        <ul class="seat-key" role="list">
            {items}
        </ul>
    }
}
