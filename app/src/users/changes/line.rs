//! One change: what was done to whom, what became of it, and the way back.

use i18n::{I18n, Key, t, use_i18n};
use leptos::ev::{MouseEvent, SubmitEvent};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use model::changes::{ChangeKind, ChangeResult, Inverse, RecentChange};
use model::ids::{ChangeSetId, UserId};
use model::user_window::WindowTab;
use ui::{Badge, Button, Size, Tone};

use crate::changes::{CHANGES, LeftOut, UNDO, all_of, names_text, taken_back_text, undo_change};
use crate::users::acting::Outcome;
use crate::users::bulk::{done_text, inverse_dialog, inverse_key, use_selecting};
use crate::users::url::ListState;

/// Names of one change; the rest is counted.
const NAMES_SHOWN: usize = 12;

/// A plural: what was done.
const fn kind_key(kind: ChangeKind) -> Key {
    match kind {
        ChangeKind::Edit => Key::BulkDoneEdit,
        ChangeKind::Resend => Key::BulkDoneResend,
        ChangeKind::Disable => Key::BulkDoneDisable,
        ChangeKind::Enable => Key::BulkDoneEnable,
        ChangeKind::Delete => Key::BulkDoneDelete,
        ChangeKind::Erase => Key::ChangesDoneErase,
        ChangeKind::Restore => Key::BulkDoneRestore,
        ChangeKind::Invite => Key::ImportInvited,
        ChangeKind::Import => Key::ChangesDoneImport,
    }
}

#[component]
pub(super) fn Line(change: RecentChange, version: RwSignal<u32>) -> impl IntoView {
    let i18n = use_i18n();
    let RecentChange { id, at, by, kind, people, result, undo, inverse } = change;
    let count = people.count;
    let what = Signal::derive(move || i18n.plural(kind_key(kind), count, &[]));
    let who = move || {
        let name = by.clone().unwrap_or_else(|| i18n.text(Key::StatusesUnknownUser));
        let date = i18n.with(|catalog| catalog.date_time(at));
        i18n.format(Key::ChangesBy, &[("name", &name), ("date", &date)])
    };
    let became = match result {
        ChangeResult::Applied => None,
        ChangeResult::Undone { skipped } => {
            let left = all_of(&skipped).count;
            let (tone, word) = match left {
                0 => (Tone::Neutral, Key::ChangesUndone),
                _ => (Tone::Waiting, Key::ChangesPartlyUndone),
            };
            let text = {
                let skipped = skipped.clone();
                move || taken_back_text(i18n, count, &skipped)
            };
            Some(view! {
                <p><Badge tone=tone>{t!(word)}</Badge>" "{text}</p>
                {(left > 0).then(|| view! { <LeftOut skipped=skipped n=left/> })}
            })
        }
    };
    view! {
        <li class="change">
            <h3>{move || what.get()}</h3>
            <p class="muted small" dir="auto">{who}</p>
            <p class="small" dir="auto">{move || names_text(i18n, &people, NAMES_SHOWN)}</p>
            {became}
            {undo.map(|_| view! { <Undo id=id what=what version=version/> })}
            {inverse.map(|(inverse, people)| view! { <LeadsBack inverse=inverse people=people what=what/> })}
        </li>
    }
}

/// The form that takes it back; with script it stays on the page.
#[component]
fn Undo(id: ChangeSetId, what: Signal<String>, version: RwSignal<u32>) -> impl IntoView {
    let i18n = use_i18n();
    let (outcome, params) = (Outcome::here(), use_query_map());
    let working = RwSignal::new(false);
    let here = untrack(|| {
        let state = params.with(ListState::read);
        ListState { dialog: Some(CHANGES.to_owned()), ..state }.href()
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if !working.get_untracked() {
            working.set(true);
            take_back(i18n, outcome, id, version, working);
        }
    };
    view! {
        <form method="post" action=UNDO class="row" on:submit=submit>
            <input type="hidden" name="change" value=id.to_string()/>
            <input type="hidden" name="next" value=here/>
            <Button submit=true size=Size::Small icon="undo-2" busy=Signal::derive(move || working.get()) busy_label=t(Key::BulkApplying)>
                {t!(Key::CommonUndo)}
                <span class="sr">{move || format!(": {}", what.get())}</span>
            </Button>
        </form>
    }
}

fn take_back(i18n: I18n, outcome: Outcome, id: ChangeSetId, version: RwSignal<u32>, working: RwSignal<bool>) {
    spawn_local(async move {
        match undo_change(id).await {
            Ok(done) => outcome.say(untrack(|| done_text(i18n, Key::BulkUndone, &done))),
            Err(error) => outcome.failed(error, move || take_back(i18n, outcome, id, version, working)),
        }
        // The dialog may have been closed meanwhile.
        working.try_set(false);
        version.try_update(|version| *version += 1);
    });
}

/// The ordinary change that leads back, in its ordinary dialog. That one needs script; of one person there is a window.
#[component]
fn LeadsBack(inverse: Inverse, people: Vec<UserId>, what: Signal<String>) -> impl IntoView {
    let i18n = use_i18n();
    let (selecting, navigate, params) = (use_selecting(), use_navigate(), use_query_map());
    let state = untrack(|| params.with(ListState::read));
    let there = ListState { dialog: Some(inverse_dialog(inverse).to_owned()), ..state }.href();
    let (href, class) = match people.as_slice() {
        [one] => (format!("/users/{one}/{}", WindowTab::Profile), "btn is-small"),
        _ => (there.clone(), "btn is-small needs-script"),
    };
    let open = move |event: MouseEvent| {
        event.prevent_default();
        selecting.choose_for(inverse, &people);
        navigate(&there, NavigateOptions { scroll: false, ..NavigateOptions::default() });
    };
    view! {
        <div class="row">
            <a class=class href=href on:click=open>
                {move || i18n.text(inverse_key(inverse))}
                <span class="sr">{move || format!(": {}", what.get())}</span>
            </a>
        </div>
    }
}
