//! The page: slate, tabs, and the tab that the address names.

use i18n::{Key, t, use_i18n};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::error::AppError;
use model::security::SecuritySettings;
use model::sign_in::{Flash, Notice};
use ui::{Banner, PageTitle, Skeleton, Slate, Tone};

use super::enforcement::Enforcement;
use super::factors::Factors;
use super::rpc::get_security_settings;
use super::rules::Rules;
use crate::data;
use crate::errors::{Failure, error_text};

/// The page.
pub(super) const PAGE: &str = "/admin/security";

/// The tab of those who have a second factor, and of those who have none.
pub(super) const FACTORS: &str = "2fa";

#[component]
pub(crate) fn Page() -> impl IntoView {
    let i18n = use_i18n();
    let params = use_query_map();
    let on_factors = Memo::new(move |_| params.with(|params| params.get("tab").is_some_and(|tab| tab == FACTORS)));
    let intro = Signal::derive(move || Some(i18n.text(Key::WorkspaceSecurityIntro)));
    let tab = move |factors: bool, href: String, label: Key| {
        let current = move || (on_factors.get() == factors).then_some("page");
        view! { <a href=href aria-current=current data-noscroll="">{t(label)}</a> }
    };
    view! {
        <PageTitle text=t(Key::WorkspaceSecurityTitle)/>
        <Slate place=t(Key::ShellWorkspace) title=t(Key::WorkspaceSecurityTitle) subtitle=intro/>
        <nav class="tabs" aria-label=t!(Key::WorkspaceSecurityTitle)>
            {tab(false, PAGE.to_owned(), Key::FactorsTabRules)}
            {tab(true, format!("{PAGE}?tab={FACTORS}"), Key::FactorsTabFactor)}
        </nav>
        {move || if on_factors.get() { view! { <Factors/> }.into_any() } else { view! { <RulesTab/> }.into_any() }}
    }
}

#[component]
fn RulesTab() -> impl IntoView {
    let data = data::load(|| (), |()| get_security_settings());
    view! {
        <Suspense fallback=move || view! { <Skeleton label=t(Key::CommonLoading)/> }>
            {Suspend::new(async move {
                match data.await {
                    Ok((settings, flash)) => view! { <Loaded settings=settings flash=flash/> }.into_any(),
                    Err(error) => view! { <Failure error=error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Loaded(settings: SecuritySettings, flash: Flash) -> impl IntoView {
    let i18n = use_i18n();
    let notice = match flash.notice {
        Some(Notice::Saved) => Some(Key::UserWindowSaved),
        Some(Notice::Proven) => Some(Key::StepUpKept),
        _ => None,
    };
    let said = notice.map(|key| view! { <Banner tone=Tone::Confirmed title=t(key) live=true/> });
    // What is wrong with a field stands beside it.
    let failed = flash.error.clone().filter(|error| !matches!(error, AppError::Invalid { .. })).map(|error| {
        let text = Signal::derive(move || error_text(i18n, &error));
        view! { <Banner tone=Tone::Failed title=text live=true focus=true/> }
    });
    let enforcement = settings.enforcement.clone();
    view! {
        {said}
        {failed}
        <Rules settings=settings flash=flash.clone()/>
        <Enforcement panel=enforcement flash=flash/>
    }
}
