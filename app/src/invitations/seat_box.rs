//! What the invitations cost in seats, while typing.

use i18n::{I18n, Key, use_i18n, written};
use leptos::prelude::*;
use model::access::Verdict;
use model::seats::SeatCount;
use ui::{SeatCounts, SeatKey, SeatKeyEntry, SeatMark, SeatStrip, shown};

use crate::seats::{MoreSeats, seat_key, seat_sentence};

#[component]
pub(crate) fn SeatBox(
    seats: Signal<SeatCount>,
    needed: Signal<u32>,
    /// Whether the inviter may buy seats.
    buy: Verdict,
    /// Runs with the new number of seats.
    bought: Callback<SeatCount>,
) -> impl IntoView {
    let i18n = use_i18n();
    let missing = Signal::derive(move || seats.get().missing(needed.get()));
    let counts = Signal::derive(move || {
        let count = seats.get();
        SeatCounts { used: count.used, reserved: count.reserved, free: count.free(), short: missing.get() }
    });
    let key = Signal::derive(move || {
        let mut key = seat_key(i18n, seats.get());
        if missing.get() > 0 {
            let number = i18n.with(|catalog| catalog.number(u64::from(missing.get())));
            key.push(SeatKeyEntry::new(
                SeatMark::Short,
                number,
                i18n.plural(Key::InvitationsShortKey, missing.get(), &[]),
            ));
        }
        key
    });
    let class = move || if missing.get() > 0 { "seatbox is-short" } else { "seatbox" };
    view! {
        <section class=class aria-live="polite">
            <div class="seatbox__strip">
                <div class="row row--between">
                    <b>{written(move || needs(i18n, needed.get(), seats.get()))}</b>
                    {shown(move || (missing.get() > 0).then(|| view! {
                        <span class="strong warn">{i18n.plural(Key::SeatsShort, missing.get(), &[])}</span>
                    }))}
                </div>
                <SeatStrip seats=counts label=Signal::derive(move || sentence(i18n, seats.get(), missing.get()))/>
                <SeatKey entries=key/>
            </div>
            <MoreSeats buy=buy missing=missing bought=bought/>
        </section>
    }
}

fn needs(i18n: I18n, needed: u32, seats: SeatCount) -> String {
    let free = i18n.with(|catalog| catalog.number(u64::from(seats.free())));
    i18n.plural(Key::SeatsNeeds, needed, &[("free", &free)])
}

fn sentence(i18n: I18n, seats: SeatCount, missing: u32) -> String {
    if missing == 0 {
        return seat_sentence(i18n, seats);
    }
    i18n.with(|catalog| {
        let number = |n: u32| catalog.number(u64::from(n));
        catalog.format(
            Key::SeatsSummaryShort,
            &[
                ("used", &number(seats.used)),
                ("reserved", &number(seats.reserved)),
                ("free", &number(seats.free())),
                ("purchased", &number(seats.purchased)),
                ("missing", &number(missing)),
            ],
        )
    })
}
