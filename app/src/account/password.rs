//! The panel of one's own password.

use i18n::{Key, t, use_i18n};
use leptos::prelude::*;
use model::error::AppError;
use ui::{Banner, Button, ButtonKind, PasswordField, Tone};

use crate::errors::field_error;

#[component]
pub(super) fn PasswordPanel(
    /// Shortest password.
    password_min: u32,
    /// Whether the password is kept here.
    local: bool,
    /// Why the form came back.
    #[prop(optional_no_strip)]
    error: Option<AppError>,
) -> impl IntoView {
    let i18n = use_i18n();
    let wrong = |field: &'static str| {
        let error = error.clone();
        Signal::derive(move || field_error(i18n, error.as_ref(), field))
    };
    let rule = Signal::derive(move || i18n.plural(Key::SignInPasswordRule, password_min, &[]));
    let (old, new, again) = (wrong("old_password"), wrong("password"), wrong("password_again"));
    view! {
        <section class="panel" aria-labelledby="password-title">
            <div class="panel__head">
                <h2 id="password-title">{t!(Key::SecurityPasswordTitle)}</h2>
                {local.then(|| view! { <p>{t!(Key::SecurityPasswordHint)}</p> })}
            </div>
            {if local {
                view! {
                    <form class="panel__body" method="post" action="/rpc/credentials/change_password">
                        <PasswordField
                            label=t(Key::SecurityOldPassword)
                            name="old_password"
                            autocomplete="current-password"
                            required=true
                            error=old
                            show_label=t(Key::CommonShowPassword)
                            hide_label=t(Key::CommonHidePassword)
                        />
                        <PasswordField
                            label=t(Key::ResetNew)
                            name="password"
                            autocomplete="new-password"
                            required=true
                            hint=rule
                            error=new
                            show_label=t(Key::CommonShowPassword)
                            hide_label=t(Key::CommonHidePassword)
                        />
                        <PasswordField
                            label=t(Key::CommonRepeatPassword)
                            name="password_again"
                            autocomplete="new-password"
                            required=true
                            error=again
                            show_label=t(Key::CommonShowPassword)
                            hide_label=t(Key::CommonHidePassword)
                        />
                        <div class="row">
                            <Button id="save-password" kind=ButtonKind::Primary submit=true>{t!(Key::SecuritySavePassword)}</Button>
                        </div>
                    </form>
                }
                .into_any()
            } else {
                view! { <div class="panel__body"><Banner tone=Tone::Neutral title=t(Key::SecurityExternal)/></div> }.into_any()
            }}
        </section>
    }
}
