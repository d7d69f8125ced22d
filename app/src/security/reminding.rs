//! Reminding people to set up a second factor: all of them, or those who are selected; and how often it was done.
//!
//! Both are forms, and the boxes of the rows belong to the second one, so that it works without script.

use i18n::{Key, t, use_i18n};
use leptos::prelude::*;
use model::factors::USERS;
use model::ids::UserId;
use model::time::Moment;
use ui::{Button, Checkbox, TimeText};

use crate::moments::datetime;

/// The form to which the boxes belong.
const FORM: &str = "remind-some";

/// Reminds those who have no second factor, while it is of any use.
#[component]
pub(super) fn RemindAll(off: u64, needed: bool) -> impl IntoView {
    let i18n = use_i18n();
    let why = match (off, needed) {
        (0, _) => Some(Key::FactorsNone),
        (_, false) => Some(Key::FactorsRemindIdle),
        (_, true) => None,
    };
    let blocked = Signal::derive(move || why.map(|key| i18n.text(key)));
    let label = move || match off {
        0 => i18n.text(Key::FactorsRemind),
        people => i18n.plural(Key::FactorsRemindPeople, people, &[]),
    };
    view! {
        <form class="stack stack--tight" method="post" action="/rpc/security/remind">
            <div class="row"><Button id="remind-2fa" submit=true blocked=blocked>{label}</Button></div>
            {why.is_none().then(|| view! { <p class="muted small">{t!(Key::FactorsRemindHint)}</p> })}
        </form>
    }
}

/// Reminds those whose boxes are ticked.
#[component]
pub(super) fn RemindSelected(
    /// Where the form leads back to: the list as it is shown.
    next: String,
) -> impl IntoView {
    view! {
        <form id=FORM class="push" method="post" action="/rpc/security/remind_some">
            <input type="hidden" name="next" value=next/>
            <Button id="remind-selected" submit=true>{t!(Key::FactorsRemindSelected)}</Button>
        </form>
    }
}

/// The box of a row.
#[component]
pub(super) fn RemindBox(id: UserId, name: String, on: bool) -> impl IntoView {
    let i18n = use_i18n();
    let label = Signal::derive(move || i18n.format(Key::BulkSelect, &[("name", &name)]));
    view! {
        <Checkbox label=label hide_label=true name=format!("{USERS}[]") value=id.to_string() form=FORM checked=on/>
    }
}

/// How often somebody was reminded, and the day of the last time.
#[component]
pub(super) fn Reminders(sent: u32, last: Moment) -> impl IntoView {
    let i18n = use_i18n();
    let text = Signal::derive(move || {
        i18n.with(|catalog| {
            let (count, date) = (catalog.number(u64::from(sent)), catalog.date(last));
            catalog.format(Key::FactorsRemindersLast, &[("count", &count), ("date", &date)])
        })
    });
    let title = Signal::derive(move || Some(i18n.with(|catalog| catalog.date_time(last))));
    view! { <TimeText datetime=datetime(last) text=text title=title/> }
}
