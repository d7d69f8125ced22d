//! Security settings: panels in a list, each from a file of its own.

use i18n::{Key, t, use_i18n};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::error::AppError;
use model::sign_in::{Flash, Notice};
use model::two_factor::SecurityPage;
use ui::{Banner, PageTitle, Skeleton, Slate, Tone};

use super::api_key::ApiKey;
use super::password::PasswordPanel;
use super::security_rpc::get_security;
use super::two_factor::TwoFactorPanel;
use crate::data;
use crate::errors::{Failure, error_text};

#[component]
pub(crate) fn Page() -> impl IntoView {
    let query = use_query_map();
    let dialog = Memo::new(move |_| query.with(|query| query.get("dialog").unwrap_or_default()));
    let data = data::load(|| (), |()| get_security());
    view! {
        <PageTitle text=t(Key::AccountSecurity)/>
        <Slate place=t(Key::AccountTitle) title=t(Key::AccountSecurity)/>
        <Suspense fallback=move || view! { <Skeleton label=t(Key::CommonLoading)/> }>
            {Suspend::new(async move {
                match data.await {
                    Ok((page, flash)) => view! { <Loaded page=page flash=flash dialog=dialog/> }.into_any(),
                    Err(error) => view! { <Failure error=error/> }.into_any(),
                }
            })}
        </Suspense>
        <ApiKey/>
    }
}

#[component]
fn Loaded(page: SecurityPage, flash: Flash, dialog: Memo<String>) -> impl IntoView {
    let i18n = use_i18n();
    let said = flash.notice.and_then(notice_key);
    // What is wrong with a field stands beside it, and what another panel's form came to stands there.
    let is_ours = flash.field("panel").is_none();
    let failed = flash.error.clone().filter(|error| is_ours && !matches!(error, AppError::Invalid { .. }));
    let failed = failed.map(|error| error_text(i18n, &error));
    let SecurityPage { password_min, local, two_factor } = page;
    view! {
        {said.map(|key| view! { <Banner tone=Tone::Confirmed title=t(key) live=true/> })}
        {failed.map(|text| view! { <Banner tone=Tone::Failed title=text live=true focus=true/> })}
        <PasswordPanel password_min=password_min local=local error=flash.error.clone()/>
        <TwoFactorPanel two_factor=two_factor flash=flash dialog=dialog/>
    }
}

fn notice_key(notice: Notice) -> Option<Key> {
    match notice {
        Notice::PasswordChanged => Some(Key::SecurityPasswordChanged),
        Notice::TwoFactorEnabled => Some(Key::SecurityEnabled),
        Notice::TwoFactorDisabled => Some(Key::SecurityDisabled),
        _ => None,
    }
}
