//! The dialogs of the Users page, and its action bar, which are a part of their own.

use i18n::{Key, t, use_i18n};
use leptos::html;
use leptos::prelude::*;
use model::bulk::Selection;
use ui::{Button, ButtonKind, CopyLine, IconButton, effect};

use super::acting::{provide_acting, use_acting};
use super::actions::{RowActions, Someone};
use super::bulk::{ActionBar, BulkDialog, Kind};
use super::changes::ChangesDialog;
use super::delete_dialog::DeleteDialog;
use super::restore_dialog::RestoreDialog;
use super::role_dialog::RoleDialog;
use super::url::ListState;
use crate::invitations::AddUserDialog;

/// One of them.
#[derive(Clone, Debug)]
pub(crate) enum UserDialog {
    /// The bar below the list, once somebody is selected.
    ActionBar(ListOf),
    /// Those behind the actions of a row.
    Actions,
    /// Inviting people; closed by going to the address.
    Add { close_href: String },
    /// The look at a change for many people.
    Bulk(BulkLook),
    /// The last changes; closed by going to the address.
    Changes { close_href: String },
}

/// The list whose people are selected.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ListOf {
    pub(super) state: Memo<ListState>,
    pub(super) total: Signal<u64>,
}

/// Which change, and for whom; closed by going to the address.
#[derive(Clone, Debug)]
pub(crate) struct BulkLook {
    pub(super) kind: Kind,
    pub(super) meant: Selection,
    pub(super) close_href: String,
}

/// The code of all of them hangs on this function.
pub(crate) fn dialog(dialog: UserDialog) -> AnyView {
    match dialog {
        UserDialog::ActionBar(ListOf { state, total }) => view! { <ActionBar state=state total=total/> }.into_any(),
        UserDialog::Actions => view! { <Dialogs/> }.into_any(),
        UserDialog::Add { close_href } => {
            let actions: RowActions = expect_context();
            view! { <AddUserDialog close_href=close_href done=Callback::new(move |()| actions.refetch())/> }.into_any()
        }
        UserDialog::Changes { close_href } => view! { <ChangesDialog close_href=close_href/> }.into_any(),
        UserDialog::Bulk(BulkLook { kind, meant, close_href }) => {
            view! { <BulkDialog kind=kind meant=meant close_href=close_href/> }.into_any()
        }
    }
}

#[component]
fn Dialogs() -> impl IntoView {
    provide_acting();
    view! { <LinkDialog/><CancelDialog/><DisableDialog/><RoleDialog/><DeleteDialog/><RestoreDialog/> }
}

/// Opens a dialog whenever there is something to show in it.
pub(super) fn opens_with<T: Clone + Send + Sync + 'static>(
    dialog: NodeRef<html::Dialog>,
    content: RwSignal<Option<T>>,
) {
    effect(move || {
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
    let acting = use_acting();
    let dialog = NodeRef::new();
    opens_with(dialog, acting.link);
    let body = move || {
        acting.link.get().map(|(name, link)| {
            let until = i18n.with(|catalog| catalog.date_time(link.until));
            view! {
                <p>{i18n.format(Key::UsersLinkText, &[("name", &name), ("date", &until)])}</p>
                <CopyLine value=link.url label=t(Key::UsersLinkTitle) copy=t(Key::CommonCopy) copied=t(Key::CommonCopied) failed=t(Key::UsersCopyFailed)/>
                <p class="muted small">{t!(Key::UsersLinkWarning)}</p>
            }
        })
    };
    view! {
        <dialog class="dialog" node_ref=dialog aria-labelledby="link-title" on:close=move |_| acting.link.set(None)>
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
    let acting = use_acting();
    view! {
        <Question
            id="cancel"
            about=acting.canceling
            title=Key::UsersCancelTitle
            text=Key::UsersCancelText
            no=Key::UsersKeepInvitation
            yes=Key::UsersCancelAction
            on_yes=Callback::new(move |someone| acting.cancel(someone))
        />
    }
}

#[component]
fn DisableDialog() -> impl IntoView {
    let acting = use_acting();
    view! {
        <Question
            id="disable"
            about=acting.disabling
            title=Key::UsersDisableTitle
            text=Key::UsersDisableText
            no=Key::CommonCancel
            yes=Key::UsersDisableAction
            on_yes=Callback::new(move |someone| acting.disable(someone))
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
    let text = move || about.with(|about| about.as_ref().map(|someone| i18n.format(text, &[("name", &someone.name)])));
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
