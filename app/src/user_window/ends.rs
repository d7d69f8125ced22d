//! The last day of somebody's access.

use i18n::{Key, t, use_i18n};
use leptos::prelude::*;
use model::access::Action;
use model::explain::Question;
use model::sign_in::Flash;
use model::user_window::AccessEnd;
use ui::{Button, ButtonKind, TextField};

use super::drafts::use_drafts;
use super::parts::Place;
use crate::errors::{blocker_text, field_error};
use crate::explain::WhyLink;

#[component]
pub(super) fn EndForm(place: Place, end: AccessEnd, flash: Flash) -> impl IntoView {
    let i18n = use_i18n();
    let user = place.user;
    let blocker = end.verdict.blocker();
    let blocked = Signal::derive(move || blocker.map(|blocker| blocker_text(i18n, blocker)));
    let (version, [day]) =
        use_drafts().form((user, "end"), end.version.to_string(), [(end.day, flash.field("access_ends"))]);
    let refused = flash.error;
    let error = Signal::derive(move || field_error(i18n, refused.as_ref(), "access_ends"));
    view! {
        <section class="panel" id="end" aria-label=t!(Key::UserWindowEndsTitle)>
            <div class="panel__head"><h2>{t!(Key::UserWindowEndsTitle)}</h2></div>
            <form class="panel__body" method="post" action="/rpc/user_window/set_end">
                {place.hidden_fields()}
                <input type="hidden" name="version" value=version/>
                <TextField
                    label=t(Key::UserWindowEndsDay)
                    name="access_ends"
                    input_type="date"
                    value=day
                    min=end.today
                    readonly=blocker.is_some()
                    hint=Signal::derive(move || Some(i18n.text(Key::UserWindowEndsHint)))
                    error=error
                />
                <div class="row">
                    <Button id="save-end" kind=ButtonKind::Primary submit=true blocked=blocked>{t!(Key::CommonSave)}</Button>
                    {blocker.is_some().then(|| view! { <WhyLink question=Question::about(Action::AccessChange, user) what=t(Key::UserWindowEndsTitle)/> })}
                </div>
            </form>
        </section>
    }
}
