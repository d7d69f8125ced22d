//! Proving one's password again: the page, for actions that need it. With JavaScript the shell's dialog does the same.

use i18n::{Key, t, use_i18n};
use leptos::prelude::*;
use leptos_router::components::Redirect;
use leptos_router::hooks::use_query_map;
use model::sign_in::Flash;
use ui::{Banner, Button, ButtonKind, ButtonLink, PageTitle, Tone};

use super::fields::ProofField;
use super::forms::get_flash;
use crate::errors::{Failure, error_text, field_error};
use crate::links;
use crate::session::use_frame;
use crate::shell::Outside;

#[component]
pub(crate) fn StepUpPage() -> impl IntoView {
    let query = use_query_map();
    let next = links::own_path(&query.with_untracked(|query| query.get("next").unwrap_or_default()));
    let (signed_in, coded) = use_frame().signal().with_untracked(|frame| {
        (frame.session.is_some(), frame.session.as_ref().is_some_and(|session| session.two_factor))
    });
    view! {
        <PageTitle text=t(Key::StepUpTitle)/>
        <Outside>
            <Suspense>
                {Suspend::new(async move {
                    if !signed_in {
                        return view! { <Redirect path=links::sign_in(&next)/> }.into_any();
                    }
                    match get_flash().await {
                        Ok(flash) => view! { <Form flash=flash next=next coded=coded/> }.into_any(),
                        Err(error) => view! { <Failure error=error/> }.into_any(),
                    }
                })}
            </Suspense>
        </Outside>
    }
}

#[component]
fn Form(flash: Flash, next: String, coded: bool) -> impl IntoView {
    let i18n = use_i18n();
    let Flash { error, fields, .. } = flash;
    // Pairs of texts always serialize.
    let kept = (!fields.is_empty()).then(|| serde_json::to_string(&fields).unwrap_or_default());
    let wrong = field_error(i18n, error.as_ref(), if coded { "code" } else { "password" });
    let other = error.filter(|_| wrong.is_none()).map(|error| error_text(i18n, &error));
    view! {
        <header>
            <h1>{t!(Key::StepUpTitle)}</h1>
            <p class="muted">{t(if coded { Key::StepUpTextCode } else { Key::StepUpText })}</p>
        </header>
        {other.map(|text| view! { <Banner tone=Tone::Failed title=text live=true/> })}
        <form class="stack" method="post" action="/rpc/sign_in/step_up">
            <input type="hidden" name="next" value=next.clone()/>
            {kept.map(|kept| view! { <input type="hidden" name="kept" value=kept/> })}
            // The password is no part of the form where the code is asked for, and the function takes both.
            {coded.then(|| view! { <input type="hidden" name="password" value=""/> })}
            <ProofField coded=coded name=if coded { "code" } else { "password" } error=wrong/>
            <Button kind=ButtonKind::Primary submit=true>{t!(Key::StepUpConfirm)}</Button>
            <ButtonLink href=next kind=ButtonKind::Quiet>{t!(Key::CommonCancel)}</ButtonLink>
        </form>
    }
}
