//! Names, and what suits one best.

use i18n::{Key, t};
use leptos::prelude::*;
use ui::{PageTitle, Slate};

#[component]
pub(crate) fn Page() -> impl IntoView {
    view! {
        <PageTitle text=t(Key::AccountProfile)/>
        <Slate place=t(Key::AccountTitle) title=t(Key::AccountProfile)/>
    }
}
