//! The six languages of the product.
//!
//! Only names and codes; plural rules, negotiation and texts are in `i18n`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A language that every text of the product exists in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "db", derive(sea_orm::DeriveValueType), sea_orm(value_type = "String"))]
pub enum Language {
    /// English, the language of last resort.
    En,
    /// Simplified Chinese.
    Zh,
    /// Spanish.
    Es,
    /// Japanese.
    Ja,
    /// Russian.
    Ru,
    /// Korean.
    Ko,
}

impl Language {
    /// All languages, in the order in which people choose from them.
    pub const ALL: [Self; 6] = [Self::En, Self::Zh, Self::Es, Self::Ja, Self::Ru, Self::Ko];

    /// The code in URLs, cookies, the database and JSON; also the name of the locale folder.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Zh => "zh",
            Self::Es => "es",
            Self::Ja => "ja",
            Self::Ru => "ru",
            Self::Ko => "ko",
        }
    }

    /// The BCP 47 tag for `<html lang>` and `Content-Language`; it names the script where that picks the font.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-Hans",
            Self::En | Self::Es | Self::Ja | Self::Ru | Self::Ko => self.code(),
        }
    }

    /// What its speakers call it; a list of languages shows these, untranslated.
    #[must_use]
    pub const fn native_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Zh => "简体中文",
            Self::Es => "Español",
            Self::Ja => "日本語",
            Self::Ru => "Русский",
            Self::Ko => "한국어",
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl FromStr for Language {
    type Err = UnknownLanguage;

    /// Reads the exact code; for what a browser sends, use `i18n::negotiate`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|language| language.code() == text).ok_or(UnknownLanguage)
    }
}

/// A code that is none of the six.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownLanguage;

impl fmt::Display for UnknownLanguage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not one of the languages en, zh, es, ja, ru, ko")
    }
}

impl std::error::Error for UnknownLanguage {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_survive_text_and_json() {
        for language in Language::ALL {
            assert_eq!(language.to_string().parse(), Ok(language));
            let json = serde_json::to_string(&language).unwrap();
            assert_eq!(json, format!("\"{}\"", language.code()));
            assert_eq!(serde_json::from_str::<Language>(&json).unwrap(), language);
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for text in ["", "EN", "en-US", "zh-Hans", "de", " en"] {
            assert_eq!(text.parse::<Language>(), Err(UnknownLanguage));
        }
    }
}
