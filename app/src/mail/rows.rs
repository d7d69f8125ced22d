//! The rows of the Mail page.

use i18n::{Key, t, use_i18n};
use leptos::prelude::*;
use model::access::Action;
use model::ids::MailId;
use model::mail::{MailFailure, MailState, MailSummary};
use model::set_up::MailSetting;
use model::time::Moment;
use ui::{Icon, Menu, MenuItem, MenuSeparator, PlainHeader, Status, StatusKind, TableFrame, TimeText};

use crate::moments::datetime;
use crate::shell::reason;

/// What a row's menu does.
#[derive(Clone, Copy)]
pub(super) struct MailActions {
    pub(super) read: Callback<MailId>,
    pub(super) download: Callback<MailId>,
    pub(super) retry: Callback<MailId>,
    pub(super) cancel: Callback<MailId>,
    pub(super) copy_link: Callback<MailSummary>,
}

#[component]
pub(super) fn MailTable(
    rows: Vec<MailSummary>,
    setting: MailSetting,
    now: Moment,
    busy: Signal<bool>,
    actions: MailActions,
) -> impl IntoView {
    let head = move || {
        view! {
            <PlainHeader>{t!(Key::MailTo)}</PlainHeader>
            <PlainHeader>{t!(Key::MailSubject)}</PlainHeader>
            <PlainHeader>{t!(Key::MailState)}</PlainHeader>
            <PlainHeader class="seen">{t!(Key::MailCreated)}</PlainHeader>
            <PlainHeader hidden=true>{t!(Key::UsersActions)}</PlainHeader>
        }
    };
    let files = setting == MailSetting::Files;
    let rows =
        rows.into_iter().map(|mail| view! { <Row mail=mail files=files now=now actions=actions/> }).collect_view();
    view! { <TableFrame caption=t(Key::MailTitle) head=head busy=busy>{rows}</TableFrame> }
}

#[component]
fn Row(mail: MailSummary, files: bool, now: Moment, actions: MailActions) -> impl IntoView {
    let i18n = use_i18n();
    let to = if mail.to.is_empty() { i18n.text_untracked(Key::MailGone) } else { mail.to.clone() };
    let created = mail.created;
    let when = Signal::derive(move || i18n.when(now.at, created));
    let other_form = Signal::derive(move || Some(i18n.when_else(now.at, created)));
    let id = mail.id;
    let subject = mail.subject.clone();
    view! {
        <tr role="row" tabindex="-1" data-row="">
            <td role="cell" class="who"><span class="ell" title=to.clone()>{to.clone()}</span></td>
            <td role="cell" class="perm">
                <button type="button" class="link ell" on:click=move |_| actions.read.run(id)>{subject}</button>
            </td>
            <td role="cell" class="state"><State mail=mail.clone() files=files now=now/></td>
            <td role="cell" class="seen"><TimeText datetime=datetime(created) text=when title=other_form/></td>
            <td role="cell" class="act"><RowMenu mail=mail actions=actions/></td>
        </tr>
    }
}

#[component]
fn State(mail: MailSummary, files: bool, now: Moment) -> impl IntoView {
    let i18n = use_i18n();
    let (kind, label) = match mail.state {
        MailState::Held => (StatusKind::Invited, Key::MailHeld),
        MailState::Due => (StatusKind::Invited, Key::MailDue),
        MailState::Retrying => (StatusKind::NotAccepted, Key::MailRetrying),
        MailState::Sent if files => (StatusKind::Active, Key::MailWritten),
        MailState::Sent => (StatusKind::Active, Key::MailSent),
        MailState::Failed => (StatusKind::Failed, Key::MailFailed),
        MailState::Canceled => (StatusKind::Disabled, Key::MailCanceled),
    };
    let moment = mail.moment;
    let when = move || moment.map(|moment| i18n.when(now.at, moment));
    let failure = mail.failure.map(failure_key);
    let answer = mail.answer;
    let reason = failure.map(|key| {
        let answer = answer.map(|answer| format!(" {answer}"));
        view! { <small class="mail-reason">{t!(key)}{answer}</small> }
    });
    view! {
        <Status kind=kind label=t(label) detail=Signal::derive(when) datetime=moment.map(datetime).unwrap_or_default()/>
        {reason}
    }
}

fn failure_key(failure: MailFailure) -> Key {
    match failure {
        MailFailure::Expired => Key::MailFailureExpired,
        MailFailure::Refused => Key::MailFailureRefused,
        MailFailure::Unreachable => Key::MailFailureUnreachable,
        MailFailure::Tls => Key::MailFailureTls,
        MailFailure::Recipient => Key::MailFailureRecipient,
        MailFailure::Broken => Key::MailFailureBroken,
    }
}

#[component]
fn RowMenu(mail: MailSummary, actions: MailActions) -> impl IntoView {
    let i18n = use_i18n();
    let to = mail.to.clone();
    let label = Signal::derive(move || i18n.format(Key::MailActionsFor, &[("to", &to)]));
    let id = mail.id;
    let retries = matches!(mail.state, MailState::Failed | MailState::Retrying);
    let cancels = matches!(mail.state, MailState::Held | MailState::Due | MailState::Retrying);
    let copies = mail.invitee.is_some() && mail.actions.get(Action::InvitationsCopyLink).is_some();
    let verdicts = mail.actions.clone();
    let blocked = Signal::derive(move || reason(i18n, &verdicts, Action::InvitationsCopyLink));
    let mail = StoredValue::new(mail);
    view! {
        <Menu
            id=format!("mail-{id}")
            label=label
            trigger_class="icon-btn is-small needs-script"
            trigger_label=Signal::derive(move || Some(label.get()))
            trigger=move || view! { <Icon name="ellipsis"/> }
            lazy=true
        >
            <MenuItem icon="eye" on_click=Callback::new(move |()| actions.read.run(id))>{t!(Key::MailOpen)}</MenuItem>
            <MenuItem icon="download" on_click=Callback::new(move |()| actions.download.run(id))>{t!(Key::MailDownload)}</MenuItem>
            {copies.then(|| view! {
                <MenuItem icon="link" blocked=blocked on_click=Callback::new(move |()| actions.copy_link.run(mail.get_value()))>
                    {t!(Key::UsersCopyLink)}
                </MenuItem>
            })}
            {retries.then(|| view! {
                <MenuItem icon="rotate-cw" on_click=Callback::new(move |()| actions.retry.run(id))>{t!(Key::MailRetry)}</MenuItem>
            })}
            {cancels.then(|| view! {
                <MenuSeparator/>
                <MenuItem icon="x" danger=true on_click=Callback::new(move |()| actions.cancel.run(id))>{t!(Key::MailCancel)}</MenuItem>
            })}
        </Menu>
    }
}
