//! Copying: a button, and a value in a box with its button.

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};

use crate::{
    announcer::use_announcer,
    button::{Button, ButtonKind},
    hydrated::hydrated,
    style::Size,
};

/// How long the button says what became of it.
const TELLS: Duration = Duration::from_secs(2);

/// What became of a press.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Copied,
    Failed,
}

/// Copies a text. Needs script, so it appears with hydration.
#[component]
pub fn CopyButton(
    /// What is copied.
    #[prop(into)]
    text: Signal<String>,
    /// "Copy link".
    #[prop(into)]
    label: Signal<String>,
    /// "Copied".
    #[prop(into)]
    copied: Signal<String>,
    /// What to do when the browser refuses: "Select the text and copy it".
    #[prop(into)]
    failed: Signal<String>,
    /// What pressing it means.
    #[prop(optional)]
    kind: ButtonKind,
    /// How much room it takes.
    #[prop(optional)]
    size: Size,
) -> impl IntoView {
    let ready = hydrated();
    let announcer = use_announcer();
    let outcome = RwSignal::new(None::<Outcome>);
    let press = Callback::new(move |_| {
        let text = text.get_untracked();
        spawn_local(async move {
            let result = write(&text).await;
            let words = if result == Outcome::Copied { copied } else { failed };
            if let Some(words) = words.try_get_untracked() {
                announcer.announce(words);
            }
            outcome.try_set(Some(result));
            set_timeout(
                move || {
                    outcome.try_set(None);
                },
                TELLS,
            );
        });
    });
    let words = move || match outcome.get() {
        None => label.get(),
        Some(Outcome::Copied) => copied.get(),
        Some(Outcome::Failed) => failed.get(),
    };
    move || {
        ready.get().then(|| {
            view! {
                <Button kind=kind size=size icon="copy" on_click=press>
                    {words}
                </Button>
            }
        })
    }
}

/// A value in a ruled box, with the button that copies it.
#[component]
pub fn CopyLine(
    /// The value.
    #[prop(into)]
    value: Signal<String>,
    /// What the value is, for screen readers.
    #[prop(into)]
    label: Signal<String>,
    /// "Copy".
    #[prop(into)]
    copy: Signal<String>,
    /// "Copied".
    #[prop(into)]
    copied: Signal<String>,
    /// What to do when the browser refuses.
    #[prop(into)]
    failed: Signal<String>,
) -> impl IntoView {
    view! {
        <div class="secret" role="group" aria-label=label>
            <code title=value>{value}</code>
            <CopyButton text=value label=copy copied=copied failed=failed size=Size::Small />
        </div>
    }
}

/// Browsers keep the clipboard from pages that came over plain http.
async fn write(text: &str) -> Outcome {
    if !window().is_secure_context() {
        return Outcome::Failed;
    }
    match window().navigator().clipboard().write_text(text).await {
        Ok(_) => Outcome::Copied,
        Err(_) => Outcome::Failed,
    }
}
