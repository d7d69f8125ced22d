//! Popovers with a form: filter, columns. Toggled by a [`Button`](crate::Button) with `popover`.

use leptos::{html, prelude::*};

use crate::style::Align;

/// A box under its button, opened and closed by the browser itself.
///
/// The children bring their own parts: `pop__body` and `pop__foot`, usually inside a `get` form.
#[component]
pub fn Popover(
    /// Id of the popover.
    #[prop(into)]
    id: String,
    /// What is set here.
    #[prop(into)]
    title: Signal<String>,
    /// Which edges of button and box meet.
    #[prop(optional)]
    align: Align,
    /// Body and foot.
    children: Children,
) -> impl IntoView {
    let popover = NodeRef::<html::Div>::new();
    let title_id = format!("{id}-title");
    view! {
        <div
            node_ref=popover
            id=id
            popover="auto"
            class=format!("pop{}", align.class())
            role="group"
            aria-labelledby=title_id
            // Client-side navigation keeps the page, and would keep the box open over the answer.
            on:submit=move |_| {
                if let Some(popover) = popover.get_untracked() {
                    let _ = popover.hide_popover();
                }
            }
        >
            <p class="pop__head" id=title_id.clone()>
                {title}
            </p>
            {children()}
        </div>
    }
}
