//! Another address for somebody: asked for here, taken by the person.

use i18n::{I18n, Key, t, use_i18n};
use leptos::prelude::*;
use model::address::ADDRESS_MAX;
use model::email_change::PendingEmail;
use model::sign_in::Flash;
use model::user_window::EmailEdit;
use ui::{Banner, Button, TextField, Tone};

use super::drafts::use_drafts;
use super::parts::Place;
use crate::errors::{blocker_text, field_error};
use crate::shell::step_up_first;

#[component]
pub(super) fn EmailForm(place: Place, email: EmailEdit, flash: Flash) -> impl IntoView {
    let i18n = use_i18n();
    let EmailEdit { address, pending, verdict, needs_step_up } = email;
    let ask_first = step_up_first(needs_step_up);
    let is_blocked = !verdict.is_allowed();
    let blocker = verdict.blocker();
    let blocked = Signal::derive(move || blocker.map(|blocker| blocker_text(i18n, blocker)));
    let (_, [typed]) = use_drafts().form((place.user, "email"), String::new(), [(String::new(), flash.field("email"))]);
    let refused = flash.error;
    let error = Signal::derive(move || field_error(i18n, refused.as_ref(), "email"));
    let waits = pending.map(|pending| {
        let shown = StoredValue::new(pending);
        let title = Signal::derive(move || shown.with_value(|pending| waiting(i18n, pending)));
        let text = move || shown.with_value(|pending| waiting_text(i18n, pending));
        view! { <Banner tone=Tone::Waiting title=title>{text}</Banner> }
    });
    view! {
        <section class="panel" aria-label=t!(Key::EmailChangeWindowTitle)>
            <div class="panel__head"><h2>{t!(Key::EmailChangeWindowTitle)}</h2><p>{t!(Key::EmailChangeWindowHint)}</p></div>
            <form class="panel__body" method="post" action="/rpc/user_window/request_email" on:submit=ask_first>
                {place.hidden_fields()}
                <p class="ell" dir="auto">{address}</p>
                {waits}
                <TextField
                    label=t(Key::EmailChangeWindowNew)
                    name="email"
                    input_type="email"
                    value=typed
                    required=true
                    readonly=is_blocked
                    maxlength=u32::try_from(ADDRESS_MAX).unwrap_or(254)
                    autocomplete="off"
                    error=error
                />
                <div class="row">
                    <Button id="request-email" submit=true blocked=blocked>{t!(Key::EmailChangeWindowRequest)}</Button>
                </div>
            </form>
        </section>
    }
}

/// Which address waits.
pub(crate) fn waiting(i18n: I18n, pending: &PendingEmail) -> String {
    i18n.format(Key::EmailChangeWaiting, &[("address", &pending.address)])
}

/// Until when, and who asked for it where that was somebody else.
pub(crate) fn waiting_text(i18n: I18n, pending: &PendingEmail) -> String {
    let until = i18n.with(|catalog| catalog.date_time(pending.until));
    let until = i18n.format(Key::EmailChangeWaitingText, &[("date", &until)]);
    match &pending.asked_by {
        Some(name) => format!("{} {until}", i18n.format(Key::EmailChangeWaitingBy, &[("name", name)])),
        None => until,
    }
}
