//! First name, last name and username, for holders of Users.

use i18n::{Key, t, use_i18n};
use leptos::prelude::*;
use model::access::Action;
use model::error::AppError;
use model::explain::Question;
use model::person::NAME_MAX;
use model::sign_in::Flash;
use model::user_window::Names;
use ui::{Button, ButtonKind, TextField};

use super::drafts::use_drafts;
use super::parts::Place;
use crate::errors::{blocker_text, field_error};
use crate::explain::WhyLink;

#[component]
pub(super) fn NamesForm(place: Place, names: Names, flash: Flash) -> impl IntoView {
    let i18n = use_i18n();
    let is_blocked = !names.verdict.is_allowed();
    let user = place.user;
    let blocker = names.verdict.blocker();
    let blocked = Signal::derive(move || blocker.map(|blocker| blocker_text(i18n, blocker)));
    // After a refusal, what was typed stands there again.
    let (version, [first, last, username]) = use_drafts().form(
        (user, "names"),
        names.version.to_string(),
        [
            (names.first, flash.field("first_name")),
            (names.last, flash.field("last_name")),
            (names.username, flash.field("username")),
        ],
    );
    let error = |field: &'static str| {
        let error: Option<AppError> = flash.error.clone();
        Signal::derive(move || field_error(i18n, error.as_ref(), field))
    };
    let max = u32::try_from(NAME_MAX).ok();
    view! {
        <section class="panel" aria-label=t!(Key::UserWindowNamesTitle)>
            <div class="panel__head"><h2>{t!(Key::UserWindowNamesTitle)}</h2><p>{t!(Key::UserWindowNamesHint)}</p></div>
            <form class="panel__body" method="post" action="/rpc/user_window/rename">
                {place.hidden_fields()}
                <input type="hidden" name="version" value=version/>
                <div class="pair">
                    <TextField label=t(Key::CommonFirstName) name="first_name" value=first maxlength=max.unwrap_or(80) readonly=is_blocked autocomplete="off" error=error("first_name")/>
                    <TextField label=t(Key::CommonLastName) name="last_name" value=last maxlength=max.unwrap_or(80) readonly=is_blocked autocomplete="off" error=error("last_name")/>
                </div>
                <TextField
                    label=t(Key::CommonUsername)
                    name="username"
                    value=username
                    maxlength=40
                    readonly=is_blocked
                    autocomplete="off"
                    code=true
                    hint=Signal::derive(move || Some(i18n.text(Key::UserWindowUsernameHint)))
                    error=error("username")
                />
                <div class="row">
                    <Button id="save-names" kind=ButtonKind::Primary submit=true blocked=blocked>{t!(Key::CommonSave)}</Button>
                    {is_blocked.then(|| view! { <WhyLink question=Question::about(Action::UsersRename, user) what=t(Key::UserWindowNamesTitle)/> })}
                </div>
            </form>
        </section>
    }
}
