//! The way past the menu, for people who use the keyboard.

use leptos::prelude::*;

/// Id of the main part of a page: `<main id=MAIN_ID tabindex="-1">`.
pub const MAIN_ID: &str = "content";

/// The first link of a page; visible when it has the focus.
#[component]
pub fn SkipLink(
    /// "Skip to content".
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    view! {
        <a class="skip" href=format!("#{MAIN_ID}") rel="external">
            {label}
        </a>
    }
}
