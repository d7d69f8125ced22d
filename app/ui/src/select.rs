//! The native select.

use leptos::{html, prelude::*};

use crate::live::live;
use crate::{
    field::{describe, field_id, frame},
    live::aria_given,
};

/// One entry of a select.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    value: String,
    label: String,
    offered: bool,
}

impl Choice {
    /// An entry that can be chosen.
    #[must_use]
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), offered: true }
    }

    /// Stays listed but cannot be chosen; the label says why.
    #[must_use]
    pub fn blocked(mut self) -> Self {
        self.offered = false;
        self
    }
}

/// A choice of one entry, with its label.
#[component]
pub fn SelectField(
    /// What is chosen.
    #[prop(into)]
    label: Signal<String>,
    /// Name sent with the form.
    #[prop(into)]
    name: String,
    /// Id of the select; from the name unless two forms on a page share it.
    #[prop(optional, into)]
    id: Option<String>,
    /// The entries, in order.
    #[prop(into)]
    options: Signal<Vec<Choice>>,
    /// Value of the entry that is chosen at first.
    #[prop(optional, into)]
    initial: String,
    /// Kept in step with the choice, both ways.
    #[prop(optional)]
    value: Option<RwSignal<String>>,
    /// The label is for screen readers only; no hint and no error then.
    #[prop(optional)]
    hide_label: bool,
    /// Must be chosen.
    #[prop(optional)]
    required: bool,
    /// Id of the form, when the select stands outside of it.
    #[prop(optional, into)]
    form: Option<String>,
    /// What the choice means.
    #[prop(optional, into)]
    hint: Signal<Option<String>>,
    /// What is wrong and how to put it right.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Called with the value of a newly chosen entry.
    #[prop(optional)]
    on_change: Option<Callback<String>>,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| field_id(&name));
    let select = NodeRef::<html::Select>::new();
    let initial = value.map_or(initial, |value| value.get_untracked());
    if let Some(value) = value {
        keep_in_step(select, value);
    }
    let entries = live(move || {
        let chosen = value.map_or_else(|| initial.clone(), |value| value.get_untracked());
        options
            .get()
            .into_iter()
            .map(|choice| {
                let selected = choice.value == chosen;
                view! {
                    <option value=choice.value selected=selected disabled=!choice.offered>
                        {choice.label}
                    </option>
                }
                .into_any()
            })
            .collect::<Vec<_>>()
    });
    let control = view! {
        <select
            node_ref=select
            id=id.clone()
            class="input"
            name=name
            form=form
            required=required
            aria-label=move || hide_label.then(|| label.get())
            aria-invalid=aria_given(error)
            aria-describedby=describe(&id, hint, error)
            on:change=move |event| {
                let chosen = event_target_value(&event);
                if let Some(value) = value {
                    value.set(chosen.clone());
                }
                if let Some(on_change) = on_change {
                    on_change.run(chosen);
                }
            }
        >
            {entries}
        </select>
    }
    .into_any();
    if hide_label { control } else { frame(&id, label, hint, error, control) }
}

/// Makes select and signal follow each other, and the select win where somebody chose first.
fn keep_in_step(select: NodeRef<html::Select>, value: RwSignal<String>) {
    Effect::new(move |found: Option<bool>| {
        let Some(select) = select.get() else { return false };
        let wanted = value.get();
        let chosen = select.value();
        // What the server wrote stays in the attribute; the choice of the person does not.
        let written = select.query_selector("option[selected]").ok().flatten().and_then(|o| o.get_attribute("value"));
        if found != Some(true) && written.is_some_and(|written| written != chosen) {
            value.set(chosen);
        } else if chosen != wanted {
            select.set_value(&wanted);
        }
        true
    });
}
