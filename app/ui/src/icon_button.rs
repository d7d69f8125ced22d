//! Buttons and links that show only an icon: close, more, copy, previous, next, search, menu.

use leptos::{ev::MouseEvent, prelude::*};

use crate::{
    button::Blocked,
    dialog::{close_dialog, show_dialog},
    icon::Icon,
    live::shown,
    style::{Size, with_extra},
};

/// An icon that is pressed. Its label names the object too: "Actions for Bao Trần".
#[component]
pub fn IconButton(
    /// The drawing.
    icon: &'static str,
    /// What pressing does, and to what.
    #[prop(into)]
    label: Signal<String>,
    /// How much room it takes.
    #[prop(optional)]
    size: Size,
    /// Submits its form.
    #[prop(optional)]
    submit: bool,
    /// Needed when the button can be blocked.
    #[prop(optional, into)]
    id: Option<String>,
    /// Name sent with the form.
    #[prop(optional, into)]
    name: Option<String>,
    /// Value sent with the form.
    #[prop(optional, into)]
    value: Option<String>,
    /// For a button that stays pressed: whether it is.
    #[prop(optional, into)]
    pressed: Signal<Option<bool>>,
    /// Id of a dialog that it opens, by script or by the browser's own command.
    #[prop(optional, into)]
    opens: Option<String>,
    /// Id of a dialog that it closes.
    #[prop(optional, into)]
    closes: Option<String>,
    /// Id of a popover that it opens and closes.
    #[prop(optional, into)]
    popover: Option<String>,
    /// Why the action is not possible now.
    #[prop(optional, into)]
    blocked: Signal<Option<String>>,
    /// Id of an element that already shows this reason.
    #[prop(optional, into)]
    reason_id: Option<String>,
    /// Called on a press that is not blocked.
    #[prop(optional)]
    on_click: Option<Callback<MouseEvent>>,
    /// Further style classes.
    #[prop(optional, into)]
    class: Option<String>,
) -> impl IntoView {
    let class = with_extra(format!("icon-btn{}", size.class()), class);
    let blocked = Blocked::new(blocked, id.as_deref(), reason_id);
    let command = if opens.is_some() {
        Some("show-modal")
    } else if closes.is_some() {
        Some("close")
    } else {
        None
    };
    let target = opens.clone().or_else(|| closes.clone());
    let press = {
        let blocked = blocked.clone();
        move |event: MouseEvent| {
            if blocked.is_some() {
                event.prevent_default();
                event.stop_propagation();
                return;
            }
            // Older browsers need script; newer ones must not run their own command on top of it.
            if let Some(id) = &opens {
                event.prevent_default();
                show_dialog(id);
            }
            if let Some(id) = &closes {
                event.prevent_default();
                close_dialog(id);
            }
            if let Some(on_click) = on_click {
                on_click.run(event);
            }
        }
    };
    view! {
        <button
            type=if submit { "submit" } else { "button" }
            class=class
            id=id
            name=name
            value=value
            command=command
            commandfor=target
            popovertarget=popover
            aria-label=label
            aria-pressed=move || pressed.get().map(|on| on.to_string())
            aria-disabled={
                let blocked = blocked.clone();
                move || blocked.aria_disabled()
            }
            aria-describedby={
                let blocked = blocked.clone();
                move || blocked.described_by()
            }
            on:click=press
        >
            <Icon name=icon />
        </button>
        {shown(move || blocked.text())}
    }
}

/// An icon that is a link.
#[component]
pub fn IconLink(
    /// The drawing.
    icon: &'static str,
    /// Where it leads, in words.
    #[prop(into)]
    label: Signal<String>,
    /// Where it leads.
    #[prop(into)]
    href: Signal<String>,
    /// How much room it takes.
    #[prop(optional)]
    size: Size,
    /// Further style classes.
    #[prop(optional, into)]
    class: Option<String>,
) -> impl IntoView {
    let class = with_extra(format!("icon-btn{}", size.class()), class);
    view! {
        <a class=class href=href aria-label=label>
            <Icon name=icon />
        </a>
    }
}
