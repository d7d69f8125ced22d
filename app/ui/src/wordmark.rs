//! The mark: four strokes and a slash, the product, the workspace.

use leptos::prelude::*;

use crate::live::shown;

/// Mark, product and workspace; a link when it has somewhere to lead.
#[component]
pub fn Wordmark(
    /// Name of the workspace, once there is one.
    #[prop(optional, into)]
    workspace: Signal<Option<String>>,
    /// What stands in the place of that name: its address, and that of what a dark system shows instead.
    #[prop(optional, into)]
    logo: Signal<Option<(String, Option<String>)>>,
    /// Where it leads.
    #[prop(optional, into)]
    href: Option<String>,
) -> impl IntoView {
    let of = move || {
        let name = workspace.get()?;
        Some(match logo.get() {
            Some((src, dark)) => {
                let dark =
                    dark.map(|dark| view! { <source srcset=dark media="(prefers-color-scheme: dark)"/> }.into_any());
                view! { <picture>{dark}<img src=src alt=name/></picture> }.into_any()
            }
            None => view! { <span>{name}</span> }.into_any(),
        })
    };
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
            {shown(of)}
        </div>
    };
    match href {
        Some(href) => view! { <a class="mark" href=href>{content}</a> }.into_any(),
        None => view! { <div class="mark">{content}</div> }.into_any(),
    }
}
