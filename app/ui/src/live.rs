//! What follows a signal, in a few types.
//!
//! Each closure in a view or in an effect has a type of its own, and each type brings a copy of everything that builds, hydrates and
//! rebuilds it. What the pages of a first visit need is therefore put through these functions (and `i18n::text`,
//! `i18n::written`), which answer with one type however many places call them.

use leptos::prelude::*;

/// See [`shown`].
pub type Shown = Box<dyn Fn() -> Option<AnyView> + Send + Sync>;

/// A piece of a view that is there or not, built anew when a signal that it reads changes.
pub fn shown<V: IntoAny>(piece: impl Fn() -> Option<V> + Send + Sync + 'static) -> Shown {
    Box::new(move || piece().map(IntoAny::into_any))
}

/// A piece of a view, built anew when a signal that it reads changes.
pub fn live<V: IntoAny>(piece: impl Fn() -> V + Send + Sync + 'static) -> Shown {
    shown(move || Some(piece()))
}

/// A piece of a view that is there while something holds, and is built anew only when that begins to.
pub fn shown_while<V: IntoAny>(holds: Signal<bool>, piece: impl Fn() -> V + Send + Sync + 'static) -> Shown {
    let holds = Memo::new(move |_| holds.get());
    shown(move || holds.get().then(&piece))
}

/// Does something in the browser, now and whenever a signal that it reads changes; the server leaves it out.
pub fn effect(follow: impl FnMut() + 'static) {
    fn of(mut follow: Box<dyn FnMut()>) {
        Effect::new(move |_: Option<()>| follow());
    }
    of(Box::new(follow));
}

/// "true" while it holds, for `aria-busy` and its like; the attribute is left out otherwise.
pub fn aria_true(holds: Signal<bool>) -> impl Fn() -> Option<&'static str> + Copy + Send + Sync + 'static {
    move || holds.get().then_some("true")
}

/// "true" while there is a text, for `aria-invalid` and `aria-disabled`.
pub(crate) fn aria_given(
    text: Signal<Option<String>>,
) -> impl Fn() -> Option<&'static str> + Copy + Send + Sync + 'static {
    move || text.with(Option::is_some).then_some("true")
}
