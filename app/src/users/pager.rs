//! Which rows are shown, and how many on a page.

use i18n::{Key, t, use_i18n};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use model::page::PER_PAGE;
use ui::{Button, Choice, Pager, SelectField, live};

use super::url::ListState;
use crate::query_form::QueryForm;

/// Rows of a page, for the line below the list.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Extent {
    pub(super) page: u32,
    pub(super) per: u32,
    pub(super) pages: u32,
    pub(super) total: u64,
}

#[component]
pub(super) fn ListPager(state: Memo<ListState>, extent: Signal<Extent>) -> impl IntoView {
    let i18n = use_i18n();
    let summary = Signal::derive(move || {
        let Extent { page, per, total, .. } = extent.get();
        let first = (u64::from(page) - 1) * u64::from(per) + 1;
        let last = (first + u64::from(per) - 1).min(total);
        i18n.with(|catalog| {
            catalog.format(
                Key::CommonRowsOf,
                &[
                    ("first", &catalog.number(first)),
                    ("last", &catalog.number(last)),
                    ("total", &catalog.number(total)),
                ],
            )
        })
    });
    let href = Callback::new(move |page: u32| state.with(|state| state.with(|state| state.query.page = page).href()));
    let navigate = use_navigate();
    let choose = Callback::new(move |per: String| {
        let per = per.parse().unwrap_or_default();
        let href =
            state.with_untracked(|state| state.with(|state| state.query.per = model::page::clamp_per(per)).href());
        navigate(&href, NavigateOptions { scroll: false, ..NavigateOptions::default() });
    });
    let options: Vec<Choice> = PER_PAGE.into_iter().map(|per| Choice::new(per.to_string(), per.to_string())).collect();
    let hidden = move || {
        let mut state = state.get().with(|_| ());
        state.query.per = model::page::DEFAULT_PER_PAGE;
        state
            .pairs()
            .into_iter()
            .map(|(name, value)| view! { <input type="hidden" name=name value=value/> }.into_any())
            .collect::<Vec<_>>()
    };
    view! {
        <Pager
            label=t(Key::CommonPages)
            summary=summary
            page=Signal::derive(move || extent.get().page)
            pages=Signal::derive(move || extent.get().pages)
            href=href
            previous=t(Key::CommonPreviousPage)
            next=t(Key::CommonNextPage)
        >
            <QueryForm action="/users" attr:class="row">
                {live(hidden)}
                <SelectField label=t(Key::CommonRowsPerPage) name="per" options=options initial=state.with_untracked(|state| state.query.per.to_string()) hide_label=true on_change=choose/>
                <span class="only-no-script"><Button submit=true>{t!(Key::CommonApply)}</Button></span>
            </QueryForm>
        </Pager>
    }
}
