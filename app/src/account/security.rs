//! Security settings: panels in a list, each from a file of its own.

use i18n::{Key, t};
use leptos::prelude::*;
use ui::{PageTitle, Slate};

#[component]
pub(crate) fn Page() -> impl IntoView {
    view! {
        <PageTitle text=t(Key::AccountSecurity)/>
        <Slate place=t(Key::AccountTitle) title=t(Key::AccountSecurity)/>
    }
}
