//! The look at what a change comes to, and its confirmation.

use i18n::{I18n, Key, t, use_i18n, written};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use model::bulk::{AccessEdit, BulkChange, BulkDone, BulkGroup, BulkOutcome, BulkPreview, Selection};
use model::error::{AppError, ConflictReason};
use model::roles::RoleDiff;
use ui::{Banner, Button, ButtonKind, Dialog, Skeleton, Toast, Tone, shown, use_toasts};

use super::Kind;
use super::edit::EditFields;
use super::rpc::{apply_bulk, preview_bulk, undo_bulk};
use super::selection::use_selecting;
use super::words::{done_text, outcome_text};
use crate::changes::{LeftOut, all_of, names_text};
use crate::errors::{error_text, field_error};
use crate::seats::MoreSeats;
use crate::session::use_frame;
use crate::shell::use_step_up;
use crate::users::acting::Outcome;
use crate::users::role_dialog::Diff;

/// Names below what happens to people; whom nothing happens to is listed whole.
const NAMES_SHOWN: usize = 12;

/// What the dialog knows.
#[derive(Clone, Copy)]
struct Look {
    kind: Kind,
    meant: StoredValue<Selection>,
    edit: RwSignal<AccessEdit>,
    preview: RwSignal<Option<BulkPreview>>,
    error: RwSignal<Option<AppError>>,
    /// It was confirmed, and had changed by then.
    stale: RwSignal<bool>,
    working: RwSignal<bool>,
    /// What it comes to is being asked; nothing is done that nobody has seen.
    looking: RwSignal<bool>,
    /// Goes up with every look, so that a late answer to an older one is dropped.
    turn: StoredValue<u32>,
}

impl Look {
    fn new(kind: Kind, meant: Selection) -> Self {
        Self {
            kind,
            meant: StoredValue::new(meant),
            edit: RwSignal::new(AccessEdit::default()),
            preview: RwSignal::new(None),
            error: RwSignal::new(None),
            stale: RwSignal::new(false),
            working: RwSignal::new(false),
            looking: RwSignal::new(false),
            turn: StoredValue::new(0),
        }
    }

    /// Whether the fields say what is to change.
    fn is_chosen(self) -> bool {
        self.kind != Kind::Edit || !self.edit.with(AccessEdit::is_empty)
    }

    /// Asks what it comes to.
    fn look(self) {
        let turn = self.turn.get_value() + 1;
        self.turn.set_value(turn);
        let asks = untrack(|| self.is_chosen());
        self.looking.set(asks);
        if !asks {
            return self.preview.set(None);
        }
        let action = self.kind.action(self.edit.get_untracked());
        let meant = self.meant.get_value();
        spawn_local(async move {
            let answer = preview_bulk(meant, action).await;
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            self.looking.set(false);
            match answer {
                Ok(preview) => {
                    self.error.set(None);
                    self.preview.set(Some(preview));
                }
                Err(error) => {
                    self.preview.set(None);
                    self.error.set(Some(error));
                }
            }
        });
    }

    fn is_busy(self) -> bool {
        self.working.get() || self.looking.get()
    }

    /// What is confirmed.
    fn change(self) -> Option<BulkChange> {
        let seen = self.preview.with_untracked(|preview| preview.as_ref().map(|preview| preview.seen.clone()))?;
        let matching = self.meant.with_value(|meant| match meant {
            Selection::Matching(query) => Some(query.clone()),
            Selection::People(_) => None,
        });
        Some(BulkChange { action: self.kind.action(self.edit.get_untracked()), seen, matching })
    }

    fn changes(self) -> Option<u32> {
        self.preview.with(|preview| preview.as_ref().map(BulkPreview::changes))
    }

    /// Seats that are short.
    fn missing(self) -> u32 {
        self.preview.with(|preview| preview.as_ref().map_or(0, |preview| preview.seats.missing(preview.takes)))
    }
}

#[component]
pub(in crate::users) fn BulkDialog(
    kind: Kind,
    meant: Selection,
    /// The page without the dialog.
    close_href: String,
) -> impl IntoView {
    let i18n = use_i18n();
    let selecting = use_selecting();
    let look = Look::new(kind, meant);
    look.look();
    let selected = untrack(|| selecting.count());
    let title = Signal::derive(move || i18n.plural(kind.title(), look.changes().unwrap_or(selected), &[]));
    let confirm = confirm(look, close_href.clone());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        confirm.run(());
    };
    let blocked = Signal::derive(move || match (look.changes(), look.missing()) {
        _ if !look.is_chosen() => Some(i18n.text(Key::BulkChoose)),
        (Some(0), _) => Some(i18n.text(Key::BulkNobody)),
        (_, missing) if missing > 0 => Some(i18n.plural(Key::SeatsShort, missing, &[])),
        _ => None,
    });
    let failure = move || {
        look.error.get().map(|error| {
            // Too many people is the one field that can be wrong here.
            let text = field_error(i18n, Some(&error), "people").unwrap_or_else(|| error_text(i18n, &error));
            view! { <Banner tone=Tone::Failed title=text live=true/> }
        })
    };
    let stale =
        move || look.stale.get().then(|| view! { <Banner tone=Tone::Waiting title=t(Key::BulkStale) live=true/> });
    let loading = move || look.looking.get() && look.preview.with(Option::is_none);
    view! {
        <Dialog
            id="bulk-dialog"
            title=title
            lead=Signal::derive(move || Some(i18n.text(kind.lead())))
            close_label=t(Key::CommonClose)
            close_href=close_href
        >
            <form on:submit=submit>
                <div class="dialog__body stack">
                    {failure}
                    {stale}
                    {(kind == Kind::Edit).then(|| view! {
                        <EditFields edit=look.edit error=look.error changed=Callback::new(move |()| look.look())/>
                    })}
                    {shown(move || loading().then(|| view! { <Skeleton label=t(Key::CommonLoading)/> }))}
                    {shown(move || look.preview.get().map(|preview| view! { <Preview preview=preview look=look/> }))}
                </div>
                <footer class="dialog__foot">
                    <div class="push">
                        <Button
                            kind=if kind.is_dangerous() { ButtonKind::Destroy } else { ButtonKind::Primary }
                            id="bulk-confirm"
                            submit=true
                            blocked=blocked
                            busy=Signal::derive(move || look.is_busy())
                            busy_label=Signal::derive(move || look.working.get().then(|| i18n.text(Key::BulkApplying)))
                        >
                            {title}
                        </Button>
                    </div>
                </footer>
            </form>
        </Dialog>
    }
}

/// Whom it changes, whom not and why, and the seats.
#[component]
fn Preview(preview: BulkPreview, look: Look) -> impl IntoView {
    let i18n = use_i18n();
    let BulkPreview { groups, skipped, seats, takes, frees, buy, .. } = preview;
    let nobody = groups.is_empty();
    let left_out = all_of(&skipped).count;
    let counted = takes > 0 || frees > 0;
    let missing = seats.missing(takes);
    let after = seats.free().saturating_add(frees).saturating_sub(takes);
    let free = move || {
        i18n.with(|catalog| {
            let (before, after) = (catalog.number(u64::from(seats.free())), catalog.number(u64::from(after)));
            catalog.format(Key::BulkSeatsAfter, &[("before", &before), ("after", &after)])
        })
    };
    view! {
        <div class="stack" aria-live="polite">
            {nobody.then(|| view! { <p>{written(move || i18n.text(Key::BulkNobody))}</p> })}
            {groups.into_iter().map(|group| view! { <Group group=group/> }).collect_view()}
            {(counted && missing == 0).then(|| view! { <p class="small">{free}</p> })}
            {(missing > 0).then(|| view! {
                <Banner tone=Tone::Waiting title=Signal::derive(move || i18n.plural(Key::SeatsShort, missing, &[]))>
                    <MoreSeats buy=buy missing=Signal::from(missing) bought=Callback::new(move |_| look.look())/>
                </Banner>
            })}
            {(left_out > 0).then(|| view! { <LeftOut skipped=skipped n=left_out/> })}
        </div>
    }
}

#[component]
fn Group(group: BulkGroup) -> impl IntoView {
    let i18n = use_i18n();
    let BulkGroup { outcome, people } = group;
    let diff = match &outcome {
        BulkOutcome::Access { from, to, gains, loses } => {
            let diff = RoleDiff { gains: gains.clone(), loses: loses.clone(), keeps: Vec::new() };
            Some(view! { <Diff diff=diff from=*from to=*to/> })
        }
        // Who comes back with everything has nothing to be compared.
        BulkOutcome::Restored { from, to, left_out } if from != to || !left_out.is_empty() => {
            let diff = RoleDiff { gains: Vec::new(), loses: left_out.clone(), keeps: Vec::new() };
            Some(view! { <Diff diff=diff from=*from to=*to/> })
        }
        _ => None,
    };
    let count = people.count;
    view! {
        <section class="bulk-group">
            <h3>{written(move || outcome_text(i18n, &outcome, count))}</h3>
            <p class="muted small" dir="auto">{written(move || names_text(i18n, &people, NAMES_SHOWN))}</p>
            {diff}
        </section>
    }
}

/// Makes the change that was looked at, and says what was done.
fn confirm(look: Look, close_href: String) -> Callback<()> {
    let i18n = use_i18n();
    let (outcome, selecting, step_up) = (Outcome::here(), use_selecting(), use_step_up());
    let (toasts, navigate, frame) = (use_toasts(), use_navigate(), use_frame());
    let done = StoredValue::new(Callback::new(move |done: BulkDone| {
        let text = untrack(|| done_text(i18n, look.kind.done(), &done));
        let mut toast = Toast::new(text, done.seconds)
            .countdown(move |seconds| i18n.with_untracked(|catalog| catalog.wait(seconds)));
        if let Some(undo) = done.undo {
            toast = toast.action(i18n.text_untracked(Key::CommonUndo), move || take_back(i18n, outcome, undo.clone()));
        }
        toasts.show(toast);
        selecting.clear();
        outcome.refetch();
        // Last, because the dialog and what belongs to it are gone after the navigation.
        navigate(&close_href, NavigateOptions { scroll: false, ..NavigateOptions::default() });
    }));
    let again = StoredValue::new(None::<Callback<()>>);
    let confirm = Callback::new(move |()| {
        if untrack(|| look.is_busy()) {
            return;
        }
        look.stale.set(false);
        look.error.set(None);
        // The look failed; it is tried again.
        let Some(change) = look.change() else { return look.look() };
        look.working.set(true);
        spawn_local(async move {
            let answer = apply_bulk(change, frame.form_token()).await;
            if look.working.try_set(false).is_some() {
                // The dialog was closed meanwhile; what was done is still said.
                if let Ok(done) = answer {
                    toasts.say(untrack(|| done_text(i18n, look.kind.done(), &done)));
                    outcome.refetch();
                }
                return;
            }
            match (answer, again.get_value()) {
                (Ok(report), _) => done.get_value().run(report),
                (Err(AppError::StepUpRequired), Some(again)) => step_up.ask(again),
                (Err(AppError::Conflict { reason: ConflictReason::Stale }), _) => {
                    look.stale.set(true);
                    look.look();
                }
                (Err(error), _) => look.error.set(Some(error)),
            }
        });
    });
    again.set_value(Some(confirm));
    confirm
}

/// Takes the change back, and says for whom.
fn take_back(i18n: I18n, outcome: Outcome, undo: String) {
    spawn_local(async move {
        match undo_bulk(undo.clone()).await {
            Ok(done) => outcome.say(untrack(|| done_text(i18n, Key::BulkUndone, &done))),
            Err(error) => outcome.failed(error, move || take_back(i18n, outcome, undo.clone())),
        }
    });
}
