//! Nothing yet, nothing by this filter, or failed: one sentence that says why, and the next action.

use leptos::prelude::*;

use crate::{icon::Icon, live::shown};

/// Stands where a list would be.
#[component]
pub fn EmptyState(
    /// Drawing above the title.
    icon: &'static str,
    /// Why there is nothing.
    #[prop(into)]
    title: Signal<String>,
    /// What is kept, or what to know.
    #[prop(optional, into)]
    text: Signal<Option<String>>,
    /// Buttons: the one next action first.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <Icon name=icon size=28 />
            <h2>{title}</h2>
            {shown(move || text.get().map(|text| view! { <p>{text}</p> }))}
            {children.map(|children| view! { <div class="row">{children()}</div> }.into_any())}
        </div>
    }
}
