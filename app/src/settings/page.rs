//! The tab that the address names; without a name, the first one that is open to the viewer.

use i18n::{Key, t, use_i18n};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::session::Frame;
use model::settings::SettingsTab;
use ui::{PageTitle, Slate};

use super::{branding, players};
use crate::roles;
use crate::session::use_frame;

#[component]
pub(crate) fn Page() -> impl IntoView {
    let (params, frame) = (use_query_map(), use_frame().signal());
    let tab = Memo::new(move |_| {
        let named = params.with(|params| params.get("tab")).and_then(|word| word.parse().ok());
        // Where none is open, the first says why.
        named.or_else(|| frame.with(|frame| open(frame).next())).unwrap_or(SettingsTab::Roles)
    });
    move || {
        let tab = tab.get();
        let head = ViewFn::from(move || view! { <Head tab=tab/> });
        let shown = match tab {
            SettingsTab::Roles => view! { <roles::Tab head=head/> }.into_any(),
            SettingsTab::Branding => view! { <branding::Tab head=head/> }.into_any(),
            SettingsTab::Players => view! { <players::Tab head=head/> }.into_any(),
        };
        view! {
            <PageTitle text=t(title(tab))/>
            {shown}
        }
    }
}

/// The slate, and the tabs. One that is not open to the viewer is not there.
#[component]
fn Head(tab: SettingsTab) -> impl IntoView {
    let (i18n, frame) = (use_i18n(), use_frame().signal());
    let tabs = move || {
        let link = |one: SettingsTab| {
            let current = (one == tab).then_some("page");
            view! { <a href=format!("/admin/settings?tab={one}") aria-current=current data-noscroll="">{t!(title(one))}</a> }
        };
        frame.with(|frame| open(frame).map(link).collect_view())
    };
    let intro = Signal::derive(move || {
        Some(i18n.text(match tab {
            SettingsTab::Roles => Key::RolesPageIntro,
            SettingsTab::Players => Key::PlayersTabIntro,
            SettingsTab::Branding => Key::BrandingIntro,
        }))
    });
    view! {
        <Slate place=t(Key::ShellWorkspace) title=t(title(tab)) subtitle=intro/>
        <nav class="tabs" aria-label=t!(Key::RolesPageSettings)>{tabs}</nav>
    }
}

/// The tabs that are open to the viewer, in their order.
fn open(frame: &Frame) -> impl Iterator<Item = SettingsTab> {
    let allows = |tab: &SettingsTab| frame.session.as_ref().is_some_and(|session| session.actions.allows(tab.action()));
    SettingsTab::ALL.iter().copied().filter(allows)
}

fn title(tab: SettingsTab) -> Key {
    match tab {
        SettingsTab::Roles => Key::RolesPageTitle,
        SettingsTab::Players => Key::PlayersTab,
        SettingsTab::Branding => Key::BrandingTab,
    }
}
