//! The six catalogs inside the server.

use model::language::Language;

use super::{Catalog, Texts};
use crate::key::{COUNT, Key};

include!(concat!(env!("OUT_DIR"), "/catalogs.rs"));

impl Catalog {
    /// The texts of a language.
    #[must_use]
    pub fn of(language: Language) -> Self {
        let texts = match language {
            Language::En => &EN,
            Language::Zh => &ZH,
            Language::Es => &ES,
            Language::Ja => &JA,
            Language::Ru => &RU,
            Language::Ko => &KO,
        };
        Self { language, texts: Texts::Embedded(texts) }
    }

    /// The texts of a language by position, for `<script type="application/json" id="i18n">`.
    ///
    /// Holds no `<`, so that no text can end the element.
    #[must_use]
    pub fn to_json(language: Language) -> &'static str {
        match language {
            Language::En => EN_JSON,
            Language::Zh => ZH_JSON,
            Language::Es => ES_JSON,
            Language::Ja => JA_JSON,
            Language::Ru => RU_JSON,
            Language::Ko => KO_JSON,
        }
    }
}

impl Key {
    /// All of them, in order.
    pub const ALL: [Self; COUNT] = KEYS;

    /// The name in the locale files: `users.title`.
    #[must_use]
    pub fn name(self) -> &'static str {
        NAMES.get(self as usize).copied().unwrap_or_default()
    }
}
