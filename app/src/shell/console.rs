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
    let frame = use_frame().resource;
    let location = use_location();
    // Kept between refetches, so that the frame is built once and then only changes its figures.
    let known = RwSignal::new(None::<(Frame, SessionInfo)>);
    view! {
        <Transition fallback=|| ()>
            {move || Suspend::new(async move {
                match frame.await {
                    Ok(frame) => {
                        if let Some(session) = frame.session.clone() {
                            known.set(Some((frame, session)));
                            view! { <Inside known=known/> }.into_any()
                        } else {
                            let path = location.pathname.get_untracked();
                            let query = location.query.get_untracked().to_query_string();
                            view! { <Redirect path=links::sign_in(&format!("{path}{query}"))/> }.into_any()
                        }
                    }
                    Err(error) => view! { <super::Outside><Failure error=error/></super::Outside> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
#[expect(clippy::expect_used, reason = "`Console` builds it only when someone is signed in")]
fn Inside(known: RwSignal<Option<(Frame, SessionInfo)>>) -> impl IntoView {
    let first = known.get_untracked().expect("someone is signed in");
    let session = Signal::derive(move || known.get().map_or_else(|| first.1.clone(), |(_, session)| session));
    provide_shortcuts(session);
    provide_step_up();
    let workspace = Signal::derive(move || known.get().map(|(frame, _)| frame.workspace));
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
