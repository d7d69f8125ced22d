//! Keys that work everywhere, and the list of them.
//!
//! Single letters can be switched off and never fire in fields; `/`, `?`, Escape and keys with Ctrl are no letters.

use i18n::{Key, t};
use leptos::ev;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use model::session::SessionInfo;
use ui::effect;
use wasm_bindgen::JsCast;

/// The list of keys, and which of them work.
#[derive(Clone, Copy)]
pub(crate) struct Shortcuts {
    open: RwSignal<bool>,
    letters: Signal<bool>,
}

impl Shortcuts {
    /// Shows the list.
    pub(crate) fn show_list(self) {
        self.open.set(true);
    }

    /// Whether the list is shown.
    pub(crate) fn is_wanted(self) -> Signal<bool> {
        self.open.into()
    }

    /// Whether a key may act: not inside a field, not with a modifier, and letters only when they are switched on.
    pub(crate) fn fires(self, event: &ev::KeyboardEvent) -> bool {
        let typing =
            event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()).is_some_and(|element| {
                let editable = element
                    .closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
                editable.ok().flatten().is_some()
            });
        let letter = event.key().chars().all(char::is_alphabetic) && event.key().chars().count() == 1;
        let modified = event.ctrl_key() || event.meta_key() || event.alt_key();
        !typing && !modified && !event.default_prevented() && (!letter || self.letters.get_untracked())
    }
}

/// Makes them; once, in the frame.
pub(crate) fn provide_shortcuts(session: Signal<SessionInfo>) -> Shortcuts {
    let letters = Signal::derive(move || session.with(|session| session.shortcuts));
    let shortcuts = Shortcuts { open: RwSignal::new(false), letters };
    provide_context(shortcuts);
    let navigate = use_navigate();
    let waits_for_page = StoredValue::new(false);
    effect(move || {
        let navigate = navigate.clone();
        let handle = window_event_listener(ev::keydown, move |event| {
            if !shortcuts.fires(&event) || dialog_is_open() {
                return;
            }
            let go = |path: &str| navigate(path, NavigateOptions::default());
            let after_g = waits_for_page.get_value();
            waits_for_page.set_value(false);
            match event.key().as_str() {
                "?" => shortcuts.show_list(),
                "g" => waits_for_page.set_value(true),
                "u" if after_g => go("/users"),
                "m" if after_g => go("/admin/mail"),
                "/" => focus_search(&event),
                _ => {}
            }
        });
        on_cleanup(move || handle.remove());
    });
    shortcuts
}

/// The list of keys.
pub(crate) fn use_shortcuts() -> Shortcuts {
    expect_context::<Shortcuts>()
}

fn dialog_is_open() -> bool {
    document().query_selector("dialog[open]").ok().flatten().is_some()
}

fn focus_search(event: &ev::KeyboardEvent) {
    let field = document().query_selector("main input[type=search]").ok().flatten();
    if let Some(field) = field.and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok()) {
        event.prevent_default();
        let _ = field.focus();
    }
}

/// The list of keys, as a dialog.
#[component]
pub(crate) fn KeysDialog() -> impl IntoView {
    let shortcuts = use_shortcuts();
    let dialog = NodeRef::<leptos::html::Dialog>::new();
    effect(move || {
        let Some(dialog) = dialog.get() else { return };
        if shortcuts.open.get() && !dialog.open() {
            // Fails only when it is open already.
            let _ = dialog.show_modal();
        }
    });
    let row = |keys: &'static [&'static str], label: Key| {
        let keys = keys.iter().map(|key| view! { <kbd class="key">{*key}</kbd> }).collect_view();
        view! { <div class="keys__row"><dt>{keys}</dt><dd>{t!(label)}</dd></div> }
    };
    view! {
        <dialog class="dialog" node_ref=dialog aria-labelledby="keys-title" on:close=move |_| shortcuts.open.set(false)>
            <header class="dialog__head">
                <h2 id="keys-title">{t!(Key::ShellKeys)}</h2>
                <form method="dialog"><ui::IconButton icon="x" label=t(Key::CommonClose) submit=true/></form>
            </header>
            <div class="dialog__body">
                <h3>{t!(Key::ShellKeysEverywhere)}</h3>
                <dl class="keys">
                    {row(&["/"], Key::ShellKeySearch)}
                    {row(&["?"], Key::ShellKeyHelp)}
                    {row(&["g", "u"], Key::ShellKeyGoUsers)}
                    {row(&["g", "m"], Key::ShellKeyGoMail)}
                </dl>
                <h3>{t!(Key::ShellKeysInLists)}</h3>
                <dl class="keys">
                    {row(&["j"], Key::ShellKeyNextRow)}
                    {row(&["k"], Key::ShellKeyPreviousRow)}
                    {row(&["x"], Key::ShellKeySelect)}
                    {row(&["f"], Key::ShellKeyFilter)}
                    {row(&["n"], Key::ShellKeyAddUser)}
                    {row(&["Esc"], Key::ShellKeyClear)}
                </dl>
                <h3>{t!(Key::UserWindowKeysTitle)}</h3>
                <dl class="keys">
                    {row(&["["], Key::UserWindowPrevious)}
                    {row(&["]"], Key::UserWindowNext)}
                    {row(&["←", "→"], Key::UserWindowKeyTabs)}
                </dl>
            </div>
        </dialog>
    }
}
