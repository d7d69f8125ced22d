//! The boxes by which people are selected.

use i18n::{Key, t, use_i18n};
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use model::ids::UserId;
use ui::{Checkbox, effect};

use super::selection::use_selecting;
use crate::users::listed::Listed;

/// The box of a row or card. With Shift it selects everyone from the last one to this one.
#[component]
pub(in crate::users) fn RowBox(id: UserId, #[prop(into)] name: Signal<String>) -> impl IntoView {
    let i18n = use_i18n();
    let selecting = use_selecting();
    view! {
        <input
            type="checkbox"
            class="needs-script"
            aria-label=move || name.with(|name| i18n.format(Key::BulkSelect, &[("name", name)]))
            prop:checked=move || selecting.is_on(id)
            on:click=move |event: MouseEvent| selecting.set(id, event_target_checked(&event), event.shift_key())
        />
    }
}

/// Whether all and whether some of these people are selected.
fn state_of(listed: Listed) -> Memo<(bool, bool)> {
    let selecting = use_selecting();
    Memo::new(move |_| {
        listed.with(|page| {
            let rows = &page.page.rows;
            let on = rows.iter().filter(|row| selecting.is_on(row.id)).count();
            (!rows.is_empty() && on == rows.len(), on > 0 && on < rows.len())
        })
    })
}

/// The box in the head of the table: everyone on the page, nobody, or some of them.
#[component]
pub(in crate::users) fn PageBox(listed: Listed) -> impl IntoView {
    let i18n = use_i18n();
    let selecting = use_selecting();
    let state = state_of(listed);
    view! {
        <input
            type="checkbox"
            class="needs-script"
            class:is-mixed=move || state.get().1
            aria-label=move || i18n.text(Key::BulkSelectPage)
            prop:checked=move || state.get().0
            prop:indeterminate=move || state.get().1
            on:click=move |event: MouseEvent| selecting.set_page(event_target_checked(&event))
        />
    }
}

/// The same with its words, where there is no head: above cards, and on phones.
#[component]
pub(in crate::users) fn SelectLine(
    listed: Listed,
    /// Only where the head of the table is not shown.
    phones_only: bool,
) -> impl IntoView {
    let selecting = use_selecting();
    let state = state_of(listed);
    let all = RwSignal::new(false);
    effect(move || all.set(state.get().0));
    view! {
        <div class=if phones_only { "selectline is-phone needs-script" } else { "selectline needs-script" }>
            <Checkbox
                label=t(Key::BulkSelectPage)
                signal=all
                mixed=Signal::derive(move || state.get().1)
                on_change=Callback::new(move |on: bool| selecting.set_page(on))
            />
        </div>
    }
}
