//! The frame of every signed-in page.

use i18n::{Key, t};
use leptos::prelude::*;
use leptos_router::components::Outlet;
use ui::{Drawer, IconButton, SkipLink, StatusRegion, ToastRegion, Wordmark};

use super::enroll_banner::EnrollBanner;
use super::keys::provide_shortcuts;
use super::profile_menu::ProfileMenu;
use super::rail::Rail;
use super::step_up::provide_step_up;
use crate::explain::provide_explain;
use crate::parts::{Above, FrameDialog};
use crate::seats::provide_buy_seats;
use crate::session::use_frame;

/// The frame. The server sends whoever is not signed in to sign in, so here is always someone.
#[component]
pub(crate) fn Console() -> impl IntoView {
    let data = use_frame();
    let frame = data.signal();
    let Some(first) = frame.with_untracked(|frame| frame.session.clone()) else { return ().into_any() };
    let workspace = Signal::derive(move || Some(frame.with(|frame| frame.workspace.clone())));
    // Only another logo draws it anew.
    let logo = Signal::from(Memo::new(move |_| data.logo(None)));
    let session = Signal::derive(move || frame.with(|frame| frame.session.clone()).unwrap_or_else(|| first.clone()));
    let (keys, step_up, seats) = (provide_shortcuts(session), provide_step_up(), provide_buy_seats());
    let explain = provide_explain();
    view! {
        <SkipLink label=t(Key::CommonSkipToContent)/>
        <div class="shell">
            <aside class="rail"><Rail session=session workspace=workspace logo=logo/></aside>
            <div class="main">
                <div class="topbar">
                    <IconButton icon="menu" label=t(Key::ShellOpenMenu) class="only-narrow" opens="nav-drawer"/>
                    <Wordmark workspace=workspace logo=logo href="/"/>
                    <span class="push"></span>
                    <ProfileMenu session=session workspace=workspace/>
                </div>
                <main id="content" class="page" tabindex="-1">
                    <EnrollBanner session=session/>
                    <Outlet/>
                </main>
            </div>
        </div>
        <Drawer id="nav-drawer" label=t(Key::ShellMenu) close_label=t(Key::ShellCloseMenu)>
            <Rail session=session workspace=workspace logo=logo/>
        </Drawer>
        <Above dialog=FrameDialog::Explain wanted=explain.is_wanted()/>
        <Above dialog=FrameDialog::Keys wanted=keys.is_wanted()/>
        <Above dialog=FrameDialog::Seats wanted=seats.is_wanted()/>
        <Above dialog=FrameDialog::StepUp wanted=step_up.is_wanted()/>
        <StatusRegion/>
        <ToastRegion label=t(Key::ShellNotifications)/>
    }
    .into_any()
}
