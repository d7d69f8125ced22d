//! The Audit page. Filters, pages, files and the verification are links and plain forms.

use std::time::Duration;

use i18n::{Key, t, use_i18n};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::audit::{AuditPage, AuditQuery};
use ui::{Banner, ButtonLink, EmptyState, PageTitle, Pager, Skeleton, Slate, Tone, effect};

use super::chain::ChainPanel;
use super::filters::Filters;
use super::rpc::list_audit;
use super::table::Table;
use super::url;
use crate::data;
use crate::errors::Failure;

/// How often the page looks how far a verification is.
const LOOK_EVERY: Duration = Duration::from_secs(2);

#[component]
pub(crate) fn Page() -> impl IntoView {
    let params = use_query_map();
    let query = Memo::new(move |_| params.with(url::read));
    let version = RwSignal::new(0_u32);
    let busy = RwSignal::new(0);
    let data = data::load_marking(busy, move || (query.get(), version.get()), |(query, _)| list_audit(query));
    let pending = Signal::derive(move || busy.get() > 0);
    let owner = Owner::current().unwrap_or_default();
    view! {
        <PageTitle text=t(Key::AuditTitle)/>
        <Transition fallback=move || view! { <Skeleton label=t(Key::CommonLoading)/> }>
            {move || {
                let owner = owner.clone();
                let query = query.get();
                Suspend::new(async move {
                    match data.await {
                        Ok(page) => data::outliving(&owner, || view! {
                            <Loaded query=query page=page busy=pending version=version/>
                        }),
                        Err(error) => data::outliving(&owner, || view! { <Failure error=error/> }),
                    }
                })
            }}
        </Transition>
    }
}

#[component]
fn Loaded(query: AuditQuery, page: AuditPage, busy: Signal<bool>, version: RwSignal<u32>) -> impl IntoView {
    let i18n = use_i18n();
    if page.chain.reached.is_some() {
        effect(move || {
            set_timeout(
                move || {
                    version.try_update(|version| *version += 1);
                },
                LOOK_EVERY,
            );
        });
    }
    let AuditPage { rows, page: current, pages, per, total, more, many_people, upto, chain, now } = page;
    let summary = Signal::derive(move || {
        let first = (u64::from(current) - 1) * u64::from(per) + 1;
        let last = (first + u64::from(per) - 1).min(total);
        let key = if more { Key::AuditRowsOfMany } else { Key::CommonRowsOf };
        i18n.with(|catalog| {
            catalog.format(
                key,
                &[
                    ("first", &catalog.number(first)),
                    ("last", &catalog.number(last)),
                    ("total", &catalog.number(total)),
                ],
            )
        })
    });
    let href = {
        let query = query.clone();
        Callback::new(move |page| url::page_href(&query, page, upto))
    };
    let none = rows.is_empty();
    view! {
        <Slate place=t(Key::ShellWorkspace) title=t(Key::AuditTitle) subtitle=Signal::derive(move || Some(i18n.text(Key::AuditIntro)))/>
        <ChainPanel chain=chain query=query.clone()/>
        <section class="panel" aria-label=t!(Key::AuditEntries)>
            <Filters query=query/>
            {many_people.then(|| view! { <Banner tone=Tone::Waiting title=t(Key::AuditManyPeople)/> })}
            {if none {
                view! {
                    <EmptyState icon="search-x" title=t(Key::AuditNoMatch) text=Signal::derive(move || Some(i18n.text(Key::AuditNoMatchText)))>
                        <ButtonLink href=url::PATH>{t!(Key::CommonClearFilter)}</ButtonLink>
                    </EmptyState>
                }.into_any()
            } else {
                view! {
                    <Table rows=rows now=now busy=busy/>
                    <Pager
                        label=t(Key::CommonPages)
                        summary=summary
                        page=Signal::from(current)
                        pages=Signal::from(pages)
                        href=href
                        previous=t(Key::CommonPreviousPage)
                        next=t(Key::CommonNextPage)
                    />
                }
                .into_any()
            }}
        </section>
    }
}
