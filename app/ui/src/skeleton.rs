//! Skeleton of a list that is on its way.

use leptos::prelude::*;

/// Lines in the shape of people; visible after 300 ms only.
#[component]
pub fn Skeleton(
    /// What is being loaded, for screen readers.
    #[prop(into)]
    label: Signal<String>,
    /// How many lines.
    #[prop(default = 6)]
    rows: u8,
) -> impl IntoView {
    let line = |n: u8| {
        let width = if n % 3 == 1 { "skel w60" } else { "skel w40" };
        view! {
            <li>
                <span class="skel round"></span>
                <div class="stack stack--tight grow">
                    <span class=width></span>
                    <span class="skel w25"></span>
                </div>
            </li>
        }
        .into_any()
    };
    view! {
        <ul class="lines skeleton" aria-busy="true" aria-label=label>
            {(0..rows).map(line).collect::<Vec<_>>()}
        </ul>
    }
}
