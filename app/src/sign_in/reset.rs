//! Choosing a new password by link.

use i18n::{Key, t, use_i18n};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use model::error::AppError;
use model::sign_in;
use ui::{Banner, Button, ButtonKind, PageTitle, Tone};

use super::fields::NewPassword;
use super::forms::get_reset;
use crate::errors::{Failure, error_text};
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
fn Form(page: sign_in::ResetPage, #[prop(optional_no_strip)] error: Option<AppError>, token: String) -> impl IntoView {
    let i18n = use_i18n();
    let refused = error.clone();
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
            <NewPassword label=Key::ResetNew password_min=page.password_min autofocus=true error=refused/>
            <p class="small muted">{t!(Key::ResetConsequence)}</p>
            <Button kind=ButtonKind::Primary submit=true>{t!(Key::ResetSave)}</Button>
        </form>
    }
}
