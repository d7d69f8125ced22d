//! The new address that waits to be confirmed, and what can be done about it.

use crate::user_window::{waiting, waiting_text};
use i18n::{Key, t, use_i18n};
use leptos::prelude::*;
use model::profile::Profile;
use ui::{Banner, Button, ButtonKind, Size, Tone};

/// The form that the buttons below the address send; it stands outside the one of the profile.
const FORM: &str = "email-change";

#[component]
pub(super) fn Pending(stored: RwSignal<Profile>) -> impl IntoView {
    let i18n = use_i18n();
    let pending = Memo::new(move |_| stored.with(|stored| stored.pending_email.clone()));
    move || {
        pending.get().map(|pending| {
            let shown = StoredValue::new(pending);
            let title = Signal::derive(move || shown.with_value(|pending| waiting(i18n, pending)));
            let text = move || shown.with_value(|pending| waiting_text(i18n, pending));
            view! {
                <Banner tone=Tone::Waiting title=title live=true>
                    <p>{text}</p>
                    <div class="row">
                        <Button id="email-again" size=Size::Small submit=true form=FORM formaction="/rpc/account/email_again">{t!(Key::EmailChangeAgain)}</Button>
                        <Button id="email-cancel" size=Size::Small kind=ButtonKind::Quiet submit=true form=FORM formaction="/rpc/account/cancel_email">{t!(Key::EmailChangeCancel)}</Button>
                    </div>
                </Banner>
            }
        })
    }
}

#[component]
pub(super) fn PendingForm() -> impl IntoView {
    view! { <form id=FORM method="post" action="/rpc/account/email_again"></form> }
}
