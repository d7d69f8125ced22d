//! The mark: four strokes and a slash, the product, the workspace.

use crate::live::shown;
use leptos::prelude::*;

/// Mark, product and workspace; a link when it has somewhere to lead.
#[component]
pub fn Wordmark(
    /// Name of the workspace, once there is one.
    #[prop(optional, into)]
    workspace: Signal<Option<String>>,
    /// Where it leads.
    #[prop(optional, into)]
    href: Option<String>,
) -> impl IntoView {
    let content = view! {
        <svg
            viewBox="0 0 26 22"
            aria-hidden="true"
            fill="none"
            stroke="currentColor"
            stroke-width="2.6"
            stroke-linecap="round"
        >
            <path d="M4 2.5v17M10 2.5v17M16 2.5v17M22 2.5v17"></path>
            <path class="mark__slash" d="M1.5 16.5 24.5 5.5"></path>
        </svg>
        <div>
            <b>"Rollcall"</b>
            {shown(move || workspace.get().map(|name| view! { <span>{name}</span> }))}
        </div>
    };
    match href {
        Some(href) => view! { <a class="mark" href=href>{content}</a> }.into_any(),
        None => view! { <div class="mark">{content}</div> }.into_any(),
    }
}
