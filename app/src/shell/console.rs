//! The frame of every signed-in page.

use i18n::{Key, t};
use leptos::prelude::*;
use leptos_router::components::{Outlet, Redirect};
use leptos_router::hooks::use_location;
use model::session::{Frame, SessionInfo};
use ui::{Drawer, IconButton, SkipLink, StatusRegion, ToastRegion, Wordmark};

use super::keys::{KeysDialog, provide_shortcuts};
use super::profile_menu::ProfileMenu;
use super::rail::Rail;
use super::step_up::{StepUpDialog, provide_step_up};
use crate::errors::Failure;
use crate::links;
use crate::session::use_frame;

/// The frame; whoever is not signed in is sent to sign in, and comes back afterward.
#[component]
pub(crate) fn Console() -> impl IntoView {
    let frame = use_frame();
    let location = use_location();
    view! {
        <Suspense>
            {Suspend::new(async move {
                match frame.first.await {
                    Ok(Frame { session: Some(session), workspace, .. }) => {
                        view! { <Inside first=session workspace=workspace newer=frame.newer/> }.into_any()
                    }
                    Ok(_) => {
                        let path = location.pathname.get_untracked();
                        let here = match location.search.get_untracked().trim_start_matches('?') {
                            "" => path,
                            query => format!("{path}?{query}"),
                        };
                        view! { <Redirect path=links::sign_in(&here)/> }.into_any()
                    }
                    Err(error) => view! { <main id="content" class="page"><Failure error=error/></main> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Inside(first: SessionInfo, workspace: String, newer: RwSignal<Option<Frame>>) -> impl IntoView {
    let session = Signal::derive(move || {
        newer.with(|frame| frame.as_ref().and_then(|frame| frame.session.clone())).unwrap_or_else(|| first.clone())
    });
    provide_shortcuts(session);
    provide_step_up();
    let workspace = Signal::stored(Some(workspace));
    view! {
        <SkipLink label=t(Key::CommonSkipToContent)/>
        <div class="shell">
            <aside class="rail"><Rail session=session workspace=workspace/></aside>
            <div class="main">
                <div class="topbar">
                    <IconButton icon="menu" label=t(Key::ShellOpenMenu) class="only-narrow" opens="nav-drawer"/>
                    <Wordmark workspace=workspace href="/"/>
                    <span class="push"></span>
                    <ProfileMenu session=session workspace=workspace/>
                </div>
                <main id="content" class="page" tabindex="-1"><Outlet/></main>
            </div>
        </div>
        <Drawer id="nav-drawer" label=t(Key::ShellMenu) close_label=t(Key::ShellCloseMenu)>
            <Rail session=session workspace=workspace/>
        </Drawer>
        <KeysDialog/>
        <StepUpDialog/>
        <StatusRegion/>
        <ToastRegion label=t(Key::ShellNotifications)/>
    }
}
