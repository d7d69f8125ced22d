//! Sign in.

use i18n::{Key, t, use_i18n};
use leptos::prelude::*;
use leptos_router::components::Redirect;
use leptos_router::hooks::use_query_map;
use model::error::AppError;
use model::sign_in::Notice;
use ui::{Banner, Button, ButtonKind, PageTitle, PasswordField, TextField, Tone};

use super::forms::{SignInForm, get_sign_in};
use crate::errors::{Failure, error_text};
use crate::links;
use crate::session::use_frame;
use crate::shell::Outside;

#[component]
pub(crate) fn SignInPage() -> impl IntoView {
    let query = use_query_map();
    let next = links::own_path(&query.with_untracked(|query| query.get("next").unwrap_or_default()));
    let check = query.with_untracked(|query| query.get("check").is_some());
    view! {
        <PageTitle text=t(Key::SignInTitle)/>
        <Outside>
            <Suspense>
                {Suspend::new(async move {
                    match get_sign_in(next.clone(), check).await {
                        Ok(SignInForm { go_on: Some(path), .. }) => view! { <Redirect path=path/> }.into_any(),
                        Ok(form) => view! { <Form form=form next=next/> }.into_any(),
                        Err(error) => view! { <Failure error=error/> }.into_any(),
                    }
                })}
            </Suspense>
        </Outside>
    }
}

#[component]
fn Form(form: SignInForm, next: String) -> impl IntoView {
    let i18n = use_i18n();
    let to = match use_frame().workspace().as_str() {
        "" => String::new(),
        name => i18n.format(Key::SignInTo, &[("workspace", &name)]),
    };
    let identifier = form.flash.field("identifier").unwrap_or_default().to_owned();
    let retry = !identifier.is_empty();
    let notice = form.flash.notice;
    let error = form.flash.error;
    view! {
        <header>
            <h1>{t!(Key::SignInTitle)}</h1>
            <p class="muted">{to}</p>
        </header>
        {form.refused_cookie.then(|| view! {
            <Banner tone=Tone::Failed title=t(Key::SignInCookieTitle) live=true focus=true>{t!(Key::SignInCookieText)}</Banner>
        })}
        {notice.and_then(notice_key).map(|key| {
            let tone = if key == Key::CodeEnded { Tone::Waiting } else { Tone::Confirmed };
            view! { <Banner tone=tone title=t(key) live=true/> }
        })}
        {error.map(|error| view! { <Refused error=error/> })}
        <form class="stack" method="post" action="/rpc/sign_in/password">
            <input type="hidden" name="token" value=form.token/>
            <input type="hidden" name="next" value=next/>
            <TextField
                label=t(Key::SignInIdentifier)
                name="identifier"
                initial=identifier
                autocomplete="username"
                required=true
                autofocus=!retry
                maxlength=254
            />
            <PasswordField
                label=t(Key::CommonPassword)
                name="password"
                autocomplete="current-password"
                required=true
                autofocus=retry
                show_label=t(Key::CommonShowPassword)
                hide_label=t(Key::CommonHidePassword)
            />
            <Button kind=ButtonKind::Primary submit=true>{t!(Key::SignInTitle)}</Button>
        </form>
        <p class="small"><a href="/forgot">{t!(Key::SignInForgot)}</a></p>
    }
}

/// One text for every failure, whatever the account's state.
#[component]
fn Refused(error: AppError) -> impl IntoView {
    let i18n = use_i18n();
    if error == AppError::Unauthenticated {
        return view! {
            <Banner tone=Tone::Failed title=t(Key::SignInRefusedTitle) live=true>{t!(Key::SignInRefusedText)}</Banner>
        }
        .into_any();
    }
    let text = Signal::derive(move || error_text(i18n, &error));
    view! { <Banner tone=Tone::Failed title=text live=true/> }.into_any()
}

fn notice_key(notice: Notice) -> Option<Key> {
    match notice {
        Notice::SignedOut => Some(Key::SignInSignedOut),
        Notice::PasswordReset => Some(Key::SignInPasswordReset),
        Notice::CodeEnded => Some(Key::CodeEnded),
        Notice::NewLinkRequested
        | Notice::ResetRequested
        | Notice::PasswordChanged
        | Notice::TwoFactorEnabled
        | Notice::TwoFactorDisabled
        | Notice::BackupCodes
        | Notice::Proven
        | Notice::EmailChangeSent
        | Notice::EmailChangeCanceled
        | Notice::EmailChanged
        | Notice::TestMailSent
        | Notice::Welcome
        | Notice::WorkspaceCreated
        | Notice::Saved
        | Notice::Undone
        | Notice::AccessRequested
        | Notice::SessionsEnded
        | Notice::ApiKeyCreated
        | Notice::ApiKeyReset
        | Notice::ApiKeyRevealed
        | Notice::ApiKeyRemoved
        | Notice::ApiKeyRevoked
        | Notice::ResetMailSent
        | Notice::RemindersSent => None,
    }
}
