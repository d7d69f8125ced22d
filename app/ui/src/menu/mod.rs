//! Menus: a button, and entries in a popover of the browser.
//!
//! Opening, closing and Escape are the browser's; this adds the arrow keys, Home, End and letters.
//! Without script the entries are reached with Tab.

mod entry;
mod keys;

pub use entry::{
    MenuHeading, MenuHeadingProps, MenuItem, MenuItemProps, MenuLink, MenuLinkProps, MenuRadio, MenuRadioProps,
    MenuSeparator,
};
use leptos::{
    ev::{KeyboardEvent, MouseEvent},
    html,
    prelude::*,
};
use web_sys::HtmlElement;

use crate::{hydrated::hydrated, live::shown, style::Align};

/// A button with its menu.
#[component]
pub fn Menu(
    /// Id of the menu.
    #[prop(into)]
    id: String,
    /// What the menu holds: "Account", "Actions for Bao Trần".
    #[prop(into)]
    label: Signal<String>,
    /// Content of the button.
    #[prop(into)]
    trigger: ViewFn,
    /// Style class of the button.
    #[prop(default = "icon-btn".to_owned(), into)]
    trigger_class: String,
    /// Label of a button that shows an icon only.
    #[prop(optional, into)]
    trigger_label: Signal<Option<String>>,
    /// Which edges of button and menu meet.
    #[prop(optional)]
    align: Align,
    /// The entries are made at the first opening; needs script, so the button waits for it.
    #[prop(optional)]
    lazy: bool,
    /// [`MenuLink`]s, [`MenuItem`]s, [`MenuRadio`]s, separators; forms may stand around them.
    children: ChildrenFn,
) -> impl IntoView {
    let popover = NodeRef::<html::Div>::new();
    let button = NodeRef::<html::Button>::new();
    let ready = hydrated();
    let open = RwSignal::new(false);
    let wanted = RwSignal::new(!lazy);
    let last_first = StoredValue::new(false);

    let toggled = move |_| {
        let Some(popover) = popover.get_untracked() else { return };
        let now_open = popover.matches(":popover-open").unwrap_or(false);
        open.set(now_open);
        if now_open {
            keys::focus_edge(&popover, last_first.get_value());
            last_first.set_value(false);
        }
    };
    let press = move |_: MouseEvent| wanted.set(true);
    let trigger_key = move |event: KeyboardEvent| {
        let up = event.key() == "ArrowUp";
        if up || event.key() == "ArrowDown" {
            event.prevent_default();
            last_first.set_value(up);
            // A press, not `showPopover()`, so that the menu stands at its button.
            if let Some(button) = button.get_untracked() {
                button.click();
            }
        }
    };
    // Before the entry's own handler, so that the focus is back at the button when a dialog opens.
    let chosen = move |event: MouseEvent| {
        if let Some(popover) = popover.get_untracked()
            && keys::is_choice(&event)
        {
            let _ = popover.hide_popover();
        }
    };
    let menu_key = move |event: KeyboardEvent| {
        if let Some(popover) = popover.get_untracked() {
            follow_key(&popover, &event);
        }
    };
    view! {
        <button
            node_ref=button
            type="button"
            class=trigger_class
            popovertarget=id.clone()
            hidden=move || lazy && !ready.get()
            aria-haspopup="menu"
            // Before hydration the browser itself knows; a written "false" would contradict it.
            aria-expanded=move || ready.get().then(|| open.get().to_string())
            aria-label=trigger_label
            on:click=press
            on:keydown=trigger_key
        >
            {trigger.run()}
        </button>
        <div
            node_ref=popover
            id=id
            popover="auto"
            class=format!("pop menu{}", align.class())
            role="menu"
            aria-label=label
            on:toggle=toggled
            on:click:capture=chosen
            on:keydown=menu_key
        >
            {shown(move || wanted.get().then(|| children()))}
        </div>
    }
}

/// Moves the focus inside an open menu, or out of it.
fn follow_key(popover: &HtmlElement, event: &KeyboardEvent) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    if event.key() == "Tab" {
        // The focus returns to the button first, so that Tab goes on from there.
        let _ = popover.hide_popover();
        return;
    }
    if keys::move_focus(popover, &event.key()) {
        event.prevent_default();
        event.stop_propagation();
    }
}
