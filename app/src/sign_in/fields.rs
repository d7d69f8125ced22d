//! The fields with which people prove who they are, and choose a password: the same wherever they stand.

use i18n::{Key, t, use_i18n};
use leptos::prelude::*;
use model::error::AppError;
use ui::{PasswordField, TextField};

use crate::errors::field_error;

/// The digits that an authenticator shows.
#[component]
pub(crate) fn CodeField(
    /// Name sent with the form.
    #[prop(default = "code")]
    name: &'static str,
    /// Kept in step with the input.
    #[prop(optional_no_strip)]
    value: Option<RwSignal<String>>,
    /// Has the focus when it appears.
    #[prop(optional)]
    autofocus: bool,
    /// An example.
    #[prop(optional, into)]
    placeholder: Signal<Option<String>>,
    /// What is wrong with it.
    #[prop(into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    view! {
        <TextField
            label=t(Key::CodeLabel)
            name=name
            value=value.unwrap_or_else(|| RwSignal::new(String::new()))
            autocomplete="one-time-code"
            inputmode="numeric"
            maxlength=16
            required=true
            autofocus=autofocus
            code=true
            placeholder=placeholder
            error=error
        />
    }
}

/// What is asked for before something grave: the code of whoever has a second factor, the password of all others.
#[component]
pub(crate) fn ProofField(
    /// Whether it is the code.
    coded: bool,
    /// Name sent with the form.
    name: &'static str,
    /// Kept in step with the input.
    #[prop(optional_no_strip)]
    value: Option<RwSignal<String>>,
    /// What is wrong with it.
    #[prop(into)]
    error: Signal<Option<String>>,
) -> AnyView {
    if coded {
        return view! { <CodeField name=name value=value autofocus=true error=error/> }.into_any();
    }
    view! {
        <PasswordField
            label=t(Key::CommonPassword)
            name=name
            value=value.unwrap_or_else(|| RwSignal::new(String::new()))
            autocomplete="current-password"
            required=true
            autofocus=true
            error=error
            show_label=t(Key::CommonShowPassword)
            hide_label=t(Key::CommonHidePassword)
        />
    }
    .into_any()
}

/// A new password, twice.
#[component]
pub(crate) fn NewPassword(
    /// Its label.
    #[prop(default = Key::CommonPassword)]
    label: Key,
    /// Fewest characters.
    password_min: u32,
    /// Has the focus when it appears.
    #[prop(optional)]
    autofocus: bool,
    /// Why the form came back.
    #[prop(optional_no_strip)]
    error: Option<AppError>,
) -> impl IntoView {
    let i18n = use_i18n();
    let rule = Signal::derive(move || Some(i18n.plural(Key::SignInPasswordRule, password_min, &[])));
    let error = StoredValue::new(error);
    let wrong = move |field: &'static str| {
        Signal::derive(move || error.with_value(|error| field_error(i18n, error.as_ref(), field)))
    };
    view! {
        <PasswordField
            label=t(label)
            name="password"
            autocomplete="new-password"
            required=true
            autofocus=autofocus
            hint=rule
            error=wrong("password")
            show_label=t(Key::CommonShowPassword)
            hide_label=t(Key::CommonHidePassword)
        />
        <PasswordField
            label=t(Key::CommonRepeatPassword)
            name="password_again"
            autocomplete="new-password"
            required=true
            error=wrong("password_again")
            show_label=t(Key::CommonShowPassword)
            hide_label=t(Key::CommonHidePassword)
        />
    }
}
