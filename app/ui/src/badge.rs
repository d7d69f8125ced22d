//! Badges and counts.

use leptos::prelude::*;

use crate::style::Tone;

/// A short word in a ruled box.
#[component]
pub fn Badge(
    /// What the color says.
    #[prop(optional)]
    tone: Tone,
    /// The word.
    children: Children,
) -> impl IntoView {
    view! { <span class=format!("badge{}", tone.class())>{children()}</span> }
}

/// A number of things, beside what it counts.
#[component]
pub fn Count(
    /// The number as text: "6", "99+".
    #[prop(into)]
    value: Signal<String>,
    /// They wait for somebody.
    #[prop(optional)]
    hot: bool,
) -> impl IntoView {
    view! { <span class=if hot { "count is-hot" } else { "count" }>{value}</span> }
}
