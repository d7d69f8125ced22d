//! A person in a row, a card or a menu: avatar, name, second line.

use leptos::prelude::*;

use crate::avatar::Avatar;

/// Avatar, name and second line. The name is the link, never the row.
#[component]
pub fn Person(
    /// Name of the person, or the address while there is no name.
    #[prop(into)]
    name: String,
    /// The person's id, for the avatar.
    #[prop(into)]
    seed: String,
    /// Second line: address or title.
    #[prop(optional, into)]
    detail: Option<String>,
    /// The person's page, where the viewer may open it.
    #[prop(optional, into)]
    href: Option<String>,
    /// Address of the person's picture, without the pixels at its end.
    #[prop(optional_no_strip, into)]
    picture: Option<String>,
    /// On this site now.
    #[prop(optional)]
    present: bool,
    /// Archived.
    #[prop(optional)]
    deleted: bool,
) -> impl IntoView {
    let heading = match href {
        Some(href) => view! {
            <a class="name" href=href title=name.clone()>
                {name.clone()}
            </a>
        }
        .into_any(),
        None => view! { <b title=name.clone()>{name.clone()}</b> }.into_any(),
    };
    view! {
        <div class="person">
            <Avatar name=name seed=seed picture=picture present=present deleted=deleted />
            <div>{heading} {detail.map(|text| view! { <small title=text>{text.clone()}</small> }.into_any())}</div>
        </div>
    }
}
