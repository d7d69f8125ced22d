//! The active catalog as a Leptos context.
//!
//! One signal holds it, so that switching the language needs no reload: whatever reads a text through
//! [`I18n`], [`t`](crate::t()), [`t!`](crate::t!) or [`tp!`](crate::tp!) is written anew.

use std::fmt::Display;

use leptos::prelude::*;
use model::time::{Moment, Timestamp};

use crate::{Catalog, Key, Language};

/// Access to the active catalog; every method except those ending in `_untracked` reacts to a switch.
#[derive(Clone, Copy, Debug)]
pub struct I18n {
    catalog: RwSignal<Catalog>,
    fuzzy_dates: Signal<bool>,
}

/// Makes a catalog the active one of this and all inner components.
pub fn provide_i18n(catalog: Catalog) -> I18n {
    provide_i18n_with(catalog, Signal::stored(true))
}

/// The same, with the reader's choice between dates relative to now and exact ones.
pub fn provide_i18n_with(catalog: Catalog, fuzzy_dates: Signal<bool>) -> I18n {
    let i18n = I18n { catalog: RwSignal::new(catalog), fuzzy_dates };
    provide_context(i18n);
    i18n
}

/// The active catalog. Take it in the body of the component, not in an event handler, where no context is.
///
/// # Panics
///
/// Outside [`provide_i18n`].
#[must_use]
pub fn use_i18n() -> I18n {
    expect_context()
}

/// A text that follows the language, for props that want a signal.
#[must_use]
pub fn t(key: Key) -> Signal<String> {
    let i18n = use_i18n();
    Signal::derive(move || i18n.text(key))
}

/// A text with values in it. All are of one type, because each type of closure brings a copy of what renders it.
pub type Text = Box<dyn Fn() -> String + Send + Sync>;

/// What [`t!`](crate::t!) makes of a key alone. See [`Text`] for why this is a function.
pub fn text(key: Key) -> impl Fn() -> String + Copy + Send + Sync + 'static {
    let i18n = use_i18n();
    move || i18n.text(key)
}

/// What [`t!`](crate::t!) and [`tp!`](crate::tp!) make of a key and values.
pub fn written(text: impl Fn() -> String + Send + Sync + 'static) -> Text {
    Box::new(text)
}

impl I18n {
    /// Switches the language at once.
    pub fn set(self, catalog: Catalog) {
        self.catalog.set(catalog);
    }

    /// The active language.
    #[must_use]
    pub fn language(self) -> Language {
        self.with(Catalog::language)
    }

    /// Reads the active catalog.
    pub fn with<T>(self, read: impl FnOnce(&Catalog) -> T) -> T {
        self.catalog.with(read)
    }

    /// Reads the active catalog in an event handler, which nothing repeats.
    pub fn with_untracked<T>(self, read: impl FnOnce(&Catalog) -> T) -> T {
        self.catalog.with_untracked(read)
    }

    /// A moment in the form that the reader chose: relative to now, or exact.
    #[must_use]
    pub fn when(self, now: Timestamp, moment: Moment) -> String {
        self.written(self.fuzzy_dates.get(), now, moment)
    }

    /// A moment in the other form, for hover and focus.
    #[must_use]
    pub fn when_else(self, now: Timestamp, moment: Moment) -> String {
        self.written(!self.fuzzy_dates.get(), now, moment)
    }

    fn written(self, fuzzy: bool, now: Timestamp, moment: Moment) -> String {
        self.with(|catalog| if fuzzy { catalog.relative(now, moment) } else { catalog.date_time(moment) })
    }

    /// See [`Catalog::text`].
    #[must_use]
    pub fn text(self, key: Key) -> String {
        self.with(|catalog| catalog.text(key).to_owned())
    }

    /// See [`Catalog::text`].
    #[must_use]
    pub fn text_untracked(self, key: Key) -> String {
        self.with_untracked(|catalog| catalog.text(key).to_owned())
    }

    /// See [`Catalog::format`].
    #[must_use]
    pub fn format(self, key: Key, values: &[(&str, &dyn Display)]) -> String {
        self.with(|catalog| catalog.format(key, values))
    }

    /// See [`Catalog::plural`].
    #[must_use]
    pub fn plural(self, key: Key, n: impl Count, values: &[(&str, &dyn Display)]) -> String {
        self.with(|catalog| catalog.plural(key, n.count(), values))
    }
}

/// What can be counted: lengths and the whole numbers of `model`.
pub trait Count {
    /// The number whose plural form is wanted.
    fn count(self) -> u64;
}

impl Count for u64 {
    fn count(self) -> u64 {
        self
    }
}

impl Count for u32 {
    fn count(self) -> u64 {
        self.into()
    }
}

impl Count for usize {
    fn count(self) -> u64 {
        // No target has a wider `usize`.
        self.try_into().unwrap_or(u64::MAX)
    }
}

/// A text for a view: a closure that is run again when the language, or a signal among the values, changes.
///
/// ```ignore
/// view! { <h1>{t!(Key::UsersTitle)}</h1> <p>{t!(Key::CommonPageOf, page = page.get(), pages = pages)}</p> }
/// ```
#[macro_export]
macro_rules! t {
    ($key:expr $(,)?) => { $crate::text($key) };
    ($key:expr, $($name:ident = $value:expr),+ $(,)?) => {{
        let i18n = $crate::use_i18n();
        $crate::written(move || i18n.format($key, &[$((::core::stringify!($name), &$value)),+]))
    }};
}

/// Like [`t!`](crate::t!) for a plural: `tp!(Key::SeatsShort, missing.get())`; more values follow as `name = value`.
#[macro_export]
macro_rules! tp {
    ($key:expr, $n:expr $(, $name:ident = $value:expr)* $(,)?) => {{
        let i18n = $crate::use_i18n();
        $crate::written(move || i18n.plural($key, $n, &[$((::core::stringify!($name), &$value)),*]))
    }};
}

#[cfg(all(test, feature = "catalogs"))]
mod tests {
    use super::*;

    #[test]
    fn texts_follow_a_switch_of_the_language() {
        let owner = Owner::new();
        owner.with(|| {
            let i18n = provide_i18n(Catalog::of(Language::En));
            let free = RwSignal::new(2_u32);
            let save = t!(Key::CommonSave);
            let page = t!(Key::CommonPageOf, page = 1, pages = free.get());
            let seats = tp!(Key::SeatsCount, free.get());
            let needs = tp!(Key::SeatsNeeds, 7_u64, free = free.get());
            let signal = t(Key::CommonClose);
            let written = || [save(), page(), seats(), needs(), signal.get()];

            assert_eq!(written(), ["Save", "Page 1 of 2", "2 seats", "Needs 7 seats, 2 free", "Close"]);
            i18n.set(Catalog::of(Language::Ru));
            free.set(5);
            assert_eq!(i18n.language(), Language::Ru);
            assert_eq!(written(), ["Сохранить", "Страница 1 из 5", "5 мест", "Нужно 7 мест, свободно 5", "Закрыть"]);
        });
    }
}
