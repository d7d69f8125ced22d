//! How a text with `{{ name }}` is read.
//!
//! Shared with the build script, so that what it checks is what the program fills in.

use std::iter;

/// A part of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    /// Words, as they are.
    Text(&'a str),
    /// A placeholder, by its name.
    Slot(&'a str),
}

/// Splits a text at its placeholders; an opening that is never closed is text.
pub(crate) fn pieces(template: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = template;
    iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        if let Some((name, after)) = rest.strip_prefix("{{").and_then(|inside| inside.split_once("}}")) {
            rest = after;
            return Some(Piece::Slot(name.trim()));
        }
        let end = rest.find("{{").filter(|&at| at > 0).unwrap_or(rest.len());
        let (text, after) = rest.split_at(end);
        rest = after;
        Some(Piece::Text(text))
    })
}

#[cfg(test)]
mod tests {
    use super::Piece::{Slot, Text};
    use super::*;

    fn read(template: &str) -> Vec<Piece<'_>> {
        pieces(template).collect()
    }

    #[test]
    fn text_and_placeholders_alternate() {
        assert_eq!(read(""), []);
        assert_eq!(read("Save"), [Text("Save")]);
        assert_eq!(read("{{ name }}"), [Slot("name")]);
        assert_eq!(read("Page {{ n }} of {{ m }}."), [Text("Page "), Slot("n"), Text(" of "), Slot("m"), Text(".")]);
        assert_eq!(read("{{ a }}{{ b }}"), [Slot("a"), Slot("b")]);
    }

    #[test]
    fn braces_without_a_partner_are_text() {
        assert_eq!(read("{{ name"), [Text("{{ name")]);
        assert_eq!(read("a {{ b"), [Text("a "), Text("{{ b")]);
        assert_eq!(read("a }} b"), [Text("a }} b")]);
    }

    proptest::proptest! {
        #[test]
        fn no_word_is_lost(template in "[a-zé{} ]{0,40}") {
            let text: String = pieces(&template).map(|piece| match piece { Text(text) | Slot(text) => text }).collect();
            let without = |text: &str| text.replace(['{', '}', ' '], "");
            proptest::prop_assert_eq!(without(&text), without(&template));
        }
    }
}
