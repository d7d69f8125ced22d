//! A date or time; the text is made elsewhere, in the reader's language and zone.

use leptos::prelude::*;

/// `<time>` with one form as text and the other on hover.
#[component]
pub fn TimeText(
    /// The moment in the form of the `datetime` attribute.
    #[prop(into)]
    datetime: Signal<String>,
    /// The form that the reader prefers.
    #[prop(into)]
    text: Signal<String>,
    /// The other form.
    #[prop(optional, into)]
    title: Signal<Option<String>>,
) -> impl IntoView {
    view! {
        <time datetime=datetime title=title>
            {text}
        </time>
    }
}
