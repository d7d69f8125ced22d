//! What a form came to, unless it stands beside a field.

use i18n::{Key, t, use_i18n};
use leptos::prelude::*;
use model::sign_in::{Flash, Notice};
use ui::{Banner, Tone};

use crate::errors::error_text;

#[component]
pub(crate) fn Said(flash: Flash) -> impl IntoView {
    let i18n = use_i18n();
    let notice = flash.notice.and_then(|notice| match notice {
        Notice::Saved => Some(Key::UserWindowSaved),
        Notice::SessionsEnded => Some(Key::AccountEnded),
        Notice::Proven => Some(Key::StepUpKept),
        Notice::EmailChangeSent => Some(Key::EmailChangeSent),
        Notice::EmailChangeCanceled => Some(Key::EmailChangeCanceled),
        Notice::EmailChanged => Some(Key::EmailChangeChanged),
        _ => None,
    });
    let notice = notice.map(|key| view! { <Banner tone=Tone::Confirmed title=t(key) live=true/> });
    let error = flash.error.map(|error| {
        let text = Signal::derive(move || error_text(i18n, &error));
        view! { <Banner tone=Tone::Failed title=text live=true focus=true/> }
    });
    (notice, error)
}
