//! The API key of a person: what is known of it, and revoking it. The key itself is nowhere.

use i18n::{I18n, Key, t, use_i18n};
use leptos::prelude::*;
use model::api_keys::ApiKeyInfo;
use model::time::Moment;
use ui::{Button, ButtonKind, TimeText};

use crate::moments::datetime;

/// The panel; its button sends a form that stands elsewhere, with the reason.
#[component]
pub(super) fn ApiKey(
    #[prop(optional_no_strip)] key: Option<ApiKeyInfo>,
    /// The server's time.
    now: Moment,
    /// Id of the form.
    form: &'static str,
) -> impl IntoView {
    let body = match key {
        Some(key) => {
            let seen = key.selector.clone();
            view! {
                <div class="panel__body">
                    <KeyFacts key=key now=now/>
                    <div class="stack stack--tight">
                        <p class="muted small">{t!(Key::ApiKeysRevokeHint)}</p>
                        <div class="row">
                            <Button
                                kind=ButtonKind::Danger
                                submit=true
                                form=form
                                name="seen_key"
                                value=seen
                                formaction="/rpc/user_window/revoke_key"
                            >
                                {t!(Key::ApiKeysRevoke)}
                            </Button>
                        </div>
                    </div>
                </div>
            }
            .into_any()
        }
        None => view! { <p class="panel__foot">{t!(Key::ApiKeysNone)}</p> }.into_any(),
    };
    view! {
        <section class="panel" aria-label=t!(Key::ApiKeysTitle)>
            <div class="panel__head"><h2>{t!(Key::ApiKeysTitle)}</h2></div>
            {body}
        </section>
    }
}

/// Its first characters, when it was made, its last use, and its end.
#[component]
pub(crate) fn KeyFacts(
    /// What is known.
    key: ApiKeyInfo,
    /// The server's time.
    now: Moment,
) -> impl IntoView {
    let ApiKeyInfo { start, created, expires, has_ended, last_use, .. } = key;
    let last = match last_use {
        Some(used) => view! { <Ago moment=used.at now=now/> " " {from(used.address)} }.into_any(),
        None => t!(Key::CommonNever).into_any(),
    };
    let end = expires.map(|end| {
        let label = if has_ended { Key::ApiKeysEnded } else { Key::ApiKeysEnds };
        view! { <dt>{t!(label)}</dt><dd><Ago moment=end now=now/></dd> }
    });
    view! {
        <dl class="kv">
            <dt>{t!(Key::ApiKeysKey)}</dt><dd><code>{format!("{start}…")}</code></dd>
            <dt>{t!(Key::ApiKeysCreated)}</dt><dd><Ago moment=created now=now/></dd>
            <dt>{t!(Key::ApiKeysLastUsed)}</dt><dd>{last}</dd>
            {end}
        </dl>
    }
}

/// "from 10.0.4.7".
fn from(address: String) -> impl IntoView {
    let i18n = use_i18n();
    (!address.is_empty()).then_some(move || i18n.format(Key::ApiKeysFrom, &[("address", &address)]))
}

#[component]
fn Ago(moment: Moment, now: Moment) -> impl IntoView {
    let i18n: I18n = use_i18n();
    view! {
        <TimeText
            datetime=datetime(moment)
            text=Signal::derive(move || i18n.when(now.at, moment))
            title=Signal::derive(move || Some(i18n.when_else(now.at, moment)))
        />
    }
}
