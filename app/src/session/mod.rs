//! Who is signed in: read by the door before anything is rendered, and carried by the page.
//!
//! A resource would put the whole console behind a `Suspense`, and the server renders what stands in one several times,
//! with every query of the page inside.

#[cfg(feature = "ssr")]
mod forms;
mod rpc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::profile::DefaultPage;
use model::session::{Frame, Theme};

#[cfg(feature = "ssr")]
pub use rpc::frame_of;
pub(crate) use rpc::{choose_preferences, get_catalog, get_frame};

/// The element that carries it.
pub(crate) const ELEMENT: &str = "frame";

/// The frame of the pages: came with the page, and is read again when something in it changed.
///
/// Signing in and out are full page loads, so the first one says for good whether someone is signed in. What is read
/// later changes figures and rights only, and never builds the frame anew: the page inside it would start over.
#[derive(Clone, Copy)]
pub(crate) struct FrameData(RwSignal<Frame>);

impl FrameData {
    /// What was read last.
    pub(crate) fn signal(self) -> RwSignal<Frame> {
        self.0
    }

    /// Whether the reader wants dates relative to now; so it is while nobody has said otherwise.
    pub(crate) fn fuzzy_dates(self) -> Signal<bool> {
        Signal::derive(move || self.0.with(|frame| frame.session.as_ref().is_none_or(|session| session.fuzzy_dates)))
    }

    /// The page to begin with.
    pub(crate) fn default_page(self) -> DefaultPage {
        self.0.with_untracked(|frame| {
            frame.session.as_ref().map_or(DefaultPage::Overview, |session| session.default_page)
        })
    }

    /// What the gravest forms send along: only pages of this session have it.
    pub(crate) fn form_token(self) -> String {
        let token = |frame: &Frame| frame.session.as_ref().map(|session| session.form_token.clone());
        self.0.with_untracked(token).unwrap_or_default()
    }

    /// Name of the workspace; empty before the set-up.
    #[cfg(feature = "ssr")]
    pub(crate) fn workspace(self) -> String {
        self.0.with_untracked(|frame| frame.workspace.clone())
    }

    /// What stands in the place of that name; `theme` where the ground is not the reader's own.
    pub(crate) fn logo(self, theme: Option<Theme>) -> Option<(String, Option<String>)> {
        self.0.with(|frame| frame.logos.shown(theme.unwrap_or(frame.theme)))
    }

    /// Reads it again: seats, counts, rights. A failure leaves what is there; the page's own data will say it.
    pub(crate) fn refetch(self) {
        spawn_local(async move {
            if let Ok(frame) = get_frame().await {
                self.0.set(frame);
            }
        });
    }
}

/// The hidden field by which a plain form says that it was made by a page of this session.
#[component]
pub(crate) fn FormToken() -> impl IntoView {
    view! { <input type="hidden" name="form_token" value=use_frame().form_token()/> }
}

/// Makes it; once, at the root.
pub(crate) fn provide() {
    provide_context(FrameData(RwSignal::new(carried())));
}

/// The frame of the pages.
pub(crate) fn use_frame() -> FrameData {
    expect_context::<FrameData>()
}

/// Without a request, as when the routes are listed at start, nobody is signed in.
#[cfg(feature = "ssr")]
fn carried() -> Frame {
    use_context::<crate::visitor::Visitor>().map(|visitor| visitor.frame().clone()).unwrap_or_default()
}

#[cfg(not(feature = "ssr"))]
#[expect(clippy::expect_used, reason = "page and wasm are of one build; without it there is nothing to show")]
fn carried() -> Frame {
    let json = document().get_element_by_id(ELEMENT).and_then(|script| script.text_content()).unwrap_or_default();
    serde_json::from_slice(json.as_bytes()).expect("the page carries its frame")
}
