//! Everything Rollcall says to people, in six languages.
//!
//! A text has a [`Key`]; a [`Catalog`] holds the texts of one language by position.
//! The server has all six inside, the browser gets the active one with the page, so both sides say the same.
//! Errors, verdicts and notifications carry data; they become sentences here, at the edge.
//!
//! It holds no views, and no machinery beyond replacing `{{ name }}` and picking a plural form.
//!
//! Invariant: every key exists in every language, with the same placeholders and all plural forms; `build.rs` fails
//! otherwise.
//!
//! # To add a text
//!
//! 1. Put the key into `locales/en/<feature>.json`, in snake_case: `"title": "Users"`.
//! 2. Put it into the same file of the other five languages; a plural gets the forms of *its* language.
//! 3. Use it: `Key::UsersTitle`; in a view `t!(Key::UsersTitle)`.
//!
//! A sentence is one text: never glue parts, because word order differs.
//! The texts of `mails.json` stay on the server; the browser has empty places for them.

#![warn(missing_docs)]

mod calendar;
mod catalog;
#[cfg(feature = "leptos")]
mod context;
mod key;
mod labels;
mod language;
mod number;
mod template;
mod time;

#[cfg(test)]
#[path = "../build/check.rs"]
mod check;
#[cfg(test)]
#[path = "../build/locale.rs"]
mod locale;
#[cfg(test)]
mod one_word;

pub use catalog::{Catalog, CatalogError};
#[cfg(feature = "leptos")]
pub use context::{Count, I18n, Text, provide_i18n, provide_i18n_with, t, text, use_i18n, written};
pub use key::Key;
pub use labels::{About, Label, ability};
pub use language::{negotiate, plural_form};
pub use model::language::Language;
