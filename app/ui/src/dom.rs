//! The little that components ask of the browser's page, beyond views.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDialogElement, HtmlElement};

/// The element as one that can have the focus.
pub(crate) fn html_element(element: Element) -> Option<HtmlElement> {
    element.dyn_into().ok()
}

/// What has the focus now; nothing, when the page itself has it.
pub(crate) fn focused() -> Option<HtmlElement> {
    let element = html_element(document().active_element()?)?;
    (element.tag_name() != "BODY").then_some(element)
}

/// The dialog with this id.
pub(crate) fn dialog_by_id(id: &str) -> Option<HtmlDialogElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}
