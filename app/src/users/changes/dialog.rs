//! The dialog: the last changes, the newest first.

use std::time::Duration;

use i18n::{Key, t, use_i18n};
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use model::changes::RecentChanges;
use ui::{Banner, Dialog, EmptyState, Tone, effect};

use super::line::Line;
use crate::changes::list_changes;
use crate::data::{self, Latest};
use crate::errors::{Failure, error_text};

#[component]
pub(in crate::users) fn ChangesDialog(
    /// The page without the dialog.
    close_href: String,
) -> impl IntoView {
    let version = RwSignal::new(0_u32);
    let data = data::load(move || version.get(), |_| list_changes());
    let latest = data::latest(data);
    let owner = Owner::current().unwrap_or_default();
    view! {
        <Transition>
            {Suspend::new(async move {
                latest.take(data.await);
                data::outliving(&owner, || view! { <Shown latest=latest version=version close_href=close_href/> })
            })}
        </Transition>
    }
}

#[component]
fn Shown(latest: Latest<RecentChanges>, version: RwSignal<u32>, close_href: String) -> impl IntoView {
    let i18n = use_i18n();
    refresh_when_over(latest, version);
    let failed = move || latest.error().map(|error| view! { <Failure error=error/> });
    let said = move || {
        latest.with(|page| {
            let refused = page.refused.clone().map(|error| {
                let text = Signal::derive(move || error_text(i18n, &error));
                view! { <Banner tone=Tone::Failed title=text live=true/> }
            });
            let undone =
                page.undone.then(|| view! { <Banner tone=Tone::Confirmed title=t(Key::ExplainUndone) live=true/> });
            view! { {refused}{undone} }
        })
    };
    let lines = move || {
        latest.with(|page| match page.changes.is_empty() {
            true => view! {
                <EmptyState icon="clock" title=t(Key::ChangesEmpty) text=Signal::derive(move || Some(i18n.text(Key::ChangesEmptyText)))/>
            }
            .into_any(),
            false => {
                let lines = page.changes.iter().cloned();
                let lines = lines.map(|change| view! { <Line change=change version=version/> }).collect_view();
                view! { <ol class="changes">{lines}</ol> }.into_any()
            }
        })
    };
    view! {
        <Dialog
            id="changes-dialog"
            title=t(Key::ChangesTitle)
            lead=Signal::derive(move || Some(i18n.text(Key::ChangesLead)))
            close_label=t(Key::CommonClose)
            close_href=close_href
        >
            <div class="dialog__body stack">{failed}{said}{lines}</div>
        </Dialog>
    }
}

/// Reads the list again when the first of the windows that are open closes: the ordinary way back takes the place of Undo.
fn refresh_when_over(latest: Latest<RecentChanges>, version: RwSignal<u32>) {
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || {
        if let Some(timer) = timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    };
    effect(move || {
        stop();
        let first = latest.with(|page| page.changes.iter().filter_map(|change| change.undo).min()).flatten();
        if let Some(seconds) = first {
            let over = move || {
                version.try_update(|version| *version += 1);
            };
            timer.set_value(set_timeout_with_handle(over, Duration::from_secs(u64::from(seconds))).ok());
        }
    });
    on_cleanup(stop);
}
