//! What one may do, and why.

use i18n::{Key, t};
use leptos::prelude::*;
use ui::{PageTitle, Slate};

#[component]
pub(crate) fn Page() -> impl IntoView {
    view! {
        <PageTitle text=t(Key::AccountPermissions)/>
        <Slate place=t(Key::AccountTitle) title=t(Key::AccountPermissions)/>
    }
}
