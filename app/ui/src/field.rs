//! Fields: a label above, a hint and an error below, and the one-line text field.
//!
//! Text typed before hydration is never overwritten: a field either has no signal at all,
//! or takes over what stands in it before it follows its signal.

use leptos::{html, prelude::*};

use crate::effect;
use crate::{
    icon::Icon,
    live::{aria_given, shown},
};

/// A one-line text field with its label.
#[component]
pub fn TextField(
    /// What to type.
    #[prop(into)]
    label: Signal<String>,
    /// Name sent with the form.
    #[prop(into)]
    name: String,
    /// Id of the input; from the name unless two forms on a page share it.
    #[prop(optional, into)]
    id: Option<String>,
    /// `text`, `email`, `url`, `number`, `date` …; passwords have their own field.
    #[prop(default = "text")]
    input_type: &'static str,
    /// What stands in it at first; for fields that nobody reads before the form is sent.
    #[prop(optional, into)]
    initial: String,
    /// Kept in step with the input, both ways.
    #[prop(optional)]
    value: Option<RwSignal<String>>,
    /// What the browser and password managers may fill in.
    #[prop(optional, into)]
    autocomplete: Option<String>,
    /// Which on-screen keyboard fits.
    #[prop(optional, into)]
    inputmode: Option<String>,
    /// An example, never the label.
    #[prop(optional, into)]
    placeholder: Signal<Option<String>>,
    /// May not stay empty.
    #[prop(optional)]
    required: bool,
    /// Can be read and copied only.
    #[prop(optional)]
    readonly: bool,
    /// Has the focus when it appears.
    #[prop(optional)]
    autofocus: bool,
    /// Most characters.
    #[prop(optional)]
    maxlength: Option<u32>,
    /// Smallest number or earliest date.
    #[prop(optional, into)]
    min: Option<String>,
    /// Largest number or latest date.
    #[prop(optional, into)]
    max: Option<String>,
    /// What helps before typing.
    #[prop(optional, into)]
    hint: Signal<Option<String>>,
    /// What is wrong and how to put it right.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Keys and codes: letters that cannot be confused.
    #[prop(optional)]
    code: bool,
    /// A short number, aligned at the end.
    #[prop(optional)]
    numeric: bool,
    /// Called with every change.
    #[prop(optional)]
    on_input: Option<Callback<String>>,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| field_id(&name));
    let input = NodeRef::<html::Input>::new();
    if let Some(value) = value {
        keep_in_step(input, value);
    }
    if autofocus {
        focus_when_idle(input);
    }
    let class = match (code, numeric) {
        (true, _) => "input is-code",
        (_, true) => "input is-num",
        _ => "input",
    };
    // Names of accounts are no words: neither spell-checked nor capitalized.
    let is_word = !matches!(input_type, "email" | "url") && autocomplete.as_deref() != Some("username") && !code;
    let control = view! {
        <input
            node_ref=input
            id=id.clone()
            class=class
            type=input_type
            name=name
            value=value.map_or(initial, |value| value.get_untracked())
            autocomplete=autocomplete
            inputmode=inputmode
            placeholder=placeholder
            required=required
            readonly=readonly
            autofocus=autofocus
            maxlength=maxlength
            min=min
            max=max
            spellcheck=(!is_word).then_some("false")
            autocapitalize=(!is_word).then_some("none")
            aria-invalid=aria_given(error)
            aria-describedby=describe(&id, hint, error)
            on:input=move |event| {
                let text = event_target_value(&event);
                if let Some(value) = value {
                    value.set(text.clone());
                }
                if let Some(on_input) = on_input {
                    on_input.run(text);
                }
            }
        />
    };
    frame(&id, label, hint, error, control.into_any())
}

/// The id of a field that was given none.
pub(crate) fn field_id(name: &str) -> String {
    format!("f-{name}")
}

/// The ids of hint and error, for `aria-describedby`.
pub(crate) fn describe(
    id: &str,
    hint: Signal<Option<String>>,
    error: Signal<Option<String>>,
) -> impl Fn() -> Option<String> + Send + Sync + 'static {
    let id = id.to_owned();
    move || match (hint.with(Option::is_some), error.with(Option::is_some)) {
        (true, true) => Some(format!("{id}-err {id}-hint")),
        (false, true) => Some(format!("{id}-err")),
        (true, false) => Some(format!("{id}-hint")),
        (false, false) => None,
    }
}

/// Label, control, hint and error in the order in which they are read.
pub(crate) fn frame(
    id: &str,
    label: Signal<String>,
    hint: Signal<Option<String>>,
    error: Signal<Option<String>>,
    control: AnyView,
) -> AnyView {
    let hint_id = format!("{id}-hint");
    let error_id = format!("{id}-err");
    view! {
        <div class="field">
            <label for=id.to_owned()>{label}</label>
            {control}
            {shown(move || {
                hint.get().map(|text| view! { <p class="hint" id=hint_id.clone()>{text}</p> }.into_any())
            })}
            {shown(move || {
                error
                    .get()
                    .map(|text| {
                        view! {
                            <p class="err" id=error_id.clone()>
                                <Icon name="circle-alert" size=14 />
                                <span>{text}</span>
                            </p>
                        }
                    })
            })}
        </div>
    }
    .into_any()
}

/// Makes input and signal follow each other, and the input win where somebody typed first.
fn keep_in_step(input: NodeRef<html::Input>, value: RwSignal<String>) {
    let hydrates = hydrates();
    Effect::new(move |found: Option<bool>| {
        let Some(input) = input.get() else { return false };
        let wanted = value.get();
        let typed = input.value();
        if hydrates && found != Some(true) && typed != input.default_value() {
            value.set(typed);
        } else if typed != wanted {
            input.set_value(&wanted);
        }
        true
    });
}

/// Whether the page is being taken over now. Only then can somebody have typed before there was a signal; later, an element
/// that is used again may hold what was typed for something else.
pub(crate) fn hydrates() -> bool {
    Owner::current_shared_context().is_some_and(|shared| shared.during_hydration())
}

/// Focuses a field that appears by client-side navigation, where the browser ignores `autofocus`.
pub(crate) fn focus_when_idle(input: NodeRef<html::Input>) {
    effect(move || {
        let Some(input) = input.get() else { return };
        let idle = document().active_element().is_none_or(|element| element.tag_name() == "BODY");
        if idle {
            // A field that cannot take the focus is no reason to fail.
            let _ = input.focus();
        }
    });
}
