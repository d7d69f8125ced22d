//! Who is signed in: one resource at the root, read by the frame and by pages.

#[cfg(feature = "ssr")]
mod forms;
mod rpc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::session::Frame;

use crate::data::{self, Data};

pub(crate) use rpc::{choose_preferences, get_catalog, get_frame};

/// The frame of the pages: loaded with the page, and read again when something in it changed.
///
/// Signing in and out are full page loads, so the first answer says for good whether someone is signed in. What is read
/// later changes figures and rights only, and never builds the frame anew: the page inside it would start over.
#[derive(Clone, Copy)]
pub(crate) struct FrameData {
    /// What the page was loaded with.
    pub(crate) first: Data<Frame>,
    /// What was read since.
    pub(crate) newer: RwSignal<Option<Frame>>,
}

impl FrameData {
    /// Reads it again: seats, counts, rights. A failure leaves what is there; the page's own data will say it.
    pub(crate) fn refetch(self) {
        spawn_local(async move {
            if let Ok(frame) = get_frame().await {
                self.newer.set(Some(frame));
            }
        });
    }
}

/// Makes it; once, at the root.
pub(crate) fn provide() {
    let first = data::load(|| (), |()| get_frame());
    provide_context(FrameData { first, newer: RwSignal::new(None) });
}

/// The frame of the pages.
pub(crate) fn use_frame() -> FrameData {
    expect_context::<FrameData>()
}
