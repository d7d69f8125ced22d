//! Asking those who can give it for something that oneself may not do.

use i18n::{Key, t, use_i18n};
use leptos::prelude::*;
use model::access::Action;
use model::explain::{ABOUT_WORKSPACE, Question};
use model::invitations::MESSAGE_MAX;
use model::sign_in::Flash;
use ui::{Button, ButtonLink, TextArea};

use super::address::{REQUEST, href};
use crate::errors::field_error;

/// The way to the form; none for what cannot be asked for.
#[component]
pub(crate) fn RequestLink(
    /// What.
    action: Action,
) -> impl IntoView {
    ABOUT_WORKSPACE.contains(&action).then(|| {
        let there = format!("{}#{REQUEST}", href(&Question::of(action)));
        view! { <ButtonLink href=there>{t!(Key::ExplainRequest)}</ButtonLink> }
    })
}

/// The form.
#[component]
pub(super) fn RequestForm(action: Action, flash: Flash) -> impl IntoView {
    let i18n = use_i18n();
    let typed = flash.field("message").unwrap_or_default().to_owned();
    let error = Signal::derive(move || field_error(i18n, flash.error.as_ref(), "message"));
    view! {
        <form method="post" action="/rpc/explain/request" class="stack request" id=REQUEST>
            <h2>{t!(Key::ExplainRequest)}</h2>
            <p class="muted small">{t!(Key::ExplainRequestHint)}</p>
            <input type="hidden" name="action" value=action.as_str()/>
            <TextArea
                label=t(Key::ExplainMessage)
                name="message"
                initial=typed
                rows=3
                maxlength=u32::try_from(MESSAGE_MAX).unwrap_or(1000)
                error=error
            />
            <div class="row"><Button submit=true>{t!(Key::ExplainRequestSend)}</Button></div>
        </form>
    }
}
