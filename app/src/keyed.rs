//! Lists of which each part is built once: it stays, with what is open in it and where the keyboard is, while the list
//! around it changes.

use std::sync::Arc;

use leptos::prelude::*;

type Keys = Arc<dyn Fn() -> Vec<String> + Send + Sync>;
type Build = Arc<dyn Fn(String) -> AnyView + Send + Sync>;

/// A view for each key, in the order of the keys.
pub(crate) fn keyed(
    keys: impl Fn() -> Vec<String> + Send + Sync + 'static,
    build: impl Fn(String) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    one_copy(Arc::new(keys), Arc::new(build))
}

/// `For` brings a copy of everything that compares lists for each type of items; of text there is one.
fn one_copy(keys: Keys, build: Build) -> AnyView {
    view! { <For each=move || keys() key=String::clone children=move |key| build(key)/> }.into_any()
}
