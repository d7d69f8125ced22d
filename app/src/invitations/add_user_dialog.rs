//! Add user: paste anything, see what will happen to each address, send.

use std::time::Duration;

use i18n::{I18n, Key, t, use_i18n, written};
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use model::error::AppError;
use model::ids::UserId;
use model::invitations::{
    AddressEntry, AddressList, AddressReport, AddressVerdict, InvitationChoices, InvitationReport, Invitee,
    NewInvitations,
};
use model::seats::SeatCount;
use ui::{Banner, Button, ButtonKind, Dialog, EmptyState, TextArea, Tone, effect, shown, use_toasts};
use uuid::Uuid;

use super::address_verdicts::AddressVerdicts;
use super::role_fields::{Extras, MessageFold, RoleFold};
use super::rpc::{check_addresses, get_invitation_choices, send_invitations};
use super::seat_box::SeatBox;
use crate::data;
use crate::errors::{Failure, error_text, field_error};
use crate::shell::use_step_up;

/// How long typing rests before the list is checked.
const REST: Duration = Duration::from_millis(250);

#[component]
pub(crate) fn AddUserDialog(
    /// The page without the dialog.
    close_href: String,
    /// Runs when something was sent.
    done: Callback<()>,
) -> impl IntoView {
    let choices = data::load(|| (), |()| get_invitation_choices());
    view! {
        <Suspense>
            {Suspend::new(async move {
                match choices.await {
                    Ok(choices) => view! { <Ready choices=choices close_href=close_href done=done/> }.into_any(),
                    Err(error) => view! {
                        <Dialog id="add-user-dialog" title=t(Key::UsersAdd) close_label=t(Key::CommonClose) close_href=close_href>
                            <div class="dialog__body"><Failure error=error/></div>
                        </Dialog>
                    }
                    .into_any(),
                }
            })}
        </Suspense>
    }
}

/// What the dialog knows.
#[derive(Clone, Copy)]
struct State {
    text: RwSignal<String>,
    report: RwSignal<Option<AddressReport>>,
    /// Seats after a purchase, until the next report.
    seats: RwSignal<Option<SeatCount>>,
    /// The text that the report is about.
    checked: StoredValue<String>,
    /// Goes up with every change of the text, so that a late answer to an older text is dropped.
    turn: StoredValue<u32>,
    checking: RwSignal<bool>,
    resend: RwSignal<Vec<UserId>>,
    error: RwSignal<Option<AppError>>,
    sending: RwSignal<bool>,
    key: StoredValue<Uuid>,
}

impl State {
    fn new() -> Self {
        Self {
            text: RwSignal::new(String::new()),
            report: RwSignal::new(None),
            seats: RwSignal::new(None),
            checked: StoredValue::new(String::new()),
            turn: StoredValue::new(0),
            checking: RwSignal::new(false),
            resend: RwSignal::new(Vec::new()),
            error: RwSignal::new(None),
            sending: RwSignal::new(false),
            key: StoredValue::new(Uuid::nil()),
        }
    }

    /// People who will newly be invited.
    fn people(self) -> Vec<Invitee> {
        self.report.with(|report| {
            let entries = report.iter().flat_map(|report| &report.entries);
            entries
                .filter(|entry| entry.verdict == AddressVerdict::New)
                .filter_map(|entry| Some(Invitee { address: entry.address.clone()?, name: entry.name.clone() }))
                .collect()
        })
    }

    /// Seats that sending takes: new people, and people whose link had ended.
    fn needed(self) -> u32 {
        let resend = self.resend.get();
        let takes = |entry: &&AddressEntry| match entry.verdict {
            AddressVerdict::New => true,
            AddressVerdict::NotAccepted { user, .. } => resend.contains(&user),
            _ => false,
        };
        self.report.with(|report| {
            let count = report.iter().flat_map(|report| &report.entries).filter(takes).count();
            u32::try_from(count).unwrap_or(u32::MAX)
        })
    }

    fn total(self) -> usize {
        self.people().len() + self.resend.with(Vec::len)
    }

    fn invalid(self) -> usize {
        self.report.with(|report| {
            let entries = report.iter().flat_map(|report| &report.entries);
            entries.filter(|entry| matches!(entry.verdict, AddressVerdict::Invalid { .. })).count()
        })
    }
}

#[component]
fn Ready(choices: InvitationChoices, close_href: String, done: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let state = State::new();
    let extras = Extras::new(&choices);
    // Two sendings of this dialog have one effect. Not a secret, so the browser's plain randomness will do.
    effect(move || state.key.set_value(data::draw_key()));
    let many = move || state.report.with(|report| report.as_ref().is_some_and(|report| report.entries.len() > 1));
    let title = Signal::derive(move || i18n.text(if many() { Key::UsersAddMany } else { Key::UsersAdd }));
    let seats = {
        let first = choices.seats;
        Signal::derive(move || {
            let bought = state.seats.get();
            bought.or_else(|| state.report.with(|report| report.as_ref().map(|report| report.seats))).unwrap_or(first)
        })
    };
    let needed = Signal::derive(move || state.needed());
    let recheck = move || check(state);
    let may_close = {
        let choices = choices.clone();
        Callback::new(move |()| {
            let touched = !state.text.with_untracked(|text| text.trim().is_empty()) || extras.is_touched(&choices);
            !touched || state.sending.get_untracked() || asks(&i18n.text_untracked(Key::InvitationsDiscard))
        })
    };
    let navigate = use_navigate();
    let toasts = use_toasts();
    let step_up = use_step_up();
    let sent = {
        let close = close_href.clone();
        Callback::new(move |report: InvitationReport| {
            toasts.say(summary(i18n, &report));
            // First, because the dialog and what belongs to it are gone after the navigation.
            done.run(());
            navigate(&close, NavigateOptions { scroll: false, ..NavigateOptions::default() });
        })
    };
    let send = Callback::new(move |()| send(state, extras, sent, step_up, recheck));
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        send.run(());
    };
    let keys = move |event: ev::KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            send.run(());
        }
    };
    let list_error = Signal::derive(move || {
        state.error.with(|error| {
            let error = error.as_ref();
            field_error(i18n, error, "people").or_else(|| field_error(i18n, error, "text"))
        })
    });
    let message_error = Signal::derive(move || state.error.with(|error| field_error(i18n, error.as_ref(), "message")));
    let other = move || {
        let error = state.error.get().filter(|error| !matches!(error, AppError::Invalid { .. }));
        error.map(|error| view! { <Banner tone=Tone::Failed title=error_text(i18n, &error) live=true focus=true/> })
    };
    view! {
        <Dialog
            id="add-user-dialog"
            title=title
            lead=t(Key::InvitationsLead)
            wide=true
            close_label=t(Key::CommonClose)
            close_href=close_href
            may_close=may_close
        >
            <form on:submit=submit on:keydown=keys>
                <div class="dialog__body stack">
                    {other}
                    <p class="only-no-script muted">{t!(Key::CommonNoScript)}</p>
                    <div class="invite-cols needs-script">
                        <div class="stack">
                            <TextArea
                                label=t(Key::InvitationsAddresses)
                                name="people"
                                value=state.text
                                rows=8
                                autofocus=true
                                error=list_error
                                on_input=Callback::new(move |_: String| check_soon(state))
                            />
                            <RoleFold choices=choices.clone() extras=extras/>
                            <MessageFold extras=extras error=message_error/>
                        </div>
                        <div class="stack stack--tight">
                            <Verdicts state=state/>
                        </div>
                    </div>
                    <SeatBox seats=seats needed=needed buy=choices.buy bought=Callback::new(move |seats| state.seats.set(Some(seats)))/>
                </div>
                <footer class="dialog__foot">
                    <span class="muted small">{t!(Key::InvitationsFoot)}</span>
                    <div class="push needs-script"><SendButton state=state seats=seats needed=needed/></div>
                </footer>
            </form>
        </Dialog>
    }
}

#[component]
fn Verdicts(state: State) -> impl IntoView {
    let i18n = use_i18n();
    let head = move || {
        state.report.with(|report| {
            report.as_ref().map(|report| {
                let people = report.entries.len();
                let listed = i18n.plural(Key::InvitationsEntries, report.listed, &[]);
                let people = i18n.plural(Key::InvitationsPeople, people, &[]);
                format!("{listed}, {people}")
            })
        })
    };
    let body = move || {
        let report = state.report.get().filter(|report| !report.entries.is_empty());
        match report {
            Some(report) => view! { <AddressVerdicts report=report resend=state.resend/> }.into_any(),
            None => view! {
                <EmptyState icon="users" title=t(Key::InvitationsEmpty) text=Signal::derive(move || Some(i18n.text(Key::InvitationsEmptyText)))/>
            }
            .into_any(),
        }
    };
    view! {
        <div class="row row--between" aria-live="polite">
            <h3>{move || head().filter(|_| state.report.with(|report| report.as_ref().is_some_and(|report| report.listed > 0)))}</h3>
            <span class="muted small">{shown(move || state.checking.get().then(|| i18n.text(Key::InvitationsChecking)))}</span>
        </div>
        {body}
    }
}

#[component]
fn SendButton(state: State, seats: Signal<SeatCount>, needed: Signal<u32>) -> impl IntoView {
    let i18n = use_i18n();
    // Never disabled for what was typed: pressing it says what is missing. Seats are the one thing it waits for.
    let blocked = Signal::derive(move || {
        let missing = seats.get().missing(needed.get());
        (missing > 0).then(|| i18n.plural(Key::InvitationsShort, missing, &[]))
    });
    view! {
        <Button
            id="send-invitations"
            kind=ButtonKind::Primary
            submit=true
            blocked=blocked
            busy=Signal::derive(move || state.sending.get())
            busy_label=t(Key::InvitationsSending)
        >
            {written(move || match state.total() {
                0 => i18n.text(Key::InvitationsSendNone),
                n => i18n.plural(Key::InvitationsSend, n, &[]),
            })}
        </Button>
    }
}

/// Checks the list once typing rests.
fn check_soon(state: State) {
    let turn = state.turn.get_value() + 1;
    state.turn.set_value(turn);
    set_timeout(
        move || {
            if state.turn.try_get_value() == Some(turn) {
                check(state);
            }
        },
        REST,
    );
}

/// Asks the server what will happen to each address.
fn check(state: State) {
    check_then(state, || ());
}

/// The same, and goes on when it knows.
fn check_then(state: State, then: impl FnOnce() + 'static) {
    let turn = state.turn.get_value() + 1;
    state.turn.set_value(turn);
    let text = state.text.get_untracked();
    if text.trim().is_empty() {
        state.report.set(None);
        state.resend.set(Vec::new());
        state.checked.set_value(text);
        return then();
    }
    state.checking.set(true);
    spawn_local(async move {
        let answer = check_addresses(AddressList { text: text.clone() }).await;
        if state.turn.try_get_value() != Some(turn) {
            return;
        }
        state.checking.set(false);
        match answer {
            Ok(report) => {
                keep_choices(state, &report);
                state.seats.set(None);
                state.report.set(Some(report));
                state.error.update(|error| {
                    error.take_if(|error| {
                        matches!(error, AppError::Offline | AppError::Unavailable { .. } | AppError::Invalid { .. })
                    });
                });
                state.checked.set_value(text);
                then();
            }
            Err(error) => state.error.set(Some(error)),
        }
    });
}

/// Late invitations are sent again unless unchecked; what was chosen before stays chosen.
fn keep_choices(state: State, report: &AddressReport) {
    let known: Vec<UserId> = state.report.with_untracked(|before| {
        before.iter().flat_map(|before| &before.entries).filter_map(|entry| invited(entry.verdict)).collect()
    });
    state.resend.update(|resend| {
        let listed: Vec<UserId> = report.entries.iter().filter_map(|entry| invited(entry.verdict)).collect();
        resend.retain(|user| listed.contains(user));
        for entry in &report.entries {
            if let AddressVerdict::NotAccepted { user, .. } = entry.verdict
                && !known.contains(&user)
            {
                resend.push(user);
            }
        }
    });
}

fn invited(verdict: AddressVerdict) -> Option<UserId> {
    match verdict {
        AddressVerdict::Invited { user, .. } | AddressVerdict::NotAccepted { user, .. } => Some(user),
        _ => None,
    }
}

fn send(
    state: State,
    extras: Extras,
    sent: Callback<InvitationReport>,
    step_up: crate::shell::StepUp,
    recheck: impl Fn() + Copy + Send + Sync + 'static,
) {
    if state.sending.get_untracked() {
        return;
    }
    // Whoever pastes and sends at once means what they pasted, not what was there before.
    let text = state.text.get_untracked();
    if state.checked.with_value(|checked| *checked != text) {
        return check_then(state, move || send(state, extras, sent, step_up, recheck));
    }
    let people = untrack(|| state.people());
    let resend = state.resend.get_untracked();
    if untrack(|| state.invalid()) > 0 && people.is_empty() && resend.is_empty() {
        let code = model::fields::FieldCode::InvalidEmail;
        return state.error.set(Some(AppError::field("people", code)));
    }
    let input = NewInvitations {
        key: state.key.get_value(),
        people,
        resend,
        role: untrack(|| extras.role()),
        permissions: extras.permissions.get_untracked(),
        message: Some(extras.message.get_untracked()),
        language: extras.language.with_untracked(|code| code.parse().unwrap_or(model::language::Language::En)),
    };
    let input = match input.validate() {
        Ok(input) => input,
        Err(error) => return state.error.set(Some(error)),
    };
    state.error.set(None);
    state.sending.set(true);
    spawn_local(async move {
        let answer = send_invitations(input).await;
        state.sending.set(false);
        match answer {
            Ok(report) => sent.run(report),
            Err(AppError::StepUpRequired) => {
                step_up.ask(Callback::new(move |()| send(state, extras, sent, step_up, recheck)));
            }
            Err(error) => {
                // Somebody else may have taken the seats or invited the same people: look again.
                state.error.set(Some(error));
                recheck();
            }
        }
    });
}

/// What was sent, in one line.
fn summary(i18n: I18n, report: &InvitationReport) -> String {
    let count = |key, n: usize| (n > 0).then(|| i18n.with_untracked(|catalog| catalog.plural(key, n as u64, &[])));
    let parts = [count(Key::InvitationsSent, report.sent.len()), count(Key::InvitationsSentAgain, report.resent.len())];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// A question of the browser's own; only when something that was typed would be lost.
fn asks(question: &str) -> bool {
    window().confirm_with_message(question).unwrap_or(true)
}
