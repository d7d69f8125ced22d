//! Checkbox: takes effect with its form. What takes effect at once is a [`Switch`](crate::Switch).

use leptos::{html, prelude::*};

use crate::live::shown;

/// A box with its label.
#[component]
pub fn Checkbox(
    /// What checking it means.
    #[prop(into)]
    label: Signal<String>,
    /// Name sent with the form.
    #[prop(optional, into)]
    name: Option<String>,
    /// Value sent with the form.
    #[prop(optional, into)]
    value: Option<String>,
    /// Whether it is checked at first.
    #[prop(optional)]
    checked: bool,
    /// Kept in step with the box, both ways.
    #[prop(optional)]
    signal: Option<RwSignal<bool>>,
    /// Some but not all of what it stands for is checked.
    #[prop(optional, into)]
    mixed: Signal<bool>,
    /// Cannot be changed.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// The label is for screen readers only.
    #[prop(optional)]
    hide_label: bool,
    /// A second line.
    #[prop(optional, into)]
    hint: Signal<Option<String>>,
    /// Id of the form, when the box stands outside of it.
    #[prop(optional, into)]
    form: Option<String>,
    /// Called with every change.
    #[prop(optional)]
    on_change: Option<Callback<bool>>,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    if let Some(signal) = signal {
        keep_in_step(input, signal);
    }
    let control = view! {
        <input
            node_ref=input
            type="checkbox"
            class:is-mixed=move || mixed.get()
            prop:indeterminate=move || mixed.get()
            name=name
            value=value
            form=form
            checked=signal.map_or(checked, |signal| signal.get_untracked())
            disabled=disabled
            aria-label=move || hide_label.then(|| label.get())
            on:change=move |event| {
                let on = event_target_checked(&event);
                if let Some(signal) = signal {
                    signal.set(on);
                }
                if let Some(on_change) = on_change {
                    on_change.run(on);
                }
            }
        />
    };
    if hide_label {
        return control.into_any();
    }
    view! {
        <label class="check">
            {control} <span>{label} {shown(move || hint.get().map(|text| view! { <small>{text}</small> }))}</span>
        </label>
    }
    .into_any()
}

/// Makes box and signal follow each other, and the box win where somebody clicked first.
pub(crate) fn keep_in_step(input: NodeRef<html::Input>, signal: RwSignal<bool>) {
    Effect::new(move |found: Option<bool>| {
        let Some(input) = input.get() else { return false };
        let wanted = signal.get();
        let on = input.checked();
        if found != Some(true) && on != input.default_checked() {
            signal.set(on);
        } else if on != wanted {
            input.set_checked(wanted);
        }
        true
    });
}
