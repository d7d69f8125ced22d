//! Banners: neutral, waiting, failed, confirmed.

use leptos::{html, prelude::*};

use crate::effect;
use crate::{icon::Icon, style::Tone};

/// A message in the page, with what to do about it.
#[component]
pub fn Banner(
    /// What kind of message it is.
    #[prop(optional)]
    tone: Tone,
    /// What happened, or what is the case.
    #[prop(into)]
    title: Signal<String>,
    /// Another drawing than the tone's own.
    #[prop(optional)]
    icon: Option<&'static str>,
    /// It answers an action and is announced: at once when something failed.
    #[prop(optional)]
    live: bool,
    /// It takes the focus when it appears: the summary above a refused form.
    #[prop(optional)]
    focus: bool,
    /// Id of the banner.
    #[prop(optional, into)]
    id: Option<String>,
    /// Buttons and links.
    #[prop(optional, into)]
    actions: Option<ViewFn>,
    /// What is kept, and what to do.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let banner = NodeRef::<html::Div>::new();
    if focus {
        effect(move || {
            if let Some(banner) = banner.get() {
                // A summary that cannot take the focus is still announced and visible.
                let _ = banner.focus();
            }
        });
    }
    let role = live.then_some(if tone == Tone::Failed { "alert" } else { "status" });
    let icon = icon.unwrap_or(match tone {
        Tone::Neutral | Tone::Act => "info",
        Tone::Waiting => "triangle-alert",
        Tone::Failed => "circle-alert",
        Tone::Confirmed => "circle-check",
    });
    view! {
        <div
            node_ref=banner
            id=id
            class=format!("banner{}", tone.class())
            role=role
            tabindex=focus.then_some("-1")
            autofocus=focus
        >
            <Icon name=icon size=18 />
            <div>
                <b>{title}</b>
                {children.map(|children| view! { <div class="banner__text">{children()}</div> }.into_any())}
            </div>
            {actions.map(|actions| view! { <div class="push">{actions.run()}</div> }.into_any())}
        </div>
    }
}
