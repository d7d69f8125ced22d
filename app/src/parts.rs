//! Pages whose code comes into the browser when it is first needed.
//!
//! The program of a first visit holds the shell and the list of users. `xtask` cuts it at the functions marked
//! `wasm_split`: what only they reach goes into files of their own, one for each part. The server holds everything.
//!
//! To add a page to a part: 1. a variant, and its line in the part's function; 2. its route through [`page`]; 3. the
//! beginning of its address in `Part::of_page`. To add a dialog: 1. a variant of [`Dialog`] and its line; 2. [`Above`]
//! where it is to open; 3. if the server opens it too, its address in `Part::of_dialog`.
//!
//! Invariant: what hydrates has its part in the browser already (`Part::of`, then `load`), because hydration cannot
//! wait. Whoever comes by a link inside the program sees a skeleton until the part is there.

use std::future::Future;
use std::pin::Pin;

use futures_util::FutureExt;
use i18n::{Key, t, use_i18n};
use leptos::prelude::*;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use ui::{Banner, Skeleton, Tone, effect, live, shown, use_toasts};

use crate::users::UserDialog;
use crate::{account, audit, billing, explain, import, mail, seats, security, settings, shell, user_window, users};

type Arriving<T> = Pin<Box<dyn Future<Output = Result<T, SplitLoaderError>>>>;

/// A page outside the program of the first visit, by its part.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Page {
    Account(Account),
    Administration(Administration),
    Explain(Explain),
    Window(Window),
}

/// One's own pages, and the frame around them.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Account {
    Area,
    Permissions,
    Player,
    Profile,
    Root,
    Security,
    Sessions,
}

/// Pages on the whole workspace.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Administration {
    Audit,
    Import,
    Invoice,
    Mail,
    Seats,
    Security,
    Settings,
}

/// Why somebody may do something or not: the page, and what stands in the panel over other pages.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Explain {
    Page,
    Panel,
}

/// The window of a user, and the address that leads to its first tab.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Window {
    Root,
    Tab,
}

/// What opens above a page when it is asked for.
#[derive(Clone, Debug)]
pub(crate) enum Dialog {
    Frame(FrameDialog),
    Users(UserDialog),
}

/// What any page may open.
#[derive(Clone, Copy, Debug)]
pub(crate) enum FrameDialog {
    Explain,
    Keys,
    Seats,
    StepUp,
}

#[wasm_split(account, wasm_split_path = ::leptos::wasm_split, fallible, preload(load_account))]
fn account(page: Account) -> Result<AnyView, SplitLoaderError> {
    Ok(match page {
        Account::Area => view! { <account::Area/> }.into_any(),
        Account::Permissions => view! { <account::PermissionsPage/> }.into_any(),
        Account::Player => view! { <account::PlayerPage/> }.into_any(),
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
        Administration::Import => view! { <import::Page/> }.into_any(),
        Administration::Invoice => view! { <billing::InvoicePage/> }.into_any(),
        Administration::Mail => view! { <mail::Page/> }.into_any(),
        Administration::Seats => view! { <billing::Page/> }.into_any(),
        Administration::Security => view! { <security::Page/> }.into_any(),
        Administration::Settings => view! { <settings::Page/> }.into_any(),
    })
}

#[wasm_split(dialogs, wasm_split_path = ::leptos::wasm_split, fallible, preload(load_dialogs))]
fn dialogs(dialog: UserDialog) -> Result<AnyView, SplitLoaderError> {
    Ok(users::dialog(dialog))
}

#[wasm_split(frame, wasm_split_path = ::leptos::wasm_split, fallible, preload(load_frame))]
fn frame(dialog: FrameDialog) -> Result<AnyView, SplitLoaderError> {
    Ok(match dialog {
        FrameDialog::Explain => view! { <explain::ExplainDialog/> }.into_any(),
        FrameDialog::Keys => view! { <shell::KeysDialog/> }.into_any(),
        FrameDialog::Seats => view! { <seats::BuySeatsDialog/> }.into_any(),
        FrameDialog::StepUp => view! { <shell::StepUpDialog/> }.into_any(),
    })
}

#[wasm_split(explanation, wasm_split_path = ::leptos::wasm_split, fallible, preload(load_explanation))]
fn explanation(page: Explain) -> Result<AnyView, SplitLoaderError> {
    Ok(match page {
        Explain::Page => view! { <explain::Page/> }.into_any(),
        Explain::Panel => view! { <explain::Panel/> }.into_any(),
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

impl From<Explain> for Page {
    fn from(page: Explain) -> Self {
        Self::Explain(page)
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
            Self::Explain(page) => Box::pin(explanation(page)),
            Self::Window(page) => Box::pin(window(page)),
        }
    }

    fn part(self) -> Part {
        match self {
            Self::Account(_) => Part::Account,
            Self::Administration(_) => Part::Administration,
            Self::Explain(_) => Part::Explain,
            Self::Window(_) => Part::Window,
        }
    }
}

impl From<FrameDialog> for Dialog {
    fn from(dialog: FrameDialog) -> Self {
        Self::Frame(dialog)
    }
}

impl From<UserDialog> for Dialog {
    fn from(dialog: UserDialog) -> Self {
        Self::Users(dialog)
    }
}

impl Dialog {
    fn build(self) -> Arriving<AnyView> {
        match self {
            Self::Frame(dialog) => Box::pin(frame(dialog)),
            Self::Users(dialog) => Box::pin(dialogs(dialog)),
        }
    }

    const fn part(&self) -> Part {
        match self {
            Self::Frame(_) => Part::Frame,
            Self::Users(_) => Part::Dialogs,
        }
    }
}

/// A file beside the program.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Part {
    Account,
    Administration,
    Dialogs,
    Explain,
    Frame,
    Window,
}

impl Part {
    /// The parts that the page at an address shows from the beginning, beyond the program itself.
    #[cfg(any(feature = "hydrate", test))]
    pub(crate) fn of(path: &str, query: &str) -> impl Iterator<Item = Self> {
        [Self::of_page(path), Self::of_dialog(path, query)].into_iter().flatten()
    }

    #[cfg(any(feature = "hydrate", test))]
    fn of_page(path: &str) -> Option<Self> {
        // The first that fits.
        const BEGINNINGS: [(&str, Part); 5] = [
            ("/account", Part::Account),
            ("/admin/", Part::Administration),
            ("/explain", Part::Explain),
            ("/users/import", Part::Administration),
            ("/users/", Part::Window),
        ];
        BEGINNINGS.into_iter().find(|(beginning, _)| path.starts_with(beginning)).map(|(_, part)| part)
    }

    /// The dialogs that the server opens too.
    #[cfg(any(feature = "hydrate", test))]
    fn of_dialog(path: &str, query: &str) -> Option<Self> {
        let mut pairs = query.trim_start_matches('?').split('&');
        let opened = |pair: &str| ["dialog=add-user", "dialog=changes"].contains(&pair);
        (path == "/users" && pairs.any(opened)).then_some(Self::Dialogs)
    }

    /// Fetches it, unless it is there. A failure is not remembered: the next call tries again.
    pub(crate) fn load(self) -> Arriving<()> {
        match self {
            Self::Account => Box::pin(load_account()),
            Self::Administration => Box::pin(load_administration()),
            Self::Dialogs => Box::pin(load_dialogs()),
            Self::Explain => Box::pin(load_explanation()),
            Self::Frame => Box::pin(load_frame()),
            Self::Window => Box::pin(load_window()),
        }
    }

    /// Whether it is there already; it always is on the server.
    fn is_here(self) -> bool {
        self.load().now_or_never().is_some_and(|answer| answer.is_ok())
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
    live(move || match arrived.get() {
        None => view! { <Skeleton label=t(Key::CommonLoading)/> }.into_any(),
        Some(true) => at_once(page).unwrap_or_else(failed),
        Some(false) => failed(),
    })
}

/// A dialog whose code is fetched when it is first wanted, and which stays from then on.
///
/// When it can't be fetched a message says so, and asking for it again tries again.
#[component]
pub(crate) fn Above(
    #[prop(into)] dialog: Dialog,
    /// Whether there is something to show in it.
    wanted: Signal<bool>,
) -> impl IntoView {
    let (i18n, toasts, part) = (use_i18n(), use_toasts(), dialog.part());
    let here = RwSignal::new(wanted.get_untracked() && part.is_here());
    effect(move || {
        if !wanted.get() || here.get_untracked() {
            return;
        }
        leptos::task::spawn_local(async move {
            match part.load().await {
                Ok(()) => {
                    here.try_set(true);
                }
                Err(_) => toasts.say(i18n.text_untracked(Key::ErrorsPartMissing)),
            }
        });
    });
    shown(move || here.get().then(|| dialog.clone().build().now_or_never().and_then(Result::ok)).flatten())
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
        let parts = |path: &str, query: &str| Part::of(path, query).collect::<Vec<_>>();
        assert_eq!(parts("/users", ""), []);
        assert_eq!(parts("/users", "?q=add-user"), []);
        assert_eq!(parts("/users", "?q=a&dialog=add-user"), [Part::Dialogs]);
        assert_eq!(parts("/users", "?dialog=changes"), [Part::Dialogs]);
        assert_eq!(parts("/users/0199/profile", ""), [Part::Window]);
        assert_eq!(parts("/users/import", ""), [Part::Administration]);
        assert_eq!(parts("/admin/seats/invoices/7", ""), [Part::Administration]);
        assert_eq!(parts("/account/profile", "?dialog=add-user"), [Part::Account]);
        assert_eq!(parts("/explain", "?can=seats_buy"), [Part::Explain]);
        assert_eq!(parts("/administration", ""), []);
    }
}
