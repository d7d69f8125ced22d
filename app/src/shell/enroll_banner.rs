//! Says on every page that a second factor will be needed, to whoever has none.

use i18n::{Key, t, use_i18n};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use model::session::SessionInfo;
use ui::{Banner, ButtonLink, Tone};

/// Where it is set up; nothing is said there.
const SECURITY: &str = "/account/security";

#[component]
pub(super) fn EnrollBanner(session: Signal<SessionInfo>) -> impl IntoView {
    let i18n = use_i18n();
    let path = use_location().pathname;
    move || {
        let by = session.with(|session| session.enroll_by).filter(|_| path.with(|path| path != SECURITY));
        by.map(|by| {
            let title = Signal::derive(move || {
                let date = i18n.with(|catalog| catalog.date(by));
                i18n.format(Key::ShellEnrollBy, &[("date", &date)])
            });
            let set_up = || {
                view! {
                    <ButtonLink href=format!("{SECURITY}?dialog=enable-2fa")>{t!(Key::ShellEnrollNow)}</ButtonLink>
                }
            };
            view! { <Banner id="enroll-by" tone=Tone::Waiting title=title actions=set_up/> }
        })
    }
}
