//! Security settings: panels in a list, each from a file of its own.

use i18n::{Key, t, tp, use_i18n};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::error::AppError;
use model::sign_in::{Flash, Notice};
use model::two_factor::{FEW_CODES, SecurityPage};
use ui::{Banner, ButtonKind, ButtonLink, PageTitle, Skeleton, Slate, Tone};

use super::api_key::ApiKey;
use super::password::PasswordPanel;
use super::security_rpc::get_security;
use super::two_factor::TwoFactorPanel;
use crate::data;
use crate::errors::{Failure, error_text};
use crate::links;

#[component]
pub(crate) fn Page() -> impl IntoView {
    let query = use_query_map();
    let dialog = Memo::new(move |_| query.with(|query| query.get("dialog").unwrap_or_default()));
    // Whoever signed in with a backup code wanted to go somewhere.
    let next = Memo::new(move |_| query.with(|query| query.get("next").map(|next| links::own_path(&next))));
    let data = data::load(|| (), |()| get_security());
    view! {
        <PageTitle text=t(Key::AccountSecurity)/>
        <Slate place=t(Key::AccountTitle) title=t(Key::AccountSecurity)/>
        <Suspense fallback=move || view! { <Skeleton label=t(Key::CommonLoading)/> }>
            {Suspend::new(async move {
                match data.await {
                    Ok((page, flash)) => view! { <Loaded page=page flash=flash dialog=dialog next=next/> }.into_any(),
                    Err(error) => view! { <Failure error=error/> }.into_any(),
                }
            })}
        </Suspense>
        <ApiKey/>
    }
}

#[component]
fn Loaded(page: SecurityPage, flash: Flash, dialog: Memo<String>, next: Memo<Option<String>>) -> impl IntoView {
    let i18n = use_i18n();
    let said = flash.notice.and_then(notice_key);
    // What is wrong with a field stands beside it, and what another panel's form came to stands there.
    let is_ours = flash.field("panel").is_none();
    let failed = flash.error.clone().filter(|error| is_ours && !matches!(error, AppError::Invalid { .. }));
    let failed = failed.map(|error| error_text(i18n, &error));
    let SecurityPage { password_min, local, two_factor } = page;
    let left = two_factor.codes_left;
    let coded = two_factor.since.is_some();
    let arrived = move || next.get().filter(|_| coded).map(|next| view! { <UsedBackupCode left=left next=next/> });
    view! {
        {arrived}
        {said.map(|key| view! { <Banner tone=Tone::Confirmed title=t(key) live=true/> })}
        {failed.map(|text| view! { <Banner tone=Tone::Failed title=text live=true focus=true/> })}
        <PasswordPanel password_min=password_min local=local error=flash.error.clone()/>
        <TwoFactorPanel two_factor=two_factor flash=flash dialog=dialog/>
    }
}

/// After the sign-in with a backup code: how many are left, and on to the page that was wanted.
#[component]
fn UsedBackupCode(left: u32, next: String) -> impl IntoView {
    let tone = if left <= FEW_CODES { Tone::Waiting } else { Tone::Confirmed };
    let go_on =
        move || view! { <ButtonLink href=next.clone() kind=ButtonKind::Primary>{t!(Key::CommonContinue)}</ButtonLink> };
    view! { <Banner tone=tone title=t(Key::CodeUsedBackup) live=true actions=go_on>{tp!(Key::SecurityCodesLeft, left)}</Banner> }
}

fn notice_key(notice: Notice) -> Option<Key> {
    match notice {
        Notice::PasswordChanged => Some(Key::SecurityPasswordChanged),
        Notice::TwoFactorEnabled => Some(Key::SecurityEnabled),
        Notice::TwoFactorDisabled => Some(Key::SecurityDisabled),
        _ => None,
    }
}
