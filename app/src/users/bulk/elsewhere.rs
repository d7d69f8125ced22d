//! Turning off the access of several people from another page, through the same look, and with the same undoing.

use i18n::{Key, t, tp, use_i18n, written};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use model::ids::UserId;
use ui::{Button, ButtonKind, IconButton, effect};

use super::Kind;
use super::boxes::RowBox;
use super::selection::{Selecting, provide_selecting};
use crate::parts::Above;
use crate::users::dialogs::{BulkLook, UserDialog};

/// The people who are selected on another page.
#[derive(Clone, Copy)]
pub(crate) struct DisableOffer(Selecting);

/// Makes it; once, on the page, beside what can be done with rows.
pub(crate) fn provide_disable_offer() -> DisableOffer {
    DisableOffer(provide_selecting())
}

impl DisableOffer {
    /// The people who are on the page now and whose access can be turned off.
    pub(crate) fn show(self, people: &[UserId]) {
        self.0.show_disabling(people);
    }
}

/// The box of somebody.
#[component]
pub(crate) fn DisableBox(id: UserId, name: String) -> impl IntoView {
    view! { <RowBox id=id name=name/> }
}

/// How many are selected, and the way to the look at what it comes to.
#[component]
pub(crate) fn DisableBar(offer: DisableOffer, dialog_href: String) -> impl IntoView {
    let i18n = use_i18n();
    let selecting = offer.0;
    let any = Memo::new(move |_| selecting.count() > 0);
    let navigate = use_navigate();
    let open = Callback::new(move |_| {
        navigate(&dialog_href, NavigateOptions { scroll: false, ..NavigateOptions::default() });
    });
    move || {
        any.get().then(|| {
            view! {
                <section class="actionbar" aria-label=move || i18n.text(Key::BulkBar)>
                    <b>{tp!(Key::BulkSelected, selecting.count())}</b>
                    <Button id="disable-selected" kind=ButtonKind::Danger icon="user-x" on_click=open>
                        {written(move || i18n.text(Key::ExplainDisableSelected))}
                    </Button>
                    <span class="sep"></span>
                    <IconButton icon="x" label=t(Key::BulkClear) on_click=Callback::new(move |_| selecting.clear())/>
                </section>
            }
        })
    }
}

/// The look, while the address names it; an address that was sent to somebody selects nobody, and leads back.
#[component]
pub(crate) fn DisablePlace(offer: DisableOffer, open: Memo<bool>, close_href: Signal<String>) -> impl IntoView {
    let (selecting, navigate) = (offer.0, use_navigate());
    effect(move || {
        if open.get() && !selecting.is_any() {
            let back = close_href.get_untracked();
            navigate(&back, NavigateOptions { scroll: false, replace: true, ..NavigateOptions::default() });
        }
    });
    move || {
        let meant = open.get().then(|| selecting.meant()).flatten()?;
        let look = BulkLook { kind: Kind::Disable, meant, close_href: close_href.get_untracked() };
        Some(view! { <Above dialog=UserDialog::Bulk(look) wanted=Signal::stored(true)/> })
    }
}
