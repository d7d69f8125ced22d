//! The second step of the sign-in: the code of the authenticator, or a backup code.

use i18n::{Key, t, tp, use_i18n};
use leptos::prelude::*;
use leptos_router::components::Redirect;
use leptos_router::hooks::use_query_map;
use model::error::AppError;
use model::sign_in::Flash;
use model::two_factor;
use ui::{Banner, Button, ButtonKind, PageTitle, TextField, Tone};

use super::fields::CodeField;
use super::forms::get_code;
use crate::errors::{Failure, error_text, field_error};
use crate::links;
use crate::shell::Outside;

/// A wait that only too many wrong codes bring about.
const LOCKED: u32 = 60 * 60;

#[component]
pub(crate) fn CodePage() -> impl IntoView {
    let query = use_query_map();
    let next = links::own_path(&query.with_untracked(|query| query.get("next").unwrap_or_default()));
    let backup = query.with_untracked(|query| query.get("use").is_some_and(|using| using == "backup"));
    let title = if backup { Key::CodeBackupTitle } else { Key::CodeTitle };
    view! {
        <PageTitle text=t(title)/>
        <Outside>
            <Suspense>
                {Suspend::new(async move {
                    match get_code().await {
                        Ok((page, flash)) => view! { <Form page=page flash=flash next=next backup=backup/> }.into_any(),
                        Err(AppError::Unauthenticated) => {
                            view! { <Redirect path=links::sign_in(&next)/> }.into_any()
                        }
                        Err(error) => view! { <Failure error=error/> }.into_any(),
                    }
                })}
            </Suspense>
        </Outside>
    }
}

#[component]
fn Form(page: two_factor::CodePage, flash: Flash, next: String, backup: bool) -> impl IntoView {
    let i18n = use_i18n();
    let wrong = field_error(i18n, flash.error.as_ref(), "code");
    let refused = wrong.is_some();
    let other = flash.error.filter(|_| !refused).map(|error| match error {
        AppError::RateLimited { retry_after_secs } if retry_after_secs > LOCKED => {
            let time = i18n.with_untracked(|catalog| catalog.wait(retry_after_secs));
            i18n.format(Key::CodeLocked, &[("time", &time)])
        }
        error => error_text(i18n, &error),
    });
    let (title, text) =
        if backup { (Key::CodeBackupTitle, Key::CodeBackupText) } else { (Key::CodeTitle, Key::CodeText) };
    let field = if backup {
        view! {
            <TextField
                label=t(Key::CodeBackupLabel)
                name="code"
                autocomplete="off"
                maxlength=40
                required=true
                autofocus=true
                code=true
                placeholder=Signal::stored(Some("XXXX-XXXX-XXXX-XXXX".to_owned()))
                error=wrong
            />
        }
        .into_any()
    } else {
        view! { <CodeField autofocus=true error=wrong/> }.into_any()
    };
    let (other_way, other_href) = match backup {
        true => (Key::CodeUseApp, links::code(&next, false)),
        false => (Key::CodeUseBackup, links::code(&next, true)),
    };
    view! {
        <header>
            <h1>{t!(title)}</h1>
            <p class="muted">{t!(text)}</p>
        </header>
        {other.map(|text| view! { <Banner tone=Tone::Failed title=text live=true/> })}
        <form class="stack" method="post" action="/rpc/sign_in/code">
            <input type="hidden" name="kind" value=if backup { "backup" } else { "app" }/>
            <input type="hidden" name="next" value=next/>
            {field}
            {refused.then(|| view! { <p class="small muted">{tp!(Key::CodeLeft, page.left)}</p> })}
            <Button kind=ButtonKind::Primary submit=true>{t!(Key::CodeSubmit)}</Button>
        </form>
        <p class="small"><a href=other_href>{t!(other_way)}</a></p>
        <form method="post" action="/rpc/sign_in/cancel">
            <Button kind=ButtonKind::Quiet submit=true>{t!(Key::CommonCancel)}</Button>
        </form>
    }
}
