//! The title of the page, in the window's tab and in history.

use leptos::{prelude::*, text_prop::TextProp};
use leptos_meta::Title;

/// Sets `<title>`; the product's name follows the text.
#[component]
pub fn PageTitle(
    /// What the page shows; may hold names that people chose.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    let title = move |text: String| written(&format!("{text} · Rollcall"));
    // The server writes the title after the page, and by then the owner of the signal may be gone; in the browser the
    // title is read once more when another page takes its place.
    let text: TextProp = if cfg!(target_arch = "wasm32") {
        (move || title(text.try_get().unwrap_or_default())).into()
    } else {
        title(text.get_untracked()).into()
    };
    view! { <Title text=text /> }
}

/// Leptos ≤ 0.8.23: the server writes the text between `<title>` and `</title>` without escaping,
/// `leptos_meta` 0.8.7 `lib.rs` l. 262. The browser sets `document.title`, which takes plain text.
fn written(text: &str) -> String {
    if cfg!(target_arch = "wasm32") { text.to_owned() } else { escaped(text) }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_leave_the_title() {
        assert_eq!(written("</title><script>"), "&lt;/title>&lt;script>");
    }

    #[test]
    fn an_entity_in_a_name_stays_text() {
        assert_eq!(written("R&D &lt;b"), "R&amp;D &amp;lt;b");
    }
}
