//! The bar of what can be done with the selected people.

use i18n::{Key, t, tp, use_i18n, written};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use model::bulk::PEOPLE_MAX;
use model::explain::Question;
use ui::{Button, ButtonKind, IconButton, shown};

use super::Kind;
use super::selection::use_selecting;
use crate::explain::WhyLink;
use crate::users::url::{EXPORT, ListState};

/// Id of the reason of every action that applies to nobody.
const NOBODY: &str = "bulk-nobody";

/// Id of the form that names the selected people.
const EXPORT_FORM: &str = "bulk-export-form";

#[component]
pub(in crate::users) fn ActionBar(state: Memo<ListState>, total: Signal<u64>) -> impl IntoView {
    let i18n = use_i18n();
    let selecting = use_selecting();
    let any = Memo::new(move |_| selecting.count() > 0);
    let total = Signal::derive(move || u32::try_from(total.get()).unwrap_or(u32::MAX));
    // Beyond what one change takes there is nothing to be offered.
    let more =
        Memo::new(move |_| !selecting.is_matching() && selecting.count() < total.get() && total.get() <= PEOPLE_MAX);
    let everyone = Callback::new(move |_| {
        selecting.choose_matching(state.with_untracked(|state| state.query.clone()), total.get_untracked());
    });
    move || {
        any.get().then(|| {
            view! {
                <section class="actionbar" aria-label=move || i18n.text(Key::BulkBar)>
                    <b>{tp!(Key::BulkSelected, selecting.count())}</b>
                    {shown(move || more.get().then(|| view! {
                        <Button on_click=everyone class="actionbar__all">{tp!(Key::BulkSelectAll, total.get())}</Button>
                    }))}
                    {Kind::ALL.into_iter().map(|kind| view! { <ActionButton kind=kind state=state/> }).collect_view()}
                    <ExportButton state=state/>
                    <span class="sep"></span>
                    <IconButton icon="x" label=t(Key::BulkClear) on_click=Callback::new(move |_| selecting.clear())/>
                    <span id=NOBODY class="sr">{written(move || i18n.text(Key::BulkNoneApplies))}</span>
                </section>
            }
        })
    }
}

/// The selected people as a file. A form, because an address has no room for so many.
#[component]
fn ExportButton(state: Memo<ListState>) -> impl IntoView {
    let i18n = use_i18n();
    let selecting = use_selecting();
    let fields = move || {
        let pairs = match selecting.of_people() {
            Some(people) => {
                let ids: Vec<String> = people.iter().map(ToString::to_string).collect();
                vec![("people", ids.join(","))]
            }
            None => state.with(ListState::export_pairs),
        };
        pairs
            .into_iter()
            .map(|(name, value)| view! { <input type="hidden" name=name value=value/> }.into_any())
            .collect::<Vec<_>>()
    };
    let number = move || i18n.with(|catalog| catalog.number(u64::from(selecting.count())));
    view! {
        <form id=EXPORT_FORM method="post" action=EXPORT hidden>{fields}</form>
        <Button id="bulk-export" icon="download" submit=true form=EXPORT_FORM>
            {written(move || i18n.text(Key::BulkExport))}
            " "
            <small>{number}</small>
        </Button>
    }
}

/// One action, with how many it applies to; it opens the look at what it comes to.
#[component]
fn ActionButton(kind: Kind, state: Memo<ListState>) -> impl IntoView {
    let i18n = use_i18n();
    let selecting = use_selecting();
    let navigate = use_navigate();
    let applies = Memo::new(move |_| selecting.reach().map(|reach| kind.of(reach)));
    let blocked = Signal::derive(move || (applies.get() == Some(0)).then(|| i18n.text(Key::BulkNoneApplies)));
    let open = Callback::new(move |_| {
        let dialog = Some(kind.dialog().to_owned());
        let there = state.with_untracked(|state| ListState { dialog, ..state.clone() }.href());
        navigate(&there, NavigateOptions { scroll: false, ..NavigateOptions::default() });
    });
    // About the first of them; the panel leads on to the others.
    let why = move || {
        let first = selecting.of_people().and_then(|people| people.first().copied());
        let first = first.filter(|_| applies.get() == Some(0))?;
        Some(view! { <WhyLink question=Question::about(kind.of_row(), first) what=t(kind.label())/> })
    };
    let number = move || applies.get().map(|n| i18n.with(|catalog| catalog.number(u64::from(n))));
    view! {
        <Button
            id=kind.dialog()
            kind=if kind.is_dangerous() { ButtonKind::Danger } else { ButtonKind::Plain }
            icon=kind.icon()
            blocked=blocked
            reason_id=NOBODY
            on_click=open
        >
            {written(move || i18n.text(kind.label()))}
            " "
            <small>{number}</small>
        </Button>
        {why}
    }
}
