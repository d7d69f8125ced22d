//! What the buttons of the page do once script runs.

use i18n::{I18n, Key, use_i18n};
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::error::AppError;
use ui::{Toasts, use_toasts};
use uuid::Uuid;

use super::rpc::{keep_seats, mark_invoice_paid, reduce_seats};
use crate::session::{FrameData, use_frame};
use crate::shell::{StepUp, use_step_up};

/// Something to be done.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Task {
    /// So many seats fewer from the renewal on.
    Reduce(u32),
    /// The planned reduction is taken back.
    Keep(Uuid),
    /// The invoice is marked as paid.
    Paid(String),
}

/// Does it, and asks for the password where that is needed.
#[derive(Clone, Copy)]
pub(super) struct Work {
    i18n: I18n,
    toasts: Toasts,
    step_up: StepUp,
    frame: FrameData,
    /// Goes up when the page has to be read again.
    version: RwSignal<u32>,
    /// What is under way.
    pub(super) busy: RwSignal<Option<Task>>,
    /// Why the last one was not done.
    pub(super) error: RwSignal<Option<AppError>>,
}

impl Work {
    pub(super) fn new(version: RwSignal<u32>) -> Self {
        Self {
            i18n: use_i18n(),
            toasts: use_toasts(),
            step_up: use_step_up(),
            frame: use_frame(),
            version,
            busy: RwSignal::new(None),
            error: RwSignal::new(None),
        }
    }

    /// Does something, unless something else is under way.
    pub(super) fn run(self, task: Task) {
        if self.busy.with_untracked(Option::is_some) {
            return;
        }
        self.busy.set(Some(task.clone()));
        self.error.set(None);
        spawn_local(async move {
            let done = match task.clone() {
                Task::Reduce(fewer) => reduce_seats(fewer, self.frame.form_token()).await.map(|_| Key::BillingPlanned),
                Task::Keep(reduction) => keep_seats(reduction).await.map(|()| Key::BillingKept),
                Task::Paid(number) => mark_invoice_paid(number).await.map(|()| Key::BillingMarked),
            };
            self.busy.set(None);
            match done {
                Ok(said) => {
                    self.toasts.say(self.i18n.text_untracked(said));
                    self.frame.refetch();
                    self.version.update(|version| *version += 1);
                }
                Err(AppError::StepUpRequired) => self.step_up.ask(Callback::new(move |()| self.run(task.clone()))),
                Err(error) => self.error.set(Some(error)),
            }
        });
    }
}
