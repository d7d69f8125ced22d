//! Radio button: one of a few, all visible.

use leptos::{html, prelude::*};

use crate::live::shown;

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
    /// The value of the chosen one of the group, kept in step both ways.
    #[prop(optional)]
    group: Option<RwSignal<String>>,
    /// Cannot be chosen; the hint says why.
    #[prop(optional, into)]
    disabled: Signal<bool>,
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
    let (chosen, stands_for) = (value.clone(), value.clone());
    let input = NodeRef::<html::Input>::new();
    if let Some(group) = group {
        keep_in_step(input, group, value.clone());
    }
    view! {
        <label class=if choice { "check choice" } else { "check" }>
            <input
                node_ref=input
                type="radio"
                name=name
                value=value
                checked=group.map_or(checked, |group| group.with_untracked(|now| *now == stands_for))
                disabled=disabled
                on:change=move |_| {
                    if let Some(group) = group {
                        group.set(chosen.clone());
                    }
                    if let Some(on_change) = on_change {
                        on_change.run(chosen.clone());
                    }
                }
            />
            <span>{label} {shown(move || hint.get().map(|text| view! { <small>{text}</small> }))}</span>
        </label>
    }
}

/// Makes button and group follow each other, and the button win where somebody chose first.
fn keep_in_step(input: NodeRef<html::Input>, group: RwSignal<String>, value: String) {
    Effect::new(move |found: Option<bool>| {
        let Some(input) = input.get() else { return false };
        let wanted = group.with(|now| *now == value);
        if found != Some(true) && input.checked() && !input.default_checked() {
            group.set(value.clone());
        } else if found == Some(true) && input.checked() != wanted {
            input.set_checked(wanted);
        }
        true
    });
}
