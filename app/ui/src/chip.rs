//! Chips: one value that can be taken away.

use leptos::{ev::MouseEvent, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use crate::icon::Icon;

/// Where the value comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ChipKind {
    /// Chosen here.
    #[default]
    Own,
    /// Inherited.
    Default,
    /// Not saved yet.
    New,
    /// A filter that is active.
    Filter,
}

impl ChipKind {
    const fn class(self) -> &'static str {
        match self {
            Self::Own => "chip",
            Self::Default => "chip is-default",
            Self::New => "chip is-new",
            Self::Filter => "chip is-filter",
        }
    }
}

/// A value with a way to take it away: a link where that works without script, else a button.
#[component]
pub fn Chip(
    /// Where the value comes from.
    #[prop(optional)]
    kind: ChipKind,
    /// What taking it away means: "Remove filter Archived users".
    #[prop(optional, into)]
    remove_label: Signal<String>,
    /// Address of the page without it.
    #[prop(optional, into)]
    remove_href: Option<String>,
    /// Takes it away in the page.
    #[prop(optional)]
    on_remove: Option<Callback<()>>,
    /// The value.
    children: Children,
) -> impl IntoView {
    let remove = match (remove_href, on_remove) {
        (Some(href), _) => Some(
            view! {
                <a href=href data-noscroll="" aria-label=remove_label>
                    <Icon name="x" size=14 />
                </a>
            }
            .into_any(),
        ),
        (None, Some(on_remove)) => Some(
            view! {
                <button
                    type="button"
                    aria-label=remove_label
                    on:click=move |event| {
                        focus_next_chip(&event);
                        on_remove.run(());
                    }
                >
                    <Icon name="x" size=14 />
                </button>
            }
            .into_any(),
        ),
        (None, None) => None,
    };
    view! { <span class=kind.class()>{children()} {remove}</span> }
}

/// Moves the focus on before its chip disappears, so that several can be removed in a row.
fn focus_next_chip(event: &MouseEvent) {
    let chip = event
        .current_target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .and_then(|button| button.closest(".chip").ok().flatten());
    let Some(chip) = chip else { return };
    let neighbor = chip.next_element_sibling().or_else(|| chip.previous_element_sibling());
    let target = neighbor
        .and_then(|element| {
            if element.matches("input, button, a").unwrap_or(false) {
                Some(element)
            } else {
                element.query_selector("button, a, input").ok().flatten()
            }
        })
        .and_then(|element| element.dyn_into::<HtmlElement>().ok());
    if let Some(target) = target {
        // Losing the focus is the worst that can happen.
        let _ = target.focus();
    }
}
