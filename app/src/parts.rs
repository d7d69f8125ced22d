//! Pages whose code comes into the browser when it is first needed.
//!
//! The program of a first visit holds the shell and the list of users. `xtask` cuts it at the functions marked
//! `wasm_split`: what only they reach goes into files of their own, one for each part. The server holds everything.
//!
//! To add a page to a part: 1. a variant, and its line in the part's function; 2. its route through [`page`]; 3. the
//! beginning of its address in `Part::of`.
//!
//! Invariant: a page that hydrates has its part in the browser already (`Part::of`, then `load`), because hydration
//! cannot wait. Whoever comes by a link inside the program sees a skeleton until the part is there.

use std::future::Future;
use std::pin::Pin;

use futures_util::FutureExt;
use i18n::{Key, t};
use leptos::prelude::*;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use ui::{Banner, Skeleton, Tone};

use crate::{account, audit, billing, mail, roles, user_window};

type Arriving<T> = Pin<Box<dyn Future<Output = Result<T, SplitLoaderError>>>>;

/// A page outside the program of the first visit, by its part.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Page {
    Account(Account),
    Administration(Administration),
    Window(Window),
}

/// One's own pages, and the frame around them.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Account {
    Area,
    Permissions,
    Profile,
    Root,
    Security,
    Sessions,
}

/// Pages on the whole workspace.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Administration {
    Audit,
    Invoice,
    Mail,
    Roles,
    Seats,
}

/// The window of a user, and the address that leads to its first tab.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Window {
    Root,
    Tab,
}

#[wasm_split(account, wasm_split_path = ::leptos::wasm_split, fallible, preload(load_account))]
fn account(page: Account) -> Result<AnyView, SplitLoaderError> {
    Ok(match page {
        Account::Area => view! { <account::Area/> }.into_any(),
        Account::Permissions => view! { <account::PermissionsPage/> }.into_any(),
        Account::Profile => view! { <account::ProfilePage/> }.into_any(),
        Account::Root => view! { <account::Root/> }.into_any(),
        Account::Security => view! { <account::SecurityPage/> }.into_any(),
        Account::Sessions => view! { <account::SessionsPage/> }.into_any(),
    })
}

#[wasm_split(administration, wasm_split_path = ::leptos::wasm_split, fallible, preload(load_administration))]
fn administration(page: Administration) -> Result<AnyView, SplitLoaderError> {
    Ok(match page {
        Administration::Audit => view! { <audit::Page/> }.into_any(),
        Administration::Invoice => view! { <billing::InvoicePage/> }.into_any(),
        Administration::Mail => view! { <mail::Page/> }.into_any(),
        Administration::Roles => view! { <roles::Page/> }.into_any(),
        Administration::Seats => view! { <billing::Page/> }.into_any(),
    })
}

#[wasm_split(window, wasm_split_path = ::leptos::wasm_split, fallible, preload(load_window))]
fn window(page: Window) -> Result<AnyView, SplitLoaderError> {
    Ok(match page {
        Window::Root => view! { <user_window::Root/> }.into_any(),
        Window::Tab => view! { <user_window::Page/> }.into_any(),
    })
}

impl From<Account> for Page {
    fn from(page: Account) -> Self {
        Self::Account(page)
    }
}

impl From<Administration> for Page {
    fn from(page: Administration) -> Self {
        Self::Administration(page)
    }
}

impl From<Window> for Page {
    fn from(page: Window) -> Self {
        Self::Window(page)
    }
}

impl Page {
    fn build(self) -> Arriving<AnyView> {
        match self {
            Self::Account(page) => Box::pin(account(page)),
            Self::Administration(page) => Box::pin(administration(page)),
            Self::Window(page) => Box::pin(window(page)),
        }
    }

    fn part(self) -> Part {
        match self {
            Self::Account(_) => Part::Account,
            Self::Administration(_) => Part::Administration,
            Self::Window(_) => Part::Window,
        }
    }
}

/// A file beside the program.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Part {
    Account,
    Administration,
    Window,
}

impl Part {
    /// The part in which the page at a path stands, if it is not in the program itself.
    #[cfg(any(feature = "hydrate", test))]
    pub(crate) fn of(path: &str) -> Option<Self> {
        const BEGINNINGS: [(&str, Part); 3] =
            [("/account", Part::Account), ("/admin/", Part::Administration), ("/users/", Part::Window)];
        BEGINNINGS.into_iter().find(|(beginning, _)| path.starts_with(beginning)).map(|(_, part)| part)
    }

    /// Fetches it, unless it is there. A failure is not remembered: the next call tries again.
    pub(crate) fn load(self) -> Arriving<()> {
        match self {
            Self::Account => Box::pin(load_account()),
            Self::Administration => Box::pin(load_administration()),
            Self::Window => Box::pin(load_window()),
        }
    }
}

/// The page, at once where its part is there: always on the server, and when the page hydrates.
pub(crate) fn page(page: impl Into<Page>) -> AnyView {
    let page = page.into();
    at_once(page).unwrap_or_else(|| view! { <Waiting page=page/> }.into_any())
}

fn at_once(page: Page) -> Option<AnyView> {
    page.build().now_or_never().and_then(Result::ok)
}

#[component]
fn Waiting(page: Page) -> impl IntoView {
    let arrived = RwSignal::new(None);
    leptos::task::spawn_local(async move {
        let answer = page.part().load().await;
        arrived.try_set(Some(answer.is_ok()));
    });
    move || match arrived.get() {
        None => view! { <Skeleton label=t(Key::CommonLoading)/> }.into_any(),
        Some(true) => at_once(page).unwrap_or_else(failed),
        Some(false) => failed(),
    }
}

/// A whole load of the same address brings the program of the server's present version too.
fn failed() -> AnyView {
    let reload = || view! { <a class="btn" href="" rel="external">{t!(Key::CommonReload)}</a> };
    view! { <Banner tone=Tone::Failed live=true title=t(Key::ErrorsPartMissing) actions=reload/> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_the_part_of_its_page() {
        assert_eq!(Part::of("/users"), None);
        assert_eq!(Part::of("/users/0199/profile"), Some(Part::Window));
        assert_eq!(Part::of("/admin/seats/invoices/7"), Some(Part::Administration));
        assert_eq!(Part::of("/account/profile"), Some(Part::Account));
        assert_eq!(Part::of("/administration"), None);
    }
}
