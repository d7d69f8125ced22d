//! The whole route table on one screen.
//!
//! Every route is rendered whole (`SsrMode::Async`): streamed content would be invisible without JavaScript, and status
//! and redirects are fixed with the first chunk.
//!
//! Pages without a session are plain forms, made on the server alone; only the pages of [`CONSOLE`] hydrate. That keeps
//! the program of the browser small, and leaves the forms alone with the browser and its password manager.

use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Redirect, Route, Routes};
use leptos_router::{SsrMode, path};

use crate::errors::NotFound;
use crate::parts::{Account, Administration, Explain, Window, page};
use crate::session::use_frame;
use crate::{shell, users};

/// The paths of [`ConsoleRoutes`].
#[cfg(feature = "ssr")]
const CONSOLE: &[&str] = &[
    "/",
    "/users",
    "/explain",
    "/users/import",
    "/account",
    "/account/profile",
    "/account/player",
    "/account/security",
    "/account/sessions",
    "/account/permissions",
    "/admin/audit",
    "/admin/mail",
    "/admin/security",
    "/admin/seats",
    "/admin/seats/holders.csv",
    "/admin/settings",
];

/// The beginnings of those of them that name something.
#[cfg(feature = "ssr")]
const CONSOLE_ABOUT: &[&str] = &["/admin/seats/invoices/"];

/// What stands below it is the window of a user, or not there.
#[cfg(feature = "ssr")]
const WINDOWS: &str = "/users/";

/// Look like a window and are files: whoever has to sign in first comes to their page instead.
#[cfg(feature = "ssr")]
const FILES: [&str; 2] = ["/users/export", "/users/import/report"];

/// Whether a page is there only for whoever is signed in. Only these hydrate.
#[cfg(feature = "ssr")]
#[must_use]
pub fn needs_session(path: &str) -> bool {
    let window = path.strip_prefix(WINDOWS).map(|rest| rest.split('/').collect::<Vec<_>>());
    let is_window = window.is_some_and(|parts| parts.len() <= 2 && parts.iter().all(|part| !part.is_empty()));
    let is_window = is_window && !FILES.contains(&path);
    is_window || CONSOLE.contains(&path) || CONSOLE_ABOUT.iter().any(|beginning| path.starts_with(beginning))
}

/// Leads to the page that the visitor begins with.
#[component]
fn Root() -> impl IntoView {
    view! { <Redirect path=use_frame().default_page().path()/> }
}

#[component(transparent)]
fn ConsoleRoutes() -> impl leptos_router::MatchNestedRoutes + Clone + Send {
    view! {
        <ParentRoute path=path!("") view=shell::Console ssr=SsrMode::Async>
            <Route path=path!("/") view=Root ssr=SsrMode::Async/>
            <Route path=path!("/users") view=users::Page ssr=SsrMode::Async/>
            <Route path=path!("/explain") view=|| page(Explain::Page) ssr=SsrMode::Async/>
            <Route path=path!("/admin/audit") view=|| page(Administration::Audit) ssr=SsrMode::Async/>
            <Route path=path!("/users/import") view=|| page(Administration::Import) ssr=SsrMode::Async/>
            <Route path=path!("/users/:id") view=|| page(Window::Root) ssr=SsrMode::Async/>
            <Route path=path!("/users/:id/:tab") view=|| page(Window::Tab) ssr=SsrMode::Async/>
            <ParentRoute path=path!("") view=|| page(Account::Area) ssr=SsrMode::Async>
                <Route path=path!("/account") view=|| page(Account::Root) ssr=SsrMode::Async/>
                <Route path=path!("/account/profile") view=|| page(Account::Profile) ssr=SsrMode::Async/>
                <Route path=path!("/account/player") view=|| page(Account::Player) ssr=SsrMode::Async/>
                <Route path=path!("/account/security") view=|| page(Account::Security) ssr=SsrMode::Async/>
                <Route path=path!("/account/sessions") view=|| page(Account::Sessions) ssr=SsrMode::Async/>
                <Route path=path!("/account/permissions") view=|| page(Account::Permissions) ssr=SsrMode::Async/>
            </ParentRoute>
            <Route path=path!("/admin/mail") view=|| page(Administration::Mail) ssr=SsrMode::Async/>
            <Route path=path!("/admin/security") view=|| page(Administration::Security) ssr=SsrMode::Async/>
            <Route path=path!("/admin/settings") view=|| page(Administration::Settings) ssr=SsrMode::Async/>
            <Route path=path!("/admin/seats") view=|| page(Administration::Seats) ssr=SsrMode::Async/>
            <Route path=path!("/admin/seats/invoices/:number") view=|| page(Administration::Invoice) ssr=SsrMode::Async/>
        </ParentRoute>
    }
    .into_inner()
}

#[cfg(feature = "ssr")]
#[component]
pub(crate) fn AppRoutes() -> impl IntoView {
    use crate::{account, enroll, invitations, set_up, sign_in};
    view! {
        <Routes fallback=|| view! { <shell::Outside><NotFound/></shell::Outside> }>
            <Route path=path!("/setup") view=set_up::Page ssr=SsrMode::Async/>
            <Route path=path!("/login") view=sign_in::SignInPage ssr=SsrMode::Async/>
            <Route path=path!("/step-up") view=sign_in::StepUpPage ssr=SsrMode::Async/>
            <Route path=path!("/login/code") view=sign_in::CodePage ssr=SsrMode::Async/>
            <Route path=path!("/enroll") view=enroll::Page ssr=SsrMode::Async/>
            <Route path=path!("/forgot") view=sign_in::ForgotPage ssr=SsrMode::Async/>
            <Route path=path!("/reset/:token") view=sign_in::ResetPage ssr=SsrMode::Async/>
            <Route path=path!("/email/:token") view=account::ConfirmEmailPage ssr=SsrMode::Async/>
            <Route path=path!("/invite/:token") view=invitations::AcceptPage ssr=SsrMode::Async/>
            <ConsoleRoutes/>
        </Routes>
    }
}

#[cfg(not(feature = "ssr"))]
#[component]
pub(crate) fn AppRoutes() -> impl IntoView {
    view! {
        <Routes fallback=|| view! { <NotFound/> }>
            <ConsoleRoutes/>
        </Routes>
    }
}
