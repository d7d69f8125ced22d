//! Taking back what was just changed: a message with script, a form without.

use i18n::{I18n, Key, t, use_i18n};
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::user_window::UndoOffer;
use ui::{Button, Toast, Toasts, use_toasts};

use super::parts::Place;
use super::rpc::undo_edit;
use crate::errors::error_text;

/// Says that something was changed, and takes it back.
#[derive(Clone, Copy)]
pub(super) struct Edits {
    i18n: I18n,
    toasts: Toasts,
    /// Goes up when the window has to be read again.
    version: RwSignal<u32>,
}

impl Edits {
    pub(super) fn new(version: RwSignal<u32>) -> Self {
        Self { i18n: use_i18n(), toasts: use_toasts(), version }
    }

    /// Says that it is saved, for as long as it can be taken back.
    pub(super) fn offer(self, undo: UndoOffer) {
        let i18n = self.i18n;
        self.toasts.show(
            Toast::new(i18n.text_untracked(Key::UserWindowSaved), undo.seconds)
                .countdown(move |seconds| i18n.with_untracked(|catalog| catalog.wait(seconds)))
                .action(i18n.text_untracked(Key::CommonUndo), move || self.take_back(undo.secret.clone())),
        );
    }

    fn take_back(self, secret: String) {
        spawn_local(async move {
            let said = match undo_edit(secret).await {
                Ok(()) => self.i18n.text_untracked(Key::ExplainUndone),
                Err(error) => untrack(|| error_text(self.i18n, &error)),
            };
            self.toasts.say(said);
            // The window may have been left meanwhile.
            self.version.try_update(|version| *version += 1);
        });
    }
}

/// The same as a form.
#[component]
pub(super) fn UndoForm(place: Place, undo: UndoOffer) -> impl IntoView {
    view! {
        <form method="post" action="/rpc/user_window/undo_form" class="row">
            <input type="hidden" name="next" value=place.href()/>
            <input type="hidden" name="undo" value=undo.secret/>
            <Button submit=true id="undo-edit">{t!(Key::CommonUndo)}</Button>
        </form>
    }
}
