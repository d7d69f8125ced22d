//! The panel of one's own password.

use i18n::{Key, t, use_i18n};
use leptos::prelude::*;
use model::error::AppError;
use ui::{Banner, Button, ButtonKind, PasswordField, Tone};

use crate::errors::field_error;
use crate::session::FormToken;
use crate::sign_in::NewPassword;

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
    let old = field_error(i18n, error.as_ref(), "old_password");
    view! {
        <section class="panel" aria-labelledby="password-title">
            <div class="panel__head">
                <h2 id="password-title">{t!(Key::SecurityPasswordTitle)}</h2>
                {local.then(|| view! { <p>{t!(Key::SecurityPasswordHint)}</p> })}
            </div>
            {if local {
                view! {
                    <form class="panel__body" method="post" action="/rpc/credentials/change_password">
                        <FormToken/>
                        <PasswordField
                            label=t(Key::SecurityOldPassword)
                            name="old_password"
                            autocomplete="current-password"
                            required=true
                            error=old
                            show_label=t(Key::CommonShowPassword)
                            hide_label=t(Key::CommonHidePassword)
                        />
                        <NewPassword label=Key::ResetNew password_min=password_min error=error/>
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
