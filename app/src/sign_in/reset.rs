//! Choosing a new password by link.

use i18n::{Key, t, use_i18n};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use model::error::AppError;
use model::sign_in;
use ui::{Banner, Button, ButtonKind, PageTitle, PasswordField, Tone};

use super::forms::get_reset;
use crate::errors::{Failure, error_text, field_error};
use crate::shell::Outside;

#[component]
pub(crate) fn ResetPage() -> impl IntoView {
    let params = use_params_map();
    let token = params.with_untracked(|params| params.get("token").unwrap_or_default());
    view! {
        <PageTitle text=t(Key::ResetTitle)/>
        <Outside>
            <Suspense>
                {Suspend::new(async move {
                    match get_reset(token.clone()).await {
                        Ok((page, flash)) => view! { <Form page=page error=flash.error token=token/> }.into_any(),
                        Err(error) => view! { <Failure error=error/> }.into_any(),
                    }
                })}
            </Suspense>
        </Outside>
    }
}

#[component]
fn Form(
    page: sign_in::ResetPage,
    #[prop(optional_no_strip)] error: Option<AppError>,
    token: String,
) -> impl IntoView {
    let i18n = use_i18n();
    let password = field_error(i18n, error.as_ref(), "password");
    let again = field_error(i18n, error.as_ref(), "password_again");
    let rule = Signal::derive(move || i18n.plural(Key::SignInPasswordRule, page.password_min, &[]));
    let summary = error.map(|error| error_text(i18n, &error));
    let workspace = page.workspace;
    view! {
        <header>
            <h1>{t!(Key::ResetTitle)}</h1>
            <p class="muted">{t!(Key::ResetText, workspace = workspace.clone())}</p>
        </header>
        {summary.map(|text| view! { <Banner tone=Tone::Failed title=text live=true focus=true/> })}
        <form class="stack" method="post" action="/rpc/credentials/reset">
            <input type="hidden" name="token" value=token/>
            <PasswordField
                label=t(Key::ResetNew)
                name="password"
                autocomplete="new-password"
                required=true
                autofocus=true
                hint=rule
                error=password
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
            <p class="small muted">{t!(Key::ResetConsequence)}</p>
            <Button kind=ButtonKind::Primary submit=true>{t!(Key::ResetSave)}</Button>
        </form>
    }
}
