//! Confirming a new address: needs a session of the one whose address it is, and a press of the button. Opening the page
//! consumes nothing.

use i18n::{Key, t, use_i18n};
use leptos::prelude::*;
use leptos_router::components::Redirect;
use leptos_router::hooks::use_params_map;
use model::email_change::EmailPage;
use model::error::{AppError, ConflictReason};
use model::sign_in::Flash;
use ui::{Banner, Button, ButtonKind, ButtonLink, PageTitle, Tone};

use super::email_forms::get_email_page;
use crate::errors::{Failure, error_text, set_status};
use crate::links;
use crate::session::use_frame;
use crate::shell::Outside;

#[component]
pub(crate) fn ConfirmEmailPage() -> impl IntoView {
    let params = use_params_map();
    let token = params.with_untracked(|params| params.get("token").unwrap_or_default());
    view! {
        <PageTitle text=t(Key::EmailChangeTitle)/>
        <Outside>
            <Suspense>
                {Suspend::new(async move {
                    match get_email_page(token.clone()).await {
                        Ok((page, flash)) => view! { <Form page=page flash=flash token=token/> }.into_any(),
                        Err(AppError::Unauthenticated) => {
                            let here = format!("/email/{}", links::escaped(&token));
                            view! { <Redirect path=links::sign_in(&here)/> }.into_any()
                        }
                        Err(AppError::Conflict { reason: ConflictReason::SignedInAsOther }) => {
                            view! { <SignedInAsOther/> }.into_any()
                        }
                        Err(error) => view! { <Failure error=error/> }.into_any(),
                    }
                })}
            </Suspense>
        </Outside>
    }
}

#[component]
fn Form(page: EmailPage, flash: Flash, token: String) -> impl IntoView {
    let i18n = use_i18n();
    let EmailPage { former, address, asked_by } = page;
    let refused = flash.error.map(|error| match error {
        AppError::Conflict { reason: ConflictReason::AddressTaken } => i18n.text(Key::EmailChangeTaken),
        error => error_text(i18n, &error),
    });
    view! {
        <header>
            <h1>{t!(Key::EmailChangeTitle)}</h1>
            <p class="muted">{t!(Key::EmailChangeText)}</p>
        </header>
        {refused.map(|text| view! { <Banner tone=Tone::Failed title=text live=true focus=true/> })}
        {asked_by.map(|name| {
            let text = i18n.format(Key::EmailChangeAsked, &[("name", &name)]);
            view! { <Banner tone=Tone::Waiting title=text/> }
        })}
        <dl class="kv">
            <dt>{t!(Key::EmailChangeFormer)}</dt><dd class="ell">{former}</dd>
            <dt>{t!(Key::EmailChangeNew)}</dt><dd class="ell strong">{address}</dd>
        </dl>
        <form class="stack" method="post" action="/rpc/account/confirm_email">
            <input type="hidden" name="token" value=token/>
            <Button kind=ButtonKind::Primary submit=true>{t!(Key::EmailChangeConfirm)}</Button>
            <ButtonLink href="/account/profile" kind=ButtonKind::Quiet>{t!(Key::EmailChangeKeep)}</ButtonLink>
        </form>
    }
}

/// Says nothing of whose address it is about.
#[component]
fn SignedInAsOther() -> impl IntoView {
    set_status(409);
    let name = use_frame().signal().with_untracked(|frame| frame.session.as_ref().map(|session| session.name.clone()));
    let name = name.unwrap_or_default();
    view! {
        <header>
            <h1>{t!(Key::AcceptOtherTitle)}</h1>
            <p>{t!(Key::AcceptOtherText, name = name.clone())}</p>
        </header>
        <form method="post" action="/rpc/sign_in/out">
            <Button kind=ButtonKind::Primary submit=true>{t!(Key::ShellSignOut)}</Button>
        </form>
    }
}
