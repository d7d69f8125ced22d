//! The panel: without a key what it is for, with one its first characters and its last use.

use i18n::{Key, t, use_i18n};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use model::api_keys::{ApiKeyInfo, ApiKeyPanel, KeyLimit};
use model::sign_in::{Flash, Notice};
use model::time::Moment;
use ui::{Banner, Button, ButtonKind, CopyLine, Skeleton, TextField, Tone};

use super::rpc::get_api_key;
use crate::data;
use crate::errors::{Failure, error_text, field_error};
use crate::shell::step_up_first;
use crate::user_window::KeyFacts;

/// The personal API key of whoever is signed in.
#[component]
pub(crate) fn ApiKey() -> impl IntoView {
    let panel = data::load(|| (), |()| get_api_key());
    view! {
        <section class="panel" id="api-key" aria-label=t!(Key::ApiKeysTitle)>
            <div class="panel__head"><h2>{t!(Key::ApiKeysTitle)}</h2></div>
            <Suspense fallback=move || view! { <Skeleton label=t(Key::CommonLoading)/> }>
                {Suspend::new(async move {
                    match panel.await {
                        Ok((panel, flash)) => view! { <Loaded panel=panel flash=flash/> }.into_any(),
                        Err(error) => view! { <Failure error=error/> }.into_any(),
                    }
                })}
            </Suspense>
        </section>
    }
}

#[component]
fn Loaded(panel: ApiKeyPanel, flash: Flash) -> impl IntoView {
    let ApiKeyPanel { key, revealed, needs_step_up, today, now, longest } = panel;
    let ask_first = step_up_first(needs_step_up);
    let revealed = revealed.map(|key| {
        view! {
            <CopyLine
                value=Signal::stored(key)
                label=t(Key::ApiKeysTitle)
                copy=t(Key::CommonCopy)
                copied=t(Key::CommonCopied)
                failed=t(Key::ApiKeysCopyFailed)
            />
            <p class="muted small">{t!(Key::ApiKeysShownOnce)}</p>
        }
    });
    let is_shown = revealed.is_some();
    let body = match key {
        Some(key) => view! {
            <KeyFacts key=key.clone() now=now/>
            {revealed}
            {(!is_shown).then(|| view! {
                <form method="post" action="/rpc/api_keys/reveal" on:submit=ask_first>
                    <Button submit=true>{t!(Key::ApiKeysReveal)}</Button>
                </form>
            })}
            <Reset key=key flash=flash.clone() today=today longest=longest now=now ask_first=ask_first/>
        }
        .into_any(),
        None => view! { <Create flash=flash.clone() today=today longest=longest ask_first=ask_first/> }.into_any(),
    };
    view! {
        <div class="panel__body">
            <Said flash=flash/>
            <p class="muted small">
                {t!(Key::ApiKeysIntro)} " " <a href="/api/docs" rel="external">{t!(Key::ApiKeysDocs)}</a>
            </p>
            {body}
            <p class="muted small">{t!(Key::ApiKeysSecret)}</p>
        </div>
    }
}

#[component]
fn Create(
    flash: Flash,
    today: String,
    #[prop(optional_no_strip)] longest: Option<KeyLimit>,
    ask_first: impl Fn(SubmitEvent) + Copy + 'static,
) -> impl IntoView {
    view! {
        <form class="stack" method="post" action="/rpc/api_keys/create" on:submit=ask_first>
            <LastDay flash=flash today=today longest=longest/>
            <div class="row"><Button kind=ButtonKind::Primary submit=true>{t!(Key::ApiKeysCreate)}</Button></div>
        </form>
    }
}

/// What would stop working stands above the button, before anything is sent.
#[component]
fn Reset(
    key: ApiKeyInfo,
    flash: Flash,
    today: String,
    #[prop(optional_no_strip)] longest: Option<KeyLimit>,
    now: Moment,
    ask_first: impl Fn(SubmitEvent) + Copy + 'static,
) -> impl IntoView {
    let i18n = use_i18n();
    let used = key.last_use;
    let was_refused = flash.field("last_day").is_some();
    let stops = move || match &used {
        Some(used) => {
            let when = i18n.when(now.at, used.at);
            i18n.format(Key::ApiKeysStopsUsed, &[("when", &when), ("address", &used.address)])
        }
        None => i18n.text(Key::ApiKeysStops),
    };
    view! {
        <details open=was_refused>
            <summary>{t!(Key::ApiKeysChange)}</summary>
            <div class="stack">
                <p>{stops}</p>
                <form class="stack" method="post" action="/rpc/api_keys/reset" on:submit=ask_first>
                    <input type="hidden" name="seen" value=key.selector/>
                    <LastDay flash=flash today=today longest=longest/>
                    <div class="row"><Button kind=ButtonKind::Danger submit=true>{t!(Key::ApiKeysReset)}</Button></div>
                </form>
                <form method="post" action="/rpc/api_keys/remove" on:submit=ask_first>
                    <Button kind=ButtonKind::Danger submit=true>{t!(Key::ApiKeysRemove)}</Button>
                </form>
            </div>
        </details>
    }
}

#[component]
fn LastDay(flash: Flash, today: String, #[prop(optional_no_strip)] longest: Option<KeyLimit>) -> impl IntoView {
    let i18n = use_i18n();
    let typed = flash.field("last_day").unwrap_or_default().to_owned();
    let refused = flash.error;
    let days = longest.as_ref().map(|longest| longest.days);
    let (required, last) = (longest.is_some(), longest.map(|longest| longest.last_day).unwrap_or_default());
    let hint = move || match days {
        Some(days) => i18n.plural(Key::WorkspaceSecurityKeyAtMost, days, &[]),
        None => i18n.text(Key::ApiKeysLastDayHint),
    };
    view! {
        <TextField
            label=t(Key::ApiKeysLastDay)
            name="last_day"
            input_type="date"
            initial=typed
            min=today
            max=last
            required=required
            autocomplete="off"
            hint=Signal::derive(move || Some(hint()))
            error=Signal::derive(move || field_error(i18n, refused.as_ref(), "last_day"))
        />
    }
}

/// What a form of this panel came to. What another panel's came to stands there.
#[component]
fn Said(flash: Flash) -> impl IntoView {
    let i18n = use_i18n();
    let notice = flash.notice.and_then(notice_key);
    let is_ours = flash.field("panel") == Some("api_key");
    let error = flash.error.filter(|_| is_ours).map(|error| {
        let text = Signal::derive(move || error_text(i18n, &error));
        view! { <Banner tone=Tone::Failed title=text live=true focus=true/> }
    });
    (notice.map(|key| view! { <Banner tone=Tone::Confirmed title=t(key) live=true/> }), error)
}

fn notice_key(notice: Notice) -> Option<Key> {
    match notice {
        Notice::ApiKeyCreated => Some(Key::ApiKeysWasCreated),
        Notice::ApiKeyReset => Some(Key::ApiKeysWasReset),
        Notice::ApiKeyRemoved => Some(Key::ApiKeysWasRemoved),
        _ => None,
    }
}
