//! The password field, with a button that reveals what was typed.

use leptos::{html, prelude::*};

use crate::effect;
use crate::{
    field::{describe, field_id, focus_when_idle, frame},
    hydrated::hydrated,
    icon::Icon,
    live::{aria_given, shown},
};

/// A password. It is never sent to the page, so it has no initial value.
#[component]
pub fn PasswordField(
    /// Which password.
    #[prop(into)]
    label: Signal<String>,
    /// Name sent with the form.
    #[prop(into)]
    name: String,
    /// Id of the input; from the name unless two forms on a page share it.
    #[prop(optional, into)]
    id: Option<String>,
    /// Receives what is typed.
    #[prop(optional)]
    value: Option<RwSignal<String>>,
    /// `current-password` or `new-password`.
    #[prop(into)]
    autocomplete: String,
    /// May not stay empty.
    #[prop(optional)]
    required: bool,
    /// Has the focus when it appears.
    #[prop(optional)]
    autofocus: bool,
    /// Fewest characters.
    #[prop(optional)]
    minlength: Option<u32>,
    /// What helps before typing.
    #[prop(optional, into)]
    hint: Signal<Option<String>>,
    /// What is wrong and how to put it right.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// "Show password".
    #[prop(into)]
    show_label: Signal<String>,
    /// "Hide password".
    #[prop(into)]
    hide_label: Signal<String>,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| field_id(&name));
    let input = NodeRef::<html::Input>::new();
    let revealed = RwSignal::new(false);
    let ready = hydrated();
    if autofocus {
        focus_when_idle(input);
    }
    if let Some(value) = value {
        // A password manager may have filled it before hydration.
        effect(move || {
            if let Some(input) = input.get() {
                value.set(input.value());
            }
        });
    }
    let control_id = id.clone();
    let control = view! {
        <div class="field__secret" data-show=show_label data-hide=hide_label>
            <input
                node_ref=input
                id=id.clone()
                class="input"
                type=move || if revealed.get() { "text" } else { "password" }
                name=name
                autocomplete=autocomplete
                required=required
                autofocus=autofocus
                minlength=minlength
                spellcheck="false"
                autocapitalize="none"
                aria-invalid=aria_given(error)
                aria-describedby=describe(&id, hint, error)
                on:input=move |event| {
                    if let Some(value) = value {
                        value.set(event_target_value(&event));
                    }
                }
            />
            {shown(move || {
                let id = control_id.clone();
                ready
                    .get()
                    .then(|| {
                        view! {
                            <button
                                type="button"
                                class="icon-btn is-small"
                                aria-controls=id
                                aria-label=move || {
                                    if revealed.get() { hide_label.get() } else { show_label.get() }
                                }
                                on:click=move |_| revealed.update(|on| *on = !*on)
                            >
                                {move || {
                                    let name = if revealed.get() { "eye-off" } else { "eye" };
                                    view! { <Icon name=name /> }
                                }}
                            </button>
                        }
                    })
            })}
        </div>
    };
    frame(&id, label, hint, error, control.into_any())
}
