//! Doing what the rows ask for: the requests, what is said about them, and the way back.
//!
//! A fresh link is a secret: it stands in a dialog of its own, in no address and in no list.

use i18n::{I18n, Key, use_i18n};
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::deletion::{Deletion, DeletionPlan, RestorePlan};
use model::error::AppError;
use model::ids::UserId;
use model::invitations::InvitationLink;
use model::roles::{RoleChange, RoleChanged, RoleChoices};
use model::users::Undoable;
use ui::{Toast, Toasts, effect, use_toasts};

use super::actions::{RowAction, RowActions, Someone, use_row_actions};
use super::rpc::{
    cancel_invitation, change_role, copy_invitation_link, disable_user, enable_user, get_deletion_plan,
    get_restore_plan, get_role_choices, resend_invitation, take_back_deletion,
};
use crate::errors::error_text;
use crate::shell::{StepUp, use_step_up};

/// What came of something, as the page is told.
#[derive(Clone, Copy)]
pub(super) struct Outcome {
    i18n: I18n,
    toasts: Toasts,
    step_up: StepUp,
    actions: RowActions,
}

impl Outcome {
    pub(super) fn here() -> Self {
        Self { i18n: use_i18n(), toasts: use_toasts(), step_up: use_step_up(), actions: use_row_actions() }
    }

    /// What the gravest forms name their session by.
    fn form_token(self) -> String {
        self.actions.frame.form_token()
    }

    /// Reads the list again.
    pub(super) fn refetch(self) {
        self.actions.refetch();
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

/// What is being done, and what the dialogs are open about.
#[derive(Clone, Copy)]
pub(super) struct Acting {
    outcome: Outcome,
    pub(super) link: RwSignal<Option<(String, InvitationLink)>>,
    pub(super) canceling: RwSignal<Option<Someone>>,
    pub(super) disabling: RwSignal<Option<Someone>>,
    pub(super) role: RwSignal<Option<(UserId, RoleChoices)>>,
    pub(super) deleting: RwSignal<Option<(UserId, DeletionPlan)>>,
    pub(super) restoring: RwSignal<Option<(UserId, RestorePlan)>>,
}

/// Makes it, once, around the dialogs; it does whatever a row asks for from then on.
pub(super) fn provide_acting() -> Acting {
    let acting = Acting {
        outcome: Outcome::here(),
        link: RwSignal::new(None),
        canceling: RwSignal::new(None),
        disabling: RwSignal::new(None),
        role: RwSignal::new(None),
        deleting: RwSignal::new(None),
        restoring: RwSignal::new(None),
    };
    provide_context(acting);
    let asked = use_row_actions().asked;
    effect(move || {
        if let Some((action, someone)) = asked.get() {
            asked.set(None);
            acting.act(action, someone);
        }
    });
    acting
}

/// What is being done.
pub(super) fn use_acting() -> Acting {
    expect_context::<Acting>()
}

impl Acting {
    fn act(self, action: RowAction, someone: Someone) {
        match action {
            RowAction::CancelInvitation => self.canceling.set(Some(someone)),
            RowAction::ChangeRole => self.ask_role(someone),
            RowAction::CopyLink => self.copy_link(someone),
            RowAction::Delete => self.ask_delete(someone),
            RowAction::Disable => self.disabling.set(Some(someone)),
            RowAction::Enable => self.enable(someone),
            RowAction::Resend => self.resend(someone),
            RowAction::Restore => self.ask_restore(someone),
        }
    }

    /// Sends the invitation again.
    fn resend(self, someone: Someone) {
        spawn_local(async move {
            match resend_invitation(someone.id).await {
                Ok(person) => {
                    let until = self.outcome.i18n.with_untracked(|catalog| catalog.date_time(person.until));
                    self.outcome.say(self.outcome.i18n.with_untracked(|catalog| {
                        catalog.format(Key::UsersResent, &[("name", &someone.name), ("date", &until)])
                    }));
                }
                Err(error) => self.outcome.failed(error, move || self.resend(someone.clone())),
            }
        });
    }

    /// Makes a new link and shows it.
    fn copy_link(self, someone: Someone) {
        spawn_local(async move {
            match copy_invitation_link(someone.id).await {
                Ok(link) => {
                    self.link.set(Some((someone.name, link)));
                    self.outcome.refetch();
                }
                Err(error) => self.outcome.failed(error, move || self.copy_link(someone.clone())),
            }
        });
    }

    pub(super) fn cancel(self, someone: Someone) {
        spawn_local(async move {
            match cancel_invitation(someone.id).await {
                Ok(()) => self.outcome.say(
                    self.outcome
                        .i18n
                        .with_untracked(|catalog| catalog.format(Key::UsersCanceled, &[("name", &someone.name)])),
                ),
                Err(error) => self.outcome.failed(error, move || self.cancel(someone.clone())),
            }
        });
    }

    /// Opens the dialog for someone's role and permissions.
    fn ask_role(self, someone: Someone) {
        spawn_local(async move {
            match get_role_choices(someone.id).await {
                Ok(choices) => self.role.set(Some((someone.id, choices))),
                Err(error) => self.outcome.failed(error, move || self.ask_role(someone.clone())),
            }
        });
    }

    /// Says that they were changed, and offers to take it back.
    pub(super) fn role_changed(self, user: UserId, name: String, changed: RoleChanged) {
        let text =
            self.outcome.i18n.with_untracked(|catalog| catalog.format(Key::UsersRoleChanged, &[("name", &name)]));
        let i18n = self.outcome.i18n;
        self.outcome.toasts.show(
            Toast::new(text, changed.seconds)
                .countdown(move |seconds| i18n.with_untracked(|catalog| catalog.wait(seconds)))
                .action(self.outcome.i18n.text_untracked(Key::CommonUndo), move || {
                    self.take_back(user, name.clone(), changed.clone());
                }),
        );
        self.outcome.refetch();
    }

    fn take_back(self, user: UserId, name: String, changed: RoleChanged) {
        let back = RoleChange { version: changed.version, held: changed.before.clone() };
        spawn_local(async move {
            match change_role(user, back, self.outcome.form_token()).await {
                Ok(changed) => self.role_changed(user, name, changed),
                Err(error) => self.outcome.failed(error, move || self.take_back(user, name.clone(), changed.clone())),
            }
        });
    }

    pub(super) fn disable(self, someone: Someone) {
        spawn_local(async move {
            match disable_user(someone.id).await {
                Ok(undoable) => self.offer_undo(Key::UsersDisabled, someone, undoable, Self::enable),
                Err(error) => self.outcome.failed(error, move || self.disable(someone.clone())),
            }
        });
    }

    /// Turns someone's access on again.
    fn enable(self, someone: Someone) {
        spawn_local(async move {
            match enable_user(someone.id).await {
                Ok(undoable) => self.offer_undo(Key::UsersEnabled, someone, undoable, Self::disable),
                Err(error) => self.outcome.failed(error, move || self.enable(someone.clone())),
            }
        });
    }

    /// Opens the dialog in which someone is deleted.
    fn ask_delete(self, someone: Someone) {
        spawn_local(async move {
            match get_deletion_plan(someone.id).await {
                Ok(plan) => self.deleting.set(Some((someone.id, plan))),
                Err(error) => self.outcome.failed(error, move || self.ask_delete(someone.clone())),
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
                Ok(()) => self.outcome.say(
                    self.outcome
                        .i18n
                        .with_untracked(|catalog| catalog.format(Key::UsersDeletionUndone, &[("name", &someone.name)])),
                ),
                Err(error) => self.outcome.failed(error, move || self.take_back_deletion(someone.clone())),
            }
        });
    }

    /// Opens the dialog in which someone archived is restored.
    fn ask_restore(self, someone: Someone) {
        spawn_local(async move {
            match get_restore_plan(someone.id).await {
                Ok(plan) => self.restoring.set(Some((someone.id, plan))),
                Err(error) => self.outcome.failed(error, move || self.ask_restore(someone.clone())),
            }
        });
    }

    /// Says that they are invited back; taking it back withdraws the invitation.
    pub(super) fn restored(self, someone: Someone, undoable: Undoable) {
        self.offer_undo(Key::UsersRestoredToast, someone, undoable, Self::cancel);
    }

    /// Says what happened, and offers the opposite while the mails about it wait.
    fn offer_undo(self, what: Key, someone: Someone, undoable: Undoable, undo: fn(Self, Someone)) {
        let text = self.outcome.i18n.with_untracked(|catalog| catalog.format(what, &[("name", &someone.name)]));
        let i18n = self.outcome.i18n;
        self.outcome.toasts.show(
            Toast::new(text, undoable.seconds)
                .countdown(move |seconds| i18n.with_untracked(|catalog| catalog.wait(seconds)))
                .action(self.outcome.i18n.text_untracked(Key::CommonUndo), move || undo(self, someone.clone())),
        );
        self.outcome.refetch();
    }
}
