//! Status: a dot whose shape differs, and always the word.

use leptos::prelude::*;

use crate::live::shown;

/// The five statuses of a person, and the two outcomes of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatusKind {
    /// The normal case, gray: a full dot.
    Active,
    /// A link is on its way: a ring.
    Invited,
    /// The link has ended and somebody has to act: a full dot in orange.
    NotAccepted,
    /// Switched off: a struck ring.
    Disabled,
    /// Archived: a dashed ring, the word struck.
    Deleted,
    /// Done: sent, accepted.
    Confirmed,
    /// Refused for good.
    Failed,
}

impl StatusKind {
    const fn class(self) -> &'static str {
        match self {
            Self::Active => "status is-active",
            Self::Invited => "status is-invited",
            Self::NotAccepted => "status is-late",
            Self::Disabled => "status is-off",
            Self::Deleted => "status is-gone",
            Self::Confirmed => "status is-ok",
            Self::Failed => "status is-bad",
        }
    }
}

/// The status of a person or of a mail.
#[component]
pub fn Status(
    /// Which one.
    kind: StatusKind,
    /// Its word.
    #[prop(into)]
    label: Signal<String>,
    /// Time left, since when, or the reason.
    #[prop(optional, into)]
    detail: Signal<Option<String>>,
    /// The exact time behind the detail, as in `datetime`.
    #[prop(optional, into)]
    datetime: Option<String>,
    /// The exact time in words, shown on hover.
    #[prop(optional, into)]
    title: Option<String>,
) -> impl IntoView {
    let detail = shown(move || {
        let text = detail.get()?;
        Some(match datetime.clone() {
            Some(datetime) => view! {
                <time datetime=datetime title=title.clone()>
                    {text}
                </time>
            }
            .into_any(),
            None => view! { <small>{text}</small> }.into_any(),
        })
    });
    view! {
        <span class=kind.class()>
            <span class="dot"></span>
            <span>{label}</span>
            {detail}
        </span>
    }
}
