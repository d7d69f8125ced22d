//! **Why?** beside what is disabled. Without script it leads to the page, with script it opens the panel.

use i18n::{Key, t};
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use model::explain::Question;

use super::address::href;
use super::panel::use_explain;

/// The link.
#[component]
pub(crate) fn WhyLink(
    /// What is asked; one without an answer has no link.
    question: Question,
    /// The disabled control, for those who do not see where the link stands.
    #[prop(into)]
    what: Signal<String>,
    /// It stands in a menu, as an entry.
    #[prop(optional)]
    entry: bool,
) -> impl IntoView {
    if !question.is_askable() {
        return ().into_any();
    }
    let panel = use_explain();
    let there = href(&question);
    let question = StoredValue::new(question);
    let open = move |event: MouseEvent| {
        // A new tab or window gets the page.
        let elsewhere =
            event.button() != 0 || event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
        if let Some(panel) = panel.filter(|_| !elsewhere) {
            event.prevent_default();
            panel.open(question.get_value());
        }
    };
    view! {
        <a class="why-link" role=entry.then_some("menuitem") href=there on:click=open>
            {t!(Key::ExplainWhy)}<span class="sr">" "{what}</span>
        </a>
    }
    .into_any()
}
