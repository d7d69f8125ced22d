//! Whether the record is whole, and taking it out of the reach of whoever could change it.

use i18n::{I18n, Key, Label, t, use_i18n};
use leptos::prelude::*;
use model::audit::{AuditQuery, ChainState, ChainVerified};
use model::time::Moment;
use ui::{Banner, Button, ButtonKind, ButtonLink, Size, Status, StatusKind, Tone};

use super::url;

/// Where the checkpoint comes from.
const CHECKPOINT: &str = "/admin/audit/checkpoint";

#[component]
pub(super) fn ChainPanel(chain: ChainState, query: AuditQuery) -> impl IntoView {
    let i18n = use_i18n();
    let here = url::href(&query);
    let state = match (chain.reached, chain.verified) {
        (Some(reached), _) => {
            let here = here.clone();
            let label = Signal::derive(move || i18n.format(Key::AuditVerifying, &[("number", &number(i18n, reached))]));
            view! {
                <Status kind=StatusKind::Invited label=label/>
                <a href=here>{t!(Key::AuditRefresh)}</a>
            }
            .into_any()
        }
        (None, Some(ChainVerified { at, to, broken: None })) => {
            let label = Signal::derive(move || {
                i18n.format(Key::AuditVerified, &[("number", &number(i18n, to)), ("date", &date(i18n, at))])
            });
            view! { <Status kind=StatusKind::Confirmed label=label/> }.into_any()
        }
        (None, Some(ChainVerified { broken: Some((kind, at)), .. })) => {
            let label = Signal::derive(move || i18n.format(kind.label(), &[("number", &number(i18n, at))]));
            view! { <Status kind=StatusKind::Failed label=label/> }.into_any()
        }
        (None, None) => view! { <Status kind=StatusKind::Disabled label=t(Key::AuditNotVerified)/> }.into_any(),
    };
    let broken = chain.verified.and_then(|verified| verified.broken.map(|broken| (verified.at, broken)));
    let broken = broken.map(|(at, (kind, entry))| {
        let title = Signal::derive(move || i18n.format(kind.label(), &[("number", &number(i18n, entry))]));
        let text = move || i18n.format(Key::AuditBrokenText, &[("date", &date(i18n, at))]);
        view! { <Banner tone=Tone::Failed live=true title=title><p>{text}</p></Banner> }
    });
    let (csv, json) = (url::export_href(&query, "csv"), url::export_href(&query, "json"));
    view! {
        {broken}
        <section class="panel chain" aria-labelledby="chain-title">
            <div class="panel__head">
                <h2 id="chain-title">{t!(Key::AuditChain)}</h2>
                <span class="chain__state" role="status">{state}</span>
                <form class="push" method="post" action="/rpc/audit/verify">
                    <input type="hidden" name="next" value=here/>
                    <Button kind=ButtonKind::Primary submit=true icon="shield-check">{t!(Key::AuditVerify)}</Button>
                </form>
            </div>
            <div class="panel__foot">
                <p>{t!(Key::AuditLimits)}</p>
                <div class="row chain__files">
                    <ButtonLink href=csv size=Size::Small icon="download" download=true>{t!(Key::AuditExportCsv)}</ButtonLink>
                    <ButtonLink href=json size=Size::Small icon="download" download=true>{t!(Key::AuditExportJson)}</ButtonLink>
                    <ButtonLink href=CHECKPOINT size=Size::Small icon="download" download=true>{t!(Key::AuditCheckpoint)}</ButtonLink>
                </div>
            </div>
        </section>
    }
}

fn number(i18n: I18n, seq: i64) -> String {
    i18n.with(|catalog| catalog.number(u64::try_from(seq).unwrap_or_default()))
}

fn date(i18n: I18n, at: Moment) -> String {
    i18n.with(|catalog| catalog.date_time(at))
}
