//! Further seats in a browser without script: a number, its price, and the order. With script it is a dialog.

use i18n::{I18n, Key, t, use_i18n, written};
use leptos::prelude::*;
use model::billing::Purchase;
use ui::{Banner, Button, ButtonKind, ButtonLink, TextField, Tone};

use super::address::PAGE;
use super::fewer::BY_FORM;
use crate::errors::{error_text, field_error};
use crate::seats::Sum;
use crate::session::FormToken;

#[component]
pub(super) fn PlainPurchase(
    /// The price of the number in the address.
    #[prop(optional_no_strip)]
    purchase: Option<Purchase>,
) -> impl IntoView {
    let i18n = use_i18n();
    let more = purchase.as_ref().and_then(|purchase| purchase.quote.as_ref().ok()).map_or(1, |quote| quote.more);
    let error = purchase.as_ref().and_then(|purchase| purchase.quote.as_ref().err().cloned());
    let wrong = field_error(i18n, error.as_ref(), "more");
    let other = error.filter(|_| wrong.is_none()).map(|error| {
        view! { <Banner tone=Tone::Failed title=error_text(i18n, &error)/> }
    });
    view! {
        <section class="panel only-no-script" aria-labelledby="plain-purchase">
            <div class="panel__head"><h2 id="plain-purchase">{t!(Key::SeatsBuy)}</h2></div>
            <div class="panel__body">
                {other}
                <form class="stack stack--tight" method="get" action=PAGE>
                    <input type="hidden" name="dialog" value="buy-seats"/>
                    <TextField
                        label=t(Key::SeatsHowMany)
                        name="more"
                        id="plain-more"
                        inputmode="numeric"
                        numeric=true
                        initial=more.to_string()
                        error=Signal::stored(wrong)
                    />
                    <Button submit=true>{t!(Key::BillingContinue)}</Button>
                </form>
                {purchase.map(|purchase| order(i18n, purchase))}
                <ButtonLink href=PAGE.to_owned() kind=ButtonKind::Quiet>{t!(Key::CommonCancel)}</ButtonLink>
            </div>
        </section>
    }
}

/// What it costs, and the button that buys exactly that.
fn order(i18n: I18n, purchase: Purchase) -> Option<impl IntoView> {
    let quote = purchase.quote.ok().filter(|quote| quote.buy.is_allowed())?;
    let more = quote.more;
    Some(view! {
        <Sum quote=quote/>
        <p class="muted small">{t!(Key::SeatsAtOnce)}</p>
        <form method="post" action=BY_FORM>
            <FormToken/>
            <input type="hidden" name="what" value="buy"/>
            <input type="hidden" name="number" value=more.to_string()/>
            <input type="hidden" name="key" value=purchase.key.to_string()/>
            <Button submit=true kind=ButtonKind::Primary>{written(move || i18n.plural(Key::SeatsBuyN, more, &[]))}</Button>
        </form>
    })
}
