//! The bar that appears as soon as something differs, names it, and disappears when nothing differs any more.
//!
//! Without script it always stands below the form, as a plain button.

use i18n::{Key, t, use_i18n};
use leptos::ev;
use leptos::prelude::*;
use ui::{Button, ButtonKind, effect, shown};

#[component]
pub(super) fn SaveBar(
    /// Names of the fields that differ.
    changed: Signal<Vec<String>>,
    /// Whether it is being saved.
    saving: RwSignal<bool>,
    /// Saves.
    on_save: Callback<()>,
    /// Puts everything back.
    on_discard: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let is_clean = move || changed.with(Vec::is_empty);
    let count = move || changed.with(Vec::len);
    let names = move || changed.with(|names| names.join(", "));
    guard(changed, on_save);
    view! {
        <div class="save-bar" class:is-clean=is_clean>
            <p role="status" class="needs-script">
                {shown(move || (!is_clean()).then(|| view! { <b>{i18n.plural(Key::AccountUnsaved, count(), &[])}</b> " " <span class="muted">{names}</span> }))}
            </p>
            <div class="row push">
                <span class="needs-script">
                    <Button on_click=Callback::new(move |_| on_discard.run(()))>{t!(Key::AccountDiscard)}</Button>
                </span>
                <Button
                    id="save"
                    kind=ButtonKind::Primary
                    submit=true
                    busy=Signal::derive(move || saving.get())
                    busy_label=t(Key::AccountSaving)
                >
                    {t!(Key::CommonSave)}
                </Button>
            </div>
        </div>
    }
}

/// Ctrl+S and ⌘S save; leaving with changes asks first.
fn guard(changed: Signal<Vec<String>>, on_save: Callback<()>) {
    let i18n = use_i18n();
    effect(move || {
        let keys = window_event_listener(ev::keydown, move |event| {
            if (event.ctrl_key() || event.meta_key()) && event.key() == "s" {
                event.prevent_default();
                if !changed.with_untracked(Vec::is_empty) {
                    on_save.run(());
                }
            }
        });
        let unload = window_event_listener(ev::beforeunload, move |event| {
            if !changed.with_untracked(Vec::is_empty) {
                event.prevent_default();
            }
        });
        on_cleanup(move || {
            keys.remove();
            unload.remove();
        });
    });
    leave::ask(move || {
        changed.try_with_untracked(|changed| !changed.is_empty()).unwrap_or_default()
            && !window().confirm_with_message(&i18n.text_untracked(Key::AccountLeave)).unwrap_or(true)
    });
}

/// Following a link inside the product loads no document, so the browser does not ask by itself.
mod leave {
    use leptos::prelude::*;
    use ui::effect;
    use wasm_bindgen::JsCast;
    use wasm_bindgen::closure::Closure;

    /// What opens beside the page, or is stored, leaves nothing.
    const LEAVING: &str = "a[href^='/']:not([target]):not([download])";

    /// Stops a click on a link wherever it says so. On the document, which the router, on the window, hears later.
    pub(super) fn ask(stays: impl Fn() -> bool + Copy + 'static) {
        effect(move || {
            let heard = Closure::<dyn Fn(web_sys::MouseEvent)>::new(move |event: web_sys::MouseEvent| {
                let element = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
                let link = element.and_then(|element| element.closest(LEAVING).ok().flatten());
                let new_window = event.ctrl_key() || event.meta_key() || event.shift_key() || event.button() != 0;
                if link.is_some() && !new_window && stays() {
                    event.prevent_default();
                }
            });
            let document = document();
            // Fails for invalid names only.
            let _ = document.add_event_listener_with_callback("click", heard.as_ref().unchecked_ref());
            let heard = StoredValue::new_local(heard);
            on_cleanup(move || {
                heard.with_value(|heard| {
                    let _ = document.remove_event_listener_with_callback("click", heard.as_ref().unchecked_ref());
                });
            });
        });
    }
}
