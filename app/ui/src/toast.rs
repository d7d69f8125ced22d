//! Toasts: what just happened, with the seconds in which it can be undone.
//!
//! They stand in the top layer and take no focus; F8 leads to them. The seconds stop while the
//! pointer or the focus is on them. The words are spoken by the [`Announcer`].

use std::{sync::Arc, time::Duration};

use leptos::{ev, html, leptos_dom::helpers::IntervalHandle, prelude::*};

use crate::announcer::{Announcer, provide_announcer};
use crate::effect;

/// Seconds in which two short sentences are read, twice over.
const READING: u32 = 8;

/// Runs after the page that showed the toast may be gone, so it owns what it needs.
type Act = Arc<dyn Fn() + Send + Sync>;
type Countdown = Arc<dyn Fn(u32) -> String + Send + Sync>;

/// One message.
#[derive(Clone)]
pub struct Toast {
    text: String,
    seconds: u32,
    countdown: Option<Countdown>,
    action: Option<(String, Act)>,
}

impl Toast {
    /// A message that stays for some seconds.
    #[must_use]
    pub fn new(text: impl Into<String>, seconds: u32) -> Self {
        Self { text: text.into(), seconds, countdown: None, action: None }
    }

    /// Shows the seconds that are left: "8 s".
    #[must_use]
    pub fn countdown(mut self, words: impl Fn(u32) -> String + Send + Sync + 'static) -> Self {
        self.countdown = Some(Arc::new(words));
        self
    }

    /// Offers one action, such as undo; it takes the toast away.
    #[must_use]
    pub fn action(mut self, label: impl Into<String>, run: impl Fn() + Send + Sync + 'static) -> Self {
        self.action = Some((label.into(), Arc::new(run)));
        self
    }
}

/// A toast with its time; the signal is counted, because no component owns it.
#[derive(Clone)]
struct Entry {
    key: u32,
    toast: Toast,
    left: ArcRwSignal<u32>,
}

/// The messages that are shown now.
#[derive(Clone, Copy)]
pub struct Toasts {
    entries: RwSignal<Vec<Entry>>,
    next_key: StoredValue<u32>,
    announcer: Announcer,
}

impl Toasts {
    /// Shows a message and says it.
    pub fn show(&self, toast: Toast) {
        self.announcer.announce(toast.text.clone());
        let key = self.next_key.get_value();
        self.next_key.set_value(key.wrapping_add(1));
        let left = ArcRwSignal::new(toast.seconds);
        self.entries.update(|entries| entries.push(Entry { key, toast, left }));
    }

    /// Shows a message without an action for as long as reading it takes.
    pub fn say(&self, text: impl Into<String>) {
        self.show(Toast::new(text, READING));
    }

    fn dismiss(&self, key: u32) {
        self.entries.update(|entries| entries.retain(|entry| entry.key != key));
    }

    /// One second has passed.
    fn tick(&self) {
        let expired = self.entries.with_untracked(|entries| {
            for entry in entries {
                entry.left.update(|left| *left = left.saturating_sub(1));
            }
            entries.iter().any(|entry| entry.left.get_untracked() == 0)
        });
        if expired {
            self.entries.update(|entries| entries.retain(|entry| entry.left.get_untracked() > 0));
        }
    }
}

/// Makes toasts and announcer available below; called once, in `App`.
pub fn provide_toasts() -> Toasts {
    let toasts =
        Toasts { entries: RwSignal::new(Vec::new()), next_key: StoredValue::new(0), announcer: provide_announcer() };
    provide_context(toasts);
    toasts
}

/// The page's toasts; on pages without them, messages go nowhere.
#[must_use]
pub fn use_toasts() -> Toasts {
    use_context().unwrap_or_else(|| Toasts {
        entries: RwSignal::new(Vec::new()),
        next_key: StoredValue::new(0),
        announcer: crate::announcer::use_announcer(),
    })
}

/// Where the toasts stand; once in the page.
#[component]
pub fn ToastRegion(
    /// Name of the region, for people who jump to it.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    let toasts = use_toasts();
    let region = NodeRef::<html::Section>::new();
    let paused = RwSignal::new(false);
    show_while_needed(toasts, region);
    count_down_while_needed(toasts, paused);
    focus_with_f8(region);
    view! {
        <section
            node_ref=region
            class="toasts"
            popover="manual"
            aria-label=label
            on:mouseenter=move |_| paused.set(true)
            on:mouseleave=move |_| paused.set(false)
            on:focusin=move |_| paused.set(true)
            on:focusout=move |_| paused.set(false)
        >
            <For each=move || toasts.entries.get() key=|entry| entry.key let:entry>
                {line(toasts, entry)}
            </For>
        </section>
    }
}

fn line(toasts: Toasts, entry: Entry) -> AnyView {
    let Entry { key, toast, left } = entry;
    let action = toast.action.map(|(label, run)| {
        let press = move |_| {
            run();
            toasts.dismiss(key);
        };
        view! {
            <button type="button" class="btn" on:click=press>
                {label}
            </button>
        }
    });
    view! {
        <div class="toast">
            <span>{toast.text}</span>
            {toast.countdown.map(|words| view! { <span class="ring">{move || words(left.get())}</span> }.into_any())}
            {action}
        </div>
    }
    .into_any()
}

fn show_while_needed(toasts: Toasts, region: NodeRef<html::Section>) {
    effect(move || {
        let wanted = toasts.entries.with(|entries| !entries.is_empty());
        let Some(region) = region.get() else { return };
        let open = region.matches(":popover-open").unwrap_or(false);
        // Opening again puts the region above a dialog that opened meanwhile.
        if open {
            let _ = region.hide_popover();
        }
        if wanted {
            let _ = region.show_popover();
        }
    });
}

fn count_down_while_needed(toasts: Toasts, paused: RwSignal<bool>) {
    let some = Memo::new(move |_| toasts.entries.with(|entries| !entries.is_empty()));
    let timer = StoredValue::new(None::<IntervalHandle>);
    let stop = move || {
        if let Some(timer) = timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    };
    effect(move || {
        stop();
        if some.get() {
            let tick = move || {
                if !paused.get_untracked() {
                    toasts.tick();
                }
            };
            timer.set_value(set_interval_with_handle(tick, Duration::from_secs(1)).ok());
        }
    });
    on_cleanup(stop);
}

fn focus_with_f8(region: NodeRef<html::Section>) {
    effect(move || {
        let listener = window_event_listener(ev::keydown, move |event| {
            if event.key() != "F8" {
                return;
            }
            let button = region.get_untracked().and_then(|region| region.query_selector("button").ok().flatten());
            if let Some(button) = button.and_then(crate::dom::html_element) {
                event.prevent_default();
                let _ = button.focus();
            }
        });
        on_cleanup(move || listener.remove());
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_a_page<T>(test: impl FnOnce(Toasts) -> T) -> T {
        Owner::new().with(|| test(provide_toasts()))
    }

    fn texts(toasts: Toasts) -> Vec<String> {
        toasts.entries.with_untracked(|entries| entries.iter().map(|entry| entry.toast.text.clone()).collect())
    }

    #[test]
    fn a_toast_stays_for_its_seconds() {
        in_a_page(|toasts| {
            toasts.show(Toast::new("first", 2));
            toasts.tick();
            toasts.show(Toast::new("second", 2));
            assert_eq!(texts(toasts), ["first", "second"]);
            toasts.tick();
            assert_eq!(texts(toasts), ["second"]);
            toasts.tick();
            assert!(texts(toasts).is_empty());
        });
    }

    #[test]
    fn dismissing_takes_one_away() {
        in_a_page(|toasts| {
            toasts.show(Toast::new("same", 9));
            toasts.show(Toast::new("same", 9));
            toasts.dismiss(0);
            assert_eq!(texts(toasts), ["same"]);
        });
    }
}
