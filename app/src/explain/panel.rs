//! The panel: the answer over the page on which it was asked.

use i18n::{Key, t};
use leptos::ev::{self, MouseEvent};
use leptos::html;
use leptos::prelude::*;
use model::explain::{Explained, Question};
use ui::{Banner, IconButton, Skeleton, Tone, effect, shown};
use wasm_bindgen::JsCast;

use super::address::href;
use super::page::Answered;
use super::rpc::explain;
use crate::data;
use crate::errors::Failed;
use crate::parts;

/// Opens the panel.
#[derive(Clone, Copy)]
pub(crate) struct Explain(RwSignal<Option<Question>>);

impl Explain {
    pub(super) fn open(self, question: Question) {
        self.0.set(Some(question));
    }

    /// Whether something was asked.
    pub(crate) fn is_wanted(self) -> Signal<bool> {
        Signal::derive(move || self.0.with(Option::is_some))
    }
}

/// Makes it; once, in the frame.
pub(crate) fn provide_explain() -> Explain {
    let explain = Explain(RwSignal::new(None));
    provide_context(explain);
    explain
}

/// The panel, on the pages that have one.
pub(super) fn use_explain() -> Option<Explain> {
    use_context::<Explain>()
}

/// The dialog around it. What is in it comes into the browser with the first question.
#[component]
pub(crate) fn ExplainDialog() -> impl IntoView {
    let asked = expect_context::<Explain>().0;
    let dialog = NodeRef::<html::Dialog>::new();
    effect(move || {
        let Some(dialog) = dialog.get() else { return };
        if asked.with(Option::is_some) && !dialog.open() {
            // Fails only when it is open already.
            let _ = dialog.show_modal();
        }
    });
    // A link in it leads to another page, over which it must not stay.
    let leave = move |event: MouseEvent| {
        let pressed = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let link = pressed.and_then(|element| element.closest("a[href]").ok().flatten());
        if let Some(dialog) = dialog.get_untracked().filter(|_| link.is_some()) {
            dialog.close();
        }
    };
    view! {
        <dialog class="dialog" node_ref=dialog aria-labelledby="explain-title" on:close=move |_| asked.set(None)>
            <header class="dialog__head">
                <h2 id="explain-title">{t!(Key::ExplainTitle)}</h2>
                <form method="dialog"><IconButton icon="x" label=t(Key::CommonClose) submit=true/></form>
            </header>
            <div class="dialog__body" on:click=leave>
                {shown(move || asked.with(Option::is_some).then(|| parts::page(parts::Explain::Panel)))}
            </div>
        </dialog>
    }
}

/// The answer, read again whenever the window gets the focus back.
#[component]
pub(crate) fn Panel() -> impl IntoView {
    let asked = use_explain().and_then(|panel| panel.0.get_untracked()).unwrap_or_default();
    let more = href(&asked);
    let version = RwSignal::new(0_u32);
    let handle = window_event_listener(ev::focus, move |_| version.update(|version| *version += 1));
    on_cleanup(move || handle.remove());
    let data = data::load(move || (asked.clone(), version.get()), |(question, _)| explain(question));
    let before = StoredValue::new(None::<Explained>);
    let owner = Owner::current().unwrap_or_default();
    view! {
        <Transition fallback=move || view! { <Skeleton label=t(Key::CommonLoading)/> }>
            {move || {
                let owner = owner.clone();
                Suspend::new(async move {
                    match data.await {
                        Ok((answer, _)) => {
                            let changed = before.get_value().is_some_and(|before| before != answer);
                            before.set_value(Some(answer.clone()));
                            data::outliving(&owner, || view! {
                                {changed.then(|| view! { <Banner tone=Tone::Waiting title=t(Key::ExplainChanged) live=true/> })}
                                <Answered answer=answer/>
                            })
                        }
                        Err(error) => data::outliving(&owner, || view! { <Failed error=error/> }),
                    }
                })
            }}
        </Transition>
        <p><a href=more>{t!(Key::ExplainAskMore)}</a></p>
    }
}
