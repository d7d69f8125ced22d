//! The search field of a list.

use leptos::{html, prelude::*};

use crate::effect;
use crate::{field::field_id, icon::Icon};

/// One line that searches. It works as part of a `get` form, and at once with `on_input`.
#[component]
pub fn SearchField(
    /// What is searched, for screen readers.
    #[prop(into)]
    label: Signal<String>,
    /// Name sent with the form.
    #[prop(default = "q".to_owned(), into)]
    name: String,
    /// Id of the input.
    #[prop(optional, into)]
    id: Option<String>,
    /// What is searched now.
    #[prop(optional, into)]
    initial: String,
    /// What is searched now, where it can change from outside: filter cleared, Back.
    #[prop(optional)]
    value: Option<Signal<String>>,
    /// What can be searched.
    #[prop(optional, into)]
    placeholder: Signal<Option<String>>,
    /// The key that leads here.
    #[prop(optional, into)]
    key_hint: Option<String>,
    /// Called with every change.
    #[prop(optional)]
    on_input: Option<Callback<String>>,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| field_id(&name));
    let input = NodeRef::<html::Input>::new();
    let initial = value.map_or(initial, |value| value.get_untracked());
    if let Some(value) = value {
        follow(input, value);
    }
    view! {
        <div class="with-icon">
            <Icon name="search" />
            <input
                node_ref=input
                id=id
                class="input"
                type="search"
                name=name
                value=initial
                placeholder=placeholder
                autocomplete="off"
                spellcheck="false"
                aria-label=label
                on:input=move |event| {
                    if let Some(on_input) = on_input {
                        on_input.run(event_target_value(&event));
                    }
                }
            />
            {key_hint.map(|key| view! { <kbd class="key hide-s">{key}</kbd> }.into_any())}
        </div>
    }
}

/// Writes what is searched into the input, unless somebody is typing there.
fn follow(input: NodeRef<html::Input>, value: Signal<String>) {
    effect(move || {
        let wanted = value.get();
        if let Some(input) = input.get()
            && input.value() != wanted
            && !input.matches(":focus").unwrap_or(false)
        {
            input.set_value(&wanted);
        }
    });
}
