//! Accepting an invitation: works without JavaScript, and opening the page consumes nothing.

use i18n::{About, Key, Label, Language, t, use_i18n};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use model::error::AppError;
use model::sign_in::{EndedInvitation, Flash, InvitationPage, Notice};
use ui::{Banner, Button, ButtonKind, Choice, PageTitle, SelectField, TextField, TimeText, Tone};

use super::forms::{Opened, open_invitation};
use crate::errors::{Failure, error_text, field_error, set_status};
use crate::moments::datetime;
use crate::shell::Outside;
use crate::sign_in::NewPassword;

#[component]
pub(crate) fn AcceptPage() -> impl IntoView {
    let params = use_params_map();
    let token = params.with_untracked(|params| params.get("token").unwrap_or_default());
    view! {
        <Outside wide=true>
            <Suspense>
                {Suspend::new(async move {
                    match open_invitation(token.clone()).await {
                        Ok((Opened::Invitation { page }, flash)) => {
                            view! { <Invitation page=page flash=flash token=token/> }.into_any()
                        }
                        Ok((Opened::Ended { page }, flash)) => {
                            view! { <Ended page=page flash=flash token=token/> }.into_any()
                        }
                        Err(error) => view! { <Failure error=error/> }.into_any(),
                    }
                })}
            </Suspense>
        </Outside>
    }
}

#[component]
fn Invitation(page: InvitationPage, flash: Flash, token: String) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = page.workspace.clone();
    let title = Signal::derive(move || i18n.format(Key::AcceptTitle, &[("workspace", &workspace)]));
    if let Some(other) = page.signed_in_as.clone() {
        return view! { <PageTitle text=title/><SignedInAsOther name=other/> }.into_any();
    }
    let inviter = page.inviter.clone();
    let lead = move || match &inviter {
        Some(name) => i18n.format(Key::AcceptInvitedBy, &[("name", name)]),
        None => i18n.text(Key::AcceptInvited),
    };
    let summary = flash.error.as_ref().map(|error| summary(i18n, error, &page.workspace));
    view! {
        <PageTitle text=title/>
        <header>
            <h1>{title}</h1>
            <p class="muted">{lead}</p>
        </header>
        {page.message.clone().map(|message| view! { <blockquote class="gate__message">{message}</blockquote> })}
        {summary.map(|text| view! { <Banner tone=Tone::Failed title=text live=true focus=true/> })}
        <Form page=page flash=flash token=token/>
    }
    .into_any()
}

/// A missing seat is the workspace's matter, and the link stays valid.
fn summary(i18n: i18n::I18n, error: &AppError, workspace: &str) -> String {
    match error {
        AppError::SeatsExhausted { .. } => i18n.format(Key::AcceptNoSeat, &[("workspace", &workspace)]),
        error => error_text(i18n, error),
    }
}

#[component]
fn Form(page: InvitationPage, flash: Flash, token: String) -> impl IntoView {
    let i18n = use_i18n();
    let (error, refused) = (flash.error.clone(), flash.error.clone());
    let wrong = move |name: &str| field_error(i18n, error.as_ref(), name);
    let typed = move |name: &str, default: &str| flash.field(name).unwrap_or(default).to_owned();
    let mut languages = vec![Choice::new("", i18n.text_untracked(Key::ShellLanguageBrowser))];
    languages.extend(Language::ALL.map(|language| Choice::new(language.code(), language.native_name())));
    let until = i18n.with_untracked(|catalog| catalog.date_time(page.until));
    view! {
        <dl class="kv">
            <dt>{t!(Key::CommonRole)}</dt><dd>{t!(page.role.label())}<p class="muted small">{t!(page.role.about())}</p></dd>
            <dt>{t!(Key::CommonEmail)}</dt><dd class="ell">{page.email.clone()}</dd>
            <dt>{t!(Key::CommonUsername)}</dt><dd>{page.username}</dd>
        </dl>
        <form class="stack" method="post" action="/rpc/invitations/accept">
            <input type="hidden" name="token" value=token/>
            // Password managers file the password under this name.
            <input type="hidden" name="email" autocomplete="username" value=page.email disabled/>
            <div class="pair">
                <TextField label=t(Key::CommonFirstName) name="first_name" initial=typed("first_name", &page.first_name) required=true autofocus=true maxlength=80 autocomplete="given-name" error=wrong("first_name")/>
                <TextField label=t(Key::CommonLastName) name="last_name" initial=typed("last_name", &page.last_name) required=true maxlength=80 autocomplete="family-name" error=wrong("last_name")/>
            </div>
            <NewPassword password_min=page.password_min error=refused/>
            <SelectField label=t(Key::CommonLanguage) name="language" options=languages initial=typed("language", page.language.code())/>
            {page.second_factor.then(|| view! { <p class="small muted">{t!(Key::EnrollInvited)}</p> })}
            <Button kind=ButtonKind::Primary submit=true>{t!(Key::AcceptAction)}</Button>
        </form>
        <p class="small muted">
            {t!(Key::AcceptUntil)}" "<TimeText datetime=datetime(page.until) text=until/>
        </p>
    }
}

#[component]
fn SignedInAsOther(name: String) -> impl IntoView {
    set_status(409);
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

#[component]
fn Ended(page: EndedInvitation, flash: Flash, token: String) -> impl IntoView {
    let i18n = use_i18n();
    set_status(AppError::InvitationExpired.status_code());
    let ended = i18n.with_untracked(|catalog| catalog.date_time(page.ended));
    let told = flash.notice == Some(Notice::NewLinkRequested);
    let error = flash.error;
    let workspace = page.workspace;
    view! {
        <PageTitle text=t(Key::ErrorsPageEndedTitle)/>
        <header>
            <h1>{t!(Key::ErrorsPageEndedTitle)}</h1>
            <p>{t!(Key::AcceptEndedText)}" "<TimeText datetime=datetime(page.ended) text=ended/></p>
        </header>
        {error.map(|error| view! { <Banner tone=Tone::Failed title=error_text(i18n, &error) live=true/> })}
        {if told {
            let text = Signal::derive(move || i18n.format(Key::AcceptTold, &[("workspace", &workspace)]));
            view! { <Banner tone=Tone::Confirmed title=text live=true/> }.into_any()
        } else {
            view! {
                <form class="stack" method="post" action="/rpc/invitations/request_link">
                    <input type="hidden" name="token" value=token/>
                    <p class="muted">{t!(Key::AcceptEndedHow)}</p>
                    <Button kind=ButtonKind::Primary submit=true>{t!(Key::AcceptRequest)}</Button>
                </form>
            }
            .into_any()
        }}
    }
}
