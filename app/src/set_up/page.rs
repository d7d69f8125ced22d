//! Three parts of one form: the workspace, you, and mail.

use i18n::{Key, Language, t, use_i18n};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::error::AppError;
use model::set_up::{MailSetting, SetUpPage};
use model::sign_in::Flash;
use ui::{Banner, Button, ButtonKind, Choice, PageTitle, PasswordField, SelectField, TextField, Tone, hydrated};

use super::rpc::{get_set_up, send_set_up_mail};
use crate::errors::{Failure, error_text, field_error};
use crate::shell::Outside;

/// Seats to begin with, unless chosen otherwise.
const FIRST_SEATS: &str = "10";

#[component]
pub(crate) fn Page() -> impl IntoView {
    let query = use_query_map();
    let token = move || query.with_untracked(|query| query.get("token").unwrap_or_default());
    let page = Resource::new(|| (), move |()| get_set_up(token()));
    view! {
        <PageTitle text=t(Key::SetUpTitle)/>
        <Outside wide=true>
            <Suspense>
                {move || Suspend::new(async move {
                    match page.await {
                        Ok((page, flash)) => view! { <Form page=page flash=flash token=token()/> }.into_any(),
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
    let error = flash.error.clone();
    let typed = move |name: &str, default: &str| flash.field(name).unwrap_or(default).to_owned();
    let wrong = move |name: &str| field_error(i18n, error.as_ref(), name);
    let languages: Vec<Choice> =
        Language::ALL.into_iter().map(|language| Choice::new(language.code(), language.native_name())).collect();
    let zones: Vec<Choice> = page.timezones.iter().map(|zone| Choice::new(zone.clone(), zone.replace('_', " "))).collect();
    let language = i18n.with_untracked(|catalog| catalog.language().code());
    let email = RwSignal::new(typed("email", ""));
    let rule = Signal::derive(move || i18n.plural(Key::SignInPasswordRule, page.password_min, &[]));
    view! {
        <header>
            <h1>{t!(Key::SetUpTitle)}</h1>
            <p class="muted">{t!(Key::SetUpLead)}</p>
        </header>
        {summary.map(|text| view! { <Banner tone=Tone::Failed title=text live=true focus=true/> })}
        <form class="stack" method="post" action="/rpc/set_up/create">
            <input type="hidden" name="token" value=token.clone()/>
            <fieldset class="gate__part">
                <legend>{t!(Key::SetUpWorkspace)}</legend>
                <TextField label=t(Key::CommonName) name="workspace" initial=typed("workspace", "") required=true autofocus=true maxlength=80 autocomplete="organization" error=wrong("workspace")/>
                <div class="gate__pair">
                    <SelectField label=t(Key::CommonTimeZone) name="timezone" options=zones initial=typed("timezone", "UTC") error=wrong("timezone")/>
                    <SelectField label=t(Key::CommonLanguage) name="language" options=languages initial=typed("language", language) error=wrong("language")/>
                </div>
                <TextField label=t(Key::SetUpSeats) name="seats" initial=typed("seats", FIRST_SEATS) required=true inputmode="numeric" numeric=true hint=t(Key::SetUpSeatsHint) error=wrong("seats")/>
            </fieldset>
            <fieldset class="gate__part">
                <legend>{t!(Key::SetUpYou)}</legend>
                <div class="gate__pair">
                    <TextField label=t(Key::CommonFirstName) name="first_name" initial=typed("first_name", "") required=true maxlength=80 autocomplete="given-name" error=wrong("first_name")/>
                    <TextField label=t(Key::CommonLastName) name="last_name" initial=typed("last_name", "") required=true maxlength=80 autocomplete="family-name" error=wrong("last_name")/>
                </div>
                <TextField label=t(Key::CommonEmail) name="email" value=email input_type="email" required=true maxlength=254 autocomplete="email" error=wrong("email")/>
                <TextField label=t(Key::CommonUsername) name="username" initial=typed("username", "") required=true maxlength=40 autocomplete="username" hint=t(Key::SetUpUsernameHint) error=wrong("username")/>
                <PasswordField label=t(Key::CommonPassword) name="password" autocomplete="new-password" required=true hint=rule error=wrong("password") show_label=t(Key::CommonShowPassword) hide_label=t(Key::CommonHidePassword)/>
                <PasswordField label=t(Key::CommonRepeatPassword) name="password_again" autocomplete="new-password" required=true error=wrong("password_again") show_label=t(Key::CommonShowPassword) hide_label=t(Key::CommonHidePassword)/>
            </fieldset>
            <MailPart setting=page.mail token=token email=email/>
            <Button kind=ButtonKind::Primary submit=true>{t!(Key::SetUpCreate)}</Button>
        </form>
    }
}

/// How mail leaves: set by whoever operates the host, and shown here before anyone is invited.
#[component]
fn MailPart(setting: MailSetting, token: String, email: RwSignal<String>) -> impl IntoView {
    let legend = view! { <legend>{t!(Key::SetUpMail)}</legend> };
    match setting {
        MailSetting::Smtp { server, from } => view! {
            <fieldset class="gate__part">
                {legend}
                <dl class="kv">
                    <dt>{t!(Key::SetUpMailServer)}</dt><dd><code>{server}</code></dd>
                    <dt>{t!(Key::SetUpMailFrom)}</dt><dd>{from}</dd>
                </dl>
                <TestMail token=token email=email/>
            </fieldset>
        }
        .into_any(),
        MailSetting::Files => view! {
            <fieldset class="gate__part">
                {legend}
                <p>{t!(Key::SetUpMailFiles)}</p>
                <p class="muted small">{t!(Key::SetUpMailFilesHow)}</p>
            </fieldset>
        }
        .into_any(),
    }
}

/// Sends a test mail to the Owner's address. It exists only with JavaScript; the Mail page has the same button.
#[component]
fn TestMail(token: String, email: RwSignal<String>) -> impl IntoView {
    let i18n = use_i18n();
    let send = Action::new(move |(): &()| {
        let (token, to) = (token.clone(), email.get_untracked());
        async move { send_set_up_mail(token, to).await }
    });
    let outcome = move || {
        send.value().get().map(|outcome: Result<(), AppError>| match outcome {
            Ok(()) => {
                let text = i18n.format(Key::SetUpTestSent, &[("address", &email.get_untracked())]);
                view! { <Banner tone=Tone::Confirmed title=text live=true/> }.into_any()
            }
            Err(error) => view! { <Banner tone=Tone::Failed title=error_text(i18n, &error) live=true/> }.into_any(),
        })
    };
    view! {
        <Show when=move || hydrated().get()>
            <div class="row">
                <Button icon="send" busy=Signal::derive(move || send.pending().get()) busy_label=t(Key::SetUpTestSending) on_click=Callback::new(move |_| { send.dispatch(()); })>
                    {t!(Key::SetUpTest)}
                </Button>
            </div>
            {outcome}
        </Show>
    }
}
