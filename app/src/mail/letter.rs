//! One mail, to be read. Its one-time link is masked by the server.

use i18n::{Key, t};
use leptos::html;
use leptos::prelude::*;
use model::mail::MailText;
use ui::{IconButton, effect};

#[component]
pub(super) fn LetterDialog(letter: RwSignal<Option<MailText>>) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    effect(move || {
        let Some(dialog) = dialog.get() else { return };
        if letter.with(Option::is_some) && !dialog.open() {
            // Fails only when it is open already.
            let _ = dialog.show_modal();
        }
    });
    let subject = move || letter.with(|letter| letter.as_ref().map(|letter| letter.subject.clone()));
    let body = move || {
        letter.get().map(|letter| view! {
            <div class="letter">
                <dl class="kv">
                    <dt>{t!(Key::SetUpMailFrom)}</dt><dd>{letter.from}</dd>
                    <dt>{t!(Key::MailTo)}</dt><dd>{letter.to}</dd>
                </dl>
                <div class="letter__text" tabindex="0" role="region" aria-label=t!(Key::MailSubject)>{letter.body}</div>
                <p class="muted small">{t!(Key::MailMasked)}</p>
            </div>
        })
    };
    view! {
        <dialog class="dialog is-wide" node_ref=dialog aria-labelledby="letter-title" on:close=move |_| letter.set(None)>
            <header class="dialog__head">
                <h2 id="letter-title">{subject}</h2>
                <form method="dialog"><IconButton icon="x" label=t(Key::CommonClose) submit=true/></form>
            </header>
            <div class="dialog__body">{body}</div>
        </dialog>
    }
}
