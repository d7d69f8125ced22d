//! Segment: two or three views of one thing, as links.

use leptos::prelude::*;

use crate::{icon::Icon, live::aria_true};

/// The frame around the links.
#[component]
pub fn Segment(
    /// What is chosen here, for screen readers.
    #[prop(into)]
    label: Signal<String>,
    /// The [`SegmentLink`]s.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="segment" role="group" aria-label=label>
            {children()}
        </div>
    }
}

/// One of the views.
#[component]
pub fn SegmentLink(
    /// Address of this view.
    #[prop(into)]
    href: Signal<String>,
    /// Whether it is the one that is shown.
    #[prop(into)]
    current: Signal<bool>,
    /// Drawing before the label.
    #[prop(optional)]
    icon: Option<&'static str>,
    /// The label.
    children: Children,
) -> impl IntoView {
    view! {
        <a href=href data-noscroll="" aria-current=aria_true(current)>
            {icon.map(|name| view! { <Icon name=name size=14 /> })}
            {children()}
        </a>
    }
}
