//! Who is signed in: one resource at the root, read by the frame and by pages.

mod rpc;

use leptos::prelude::*;
use model::error::AppError;
use model::session::Frame;

pub(crate) use rpc::{choose_preferences, get_catalog, get_frame};

/// The frame of the pages, fetched once and again when something in it changed.
#[derive(Clone, Copy)]
pub(crate) struct FrameData {
    /// The data.
    pub(crate) resource: Resource<Result<Frame, AppError>>,
    version: RwSignal<u32>,
}

impl FrameData {
    /// Fetches it again: seats, counts, rights.
    pub(crate) fn refetch(self) {
        self.version.update(|version| *version += 1);
    }
}

/// Makes the resource; once, at the root.
pub(crate) fn provide() {
    let version = RwSignal::new(0);
    let resource = Resource::new(move || version.get(), |_| get_frame());
    provide_context(FrameData { resource, version });
}

/// The frame of the pages.
pub(crate) fn use_frame() -> FrameData {
    expect_context::<FrameData>()
}
