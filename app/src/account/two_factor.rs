//! The panel of the second factor: on or off, setting it up, switching it off, backup codes.
//!
//! What is asked for is named by the address (`?dialog=`), so that every step works without script.

use i18n::{I18n, Key, t, tp, use_i18n, written};
use leptos::prelude::*;
use model::error::AppError;
use model::sign_in::{Flash, Notice};
use model::two_factor::{Enrollment, FEW_CODES, TwoFactor};
use ui::{Banner, Button, ButtonKind, ButtonLink, CopyButton, CopyLine, Tone};

use crate::errors::field_error;
use crate::links;
use crate::session::FormToken;
use crate::sign_in::CodeField;

const HERE: &str = "/account/security";
/// The forms of setting it up.
const FORMS: [&str; 2] = ["/rpc/two_factor/begin", "/rpc/two_factor/confirm"];

#[component]
pub(super) fn TwoFactorPanel(two_factor: TwoFactor, flash: Flash, dialog: Memo<String>) -> impl IntoView {
    let i18n = use_i18n();
    let TwoFactor { since, codes_left, enrollment, enforced } = two_factor;
    let fresh = flash.notice == Some(Notice::BackupCodes);
    let codes = flash.field("codes").filter(|_| fresh).unwrap_or_default();
    let codes: Vec<String> = codes.split_whitespace().map(str::to_owned).collect();
    let wrong = flash.error;
    let state = match since {
        Some(at) => {
            let date = Signal::derive(move || i18n.with(|catalog| catalog.date(at)));
            view! {
                <p>
                    {written(move || i18n.format(Key::SecurityFactorSince, &[("date", &date.get())]))} ". "
                    {tp!(Key::SecurityCodesLeft, codes_left)}
                </p>
            }
            .into_any()
        }
        None => view! { <p>{t!(Key::SecurityFactorOff)}</p> }.into_any(),
    };
    let is_on = since.is_some();
    let body = move || {
        match (dialog.get().as_str(), is_on) {
        ("enable-2fa", false) => view! { <Enable to=FORMS enrollment=enrollment.clone() error=wrong.clone()/> }.into_any(),
        ("disable-2fa", true) if !enforced => view! { <Disable error=wrong.clone()/> }.into_any(),
        ("backup-codes", true) if !codes.is_empty() => view! { <NewCodes codes=codes.clone()/> }.into_any(),
        ("backup-codes", true) => view! { <Generate error=wrong.clone()/> }.into_any(),
        (_, true) => view! {
            <div class="panel__body">
                {(codes_left <= FEW_CODES).then(|| view! { <Banner tone=Tone::Waiting title=t(Key::SecurityFewLeft)/> })}
                <div class="row">
                    <ButtonLink href="/account/security?dialog=backup-codes">{t!(Key::SecurityGenerate)}</ButtonLink>
                    {if enforced {
                        let why = Signal::derive(move || Some(i18n.text(Key::ErrorsTwoFactorEnforced)));
                        view! { <Button id="disable-2fa" kind=ButtonKind::Quiet blocked=why>{t!(Key::SecurityDisable)}</Button> }.into_any()
                    } else {
                        view! {
                            <ButtonLink href="/account/security?dialog=disable-2fa" kind=ButtonKind::Quiet>{t!(Key::SecurityDisable)}</ButtonLink>
                        }
                        .into_any()
                    }}
                </div>
            </div>
        }
        .into_any(),
        (_, false) => view! {
            <div class="panel__body">
                <div class="row">
                    <ButtonLink href="/account/security?dialog=enable-2fa" kind=ButtonKind::Primary>{t!(Key::SecurityEnable)}</ButtonLink>
                </div>
            </div>
        }
        .into_any(),
    }
    };
    view! {
        <section class="panel" aria-labelledby="two-factor-title">
            <div class="panel__head"><h2 id="two-factor-title">{t!(Key::SecurityFactorTitle)}</h2>{state}</div>
            {body}
        </section>
    }
}

/// The three steps: the app, the QR code, the first code.
#[component]
pub(crate) fn Enable(
    /// The addresses of its forms, in the order of the steps.
    to: [&'static str; 2],
    /// Where the forms lead, unless that is always the same.
    #[prop(optional)]
    next: String,
    /// What is being set up.
    #[prop(optional_no_strip)]
    enrollment: Option<Enrollment>,
    /// Why the form came back.
    #[prop(optional_no_strip)]
    error: Option<AppError>,
) -> impl IntoView {
    let begun = enrollment.is_some();
    let hidden = (!next.is_empty()).then(|| view! { <input type="hidden" name="next" value=next.clone()/> });
    view! {
        <div class="panel__body factor">
            <h3>{t!(Key::SecurityEnableTitle)}</h3>
            <ol class="factor__steps">
                <li>{t!(Key::SecurityStepApp)}</li>
                <li>
                    <p>{t!(Key::SecurityStepScan)}</p>
                    {enrollment.map(|enrollment| view! { <Scan enrollment=enrollment/> })}
                    <form method="post" action=to[0]>
                        {hidden}
                        <Button submit=true kind=if begun { ButtonKind::Quiet } else { ButtonKind::Primary }>
                            {t!(if begun { Key::SecurityBeginAgain } else { Key::SecurityBegin })}
                        </Button>
                    </form>
                    <p class="small muted">{t!(Key::SecurityLatest)}</p>
                </li>
                <li>
                    <p>{t!(Key::SecurityStepCode)}</p>
                    {begun.then(|| view! {
                        <CodeForm action=to[1] next=next submit=Key::SecurityConfirm error=error/>
                    })}
                </li>
            </ol>
        </div>
    }
}

#[component]
fn Scan(enrollment: Enrollment) -> impl IntoView {
    let i18n = use_i18n();
    let Enrollment { key, size, path } = enrollment;
    view! {
        <svg class="factor__qr" viewBox=format!("0 0 {size} {size}") role="img" aria-label=move || i18n.text(Key::SecurityQr)>
            <rect width=size height=size fill="#fff"></rect>
            <path d=path fill="#000"></path>
        </svg>
        <CopyLine
            value=Signal::stored(key)
            label=t(Key::SecurityKey)
            copy=t(Key::CommonCopy)
            copied=t(Key::CommonCopied)
            failed=t(Key::SecurityCopyFailed)
        />
    }
}

#[component]
fn Disable(#[prop(optional_no_strip)] error: Option<AppError>) -> impl IntoView {
    view! {
        <div class="panel__body factor">
            <h3>{t!(Key::SecurityDisableTitle)}</h3>
            <p>{t!(Key::SecurityDisableText)}</p>
            <CodeForm action="/rpc/two_factor/disable" submit=Key::SecurityDisableSubmit error=error/>
        </div>
    }
}

#[component]
fn Generate(#[prop(optional_no_strip)] error: Option<AppError>) -> impl IntoView {
    view! {
        <div class="panel__body factor">
            <h3>{t!(Key::SecurityCodesTitle)}</h3>
            <p>{t!(Key::SecurityCodesText)}</p>
            <CodeForm action="/rpc/two_factor/backup_codes" submit=Key::SecurityCodesSubmit error=error/>
        </div>
    }
}

/// The codes, this once.
#[component]
fn NewCodes(codes: Vec<String>) -> impl IntoView {
    let text = codes.join("\n");
    let href = format!("data:text/plain;charset=utf-8,{}", links::escaped(&text));
    let lines = codes.into_iter().map(|code| view! { <li><code>{code}</code></li> }).collect_view();
    let print = Callback::new(|_| {
        // Refused only where printing is switched off.
        let _ = window().print();
    });
    view! {
        <div class="panel__body factor">
            <h3>{t!(Key::SecurityCodesNew)}</h3>
            <Banner tone=Tone::Waiting title=t(Key::SecurityCodesKeep) live=true/>
            <ul class="factor__codes">{lines}</ul>
            <div class="row">
                <CopyButton text=Signal::stored(text) label=t(Key::CommonCopy) copied=t(Key::CommonCopied) failed=t(Key::SecurityCopyFailed)/>
                <Button icon="printer" class="needs-script" on_click=print>{t!(Key::SecurityPrint)}</Button>
                <a class="btn" href=href download="rollcall-backup-codes.txt">{t!(Key::SecurityDownload)}</a>
                // A page of its own, so that nothing of them stays behind.
                <a class="btn is-quiet" href=HERE rel="external">{t!(Key::CommonClose)}</a>
            </div>
        </div>
    }
}

/// A box for a code of the authenticator, and what it is for.
#[component]
pub(crate) fn CodeForm(
    /// Where it is sent.
    action: &'static str,
    /// Where that leads, unless it is always the same; nothing to cancel there.
    #[prop(optional)]
    next: String,
    /// What it is for.
    submit: Key,
    /// Why the form came back.
    #[prop(optional_no_strip)]
    error: Option<AppError>,
) -> impl IntoView {
    let i18n: I18n = use_i18n();
    let own_page = next.is_empty();
    let wrong = Signal::derive(move || field_error(i18n, error.as_ref(), "code"));
    view! {
        <form class="stack" method="post" action=action>
            // The functions of the other codes leave it alone.
            <FormToken/>
            {(!own_page).then(|| view! { <input type="hidden" name="next" value=next/> })}
            <CodeField placeholder=Signal::derive(move || Some(i18n.text(Key::SecurityInsertCode))) error=wrong/>
            <div class="row">
                <Button kind=ButtonKind::Primary submit=true>{t!(submit)}</Button>
                {own_page.then(|| view! { <ButtonLink href=HERE kind=ButtonKind::Quiet>{t!(Key::CommonCancel)}</ButtonLink> })}
            </div>
        </form>
    }
}
