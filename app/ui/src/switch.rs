//! Switch: takes effect at once, or decides what is visible. Otherwise it is a [`Checkbox`](crate::Checkbox).

use leptos::{html, prelude::*};

use crate::checkbox::keep_in_step;

/// Something that is on or off.
#[component]
pub fn Switch(
    /// What is on or off.
    #[prop(into)]
    label: Signal<String>,
    /// Name sent with the form.
    #[prop(optional, into)]
    name: Option<String>,
    /// Value sent with the form.
    #[prop(optional, into)]
    value: Option<String>,
    /// Whether it is on at first.
    #[prop(optional)]
    checked: bool,
    /// Kept in step with the switch, both ways.
    #[prop(optional)]
    signal: Option<RwSignal<bool>>,
    /// Locked, or being saved.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Called with every change.
    #[prop(optional)]
    on_change: Option<Callback<bool>>,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    if let Some(signal) = signal {
        keep_in_step(input, signal);
    }
    view! {
        <label class="switch">
            <input
                node_ref=input
                type="checkbox"
                role="switch"
                name=name
                value=value
                checked=signal.map_or(checked, |signal| signal.get_untracked())
                disabled=disabled
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
            <span>{label}</span>
        </label>
    }
}
