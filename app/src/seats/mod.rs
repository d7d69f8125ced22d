//! Seats: the strip with its figures, the same drawing wherever seats are counted.

mod buy;
mod rpc;

pub(crate) use buy::{BuySeatsDialog, MoreSeats, Sum, provide_buy_seats, use_buy_seats};
use i18n::{I18n, Key, t, use_i18n};
use leptos::prelude::*;
use model::seats::SeatCount;

use ui::{SeatCounts, SeatKey, SeatKeyEntry, SeatMark, SeatStrip};

/// The seats in one sentence, for those who do not see the strip.
pub(crate) fn seat_sentence(i18n: I18n, count: SeatCount) -> String {
    i18n.with(|catalog| {
        let number = |n: u32| catalog.number(u64::from(n));
        catalog.format(
            Key::SeatsSummary,
            &[
                ("used", &number(count.used)),
                ("reserved", &number(count.reserved)),
                ("free", &number(count.free())),
                ("purchased", &number(count.purchased)),
            ],
        )
    })
}

/// The key of the strip: figures with their marks.
pub(crate) fn seat_key(i18n: I18n, count: SeatCount) -> Vec<SeatKeyEntry> {
    i18n.with(|catalog| {
        let number = |n: u32| catalog.number(u64::from(n));
        let of = catalog.plural(Key::SeatsFreeOf, u64::from(count.free()), &[("purchased", &number(count.purchased))]);
        vec![
            SeatKeyEntry::new(
                SeatMark::Used,
                number(count.used),
                catalog.plural(Key::SeatsUsed, u64::from(count.used), &[]),
            ),
            SeatKeyEntry::new(
                SeatMark::Reserved,
                number(count.reserved),
                catalog.plural(Key::SeatsReserved, u64::from(count.reserved), &[]),
            ),
            SeatKeyEntry::new(SeatMark::Free, number(count.free()), of),
        ]
    })
}

/// The strip between slate and list.
#[component]
pub(crate) fn SeatLine(
    count: Signal<SeatCount>,
    /// The page with the dialog that buys more, for whoever may.
    #[prop(optional_no_strip)]
    more_href: Option<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let counts = Signal::derive(move || {
        let count = count.get();
        SeatCounts { used: count.used, reserved: count.reserved, free: count.free(), short: 0 }
    });
    view! {
        <section class="seatline" aria-label=t!(Key::SeatsTitle)>
            <b>{t!(Key::SeatsTitle)}</b>
            <SeatStrip seats=counts label=Signal::derive(move || seat_sentence(i18n, count.get()))/>
            <SeatKey entries=Signal::derive(move || seat_key(i18n, count.get()))/>
            {more_href.map(|href| view! { <a class="push needs-script" href=href data-noscroll="">{t!(Key::SeatsBuy)}</a> }.into_any())}
        </section>
    }
}
