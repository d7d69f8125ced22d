//! Administrator information: the present text, and the ones before it.
//!
//! With script the text is sent without leaving the page, so that nothing of it is lost when it is refused.

use i18n::{Key, t, tp, use_i18n, written};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::error::{AppError, ConflictReason};
use model::sign_in::Flash;
use model::time::Moment;
use model::user_window::{NOTE_MAX, Note, NoteChange, Notes, REFERENCE_MAX, WindowBody, WindowQuery, WindowTab};
use ui::{Banner, Button, ButtonKind, TextArea, TextField, TimeText, Tone};

use super::drafts::use_drafts;
use super::edits::Edits;
use super::parts::Place;
use super::rpc::{annotate_user, open_user_window};
use crate::errors::{error_text, field_error};
use crate::moments::datetime;

#[component]
pub(super) fn NotesPanel(
    place: Place,
    notes: Notes,
    flash: Flash,
    now: Moment,
    version: RwSignal<u32>,
) -> impl IntoView {
    let i18n = use_i18n();
    let edits = Edits::new(version);
    let Notes { current, earlier } = notes;
    let present = current.clone();
    let saved = |of: fn(&Note) -> &String| present.as_ref().map(|note| of(note).clone()).unwrap_or_default();
    let drafts = use_drafts();
    let form = (place.user, "note");
    let (stamp, [body, reference]) = drafts.form(
        form,
        present.as_ref().map(|note| note.id.to_string()).unwrap_or_default(),
        [(saved(|note| &note.body), flash.field("note")), (saved(|note| &note.reference), flash.field("reference"))],
    );
    let seen = RwSignal::new(stamp.parse().ok());
    // What is not about a field of this form is said above the tab.
    let refused = flash.error.clone().filter(|error| matches!(error, AppError::Invalid { .. }));
    let error = RwSignal::new(refused.filter(|_| flash.field("note").is_some()));
    let theirs = RwSignal::new(None::<Note>);
    let saving = RwSignal::new(false);
    let user = place.user;
    let save = Callback::new(move |()| {
        if saving.get_untracked() {
            return;
        }
        saving.set(true);
        error.set(None);
        theirs.set(None);
        let change = untrack(|| NoteChange { seen: seen.get(), body: body.get(), reference: reference.get() });
        spawn_local(async move {
            let sent = [change.body.clone(), change.reference.clone()];
            let answer = annotate_user(user, change).await;
            if answer == Err(AppError::Conflict { reason: ConflictReason::Stale }) {
                let query = WindowQuery { tab: WindowTab::Profile, list: None, action: None, page: 1, role: None };
                if let Ok((window, _)) = open_user_window(user, query).await
                    && let WindowBody::Profile { notes: Some(Notes { current: Some(note), .. }), .. } = window.body
                {
                    seen.set(Some(note.id));
                    theirs.set(Some(note));
                }
            }
            saving.set(false);
            match answer {
                Ok(undo) => {
                    drafts.saved(form, sent);
                    edits.offer(undo);
                    version.update(|version| *version += 1);
                }
                Err(_) if theirs.with_untracked(Option::is_some) => {}
                Err(refused) => error.set(Some(refused)),
            }
        });
    });
    let count = Signal::derive(move || {
        let used = body.with(|body| body.chars().count());
        Some(i18n.with(|catalog| {
            catalog.format(
                Key::UserWindowNoteCount,
                &[("used", &catalog.number(used as u64)), ("max", &catalog.number(NOTE_MAX as u64))],
            )
        }))
    });
    let field =
        move |name: &'static str| Signal::derive(move || error.with(|error| field_error(i18n, error.as_ref(), name)));
    let failed = move || {
        let error = error.get().filter(|error| !matches!(error, AppError::Invalid { .. }))?;
        Some(view! { <Banner tone=Tone::Failed title=error_text(i18n, &error) live=true/> })
    };
    let conflict = move || {
        theirs.get().map(|note| {
            let take = Callback::new(move |_| {
                if let Some(note) = theirs.get_untracked() {
                    body.set(note.body);
                    reference.set(note.reference);
                    theirs.set(None);
                }
            });
            let buttons = move || {
                view! {
                    <Button on_click=take>{t!(Key::UserWindowTakeTheirs)}</Button>
                    <Button on_click=Callback::new(move |_| save.run(()))>{t!(Key::UserWindowKeepMine)}</Button>
                }
            };
            view! {
                <Banner tone=Tone::Waiting title=t(Key::UserWindowNoteStale) live=true>
                    <NoteText note=note/>
                </Banner>
                <div class="row">{buttons()}</div>
            }
        })
    };
    let earlier_count = earlier.len();
    let earlier = earlier.into_iter().map(|note| view! { <li><NoteText note=note/></li> }).collect_view();
    let written = current.map(|note| view! { <p class="muted small"><Written note=note now=now/></p> });
    view! {
        <section class="panel" aria-label=t!(Key::UserWindowAdminTitle)>
            <div class="panel__head"><h2>{t!(Key::UserWindowAdminTitle)}</h2><p>{t!(Key::UserWindowAdminHint)}</p></div>
            <form
                class="panel__body"
                method="post"
                action="/rpc/user_window/save_note"
                on:submit=move |event: SubmitEvent| {
                    event.prevent_default();
                    save.run(());
                }
            >
                {place.hidden_fields()}
                <input type="hidden" name="seen" value=move || seen.get().map(|id| id.to_string()).unwrap_or_default()/>
                {failed}
                {conflict}
                <TextArea label=t(Key::UserWindowNote) name="note" value=body rows=6 hint=count error=field("note")/>
                {written}
                <TextField label=t(Key::UserWindowReference) name="reference" value=reference maxlength=u32::try_from(REFERENCE_MAX).unwrap_or(80) autocomplete="off" error=field("reference")/>
                <div class="row">
                    <Button kind=ButtonKind::Primary submit=true busy=Signal::derive(move || saving.get()) busy_label=t(Key::UsersRoleSaving)>{t!(Key::CommonSave)}</Button>
                </div>
                {(earlier_count > 0).then(|| view! {
                    <details class="fold">
                        <summary>{tp!(Key::UserWindowEarlier, earlier_count)}</summary>
                        <ol class="notes">{earlier}</ol>
                    </details>
                })}
            </form>
        </section>
    }
}

/// A text with its author and its day.
#[component]
fn NoteText(note: Note) -> impl IntoView {
    let i18n = use_i18n();
    let body = note.body.clone();
    let is_empty = body.is_empty();
    let reference = Some(note.reference.clone()).filter(|reference| !reference.is_empty());
    let author = note.author.clone();
    let at = note.at;
    let by = move || {
        let author = author.clone().unwrap_or_else(|| i18n.text(Key::StatusesUnknownUser));
        let date = i18n.with(|catalog| catalog.date_time(at));
        i18n.format(Key::UserWindowNoteBy, &[("author", &author), ("date", &date)])
    };
    view! {
        <div class="note">
            {if is_empty {
                view! { <p class="muted">{t!(Key::UserWindowWithoutText)}</p> }.into_any()
            } else {
                view! { <p class="note__text" dir="auto">{body}</p> }.into_any()
            }}
            {reference.map(|reference| view! { <p class="small"><code>{reference}</code></p> })}
            <p class="muted small">{by}</p>
        </div>
    }
}

/// Who wrote the present text, and when.
#[component]
fn Written(note: Note, now: Moment) -> impl IntoView {
    let i18n = use_i18n();
    let author = note.author.clone();
    let at = note.at;
    view! {
        <span dir="auto">{written(move || author.clone().unwrap_or_else(|| i18n.text(Key::StatusesUnknownUser)))}</span>
        ", "
        <TimeText
            datetime=datetime(at)
            text=Signal::derive(move || i18n.when(now.at, at))
            title=Signal::derive(move || Some(i18n.when_else(now.at, at)))
        />
    }
}
