//! Fewer seats from the next renewal on: what is planned, or the form that plans it.

use i18n::{I18n, Key, t, use_i18n, written};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use model::access::Action;
use model::billing::{BillingHead, Reduction};
use ui::{Banner, Button, TextField, Tone};

use super::work::{Task, Work};
use crate::errors::field_error;
use crate::session::FormToken;
use crate::shell::reason;

/// What the forms of the page post to.
pub(super) const BY_FORM: &str = "/rpc/billing/by_form";

#[component]
pub(super) fn Fewer(head: BillingHead, work: Work) -> impl IntoView {
    let i18n = use_i18n();
    let blocked = reason(i18n, &head.actions, Action::SeatsBuy).is_some();
    let missed = head.missed.filter(|_| head.reduction.is_none()).map(|missed| {
        let text = Signal::derive(move || i18n.plural(Key::BillingMissed, missed.seats, &[]));
        view! { <Banner tone=Tone::Waiting title=text/> }
    });
    let purchased = head.seats.purchased;
    let body = match head.reduction {
        Some(planned) => view! { <Planned planned=planned purchased=purchased work=work/> }.into_any(),
        None if blocked => ().into_any(),
        None => view! { <Form work=work/> }.into_any(),
    };
    let text = move || {
        i18n.with(|catalog| {
            let held = catalog.number(u64::from(head.seats.used.saturating_add(head.seats.reserved)));
            catalog.format(Key::BillingFewerText, &[("date", &catalog.date(head.renews)), ("held", &held)])
        })
    };
    view! {
        <section class="panel" aria-labelledby="fewer-seats">
            <div class="panel__head"><h2 id="fewer-seats">{t!(Key::BillingFewer)}</h2></div>
            <div class="panel__body">{missed}<p class="small soft">{text}</p>{body}</div>
        </section>
    }
}

#[component]
fn Planned(planned: Reduction, purchased: u32, work: Work) -> impl IntoView {
    let i18n = use_i18n();
    let keep = move |event: SubmitEvent| {
        event.prevent_default();
        work.run(Task::Keep(planned.id));
    };
    view! {
        <p class="strong">{written(move || planned_text(i18n, planned, purchased))}</p>
        <form method="post" action=BY_FORM on:submit=keep>
            <FormToken/>
            <input type="hidden" name="what" value="keep"/>
            <input type="hidden" name="number" value=""/>
            <input type="hidden" name="key" value=planned.id.to_string()/>
            <Button submit=true busy=Signal::derive(move || work.busy.with(Option::is_some))>{t!(Key::BillingKeep)}</Button>
        </form>
    }
}

fn planned_text(i18n: I18n, planned: Reduction, purchased: u32) -> String {
    i18n.with(|catalog| {
        let after = catalog.number(u64::from(purchased.saturating_sub(planned.seats)));
        let values: [(&str, &dyn std::fmt::Display); 2] = [("date", &catalog.date(planned.on)), ("after", &after)];
        catalog.plural(Key::BillingFewerPlanned, u64::from(planned.seats), &values)
    })
}

#[component]
fn Form(work: Work) -> impl IntoView {
    let i18n = use_i18n();
    let fewer = RwSignal::new("1".to_owned());
    let wrong = Signal::derive(move || work.error.with(|error| field_error(i18n, error.as_ref(), "fewer")));
    let reduce = move |event: SubmitEvent| {
        event.prevent_default();
        // What is no number is out of every range, and the server says which.
        work.run(Task::Reduce(fewer.with_untracked(|fewer| fewer.trim().parse().unwrap_or(0))));
    };
    view! {
        <form class="stack stack--tight" method="post" action=BY_FORM on:submit=reduce>
            <FormToken/>
            <input type="hidden" name="what" value="reduce"/>
            <input type="hidden" name="key" value=""/>
            <TextField
                label=t(Key::BillingFewerHowMany)
                name="number"
                id="fewer"
                inputmode="numeric"
                numeric=true
                value=fewer
                error=wrong
            />
            <Button submit=true busy=Signal::derive(move || work.busy.with(Option::is_some))>{t!(Key::BillingReduce)}</Button>
        </form>
    }
}
