//! Why, the three steps, and the way out; afterward backup codes, and the page that was wanted.

use i18n::{Key, t, use_i18n};
use leptos::prelude::*;
use leptos_router::components::Redirect;
use leptos_router::hooks::use_query_map;
use model::error::AppError;
use model::sign_in::{Flash, Notice};
use model::two_factor::EnrollPage;
use ui::{Banner, Button, ButtonKind, ButtonLink, PageTitle, Tone};

use super::forms::get_enrollment;
use crate::account::{CodeForm, Enable};
use crate::errors::{Failure, error_text};
use crate::links;
use crate::shell::Outside;

/// The forms of the steps.
const FORMS: [&str; 2] = ["/rpc/enrollment/begin", "/rpc/enrollment/confirm"];

#[component]
pub(crate) fn Page() -> impl IntoView {
    let query = use_query_map();
    let next = links::own_path(&query.with_untracked(|query| query.get("next").unwrap_or_default()));
    view! {
        <PageTitle text=t(Key::EnrollTitle)/>
        <Outside wide=true>
            <Suspense>
                {Suspend::new(async move {
                    match get_enrollment().await {
                        Ok((page, flash)) => view! { <Step page=page flash=flash next=next/> }.into_any(),
                        Err(AppError::Unauthenticated) => {
                            view! { <Redirect path=links::sign_in(&links::enroll(&next))/> }.into_any()
                        }
                        Err(error) => view! { <Failure error=error/> }.into_any(),
                    }
                })}
            </Suspense>
        </Outside>
    }
}

/// The step at which somebody is; whoever has nothing to do here is led on.
#[component]
fn Step(page: EnrollPage, flash: Flash, next: String) -> AnyView {
    let offers_codes = matches!(flash.notice, Some(Notice::TwoFactorEnabled | Notice::BackupCodes))
        || flash.field("step") == Some("codes");
    match (page.required, page.on && offers_codes) {
        (true, _) => view! { <SetUp page=page error=flash.error next=next/> }.into_any(),
        (false, true) => view! { <Codes flash=flash next=next/> }.into_any(),
        (false, false) => view! { <Redirect path=next/> }.into_any(),
    }
}

#[component]
fn SetUp(page: EnrollPage, #[prop(optional_no_strip)] error: Option<AppError>, next: String) -> impl IntoView {
    let failed = failed(error.as_ref());
    view! {
        <header>
            <h1>{t!(Key::EnrollTitle)}</h1>
            <p class="muted">{t!(Key::EnrollWhy)}</p>
        </header>
        {failed.map(|text| view! { <Banner tone=Tone::Failed title=text live=true/> })}
        <Enable to=FORMS next=next enrollment=page.enrollment error=error/>
        <form method="post" action="/rpc/sign_in/out">
            <Button kind=ButtonKind::Quiet submit=true>{t!(Key::ShellSignOut)}</Button>
        </form>
    }
}

/// Backup codes: offered, and shown this once.
#[component]
fn Codes(flash: Flash, next: String) -> impl IntoView {
    let shown: Vec<String> = flash.field("codes").unwrap_or_default().split_whitespace().map(str::to_owned).collect();
    let failed = failed(flash.error.as_ref());
    let body = if shown.is_empty() {
        view! {
            <p>{t!(Key::SecurityCodesText)}</p>
            <p class="small muted">{t!(Key::EnrollNextCode)}</p>
            <CodeForm action="/rpc/enrollment/backup_codes" next=next.clone() submit=Key::SecurityCodesSubmit error=flash.error/>
            <ButtonLink href=next kind=ButtonKind::Quiet>{t!(Key::EnrollLater)}</ButtonLink>
        }
        .into_any()
    } else {
        let href = format!("data:text/plain;charset=utf-8,{}", links::escaped(&shown.join("\n")));
        let lines = shown.into_iter().map(|code| view! { <li><code>{code}</code></li> }).collect_view();
        view! {
            <Banner tone=Tone::Waiting title=t(Key::SecurityCodesKeep) live=true/>
            <ul class="factor__codes">{lines}</ul>
            <div class="row">
                <ButtonLink href=next kind=ButtonKind::Primary>{t!(Key::EnrollContinue)}</ButtonLink>
                <a class="btn" href=href download="rollcall-backup-codes.txt">{t!(Key::SecurityDownload)}</a>
            </div>
        }
        .into_any()
    };
    view! {
        <header>
            <h1>{t!(Key::SecurityCodesTitle)}</h1>
            <p class="muted">{t!(Key::EnrollOn)}</p>
        </header>
        {failed.map(|text| view! { <Banner tone=Tone::Failed title=text live=true/> })}
        <div class="factor stack">{body}</div>
    }
}

/// What went wrong and stands beside no field.
fn failed(error: Option<&AppError>) -> Option<String> {
    let i18n = use_i18n();
    error.filter(|error| !matches!(error, AppError::Invalid { .. })).map(|error| error_text(i18n, error))
}
