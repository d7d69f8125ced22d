//! Many people at once: selecting them, what can be done with them, and a look at what it comes to.
//!
//! To add a change: a variant of [`Kind`] and an arm where the compiler asks.

mod bar;
mod boxes;
mod dialog;
mod edit;
mod elsewhere;
mod place;
mod rpc;
mod selection;
mod words;

use i18n::Key;
use model::access::Action;
use model::bulk::{AccessEdit, BulkAction, Reach};
use model::changes::Inverse;

pub(super) use bar::ActionBar;
pub(super) use boxes::{PageBox, RowBox, SelectLine};
pub(super) use dialog::BulkDialog;
pub(crate) use elsewhere::{DisableBar, DisableBox, DisableOffer, DisablePlace, provide_disable_offer};
pub(super) use place::BulkPlace;
pub(super) use selection::{Selecting, provide_selecting, use_selecting};
pub(super) use words::done_text;

/// What can be done with the selected people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Edit,
    Resend,
    Disable,
    Enable,
    Delete,
    Restore,
}

impl Kind {
    /// In the order of the bar.
    const ALL: [Self; 6] = [Self::Edit, Self::Resend, Self::Disable, Self::Enable, Self::Delete, Self::Restore];

    /// The dialog's name in the address.
    const fn dialog(self) -> &'static str {
        match self {
            Self::Edit => "bulk-edit",
            Self::Resend => "bulk-resend",
            Self::Disable => "bulk-disable",
            Self::Enable => "bulk-enable",
            Self::Delete => "bulk-delete",
            Self::Restore => "bulk-restore",
        }
    }

    /// The kind whose dialog is called so.
    fn of_dialog(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.dialog() == name)
    }

    /// The one that leads back.
    const fn of_inverse(inverse: Inverse) -> Self {
        match inverse {
            Inverse::Edit => Self::Edit,
            Inverse::Disable => Self::Disable,
            Inverse::Enable => Self::Enable,
            Inverse::Delete => Self::Delete,
            Inverse::Restore => Self::Restore,
        }
    }

    /// The action that a row offers when this applies to it.
    const fn of_row(self) -> Action {
        match self {
            Self::Edit => Action::AccessChange,
            Self::Resend => Action::InvitationsResend,
            Self::Disable => Action::UsersDisable,
            Self::Enable => Action::UsersEnable,
            Self::Delete => Action::UsersDelete,
            Self::Restore => Action::UsersRestore,
        }
    }

    /// How many of a selection it applies to.
    const fn of(self, reach: Reach) -> u32 {
        match self {
            Self::Edit => reach.edit,
            Self::Resend => reach.resend,
            Self::Disable => reach.disable,
            Self::Enable => reach.enable,
            Self::Delete => reach.delete,
            Self::Restore => reach.restore,
        }
    }

    /// What is done; what the fields say is needed by the one that has some.
    fn action(self, edit: AccessEdit) -> BulkAction {
        match self {
            Self::Edit => BulkAction::Edit(edit),
            Self::Resend => BulkAction::Resend,
            Self::Disable => BulkAction::Disable,
            Self::Enable => BulkAction::Enable,
            Self::Delete => BulkAction::Delete,
            Self::Restore => BulkAction::Restore,
        }
    }

    const fn icon(self) -> &'static str {
        match self {
            Self::Edit => "pencil",
            Self::Resend => "send",
            Self::Disable => "user-x",
            Self::Enable => "circle-check",
            Self::Delete => "trash-2",
            Self::Restore => "undo-2",
        }
    }

    /// Whether it takes something away from them.
    const fn is_dangerous(self) -> bool {
        matches!(self, Self::Disable | Self::Delete)
    }

    const fn label(self) -> Key {
        match self {
            Self::Edit => Key::CommonEdit,
            Self::Resend => Key::UsersResend,
            Self::Disable => Key::UsersDisableAction,
            Self::Enable => Key::BulkEnable,
            Self::Delete => Key::UsersDeleteAction,
            Self::Restore => Key::UsersRestoreAction,
        }
    }

    /// A plural: the title of the dialog, and its button.
    const fn title(self) -> Key {
        match self {
            Self::Edit => Key::BulkEditTitle,
            Self::Resend => Key::BulkResendTitle,
            Self::Disable => Key::BulkDisableTitle,
            Self::Enable => Key::BulkEnableTitle,
            Self::Delete => Key::BulkDeleteTitle,
            Self::Restore => Key::BulkRestoreTitle,
        }
    }

    const fn lead(self) -> Key {
        match self {
            Self::Edit => Key::BulkEditLead,
            Self::Resend => Key::BulkResendLead,
            Self::Disable => Key::BulkDisableLead,
            Self::Enable => Key::BulkEnableLead,
            Self::Delete => Key::BulkDeleteLead,
            Self::Restore => Key::BulkRestoreLead,
        }
    }

    /// A plural: what was done.
    const fn done(self) -> Key {
        match self {
            Self::Edit => Key::BulkDoneEdit,
            Self::Resend => Key::BulkDoneResend,
            Self::Disable => Key::BulkDoneDisable,
            Self::Enable => Key::BulkDoneEnable,
            Self::Delete => Key::BulkDoneDelete,
            Self::Restore => Key::BulkDoneRestore,
        }
    }
}

/// What the change is called that leads back.
pub(super) const fn inverse_key(inverse: Inverse) -> Key {
    Kind::of_inverse(inverse).label()
}

/// Its dialog's name in the address.
pub(super) const fn inverse_dialog(inverse: Inverse) -> &'static str {
    Kind::of_inverse(inverse).dialog()
}
