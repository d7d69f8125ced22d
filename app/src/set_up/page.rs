//! Three parts of one form: the workspace, you, and mail.

use i18n::{Key, Language, t, use_i18n};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::set_up::{MailSetting, SetUpPage};
use model::sign_in::{Flash, Notice};
use ui::{Banner, Button, ButtonKind, Choice, Icon, PageTitle, SelectField, TextField, Tone};

use super::forms::get_set_up;
use crate::errors::{Failure, error_text, field_error};
use crate::shell::Outside;
use crate::sign_in::NewPassword;

/// Seats to begin with, unless chosen otherwise.
const FIRST_SEATS: &str = "10";

#[component]
pub(crate) fn Page() -> impl IntoView {
    let query = use_query_map();
    let token = query.with_untracked(|query| query.get("token").unwrap_or_default());
    view! {
        <PageTitle text=t(Key::SetUpTitle)/>
        <Outside wide=true>
            <Suspense>
                {Suspend::new(async move {
                    match get_set_up(token.clone()).await {
                        Ok((page, flash)) => view! { <Form page=page flash=flash token=token/> }.into_any(),
                        Err(error) => view! { <Failure error=error/> }.into_any(),
                    }
                })}
            </Suspense>
        </Outside>
    }
}

#[component]
fn Form(page: SetUpPage, flash: Flash, token: String) -> impl IntoView {
    let i18n = use_i18n();
    let summary = flash.error.as_ref().map(|error| error_text(i18n, error));
    let tested = (flash.notice == Some(Notice::TestMailSent))
        .then(|| i18n.format(Key::SetUpTestSent, &[("address", &flash.field("email").unwrap_or_default())]));
    let (error, refused) = (flash.error.clone(), flash.error.clone());
    let typed = move |name: &str, default: &str| flash.field(name).unwrap_or(default).to_owned();
    let wrong = move |name: &str| field_error(i18n, error.as_ref(), name);
    let languages: Vec<Choice> =
        Language::ALL.into_iter().map(|language| Choice::new(language.code(), language.native_name())).collect();
    let zones: Vec<Choice> =
        page.timezones.iter().map(|zone| Choice::new(zone.clone(), zone.replace('_', " "))).collect();
    let language = i18n.with_untracked(|catalog| catalog.language().code());
    view! {
        <header>
            <h1>{t!(Key::SetUpTitle)}</h1>
            <p class="muted">{t!(Key::SetUpLead)}</p>
        </header>
        {tested.map(|text| view! { <Banner tone=Tone::Confirmed title=text live=true/> })}
        {summary.map(|text| view! { <Banner tone=Tone::Failed title=text live=true focus=true/> })}
        <form class="stack" method="post" action="/rpc/set_up/create">
            <input type="hidden" name="token" value=token/>
            <fieldset class="gate__part">
                <legend>{t!(Key::SetUpWorkspace)}</legend>
                <TextField label=t(Key::CommonName) name="workspace" initial=typed("workspace", "") required=true autofocus=true maxlength=80 autocomplete="organization" error=wrong("workspace")/>
                <div class="pair">
                    <SelectField label=t(Key::CommonTimeZone) name="timezone" options=zones initial=typed("timezone", "UTC") error=wrong("timezone")/>
                    <SelectField label=t(Key::CommonLanguage) name="language" options=languages initial=typed("language", language) error=wrong("language")/>
                </div>
                <TextField label=t(Key::SetUpSeats) name="seats" initial=typed("seats", FIRST_SEATS) required=true inputmode="numeric" numeric=true hint=t(Key::SetUpSeatsHint) error=wrong("seats")/>
            </fieldset>
            <fieldset class="gate__part">
                <legend>{t!(Key::SetUpYou)}</legend>
                <div class="pair">
                    <TextField label=t(Key::CommonFirstName) name="first_name" initial=typed("first_name", "") required=true maxlength=80 autocomplete="given-name" error=wrong("first_name")/>
                    <TextField label=t(Key::CommonLastName) name="last_name" initial=typed("last_name", "") required=true maxlength=80 autocomplete="family-name" error=wrong("last_name")/>
                </div>
                <TextField label=t(Key::CommonEmail) name="email" initial=typed("email", "") input_type="email" required=true maxlength=254 autocomplete="email" error=wrong("email")/>
                <TextField label=t(Key::CommonUsername) name="username" initial=typed("username", "") required=true maxlength=40 autocomplete="username" hint=t(Key::SetUpUsernameHint) error=wrong("username")/>
                <NewPassword password_min=page.password_min error=refused/>
            </fieldset>
            <MailPart setting=page.mail/>
            <Button kind=ButtonKind::Primary submit=true>{t!(Key::SetUpCreate)}</Button>
        </form>
    }
}

/// How mail leaves: set by whoever operates the host, and shown here before anyone is invited.
#[component]
fn MailPart(setting: MailSetting) -> impl IntoView {
    let body = match setting {
        MailSetting::Smtp { server, from } => view! {
            <dl class="kv">
                <dt>{t!(Key::SetUpMailServer)}</dt><dd><code>{server}</code></dd>
                <dt>{t!(Key::SetUpMailFrom)}</dt><dd>{from}</dd>
            </dl>
            // Sends the same form elsewhere; only the address has to be there.
            <div class="row">
                <button type="submit" class="btn" formaction="/rpc/set_up/test_mail" formnovalidate>
                    <Icon name="send"/>
                    {t!(Key::SetUpTest)}
                </button>
            </div>
        }
        .into_any(),
        MailSetting::Files => view! {
            <p>{t!(Key::SetUpMailFiles)}</p>
            <p class="muted small">{t!(Key::SetUpMailFilesHow)}</p>
        }
        .into_any(),
    };
    view! { <fieldset class="gate__part"><legend>{t!(Key::SetUpMail)}</legend>{body}</fieldset> }
}
