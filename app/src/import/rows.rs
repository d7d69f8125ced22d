//! The rows with their verdicts, a page at a time. On phones each is a few lines.

use i18n::{Key, t, use_i18n, written};
use leptos::prelude::*;
use model::import::{ImportCheck, ImportRow, RowKind};
use ui::{Badge, ButtonLink, Pager, PlainHeader, Tone, aria_true};

use super::address::{href, report};
use super::texts::{Stage, kind_key, number, verdict};

#[component]
pub(super) fn Rows(check: ImportCheck, show: Option<RowKind>, busy: Signal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let stage = if check.done.is_some() { Stage::Done } else { Stage::Planned };
    let (current, pages, total, per) = (check.rows.page, check.rows.pages(), check.rows.total, check.rows.per);
    let summary = Signal::derive(move || {
        let first = (u64::from(current) - 1) * u64::from(per) + 1;
        let last = (first + u64::from(per) - 1).min(total);
        i18n.format(Key::CommonRowsOf, &[("first", &first.min(last)), ("last", &last), ("total", &total)])
    });
    let everything: u32 = check.totals.iter().map(|(_, total)| total).sum();
    let key = check.key.clone();
    let kind = move |kind: Option<RowKind>, label: Key, total: u32| {
        let current = (show == kind).then_some("page");
        let to = href(&key, kind, 1);
        view! {
            <a href=to aria-current=current data-noscroll="">{t(label)}" "<span class="count">{written(move || number(i18n, total))}</span></a>
        }
    };
    let all = kind(None, Key::ImportAll, everything);
    let kinds: Vec<_> = check
        .totals
        .iter()
        .filter(|(_, total)| *total > 0)
        .map(|(of, total)| kind(Some(*of), kind_key(*of), *total))
        .collect();
    let rows = check.rows.rows.into_iter().map(|row| view! { <Row row=row stage=stage/> }).collect_view();
    let key = check.key.clone();
    let to_page = Callback::new(move |page| href(&key, show, page));
    view! {
        <section class="panel" aria-labelledby="import-rows">
            <div class="panel__head">
                <h2 id="import-rows">{t!(Key::ImportRows)}</h2>
                <ButtonLink href=report(&check.key) icon="download" download=true class="push">{t!(Key::ImportReport)}</ButtonLink>
            </div>
            <nav class="tabs import-kinds" aria-label=t!(Key::ImportResult)>{all}{kinds}</nav>
            <div class="grid-wrap">
                <table class="grid import-grid" role="table" aria-busy=aria_true(busy)>
                    <caption>{t!(Key::ImportRows)}</caption>
                    <thead role="rowgroup">
                        <tr role="row">
                            <PlainHeader>{t!(Key::ImportRow)}</PlainHeader>
                            <PlainHeader>{t!(Key::CommonEmail)}</PlainHeader>
                            <PlainHeader>{t!(Key::CommonName)}</PlainHeader>
                            <PlainHeader>{t!(Key::ImportResult)}</PlainHeader>
                        </tr>
                    </thead>
                    <tbody role="rowgroup">{rows}</tbody>
                </table>
            </div>
            <Pager
                label=t(Key::CommonPages)
                summary=summary
                page=Signal::from(current)
                pages=Signal::from(pages)
                href=to_page
                previous=t(Key::CommonPreviousPage)
                next=t(Key::CommonNextPage)
            />
        </section>
    }
}

#[component]
fn Row(row: ImportRow, stage: Stage) -> impl IntoView {
    let i18n = use_i18n();
    let (place, email, name) = (row.number, row.email.clone(), row.name.clone());
    let tone = match row.verdict.kind() {
        RowKind::New => Tone::Confirmed,
        RowKind::Changed => Tone::Act,
        RowKind::Blocked | RowKind::Invalid => Tone::Failed,
        RowKind::Duplicate | RowKind::Unchanged => Tone::Neutral,
    };
    let (kind, lookalike) = (kind_key(row.verdict.kind()), row.lookalike);
    view! {
        <tr role="row">
            <td role="cell" class="num muted place">{written(move || number(i18n, place))}</td>
            <td role="cell" class="email">
                <span dir="auto">{email}</span>
                {lookalike.then(|| view! { <small class="sub warn">{t!(Key::InvitationsLookalike)}</small> })}
            </td>
            <td role="cell"><span dir="auto">{name}</span></td>
            <td role="cell" class="verdict">
                <Badge tone=tone>{t(kind)}</Badge>" "
                <span>{written(move || verdict(i18n, &row, stage))}</span>
            </td>
        </tr>
    }
}
