//! Buying seats: a dialog over whatever needed them, which stays as it is underneath.

use std::time::Duration;

use gloo_timers::future::sleep;
use i18n::{I18n, Key, t, use_i18n, written};
use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::access::Verdict;
use model::billing::{SeatOrder, SeatQuote, SeatsBought};
use model::error::AppError;
use model::seats::SeatCount;
use ui::{Banner, Button, ButtonKind, IconButton, TextField, Tone, effect, shown, use_toasts};
use uuid::Uuid;

use super::rpc::{ask_for_seats, buy_seats, get_quote};
use crate::errors::{blocker_text, error_text, field_error};
use crate::session::use_frame;
use crate::shell::use_step_up;

/// A number that is still being typed is not priced.
const PAUSE: Duration = Duration::from_millis(250);

/// Opens the dialog.
#[derive(Clone, Copy)]
pub(crate) struct BuySeats {
    wanted: RwSignal<Option<Wanted>>,
}

/// What it was opened for.
#[derive(Clone, Copy)]
struct Wanted {
    /// Seats that are missing for something; none when somebody simply wants more.
    needed: u32,
    /// Runs with the new number of seats.
    bought: Callback<SeatCount>,
    /// Runs whichever way it was closed.
    closed: Callback<()>,
}

impl BuySeats {
    /// Opens it with the number that is needed.
    pub(crate) fn open(self, needed: u32, bought: Callback<SeatCount>, closed: Callback<()>) {
        self.wanted.set(Some(Wanted { needed, bought, closed }));
    }

    /// Whether somebody asked for it.
    pub(crate) fn is_wanted(self) -> Signal<bool> {
        Signal::derive(move || self.wanted.with(Option::is_some))
    }
}

/// Makes it; once, in the frame.
pub(crate) fn provide_buy_seats() -> BuySeats {
    let seats = BuySeats { wanted: RwSignal::new(None) };
    provide_context(seats);
    seats
}

/// The dialog's handle.
pub(crate) fn use_buy_seats() -> BuySeats {
    expect_context::<BuySeats>()
}

/// What the form knows.
#[derive(Clone, Copy)]
struct Order {
    more: RwSignal<String>,
    /// The price on show; of an older number while that of the typed one is on its way.
    quote: RwSignal<Option<SeatQuote>>,
    error: RwSignal<Option<AppError>>,
    buying: RwSignal<bool>,
    key: StoredValue<Uuid>,
    /// Goes up with every change, so that a late price of an older number is dropped.
    turn: StoredValue<u32>,
}

impl Order {
    fn number(self) -> Option<u32> {
        self.more.with(|more| more.trim().parse().ok())
    }

    /// The number that is typed, if the price on show is the price of exactly that.
    fn priced(self) -> Option<u32> {
        let number = self.number()?;
        self.quote.with(|quote| quote.as_ref().is_some_and(|quote| quote.more == number)).then_some(number)
    }

    /// Whether the price of the typed number is on its way.
    fn is_pricing(self) -> bool {
        self.error.with(Option::is_none) && self.priced().is_none()
    }

    /// Asks what the typed number costs, unless it changes again within that time.
    fn price(self, pause: Duration) {
        let turn = self.turn.get_value() + 1;
        self.turn.set_value(turn);
        self.error.set(None);
        // What is no number is out of every range, and the server says which.
        let more = untrack(|| self.number()).unwrap_or(0);
        spawn_local(async move {
            if !pause.is_zero() {
                sleep(pause).await;
                if self.turn.try_get_value() != Some(turn) {
                    return;
                }
            }
            let answer = get_quote(more).await;
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            match answer {
                Ok(quote) => self.quote.set(Some(quote)),
                Err(error) => {
                    self.quote.set(None);
                    self.error.set(Some(error));
                }
            }
        });
    }

    fn step(self, by: i64) {
        let next = (i64::from(untrack(|| self.number()).unwrap_or(0)) + by).max(1);
        self.more.set(next.to_string());
        self.price(PAUSE);
    }
}

#[component]
pub(crate) fn BuySeatsDialog() -> impl IntoView {
    let i18n = use_i18n();
    let wanted = use_buy_seats().wanted;
    let dialog = NodeRef::<html::Dialog>::new();
    let order = Order {
        more: RwSignal::new(String::new()),
        quote: RwSignal::new(None),
        error: RwSignal::new(None),
        buying: RwSignal::new(false),
        key: StoredValue::new(Uuid::nil()),
        turn: StoredValue::new(0),
    };
    effect(move || {
        let (Some(dialog), Some(wanted)) = (dialog.get(), wanted.get()) else { return };
        if !dialog.open() {
            order.more.set(wanted.needed.max(1).to_string());
            order.quote.set(None);
            order.key.set_value(crate::data::draw_key());
            order.price(Duration::ZERO);
            // Fails only when it is open already.
            let _ = dialog.show_modal();
        }
    });
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let submit = submit(order, wanted, close);
    let form = move || wanted.get().map(|wanted| view! { <Form order=order needed=wanted.needed/> });
    let on_close = move |_| {
        if let Some(wanted) = wanted.get_untracked() {
            wanted.closed.run(());
        }
        wanted.set(None);
    };
    view! {
        <dialog class="dialog" node_ref=dialog aria-labelledby="buy-seats-title" on:close=on_close>
            <header class="dialog__head">
                <div>
                    <h2 id="buy-seats-title">{t!(Key::SeatsBuy)}</h2>
                    <p>{t!(Key::SeatsAtOnce)}</p>
                </div>
                <form method="dialog"><IconButton icon="x" label=t(Key::CommonClose) submit=true/></form>
            </header>
            <form on:submit=move |event: SubmitEvent| { event.prevent_default(); submit.run(()); }>
                <div class="dialog__body stack">{form}</div>
                <footer class="dialog__foot">
                    <div class="push">
                        <Button
                            id="buy-seats"
                            kind=ButtonKind::Primary
                            submit=true
                            blocked=Signal::derive(move || blocked(i18n, order))
                            busy=Signal::derive(move || order.buying.get() || order.is_pricing())
                            busy_label=Signal::derive(move || order.buying.get().then(|| i18n.text(Key::SeatsBuying)))
                        >
                            {written(move || i18n.plural(Key::SeatsBuyN, order.number().unwrap_or(0), &[]))}
                        </Button>
                    </div>
                </footer>
            </form>
        </dialog>
    }
}

/// Why the one who looks may not buy.
fn blocked(i18n: I18n, order: Order) -> Option<String> {
    order.quote.with(|quote| match quote.as_ref()?.buy {
        Verdict::Allowed => None,
        Verdict::Blocked(blocker) => Some(blocker_text(i18n, blocker)),
    })
}

fn submit(
    order: Order,
    wanted: RwSignal<Option<Wanted>>,
    close: impl Fn() + Copy + Send + Sync + 'static,
) -> Callback<()> {
    let (i18n, toasts, step_up, frame) = (use_i18n(), use_toasts(), use_step_up(), use_frame());
    let done = move |bought: SeatsBought| {
        toasts.say(i18n.with_untracked(|catalog| {
            catalog.plural(Key::SeatsBought, u64::from(bought.more), &[("invoice", &bought.invoice)])
        }));
        frame.refetch();
        if let Some(wanted) = wanted.get_untracked() {
            wanted.bought.run(bought.seats);
        }
        close();
    };
    // Calls itself again once the password was right.
    let send = StoredValue::new(None::<Callback<()>>);
    let callback = Callback::new(move |()| {
        // Nothing is bought at a price that nobody has seen.
        let Some(more) = untrack(|| order.priced()) else { return };
        if order.buying.get_untracked() {
            return;
        }
        order.buying.set(true);
        order.error.set(None);
        spawn_local(async move {
            let answer = buy_seats(SeatOrder { key: order.key.get_value(), more }, frame.form_token()).await;
            order.buying.set(false);
            match (answer, send.get_value()) {
                (Ok(bought), _) => done(bought),
                (Err(AppError::StepUpRequired), Some(again)) => step_up.ask(again),
                (Err(error), _) => order.error.set(Some(error)),
            }
        });
    });
    send.set_value(Some(callback));
    callback
}

#[component]
fn Form(order: Order, needed: u32) -> impl IntoView {
    let i18n = use_i18n();
    let hint = Signal::derive(move || (needed > 0).then(|| i18n.plural(Key::SeatsForTheList, needed, &[])));
    let wrong = Signal::derive(move || order.error.with(|error| field_error(i18n, error.as_ref(), "more")));
    let other = move || {
        let error = order.error.get().filter(|error| !matches!(error, AppError::Invalid { .. }));
        error.map(|error| view! { <Banner tone=Tone::Failed title=error_text(i18n, &error) live=true/> })
    };
    view! {
        {other}
        <div class="stepper">
            <Button on_click=Callback::new(move |_| order.step(-1))>
                <ui::Icon name="minus"/><span class="sr">{t!(Key::SeatsFewer)}</span>
            </Button>
            <TextField
                label=t(Key::SeatsHowMany)
                name="more"
                id="f-more"
                inputmode="numeric"
                value=order.more
                numeric=true
                autofocus=true
                hint=hint
                error=wrong
                on_input=Callback::new(move |_: String| order.price(PAUSE))
            />
            <Button on_click=Callback::new(move |_| order.step(1))>
                <ui::Icon name="plus"/><span class="sr">{t!(Key::SeatsFurther)}</span>
            </Button>
        </div>
        {shown(move || order.quote.get().map(|quote| view! { <Sum quote=quote/> }))}
    }
}

/// What it costs, line by line.
#[component]
pub(crate) fn Sum(quote: SeatQuote) -> impl IntoView {
    let i18n = use_i18n();
    let total = quote.seats.purchased.saturating_add(quote.more);
    let lines = move || {
        i18n.with(|catalog| {
            let unit = catalog.money(quote.unit);
            let days = catalog.number(u64::from(quote.days));
            let monthly = catalog.money(quote.monthly);
            let date = catalog.date(quote.renews);
            [
                (
                    catalog.plural(Key::SeatsLine, u64::from(quote.more), &[("unit", &unit)]),
                    catalog.format(
                        Key::SeatsAMonth,
                        &[("amount", &catalog.money(quote.unit.times(quote.more).unwrap_or(quote.unit)))],
                    ),
                ),
                (catalog.plural(Key::SeatsDaysLeft, u64::from(quote.days_left), &[("days", &days)]), String::new()),
                (catalog.text(Key::SeatsToday).to_owned(), catalog.money(quote.today)),
                (
                    catalog.plural(Key::SeatsThen, u64::from(total), &[("date", &date)]),
                    catalog.format(Key::SeatsAMonth, &[("amount", &monthly)]),
                ),
            ]
        })
    };
    view! {
        <dl class="sum" aria-live="polite">
            {move || {
                lines()
                    .into_iter()
                    .enumerate()
                    .map(|(place, (what, amount))| view! {
                        <div class=(place == 2).then_some("tot")><dt>{what}</dt><dd>{amount}</dd></div>
                    })
                    .collect_view()
            }}
        </dl>
    }
}

/// Buys, or says why not and asks those who may.
#[component]
pub(crate) fn MoreSeats(
    /// Whether the one who looks may buy.
    buy: Verdict,
    /// Seats that are missing.
    #[prop(into)]
    missing: Signal<u32>,
    /// Runs with the new number of seats.
    bought: Callback<SeatCount>,
) -> impl IntoView {
    let i18n = use_i18n();
    let (dialog, toasts) = (use_buy_seats(), use_toasts());
    let reason = match buy {
        Verdict::Allowed => None,
        Verdict::Blocked(blocker) => Some(blocker),
    };
    let may = reason.is_none();
    let blocked = Signal::derive(move || reason.map(|blocker| blocker_text(i18n, blocker)));
    let ask = Callback::new(move |_| {
        spawn_local(async move {
            match ask_for_seats().await {
                Ok(()) => toasts.say(i18n.text_untracked(Key::SeatsAsked)),
                Err(error) => toasts.say(untrack(|| error_text(i18n, &error))),
            }
        });
    });
    let open = Callback::new(move |_| dialog.open(missing.get_untracked(), bought, Callback::new(|()| ())));
    view! {
        <div class="row needs-script">
            <Button id="more-seats" blocked=blocked on_click=open>
                {written(move || match missing.get() {
                    0 => i18n.text(Key::SeatsBuy),
                    n => i18n.plural(Key::SeatsBuyShort, n, &[]),
                })}
            </Button>
            {(!may).then(|| view! { <Button id="ask-for-seats" icon="mail" on_click=ask>{t!(Key::SeatsAsk)}</Button> })}
        </div>
    }
}
