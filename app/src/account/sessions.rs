//! Where one is signed in. One form with several buttons, as in the window of a user; each names its own address.

use i18n::{Key, t};
use leptos::prelude::*;
use model::account::OwnSessions;
use model::sign_in::Flash;
use ui::{Button, ButtonKind, PageTitle, Skeleton, Slate};

use super::rpc::get_own_sessions;
use super::said::Said;
use crate::data;
use crate::errors::Failure;
use crate::shell::step_up_first;
use crate::user_window::SessionLine;

/// The form that the buttons beside the sessions send.
const FORM: &str = "own-sessions";

#[component]
pub(crate) fn Page() -> impl IntoView {
    let data = data::load(|| (), |()| get_own_sessions());
    view! {
        <PageTitle text=t(Key::AccountSessions)/>
        <Suspense fallback=move || view! { <Skeleton label=t(Key::CommonLoading)/> }>
            {Suspend::new(async move {
                match data.await {
                    Ok((sessions, flash)) => view! { <Loaded sessions=sessions flash=flash/> }.into_any(),
                    Err(error) => view! { <Failure error=error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Loaded(sessions: OwnSessions, flash: Flash) -> impl IntoView {
    let OwnSessions { this, others, needs_step_up, now } = sessions;
    let ask_first = step_up_first(needs_step_up);
    let none = others.is_empty();
    let lines = others
        .into_iter()
        .map(|session| view! { <SessionLine session=session now=now ends=(FORM, "/rpc/account/end_session")/> })
        .collect_view();
    view! {
        <Slate place=t(Key::AccountTitle) title=t(Key::AccountSessions)/>
        <Said flash=flash/>
        <section class="panel" aria-label=t!(Key::AccountThisSession)>
            <div class="panel__head"><h2>{t!(Key::AccountThisSession)}</h2></div>
            <ul class="lines"><SessionLine session=this now=now/></ul>
        </section>
        <section class="panel" aria-label=t!(Key::AccountOtherSessions)>
            <div class="panel__head"><h2>{t!(Key::AccountOtherSessions)}</h2></div>
            {if none {
                view! { <p class="panel__foot">{t!(Key::AccountOnlyThis)}</p> }.into_any()
            } else {
                view! {
                    <ul class="lines">{lines}</ul>
                    <form class="panel__foot" id=FORM method="post" action="/rpc/account/end_others" on:submit=ask_first>
                        <p>{t!(Key::AccountEndOthersHint)}</p>
                        <span class="push">
                            <Button kind=ButtonKind::Danger submit=true formaction="/rpc/account/end_others">{t!(Key::AccountEndOthers)}</Button>
                        </span>
                    </form>
                }
                .into_any()
            }}
        </section>
    }
}
