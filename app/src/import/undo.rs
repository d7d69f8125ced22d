//! Taking an import back while its mails wait: a form, and a message that presses its button.

use std::time::Duration;

use i18n::{Key, t, use_i18n};
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use model::bulk::Skipped;
use model::ids::ChangeSetId;
use ui::{Banner, Button, ButtonLink, Toast, Tone, effect, use_toasts};
use wasm_bindgen::JsCast;

use super::address::report;
use crate::changes::{CHANGES_HREF, LeftOut, UNDO, taken_back_text};

/// Id of the button.
const BUTTON: &str = "import-undo";

/// The import that a message has told of: turning a page of its report tells nothing new.
#[derive(Clone, Copy)]
pub(super) struct Told(pub(super) StoredValue<Option<ChangeSetId>>);

/// The offer, for as long as the window is open.
#[component]
pub(super) fn Undo(
    id: ChangeSetId,
    seconds: u32,
    /// Mails that wait.
    mails: u32,
    /// Whom it was done to.
    people: u32,
    /// The page that it leads back to.
    here: String,
) -> impl IntoView {
    let i18n = use_i18n();
    let is_open = RwSignal::new(true);
    let wait = move || if mails > 0 { i18n.plural(Key::BulkMailsWait, mails, &[]) } else { String::new() };
    tell(id, seconds, move || format!("{} {}", i18n.plural(Key::ChangesDoneImport, people, &[]), wait()));
    close_after(seconds, is_open);
    move || {
        is_open.get().then(|| {
            view! {
                <form method="post" action=UNDO class="row">
                    <input type="hidden" name="change" value=id.to_string()/>
                    <input type="hidden" name="next" value=here.clone()/>
                    <Button submit=true id=BUTTON icon="undo-2">{t!(Key::CommonUndo)}</Button>
                    <span>{wait}</span>
                </form>
            }
        })
    }
}

/// Says it once in a message too, which stays in sight while the report is read.
fn tell(id: ChangeSetId, seconds: u32, text: impl Fn() -> String + 'static) {
    let (i18n, toasts, told) = (use_i18n(), use_toasts(), use_context::<Told>());
    effect(move || {
        let Some(Told(told)) = told.filter(|Told(told)| told.get_value() != Some(id)) else { return };
        told.set_value(Some(id));
        toasts.show(
            Toast::new(untrack(&text), seconds)
                .countdown(move |seconds| i18n.with_untracked(|catalog| catalog.wait(seconds)))
                .action(i18n.text_untracked(Key::CommonUndo), press),
        );
    });
}

/// The page may have been left meanwhile; Recent changes offers the same.
fn press() {
    let button = document().get_element_by_id(BUTTON);
    match button.and_then(|button| button.dyn_into::<web_sys::HtmlElement>().ok()) {
        Some(button) => button.click(),
        // Refused only while a page is being left anyway.
        None => drop(window().location().assign(CHANGES_HREF)),
    }
}

fn close_after(seconds: u32, is_open: RwSignal<bool>) {
    let timer = StoredValue::new(None::<TimeoutHandle>);
    effect(move || {
        let over = move || {
            is_open.try_set(false);
        };
        timer.set_value(set_timeout_with_handle(over, Duration::from_secs(u64::from(seconds))).ok());
    });
    on_cleanup(move || {
        if let Some(timer) = timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    });
}

/// What came of taking it back.
#[component]
pub(super) fn TakenBack(key: String, people: u32, skipped: Vec<Skipped>) -> impl IntoView {
    let i18n = use_i18n();
    let left: u32 = skipped.iter().map(|one| one.people.count).sum();
    let title = Signal::derive({
        let skipped = skipped.clone();
        move || taken_back_text(i18n, people, &skipped)
    });
    let tone = if left > 0 { Tone::Waiting } else { Tone::Confirmed };
    let links = move || {
        view! {
            <div class="row">
                <ButtonLink href=report(&key) icon="download" download=true>{t!(Key::ImportReport)}</ButtonLink>
                <ButtonLink href="/users">{t!(Key::ImportToUsers)}</ButtonLink>
                <ButtonLink href=CHANGES_HREF>{t!(Key::ChangesTitle)}</ButtonLink>
            </div>
        }
    };
    view! {
        <Banner tone=tone title=title live=true focus=true actions=links/>
        {(left > 0).then(|| view! { <LeftOut skipped=skipped n=left/> })}
    }
}
