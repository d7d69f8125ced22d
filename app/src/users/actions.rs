//! What can be done with a row, and the two dialogs behind it.
//!
//! A fresh link is a secret: it stands in a dialog of its own, in no address and in no list.

use i18n::{I18n, Key, t, use_i18n};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::deletion::{Deletion, DeletionPlan, RestorePlan};
use model::error::AppError;
use model::ids::UserId;
use model::invitations::InvitationLink;
use model::roles::{RoleChange, RoleChanged, RoleChoices};
use model::users::Undoable;
use ui::{Button, ButtonKind, CopyLine, IconButton, Toast, Toasts, use_toasts};

use super::delete_dialog::DeleteDialog;
use super::restore_dialog::RestoreDialog;
use super::role_dialog::RoleDialog;
use super::rpc::{
    cancel_invitation, change_role, copy_invitation_link, disable_user, enable_user, get_deletion_plan,
    get_restore_plan, get_role_choices, resend_invitation, take_back_deletion,
};
use crate::errors::error_text;
use crate::session::{FrameData, use_frame};
use crate::shell::{StepUp, use_step_up};

/// Someone in the list, as far as a dialog names them.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Someone {
    pub(super) id: UserId,
    pub(super) name: String,
}

/// What can be done with rows.
#[derive(Clone, Copy)]
pub(crate) struct RowActions {
    i18n: I18n,
    toasts: Toasts,
    frame: FrameData,
    step_up: StepUp,
    /// Goes up when the list has to be read again.
    pub(super) version: RwSignal<u32>,
    link: RwSignal<Option<(String, InvitationLink)>>,
    asked: RwSignal<Option<Someone>>,
    leaving: RwSignal<Option<Someone>>,
    pub(super) role: RwSignal<Option<(UserId, RoleChoices)>>,
    pub(super) deleting: RwSignal<Option<(UserId, DeletionPlan)>>,
    pub(super) restoring: RwSignal<Option<(UserId, RestorePlan)>>,
}

impl RowActions {
    /// Reads the list and the figures of the frame again.
    pub(crate) fn refetch(self) {
        self.version.update(|version| *version += 1);
        self.frame.refetch();
    }

    /// Sends the invitation again.
    pub(super) fn resend(self, someone: Someone) {
        spawn_local(async move {
            match resend_invitation(someone.id).await {
                Ok(person) => {
                    let until = self.i18n.with_untracked(|catalog| catalog.date_time(person.until));
                    self.say(self.i18n.with_untracked(|catalog| {
                        catalog.format(Key::UsersResent, &[("name", &someone.name), ("date", &until)])
                    }));
                }
                Err(error) => self.failed(error, move || self.resend(someone.clone())),
            }
        });
    }

    /// Makes a new link and shows it.
    pub(super) fn copy_link(self, someone: Someone) {
        spawn_local(async move {
            match copy_invitation_link(someone.id).await {
                Ok(link) => {
                    self.link.set(Some((someone.name, link)));
                    self.refetch();
                }
                Err(error) => self.failed(error, move || self.copy_link(someone.clone())),
            }
        });
    }

    /// Asks whether the invitation is to be withdrawn.
    pub(super) fn ask_cancel(self, someone: Someone) {
        self.asked.set(Some(someone));
    }

    fn cancel(self, someone: Someone) {
        spawn_local(async move {
            match cancel_invitation(someone.id).await {
                Ok(()) => self.say(
                    self.i18n.with_untracked(|catalog| catalog.format(Key::UsersCanceled, &[("name", &someone.name)])),
                ),
                Err(error) => self.failed(error, move || self.cancel(someone.clone())),
            }
        });
    }

    /// Opens the dialog for someone's role and permissions.
    pub(super) fn ask_role(self, someone: Someone) {
        spawn_local(async move {
            match get_role_choices(someone.id).await {
                Ok(choices) => self.role.set(Some((someone.id, choices))),
                Err(error) => self.failed(error, move || self.ask_role(someone.clone())),
            }
        });
    }

    /// Says that they were changed, and offers to take it back.
    pub(super) fn role_changed(self, user: UserId, name: String, changed: RoleChanged) {
        let text = self.i18n.with_untracked(|catalog| catalog.format(Key::UsersRoleChanged, &[("name", &name)]));
        let i18n = self.i18n;
        self.toasts.show(
            Toast::new(text, changed.seconds)
                .countdown(move |seconds| i18n.with_untracked(|catalog| catalog.wait(seconds)))
                .action(self.i18n.text_untracked(Key::CommonUndo), move || self.take_back(user, name.clone(), changed.clone())),
        );
        self.refetch();
    }

    fn take_back(self, user: UserId, name: String, changed: RoleChanged) {
        let back = RoleChange { version: changed.version, held: changed.before.clone() };
        spawn_local(async move {
            match change_role(user, back).await {
                Ok(changed) => self.role_changed(user, name, changed),
                Err(error) => self.failed(error, move || self.take_back(user, name.clone(), changed.clone())),
            }
        });
    }

    /// Asks whether someone's access is to be turned off.
    pub(super) fn ask_disable(self, someone: Someone) {
        self.leaving.set(Some(someone));
    }

    fn disable(self, someone: Someone) {
        spawn_local(async move {
            match disable_user(someone.id).await {
                Ok(undoable) => self.offer_undo(Key::UsersDisabled, someone, undoable, Self::enable),
                Err(error) => self.failed(error, move || self.disable(someone.clone())),
            }
        });
    }

    /// Turns someone's access on again.
    pub(super) fn enable(self, someone: Someone) {
        spawn_local(async move {
            match enable_user(someone.id).await {
                Ok(undoable) => self.offer_undo(Key::UsersEnabled, someone, undoable, Self::disable),
                Err(error) => self.failed(error, move || self.enable(someone.clone())),
            }
        });
    }

    /// Opens the dialog in which someone is deleted.
    pub(super) fn ask_delete(self, someone: Someone) {
        spawn_local(async move {
            match get_deletion_plan(someone.id).await {
                Ok(plan) => self.deleting.set(Some((someone.id, plan))),
                Err(error) => self.failed(error, move || self.ask_delete(someone.clone())),
            }
        });
    }

    /// Says that they are, and offers to take it back.
    pub(super) fn deleted(self, someone: Someone, deletion: Deletion, undoable: Undoable) {
        let what = match deletion {
            Deletion::Archive => Key::UsersArchivedToast,
            Deletion::Erase => Key::UsersErasedToast,
        };
        self.offer_undo(what, someone, undoable, Self::take_back_deletion);
    }

    fn take_back_deletion(self, someone: Someone) {
        spawn_local(async move {
            match take_back_deletion(someone.id).await {
                Ok(()) => self.say(self.i18n.with_untracked(|catalog| {
                    catalog.format(Key::UsersDeletionUndone, &[("name", &someone.name)])
                })),
                Err(error) => self.failed(error, move || self.take_back_deletion(someone.clone())),
            }
        });
    }

    /// Opens the dialog in which someone archived is restored.
    pub(super) fn ask_restore(self, someone: Someone) {
        spawn_local(async move {
            match get_restore_plan(someone.id).await {
                Ok(plan) => self.restoring.set(Some((someone.id, plan))),
                Err(error) => self.failed(error, move || self.ask_restore(someone.clone())),
            }
        });
    }

    /// Says that they are invited back; taking it back withdraws the invitation.
    pub(super) fn restored(self, someone: Someone, undoable: Undoable) {
        self.offer_undo(Key::UsersRestoredToast, someone, undoable, Self::cancel);
    }

    /// Says what happened, and offers the opposite while the mails about it wait.
    fn offer_undo(self, what: Key, someone: Someone, undoable: Undoable, undo: fn(Self, Someone)) {
        let text = self.i18n.with_untracked(|catalog| catalog.format(what, &[("name", &someone.name)]));
        let i18n = self.i18n;
        self.toasts.show(
            Toast::new(text, undoable.seconds)
                .countdown(move |seconds| i18n.with_untracked(|catalog| catalog.wait(seconds)))
                .action(self.i18n.text_untracked(Key::CommonUndo), move || undo(self, someone.clone())),
        );
        self.refetch();
    }

    /// Says what happened, and reads the list again.
    pub(super) fn say(self, text: String) {
        self.toasts.say(text);
        self.refetch();
    }

    /// Asks for the password and repeats, or says what went wrong; the list may be out of date then.
    pub(super) fn failed(self, error: AppError, again: impl Fn() + Send + Sync + 'static) {
        if error == AppError::StepUpRequired {
            self.step_up.ask(Callback::new(move |()| again()));
        } else {
            self.say(error_text(self.i18n, &error));
        }
    }
}

/// Makes them; once, on the page.
pub(super) fn provide() -> RowActions {
    let actions = RowActions {
        i18n: use_i18n(),
        toasts: use_toasts(),
        frame: use_frame(),
        step_up: use_step_up(),
        version: RwSignal::new(0),
        link: RwSignal::new(None),
        asked: RwSignal::new(None),
        leaving: RwSignal::new(None),
        role: RwSignal::new(None),
        deleting: RwSignal::new(None),
        restoring: RwSignal::new(None),
    };
    provide_context(actions);
    actions
}

/// What another page may offer of it, in the same dialogs: a fresh link, turning off someone's access.
#[derive(Clone, Copy)]
pub(crate) struct LinkOffer(RowActions);

impl LinkOffer {
    /// Makes a new link and shows it.
    pub(crate) fn copy_link(self, user: UserId, name: String) {
        self.0.copy_link(Someone { id: user, name });
    }

    /// Asks whether someone's access is to be turned off.
    pub(crate) fn ask_disable(self, user: UserId, name: String) {
        self.0.ask_disable(Someone { id: user, name });
    }
}

/// Makes the offer for a page whose list is read again when `version` goes up.
pub(crate) fn provide_link_offer(version: RwSignal<u32>) -> LinkOffer {
    let actions = provide();
    Effect::new(move |before: Option<u32>| {
        let now = actions.version.get();
        if before.is_some_and(|before| before != now) {
            version.update(|version| *version += 1);
        }
        now
    });
    LinkOffer(actions)
}

/// What can be done with rows.
pub(super) fn use_row_actions() -> RowActions {
    expect_context::<RowActions>()
}

/// The dialogs behind the actions.
#[component]
pub(crate) fn ActionDialogs() -> impl IntoView {
    view! { <LinkDialog/><CancelDialog/><DisableDialog/><RoleDialog/><DeleteDialog/><RestoreDialog/> }
}

/// Opens a dialog whenever there is something to show in it.
pub(super) fn opens_with<T: Clone + Send + Sync + 'static>(dialog: NodeRef<html::Dialog>, content: RwSignal<Option<T>>) {
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        if content.with(Option::is_some) && !dialog.open() {
            // Fails only when it is open already.
            let _ = dialog.show_modal();
        }
    });
}

#[component]
fn LinkDialog() -> impl IntoView {
    let i18n = use_i18n();
    let actions = use_row_actions();
    let dialog = NodeRef::new();
    opens_with(dialog, actions.link);
    let body = move || {
        actions.link.get().map(|(name, link)| {
            let until = i18n.with(|catalog| catalog.date_time(link.until));
            view! {
                <p>{i18n.format(Key::UsersLinkText, &[("name", &name), ("date", &until)])}</p>
                <CopyLine value=link.url label=t(Key::UsersLinkTitle) copy=t(Key::CommonCopy) copied=t(Key::CommonCopied) failed=t(Key::UsersCopyFailed)/>
                <p class="muted small">{t!(Key::UsersLinkWarning)}</p>
            }
        })
    };
    view! {
        <dialog class="dialog" node_ref=dialog aria-labelledby="link-title" on:close=move |_| actions.link.set(None)>
            <header class="dialog__head">
                <h2 id="link-title">{t!(Key::UsersLinkTitle)}</h2>
                <form method="dialog"><IconButton icon="x" label=t(Key::CommonClose) submit=true/></form>
            </header>
            <div class="dialog__body stack">{body}</div>
        </dialog>
    }
}

#[component]
fn CancelDialog() -> impl IntoView {
    let actions = use_row_actions();
    view! {
        <Question
            id="cancel"
            about=actions.asked
            title=Key::UsersCancelTitle
            text=Key::UsersCancelText
            no=Key::UsersKeepInvitation
            yes=Key::UsersCancelAction
            on_yes=Callback::new(move |someone| actions.cancel(someone))
        />
    }
}

#[component]
fn DisableDialog() -> impl IntoView {
    let actions = use_row_actions();
    view! {
        <Question
            id="disable"
            about=actions.leaving
            title=Key::UsersDisableTitle
            text=Key::UsersDisableText
            no=Key::CommonCancel
            yes=Key::UsersDisableAction
            on_yes=Callback::new(move |someone| actions.disable(someone))
        />
    }
}

/// Asks once more before something is done to someone that they will notice.
#[component]
fn Question(
    /// What its ids begin with.
    id: &'static str,
    /// Whom it is about; open while there is somebody.
    about: RwSignal<Option<Someone>>,
    title: Key,
    /// With their name.
    text: Key,
    no: Key,
    yes: Key,
    on_yes: Callback<Someone>,
) -> impl IntoView {
    let i18n = use_i18n();
    let dialog = NodeRef::<html::Dialog>::new();
    opens_with(dialog, about);
    let text =
        move || about.with(|about| about.as_ref().map(|someone| i18n.format(text, &[("name", &someone.name)])));
    let confirm = Callback::new(move |_| {
        if let Some(someone) = about.get_untracked() {
            on_yes.run(someone);
        }
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    });
    let (title_id, titled_by) = (format!("{id}-title"), format!("{id}-title"));
    view! {
        <dialog class="dialog" node_ref=dialog aria-labelledby=titled_by on:close=move |_| about.set(None)>
            <header class="dialog__head">
                <h2 id=title_id>{t!(title)}</h2>
                <form method="dialog"><IconButton icon="x" label=t(Key::CommonClose) submit=true/></form>
            </header>
            <div class="dialog__body"><p>{text}</p></div>
            <form class="dialog__foot" method="dialog">
                <div class="push">
                    <Button submit=true>{t!(no)}</Button>
                    <Button kind=ButtonKind::Destroy on_click=confirm>{t!(yes)}</Button>
                </div>
            </form>
        </dialog>
    }
}
