//! Whether script has taken over, for controls that cannot work without it.

use leptos::prelude::*;

use crate::effect;

/// False on the server and during hydration, so that both sides draw the same; true right after.
#[must_use]
pub fn hydrated() -> ReadSignal<bool> {
    let (ready, set_ready) = signal(false);
    // Effects do not run on the server, and in the browser only once the page is hydrated.
    effect(move || set_ready.set(true));
    ready
}
