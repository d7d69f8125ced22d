//! One locale file: a flat JSON object of texts and plurals.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};

/// A file of `locales/<language>/`, not yet understood.
pub(crate) struct LocaleFile {
    pub(crate) language: String,
    /// `<feature>.json`.
    pub(crate) name: String,
    pub(crate) json: String,
}

impl LocaleFile {
    /// The feature that the file belongs to, if it is named like one.
    pub(crate) fn feature(&self) -> Option<&str> {
        self.name.strip_suffix(".json").filter(|feature| is_snake_case(feature))
    }

    pub(crate) fn texts(&self) -> Result<BTreeMap<String, Text>, serde_json::Error> {
        serde_json::from_str::<Unique<Text>>(&self.json).map(|unique| unique.0)
    }
}

/// What a key stands for in one language.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Text {
    Plain(String),
    /// By the CLDR name of the form.
    Plural(BTreeMap<String, String>),
}

/// Begins with a letter and holds lower-case letters, digits and single underscores, each before a letter.
///
/// A digit after an underscore would vanish in CamelCase: `a_1` and `a1` would both become `A1`.
pub(crate) fn is_snake_case(name: &str) -> bool {
    name.split('_').all(|word| {
        word.starts_with(|first: char| first.is_ascii_lowercase())
            && word.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit())
    })
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextVisitor;

        impl<'de> Visitor<'de> for TextVisitor {
            type Value = Text;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text, or an object of plural forms")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Text, E> {
                Ok(Text::Plain(text.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Text, A::Error> {
                UniqueVisitor::<String>::default().visit_map(map).map(|forms| Text::Plural(forms.0))
            }
        }

        deserializer.deserialize_any(TextVisitor)
    }
}

/// An object in which a second entry of the same name is an error; serde would keep the last one silently.
struct Unique<T>(BTreeMap<String, T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Unique<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(UniqueVisitor::default())
    }
}

struct UniqueVisitor<T>(std::marker::PhantomData<T>);

impl<T> Default for UniqueVisitor<T> {
    fn default() -> Self {
        Self(std::marker::PhantomData)
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for UniqueVisitor<T> {
    type Value = Unique<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Unique<T>, A::Error> {
        let mut entries = BTreeMap::new();
        while let Some(name) = map.next_key::<String>()? {
            if entries.contains_key(&name) {
                return Err(A::Error::custom(format_args!("`{name}` is there twice")));
            }
            let value = map.next_value()?;
            entries.insert(name, value);
        }
        Ok(Unique(entries))
    }
}
