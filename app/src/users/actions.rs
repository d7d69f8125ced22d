//! What can be asked for in a row.

use leptos::prelude::*;
use model::ids::UserId;

use super::dialogs::UserDialog;
use crate::parts::Above;
use crate::session::{FrameData, use_frame};

/// Someone in the list, as far as a dialog names them.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Someone {
    pub(super) id: UserId,
    pub(super) name: String,
}

/// What is done to someone in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RowAction {
    /// Opens the dialog for role and permissions.
    ChangeRole,
    /// Asks whether the invitation is to be withdrawn.
    CancelInvitation,
    /// Makes a new link and shows it.
    CopyLink,
    /// Opens the dialog in which they are deleted.
    Delete,
    /// Asks whether their access is to be turned off.
    Disable,
    /// Turns their access on again.
    Enable,
    /// Sends the invitation again.
    Resend,
    /// Opens the dialog in which they are restored.
    Restore,
}

/// What can be done with rows. Only asks for it: the doing is in the part with the dialogs.
#[derive(Clone, Copy)]
pub(crate) struct RowActions {
    pub(super) frame: FrameData,
    /// Goes up when the list has to be read again.
    pub(super) version: RwSignal<u32>,
    pub(super) asked: RwSignal<Option<(RowAction, Someone)>>,
}

impl RowActions {
    /// Reads the list and the figures of the frame again.
    pub(crate) fn refetch(self) {
        self.version.update(|version| *version += 1);
        self.frame.refetch();
    }

    /// Does it, or asks first.
    pub(super) fn ask(self, action: RowAction, someone: Someone) {
        self.asked.set(Some((action, someone)));
    }
}

/// Makes them; once, on the page.
pub(super) fn provide() -> RowActions {
    let actions = RowActions { frame: use_frame(), version: RwSignal::new(0), asked: RwSignal::new(None) };
    provide_context(actions);
    actions
}

/// What another page may offer of it, in the same dialogs: a fresh link, turning off someone's access.
#[derive(Clone, Copy)]
pub(crate) struct LinkOffer(RowActions);

impl LinkOffer {
    /// Makes a new link and shows it.
    pub(crate) fn copy_link(self, user: UserId, name: String) {
        self.0.ask(RowAction::CopyLink, Someone { id: user, name });
    }

    /// Asks whether someone's access is to be turned off.
    pub(crate) fn ask_disable(self, user: UserId, name: String) {
        self.0.ask(RowAction::Disable, Someone { id: user, name });
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

/// The dialogs behind the actions, once one is asked for.
#[component]
pub(crate) fn ActionDialogs() -> impl IntoView {
    let asked = use_row_actions().asked;
    view! { <Above dialog=UserDialog::Actions wanted=Signal::derive(move || asked.with(Option::is_some))/> }
}
