//! The left menu where the page is too narrow to show it.

use leptos::{ev::MouseEvent, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::Element;

use crate::{dialog::close_dialog, icon_button::IconButton};

/// A dialog at the start edge; opened by an [`IconButton`] with `opens`.
#[component]
pub fn Drawer(
    /// Id of the dialog.
    #[prop(into)]
    id: String,
    /// What it holds.
    #[prop(into)]
    label: Signal<String>,
    /// "Close menu".
    #[prop(into)]
    close_label: Signal<String>,
    /// What stands beside the close button.
    #[prop(optional, into)]
    head: Option<ViewFn>,
    /// The menu.
    children: Children,
) -> impl IntoView {
    let own_id = id.clone();
    let leave = move |event: MouseEvent| {
        if leads_away(&event) {
            close_dialog(&own_id);
        }
    };
    view! {
        <dialog id=id class="dialog drawer is-start" aria-label=label on:click=leave>
            <div class="dialog__head">
                {head.map(|head| head.run())} <IconButton icon="x" label=close_label closes=id.clone() />
            </div>
            <div class="dialog__body">{children()}</div>
        </dialog>
    }
}

/// A link was followed, or the page behind the drawer was pressed.
fn leads_away(event: &MouseEvent) -> bool {
    let pressed = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    pressed.is_some_and(|element| element.tag_name() == "DIALOG" || element.closest("a[href]").ok().flatten().is_some())
}
