//! Dialogs that are part of the address: `?dialog=add-user`.
//!
//! The server renders them open, so they work without script; after hydration they become modal.
//! Closing is following the close link, whichever way it was asked for.

use leptos::{ev::Event, html, prelude::*, reactive::send_wrapper_ext::SendOption};
use wasm_bindgen::JsCast;
use web_sys::{HtmlDialogElement, HtmlElement};

use crate::effect;
use crate::{
    announcer::StatusRegion,
    dom::{dialog_by_id, focused},
    icon::Icon,
    live::shown,
    skip_link::MAIN_ID,
};

/// Frames to wait for a dialog that was built before its place in the page was ready.
const PATIENCE: u8 = 60; // one second

/// A route dialog. Render it only while the address names it.
///
/// The children bring their own parts: a `dialog__body`, and a `dialog__foot` with the buttons in a `push`;
/// a form may stand around both.
#[component]
pub fn Dialog(
    /// Id of the dialog.
    #[prop(into)]
    id: String,
    /// Names the action, like the button that opened it.
    #[prop(into)]
    title: Signal<String>,
    /// What to know before reading on.
    #[prop(optional, into)]
    lead: Signal<Option<String>>,
    /// With room for two columns.
    #[prop(optional)]
    wide: bool,
    /// "Close".
    #[prop(into)]
    close_label: Signal<String>,
    /// Address of the page without the dialog.
    #[prop(into)]
    close_href: Signal<String>,
    /// Asked before closing; false keeps it open, for input that would be lost.
    #[prop(optional)]
    may_close: Option<Callback<(), bool>>,
    /// Body and foot.
    children: Children,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let close_link = NodeRef::<html::A>::new();
    become_modal(dialog);
    let leave = move || {
        if let Some(link) = close_link.get_untracked() {
            link.click();
        }
    };
    let title_id = format!("{id}-title");
    view! {
        <dialog
            node_ref=dialog
            id=id
            class=if wide { "dialog is-wide" } else { "dialog" }
            open=true
            aria-labelledby=title_id
            on:cancel=move |event: Event| {
                // Escape follows the link too, so that the address stays true.
                if is_from_dialog(&event) {
                    event.prevent_default();
                    leave();
                }
            }
            on:close=move |_| {
                // The browser insists after a second Escape; what was typed must still be asked about.
                if let Some(dialog) = dialog.get_untracked() {
                    let _ = dialog.show_modal();
                }
                leave();
            }
        >
            <header class="dialog__head">
                <div>
                    <h2 id=title_id.clone()>{title}</h2>
                    {shown(move || lead.get().map(|text| view! { <p>{text}</p> }))}
                </div>
                <a
                    node_ref=close_link
                    class="icon-btn"
                    href=close_href
                    data-noscroll=""
                    aria-label=close_label
                    on:click=move |event| {
                        if may_close.is_some_and(|may_close| !may_close.run(())) {
                            event.prevent_default();
                            event.stop_propagation();
                        }
                    }
                >
                    <Icon name="x" />
                </a>
            </header>
            {children()}
            <StatusRegion />
        </dialog>
    }
}

/// Opens the dialog with this id, where the browser does not know `command` yet.
pub fn show_dialog(id: &str) {
    if let Some(dialog) = dialog_by_id(id).filter(|dialog| !dialog.open()) {
        let _ = dialog.show_modal();
    }
}

/// Closes the dialog with this id; the browser gives the focus back.
pub fn close_dialog(id: &str) {
    if let Some(dialog) = dialog_by_id(id).filter(HtmlDialogElement::open) {
        dialog.close();
    }
}

/// Makes the dialog modal once it stands in the page, and gives the focus back when it is gone.
fn become_modal(dialog: NodeRef<html::Dialog>) {
    let opener = StoredValue::new(SendOption::<HtmlElement>::new_local(None));
    effect(move || {
        if let Some(dialog) = dialog.get() {
            opener.update_value(|opener| **opener = focused());
            make_modal(dialog, PATIENCE);
        }
    });
    on_cleanup(move || {
        if cfg!(target_arch = "wasm32") {
            let opener = opener.try_update_value(|opener| (**opener).take()).flatten();
            // While the dialog still stands, everything behind it refuses the focus.
            request_animation_frame(move || return_focus(opener));
        }
    });
}

/// A file field inside tells of its own cancellation with the same event.
fn is_from_dialog(event: &Event) -> bool {
    event.target().is_some_and(|target| target.has_type::<HtmlDialogElement>())
}

fn make_modal(dialog: HtmlDialogElement, patience: u8) {
    if !dialog.is_connected() {
        if patience > 0 {
            request_animation_frame(move || make_modal(dialog, patience - 1));
        }
        return;
    }
    // `close()` would fire an event; the attribute alone makes room for `showModal()`.
    let _ = dialog.remove_attribute("open");
    if dialog.show_modal().is_err() {
        let _ = dialog.set_attribute("open", "");
    }
}

/// To the opener, or to the content where the opener is gone.
fn return_focus(opener: Option<HtmlElement>) {
    if let Some(opener) = opener.filter(|opener| opener.is_connected()) {
        let _ = opener.focus();
    }
    if focused().is_none()
        && let Some(main) = document().get_element_by_id(MAIN_ID).and_then(crate::dom::html_element)
    {
        let _ = main.focus();
    }
}
