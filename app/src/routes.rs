//! The whole route table on one screen.
//!
//! Every route is rendered whole (`SsrMode::Async`): streamed content would be invisible without JavaScript, and status
//! and redirects are fixed with the first chunk.

use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Redirect, Route, Routes};
use leptos_router::{SsrMode, path};

use crate::errors::NotFound;
use crate::{invitations, mail, set_up, shell, sign_in, users};

#[component]
pub(crate) fn AppRoutes() -> impl IntoView {
    let outside = || view! { <shell::Outside><NotFound/></shell::Outside> };
    view! {
        <Routes fallback=outside>
            <Route path=path!("/setup") view=set_up::Page ssr=SsrMode::Async/>
            <Route path=path!("/login") view=sign_in::SignInPage ssr=SsrMode::Async/>
            <Route path=path!("/step-up") view=sign_in::StepUpPage ssr=SsrMode::Async/>
            <Route path=path!("/reset/:token") view=sign_in::ResetPage ssr=SsrMode::Async/>
            <Route path=path!("/invite/:token") view=invitations::AcceptPage ssr=SsrMode::Async/>
            <ParentRoute path=path!("") view=shell::Console ssr=SsrMode::Async>
                <Route path=path!("/") view=|| view! { <Redirect path="/users"/> } ssr=SsrMode::Async/>
                <Route path=path!("/users") view=users::Page ssr=SsrMode::Async/>
                <Route path=path!("/admin/mail") view=mail::Page ssr=SsrMode::Async/>
            </ParentRoute>
        </Routes>
    }
}
