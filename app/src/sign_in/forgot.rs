//! Asking for a link for a new password. The page says the same whoever is asked for.

use i18n::{Key, t, use_i18n};
use leptos::prelude::*;
use model::error::AppError;
use model::sign_in::{Flash, Notice};
use ui::{Banner, Button, ButtonKind, PageTitle, TextField, Tone};

use super::forms::get_flash;
use crate::errors::{Failure, error_text, field_error};
use crate::shell::Outside;

#[component]
pub(crate) fn ForgotPage() -> impl IntoView {
    view! {
        <PageTitle text=t(Key::ForgotTitle)/>
        <Outside>
            <Suspense>
                {Suspend::new(async move {
                    match get_flash().await {
                        Ok(Flash { notice: Some(Notice::ResetRequested), .. }) => view! { <Requested/> }.into_any(),
                        Ok(flash) => view! { <Form flash=flash/> }.into_any(),
                        Err(error) => view! { <Failure error=error/> }.into_any(),
                    }
                })}
            </Suspense>
        </Outside>
    }
}

#[component]
fn Form(flash: Flash) -> impl IntoView {
    let i18n = use_i18n();
    let identifier = flash.field("identifier").unwrap_or_default().to_owned();
    let wrong = field_error(i18n, flash.error.as_ref(), "identifier");
    let other = flash.error.filter(|error: &AppError| !matches!(error, AppError::Invalid { .. }) || wrong.is_none());
    let other = other.map(|error| error_text(i18n, &error));
    view! {
        <header>
            <h1>{t!(Key::ForgotTitle)}</h1>
            <p class="muted">{t!(Key::ForgotText)}</p>
        </header>
        {other.map(|text| view! { <Banner tone=Tone::Failed title=text live=true/> })}
        <form class="stack" method="post" action="/rpc/sign_in/forgot">
            <TextField
                label=t(Key::SignInIdentifier)
                name="identifier"
                initial=identifier
                autocomplete="username"
                required=true
                autofocus=true
                maxlength=254
                error=wrong
            />
            <Button kind=ButtonKind::Primary submit=true>{t!(Key::ForgotRequest)}</Button>
        </form>
        <p class="small muted">{t!(Key::ForgotExternal)}</p>
        <p class="small"><a href="/login">{t!(Key::ForgotBack)}</a></p>
    }
}

/// The one answer.
#[component]
fn Requested() -> impl IntoView {
    view! {
        <header><h1>{t!(Key::ForgotTitle)}</h1></header>
        <Banner tone=Tone::Confirmed title=t(Key::ForgotSentTitle) live=true focus=true>{t!(Key::ForgotSentText)}</Banner>
        <p class="small muted">{t!(Key::ForgotExternal)}</p>
        <p class="small"><a href="/login">{t!(Key::ForgotBack)}</a></p>
    }
}
