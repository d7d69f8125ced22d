//! Buttons, and links that look like buttons.

use leptos::{ev::MouseEvent, prelude::*};

use crate::{
    icon::Icon,
    live::shown,
    style::{Size, with_extra},
};

/// What pressing the button means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The ordinary button.
    #[default]
    Plain,
    /// The one main action of a screen.
    Primary,
    /// Without a border, for the way back.
    Quiet,
    /// Leads to something that destroys.
    Danger,
    /// Destroys.
    Destroy,
}

impl ButtonKind {
    const fn class(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Primary => " is-primary",
            Self::Quiet => " is-quiet",
            Self::Danger => " is-danger",
            Self::Destroy => " is-destroy",
        }
    }
}

/// Why a control cannot be used, tied to it: `aria-disabled`, `aria-describedby` and the text.
#[derive(Clone)]
pub(crate) struct Blocked {
    reason: Signal<Option<String>>,
    shown_elsewhere: Option<String>,
    own_id: String,
}

impl Blocked {
    pub(crate) fn new(reason: Signal<Option<String>>, control: Option<&str>, shown_elsewhere: Option<String>) -> Self {
        let own_id = format!("{}-why", control.unwrap_or_default());
        Self { reason, shown_elsewhere, own_id }
    }

    pub(crate) fn is_some(&self) -> bool {
        self.reason.with_untracked(Option::is_some)
    }

    pub(crate) fn aria_disabled(&self) -> Option<&'static str> {
        self.reason.with(Option::is_some).then_some("true")
    }

    pub(crate) fn described_by(&self) -> Option<String> {
        let id = self.shown_elsewhere.as_ref().unwrap_or(&self.own_id);
        self.reason.with(Option::is_some).then(|| id.clone())
    }

    /// The reason beside the control, unless it is shown elsewhere already.
    pub(crate) fn text(&self) -> Option<AnyView> {
        let reason = self.reason.get().filter(|_| self.shown_elsewhere.is_none())?;
        Some(view! { <span id=self.own_id.clone() class="why">{reason}</span> }.into_any())
    }
}

/// A button. Busy and blocked buttons stay focusable, swallow the press, and say so (`aria-disabled`).
#[component]
pub fn Button(
    /// What pressing it means.
    #[prop(optional)]
    kind: ButtonKind,
    /// How much room it takes.
    #[prop(optional)]
    size: Size,
    /// Submits its form; otherwise it only calls `on_click`.
    #[prop(optional)]
    submit: bool,
    /// Drawing before the label.
    #[prop(optional)]
    icon: Option<&'static str>,
    /// Needed when the button can be blocked.
    #[prop(optional, into)]
    id: Option<String>,
    /// Name sent with the form.
    #[prop(optional, into)]
    name: Option<String>,
    /// Value sent with the form.
    #[prop(optional, into)]
    value: Option<String>,
    /// Id of the form, when the button stands outside of it.
    #[prop(optional, into)]
    form: Option<String>,
    /// Another address for the form.
    #[prop(optional, into)]
    formaction: Option<String>,
    /// Id of a popover that the button opens and closes.
    #[prop(optional, into)]
    popover: Option<String>,
    /// The action is under way.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Label while busy: "Sending".
    #[prop(optional, into)]
    busy_label: Signal<Option<String>>,
    /// Why the action is not possible now, and what would make it possible.
    #[prop(optional, into)]
    blocked: Signal<Option<String>>,
    /// Id of an element that already shows this reason.
    #[prop(optional, into)]
    reason_id: Option<String>,
    /// Called on a press that is neither busy nor blocked.
    #[prop(optional)]
    on_click: Option<Callback<MouseEvent>>,
    /// Further style classes.
    #[prop(optional, into)]
    class: Option<String>,
    /// The label.
    children: Children,
) -> impl IntoView {
    let class = with_extra(format!("btn{}{}", kind.class(), size.class()), class);
    let blocked = Blocked::new(blocked, id.as_deref(), reason_id);
    let press = {
        let blocked = blocked.clone();
        move |event: MouseEvent| {
            if busy.get_untracked() || blocked.is_some() {
                // Also stops the form, the popover and the handlers around.
                event.prevent_default();
                event.stop_propagation();
            } else if let Some(on_click) = on_click {
                on_click.run(event);
            }
        }
    };
    let waiting = move || if busy.get() { busy_label.get() } else { None };
    view! {
        <button
            type=if submit { "submit" } else { "button" }
            class=class
            id=id
            name=name
            value=value
            form=form
            formaction=formaction
            popovertarget=popover
            aria-busy={
                let blocked = blocked.clone();
                // What cannot be done is not under way, and looks it.
                move || busy.get().then_some("true").filter(|_| blocked.aria_disabled().is_none())
            }
            aria-disabled={
                let blocked = blocked.clone();
                move || blocked.aria_disabled().or(busy.get().then_some("true"))
            }
            aria-describedby={
                let blocked = blocked.clone();
                move || blocked.described_by()
            }
            on:click=press
        >
            {icon.map(|name| view! { <Icon name=name /> })}
            <span class="btn__label" hidden=move || waiting().is_some()>
                {children()}
            </span>
            {shown(waiting)}
        </button>
        {shown(move || blocked.text())}
    }
}

/// A link that looks like a button.
#[component]
pub fn ButtonLink(
    /// Where it leads.
    #[prop(into)]
    href: Signal<String>,
    /// What following it means.
    #[prop(optional)]
    kind: ButtonKind,
    /// How much room it takes.
    #[prop(optional)]
    size: Size,
    /// Drawing before the label.
    #[prop(optional)]
    icon: Option<&'static str>,
    /// Id of the link.
    #[prop(optional, into)]
    id: Option<String>,
    /// Leads to a file, not to a page.
    #[prop(optional)]
    download: bool,
    /// Keeps the scroll position, for dialogs and filters.
    #[prop(optional)]
    keep_scroll: bool,
    /// Further style classes.
    #[prop(optional, into)]
    class: Option<String>,
    /// The label.
    children: Children,
) -> impl IntoView {
    let class = with_extra(format!("btn{}{}", kind.class(), size.class()), class);
    view! {
        <a
            class=class
            id=id
            href=href
            // The router leaves links with a `download` attribute to the browser.
            download=download.then_some("")
            data-noscroll=keep_scroll.then_some("")
        >
            {icon.map(|name| view! { <Icon name=name /> })}
            {children()}
        </a>
    }
}
