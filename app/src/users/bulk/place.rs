//! Where the address and the selection meet.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use model::users::UserQuery;

use ui::{effect, shown};

use super::Kind;
use super::selection::use_selecting;
use crate::parts::Above;
use crate::users::dialogs::{BulkLook, UserDialog};
use crate::users::url::ListState;

/// The look at a change for the selected people, while the address names one.
///
/// Everyone who matched is forgotten with the query that they matched, and so is a look at nobody: an address that was
/// sent to somebody or read again names a dialog, but selects nobody.
#[component]
pub(in crate::users) fn BulkPlace(state: Memo<ListState>, query: Memo<UserQuery>) -> impl IntoView {
    let (selecting, navigate) = (use_selecting(), use_navigate());
    let close = move || state.with_untracked(|state| ListState { dialog: None, ..state.clone() }.href());
    let kind = Memo::new(move |_| state.with(|state| state.dialog.as_deref().and_then(Kind::of_dialog)));
    effect(move || query.with(|query| selecting.searched(query)));
    effect(move || {
        if kind.get().is_some() && !selecting.is_any() {
            navigate(&close(), NavigateOptions { scroll: false, replace: true, ..NavigateOptions::default() });
        }
    });
    shown(move || {
        let (kind, meant) = (kind.get()?, selecting.meant()?);
        let dialog = UserDialog::Bulk(BulkLook { kind, meant, close_href: close() });
        Some(view! { <Above dialog=dialog wanted=Signal::stored(true)/> })
    })
}
