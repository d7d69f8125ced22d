//! What stands in a menu.

use leptos::{ev::MouseEvent, prelude::*};

use crate::{
    icon::Icon,
    live::{aria_given, shown},
};

/// An entry that leads to a page.
#[component]
pub fn MenuLink(
    /// Where it leads.
    #[prop(into)]
    href: Signal<String>,
    /// Drawing before the label.
    #[prop(optional)]
    icon: Option<&'static str>,
    /// Leads to something that destroys.
    #[prop(optional)]
    danger: bool,
    /// Leads to a file, not to a page.
    #[prop(optional)]
    download: bool,
    /// Left to the browser: a file, or a page that says why there is none.
    #[prop(optional)]
    external: bool,
    /// A second line.
    #[prop(optional, into)]
    hint: Signal<Option<String>>,
    /// The label.
    children: Children,
) -> impl IntoView {
    view! {
        <a
            role="menuitem"
            class=danger.then_some("is-danger")
            href=href
            // The router leaves links with a `download` attribute to the browser.
            download=download.then_some("")
            rel=external.then_some("external")
        >
            {icon.map(|name| view! { <Icon name=name /> })}
            <span>{children()} {shown(move || small(hint.get()))}</span>
        </a>
    }
}

/// An entry that does something, or submits the form around it.
#[component]
pub fn MenuItem(
    /// Drawing before the label.
    #[prop(optional)]
    icon: Option<&'static str>,
    /// Destroys.
    #[prop(optional)]
    danger: bool,
    /// Why it is not possible now; stands below the label.
    #[prop(optional, into)]
    blocked: Signal<Option<String>>,
    /// A second line: the consequence.
    #[prop(optional, into)]
    hint: Signal<Option<String>>,
    /// Submits the form around it.
    #[prop(optional)]
    submit: bool,
    /// Name sent with the form.
    #[prop(optional, into)]
    name: Option<String>,
    /// Value sent with the form.
    #[prop(optional, into)]
    value: Option<String>,
    /// Called on a press that is not blocked.
    #[prop(optional)]
    on_click: Option<Callback<()>>,
    /// The label.
    children: Children,
) -> impl IntoView {
    let press = move |event: MouseEvent| {
        if blocked.with_untracked(Option::is_some) {
            event.prevent_default();
        } else if let Some(on_click) = on_click {
            on_click.run(());
        }
    };
    view! {
        <button
            type=if submit { "submit" } else { "button" }
            role="menuitem"
            class=danger.then_some("is-danger")
            name=name
            value=value
            aria-disabled=aria_given(blocked)
            on:click=press
        >
            {icon.map(|name| view! { <Icon name=name /> })}
            <span>{children()} {shown(move || small(blocked.get().or_else(|| hint.get())))}</span>
        </button>
    }
}

/// One of a few possibilities: language, appearance.
#[component]
pub fn MenuRadio(
    /// Whether it is the chosen one.
    #[prop(into)]
    checked: Signal<bool>,
    /// Drawing before the label.
    #[prop(optional)]
    icon: Option<&'static str>,
    /// Submits the form around it.
    #[prop(optional)]
    submit: bool,
    /// Name sent with the form.
    #[prop(optional, into)]
    name: Option<String>,
    /// Value sent with the form.
    #[prop(optional, into)]
    value: Option<String>,
    /// Language of the label, where it is another than the page's.
    #[prop(optional, into)]
    lang: Option<String>,
    /// Called when it is chosen.
    #[prop(optional)]
    on_click: Option<Callback<()>>,
    /// The label.
    children: Children,
) -> impl IntoView {
    let press = move |_: MouseEvent| {
        if let Some(on_click) = on_click {
            on_click.run(());
        }
    };
    view! {
        <button
            type=if submit { "submit" } else { "button" }
            role="menuitemradio"
            name=name
            value=value
            aria-checked=move || checked.get().to_string()
            on:click=press
        >
            {icon.map(|name| view! { <Icon name=name /> })}
            <span lang=lang>{children()}</span>
            {shown(move || checked.get().then(|| view! { <Icon name="check" /> }))}
        </button>
    }
}

/// A line between groups of entries.
#[component]
pub fn MenuSeparator() -> impl IntoView {
    view! { <hr /> }
}

/// Who or what the menu is about; not an entry.
#[component]
pub fn MenuHeading(
    /// Avatar and words.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="item" role="presentation">
            {children()}
        </div>
    }
}

fn small(text: Option<String>) -> Option<AnyView> {
    text.map(|text| view! { <small>{text}</small> }.into_any())
}
