//! The second menu, beside the page it leads to; on narrow screens a row above it.

use i18n::{Key, t};
use leptos::prelude::*;
use leptos_router::components::{A, Outlet, Redirect};
use ui::Icon;

/// Every entry with its address and its drawing, in the order of the menu.
const ENTRIES: &[(&str, &str, Key)] = &[
    ("/account/profile", "circle-user", Key::AccountProfile),
    ("/account/player", "play", Key::PlayersTitle),
    ("/account/security", "lock", Key::AccountSecurity),
    ("/account/sessions", "monitor", Key::AccountSessions),
    ("/account/permissions", "key-round", Key::AccountPermissions),
];

/// The menu and the page.
#[component]
pub(crate) fn Area() -> impl IntoView {
    let entries = ENTRIES
        .iter()
        .map(|(href, icon, label)| view! { <A href=*href><Icon name=icon/><span>{t!(*label)}</span></A> })
        .collect_view();
    view! {
        <div class="account">
            <nav class="nav account__menu" aria-label=t!(Key::AccountTitle)>
                <h2>{t!(Key::AccountTitle)}</h2>
                {entries}
            </nav>
            <div class="account__page"><Outlet/></div>
        </div>
    }
}

/// The area without a page leads to the first one.
#[component]
pub(crate) fn Root() -> impl IntoView {
    view! { <Redirect path="/account/profile"/> }
}
