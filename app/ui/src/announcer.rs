//! What screen readers are told, beside what everyone sees.
//!
//! One sentence at a time, politely. A modal dialog makes the rest of the page inert, so it brings
//! a region of its own; of all regions exactly one is heard at any moment.

use leptos::prelude::*;

/// Speaks through the page's [`StatusRegion`].
#[derive(Clone, Copy, Debug)]
pub struct Announcer {
    sentence: RwSignal<String>,
}

impl Announcer {
    /// Says one sentence, also when it is the same as before.
    pub fn announce(&self, sentence: impl Into<String>) {
        let mut next = sentence.into();
        self.sentence.update(|current| {
            if *current == next {
                // Screen readers speak changes only, and a space at the end is not spoken.
                next.push('\u{a0}');
            }
            *current = next;
        });
    }
}

/// Makes the announcer available below; called once, in `App`.
pub fn provide_announcer() -> Announcer {
    let announcer = Announcer { sentence: RwSignal::new(String::new()) };
    provide_context(announcer);
    announcer
}

/// The page's announcer; a silent one on pages without it.
#[must_use]
pub fn use_announcer() -> Announcer {
    use_context().unwrap_or_else(|| Announcer { sentence: RwSignal::new(String::new()) })
}

/// The live region; once in the page, and once in every dialog.
#[component]
pub fn StatusRegion() -> impl IntoView {
    let announcer = use_announcer();
    view! {
        <div class="sr" role="status">
            {move || announcer.sentence.get()}
        </div>
    }
}
