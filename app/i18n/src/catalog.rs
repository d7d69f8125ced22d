//! The texts of one language.

use std::fmt::{self, Display, Write as _};
use std::sync::Arc;

use model::language::Language;

use crate::key::{COUNT, Key};
use crate::language::plural_form;
use crate::template::{Piece, pieces};

#[cfg(feature = "catalogs")]
mod embedded;
#[cfg(any(feature = "testing", all(test, feature = "catalogs")))]
mod pseudo;

/// Between the forms of a plural, in the order of [`plural_form`].
const BETWEEN_FORMS: char = '\u{1f}';

/// The texts of one language; cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Catalog {
    language: Language,
    texts: Texts,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Texts {
    /// Part of the program.
    #[cfg(feature = "catalogs")]
    Embedded(&'static [&'static str; COUNT]),
    /// Came with the page, or was made for a test.
    Received(Arc<[Box<str>]>),
}

impl Catalog {
    /// Reads the positional JSON of a page of the same build.
    ///
    /// # Errors
    ///
    /// When the page is of another build, or was damaged on its way.
    pub fn from_json(language: Language, json: &str) -> Result<Self, CatalogError> {
        let texts: Vec<Box<str>> = serde_json::from_str(json).map_err(|_| CatalogError)?;
        if texts.len() != COUNT {
            return Err(CatalogError);
        }
        Ok(Self { language, texts: Texts::Received(texts.into()) })
    }

    /// The language of all these texts.
    #[must_use]
    pub fn language(&self) -> Language {
        self.language
    }

    /// A text without placeholders.
    #[must_use]
    pub fn text(&self, key: Key) -> &str {
        let text = self.raw(key);
        debug_assert!(!text.is_empty(), "{key:?} is not for the browser");
        debug_assert!(!text.contains(BETWEEN_FORMS), "{key:?} is a plural: {text:?}");
        text
    }

    /// A text with its placeholders filled; a value is inserted as it is and never read as a template.
    #[must_use]
    pub fn format(&self, key: Key, values: &[(&str, &dyn Display)]) -> String {
        fill(self.text(key), values)
    }

    /// The form of a plural that fits `n`; `{{ n }}` becomes the number as this language writes it.
    #[must_use]
    pub fn plural(&self, key: Key, n: u64, values: &[(&str, &dyn Display)]) -> String {
        let forms = self.raw(key);
        let form = forms.split(BETWEEN_FORMS).nth(plural_form(self.language, n)).unwrap_or(forms);
        let number = self.number(n);
        let mut all: Vec<(&str, &dyn Display)> = Vec::with_capacity(values.len() + 1);
        all.push(("n", &number));
        all.extend_from_slice(values);
        fill(form, &all)
    }

    fn raw(&self, key: Key) -> &str {
        let at = key as usize;
        match &self.texts {
            #[cfg(feature = "catalogs")]
            Texts::Embedded(texts) => texts.get(at).copied().unwrap_or_default(),
            Texts::Received(texts) => texts.get(at).map(AsRef::as_ref).unwrap_or_default(),
        }
    }
}

fn fill(template: &str, values: &[(&str, &dyn Display)]) -> String {
    let mut text = String::with_capacity(template.len());
    for piece in pieces(template) {
        match piece {
            Piece::Text(words) => text.push_str(words),
            Piece::Slot(slot) => match values.iter().find(|(name, _)| *name == slot) {
                Some((_, value)) => {
                    // Writing into a `String` has no way to fail.
                    let _ = write!(text, "{value}");
                }
                None => debug_assert!(false, "no value for `{slot}` in {template:?}"),
            },
        }
    }
    text
}

/// A page of another build, whose texts are in another order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CatalogError;

impl fmt::Display for CatalogError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the texts of the page do not belong to this build")
    }
}

impl std::error::Error for CatalogError {}

#[cfg(all(test, feature = "catalogs"))]
mod tests {
    use super::*;

    #[test]
    fn every_key_has_a_text_in_every_language() {
        for language in Language::ALL {
            let catalog = Catalog::of(language);
            for key in Key::ALL {
                assert!(!catalog.raw(key).is_empty(), "{language}: {}", key.name());
            }
        }
    }

    #[test]
    fn the_page_carries_the_same_texts() {
        for language in Language::ALL {
            let json = Catalog::to_json(language);
            assert!(!json.contains('<'), "{language}");
            let received = Catalog::from_json(language, json).unwrap();
            for key in Key::ALL.into_iter().filter(|key| !key.name().starts_with("mails.")) {
                assert_eq!(received.raw(key), Catalog::of(language).raw(key));
            }
        }
    }

    #[test]
    fn texts_of_mails_stay_on_the_server() {
        for language in Language::ALL {
            let received = Catalog::from_json(language, Catalog::to_json(language)).unwrap();
            for key in Key::ALL.into_iter().filter(|key| key.name().starts_with("mails.")) {
                assert_eq!(received.raw(key), "");
            }
        }
    }

    #[test]
    fn a_page_of_another_build_is_refused() {
        for json in ["", "{}", "[]", "[1]", r#"["one text"]"#] {
            assert_eq!(Catalog::from_json(Language::En, json), Err(CatalogError));
        }
    }

    #[test]
    fn values_are_inserted_as_they_are() {
        let catalog = Catalog::of(Language::En);
        let written = catalog.format(Key::CommonPageOf, &[("page", &"{{ pages }}"), ("pages", &"<b>")]);
        assert_eq!(written, "Page {{ pages }} of <b>");
    }

    #[test]
    fn plurals_follow_the_language() {
        let written = |language, n| Catalog::of(language).plural(Key::SeatsCount, n, &[]);
        assert_eq!([0, 1, 2].map(|n| written(Language::En, n)), ["0 seats", "1 seat", "2 seats"]);
        assert_eq!(
            [1, 2, 5, 21, 1_000].map(|n| written(Language::Ru, n)),
            ["1 место", "2 места", "5 мест", "21 место", "1\u{a0}000 мест"]
        );
        assert_eq!([1, 2, 1_000_000].map(|n| written(Language::Es, n)), ["1 plaza", "2 plazas", "1.000.000 de plazas"]);
        assert_eq!([1, 2].map(|n| written(Language::Ja, n)), ["1席", "2席"]);
    }

    #[test]
    #[cfg_attr(debug_assertions, should_panic(expected = "no value for `pages`"))]
    fn a_forgotten_value_is_found_by_tests() {
        let _ = Catalog::of(Language::En).format(Key::CommonPageOf, &[("page", &1)]);
    }

    #[test]
    fn pseudo_texts_keep_their_placeholders() {
        let pseudo = Catalog::pseudo();
        assert_eq!(pseudo.text(Key::CommonSave), "⟦Sávé~⟧");
        assert_eq!(pseudo.format(Key::CommonPageOf, &[("page", &1), ("pages", &9)]), "⟦Págé 1 óf 9~~~~~~~~~~⟧");
        assert!(pseudo.plural(Key::SeatsCount, 2, &[]).starts_with("⟦2 šéátš"));
    }
}
