//! Radio button: one of a few, all visible.

use leptos::prelude::*;

/// One of the possibilities; those of one group share the name.
#[component]
pub fn Radio(
    /// What it stands for.
    #[prop(into)]
    label: Signal<String>,
    /// Name of the group, sent with the form.
    #[prop(into)]
    name: String,
    /// Value sent with the form.
    #[prop(into)]
    value: String,
    /// Whether it is the chosen one at first.
    #[prop(optional)]
    checked: bool,
    /// A second line: what it leads to.
    #[prop(optional, into)]
    hint: Signal<Option<String>>,
    /// In a ruled box, for decisions with consequences.
    #[prop(optional)]
    choice: bool,
    /// Called with the value when it is chosen.
    #[prop(optional)]
    on_change: Option<Callback<String>>,
) -> impl IntoView {
    let chosen = value.clone();
    view! {
        <label class=if choice { "check choice" } else { "check" }>
            <input
                type="radio"
                name=name
                value=value
                checked=checked
                on:change=move |_| {
                    if let Some(on_change) = on_change {
                        on_change.run(chosen.clone());
                    }
                }
            />
            <span>{move || label.get()} {move || hint.get().map(|text| view! { <small>{text}</small> })}</span>
        </label>
    }
}
