//! Plural rules, and which language a browser wants.

use model::language::Language;

/// Which form of a plural fits a whole number, counted in the order of the build script's forms (CLDR).
#[must_use]
pub fn plural_form(language: Language, n: u64) -> usize {
    match language {
        Language::Zh | Language::Ja | Language::Ko => 0,
        Language::En => usize::from(n != 1),
        Language::Es => match n {
            1 => 0,
            n if n != 0 && n.is_multiple_of(1_000_000) => 1,
            _ => 2,
        },
        Language::Ru => match (n % 10, n % 100) {
            (1, last_two) if last_two != 11 => 0,
            (2..=4, last_two) if !(12..=14).contains(&last_two) => 1,
            _ => 2,
        },
    }
}

/// The language that an `Accept-Language` header likes best, if it is one of ours.
///
/// Regions do not matter; every Chinese variant gets Simplified Chinese, because that is the Chinese we have.
/// `*` names no language and is passed over. The header comes from anybody: whatever cannot be read is passed over too.
#[must_use]
pub fn negotiate(accept_language: &str) -> Option<Language> {
    let mut best: Option<(Language, u16)> = None;
    for range in accept_language.split(',').take(MOST_RANGES) {
        let (tag, weight) = match range.split_once(';') {
            Some((tag, parameter)) => (tag, weight(parameter)),
            None => (range, Some(1000)),
        };
        let (Some(language), Some(weight)) = (language_of(tag), weight) else { continue };
        // The first of equals wins, as browsers send them in order.
        if weight > best.map_or(0, |(_, weight)| weight) {
            best = Some((language, weight));
        }
    }
    best.map(|(language, _)| language)
}

/// Browsers send fewer than ten; the rest of a hostile header is not read.
const MOST_RANGES: usize = 32;

fn language_of(tag: &str) -> Option<Language> {
    let primary = tag.trim().split('-').next()?;
    Language::ALL.into_iter().find(|language| language.code().eq_ignore_ascii_case(primary))
}

/// Reads `q=0.8` as thousandths; `None` is not a weight.
fn weight(parameter: &str) -> Option<u16> {
    let (name, value) = parameter.trim().split_once('=')?;
    if !name.trim().eq_ignore_ascii_case("q") {
        return None;
    }
    let (whole, decimals) = value.trim().split_once('.').unwrap_or((value.trim(), ""));
    if decimals.len() > 3 || !decimals.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let thousandths = format!("{decimals:0<3}").parse().ok()?;
    match whole {
        "0" => Some(thousandths),
        "1" if thousandths == 0 => Some(1000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use icu_plurals::{PluralCategory, PluralRules};
    use proptest::prelude::*;

    use super::*;
    use crate::check::LANGUAGES;

    fn rules(language: Language) -> PluralRules {
        let locale: icu_locale_core::Locale = language.tag().parse().unwrap();
        PluralRules::try_new_cardinal(locale.into()).unwrap()
    }

    fn cldr(rules: &PluralRules, n: u64) -> &'static str {
        match rules.category_for(n) {
            PluralCategory::Zero => "zero",
            PluralCategory::One => "one",
            PluralCategory::Two => "two",
            PluralCategory::Few => "few",
            PluralCategory::Many => "many",
            PluralCategory::Other => "other",
        }
    }

    fn forms(language: Language) -> &'static [&'static str] {
        LANGUAGES.iter().find(|file| file.code == language.code()).unwrap().forms
    }

    fn ours(language: Language, n: u64) -> &'static str {
        forms(language)[plural_form(language, n)]
    }

    #[test]
    fn the_files_and_the_program_name_the_same_languages() {
        assert_eq!(LANGUAGES.map(|file| file.code), Language::ALL.map(Language::code));
    }

    #[test]
    fn plural_forms_are_those_of_cldr() {
        for language in Language::ALL {
            let rules = rules(language);
            let mut unused: BTreeSet<_> = forms(language).iter().copied().collect();
            for n in (0..=10_000).chain((0..100).map(|n| n * 500_000)) {
                assert_eq!(ours(language, n), cldr(&rules, n), "{language} {n}");
                unused.remove(ours(language, n));
            }
            assert!(unused.is_empty(), "{language} never uses {unused:?}");
        }
    }

    proptest! {
        #[test]
        fn plural_forms_of_large_numbers_are_those_of_cldr(n: u64) {
            for language in Language::ALL {
                prop_assert_eq!(ours(language, n), cldr(&rules(language), n), "{} {}", language, n);
            }
        }

        #[test]
        fn no_header_panics(header in ".{0,200}") {
            let _ = negotiate(&header);
        }

        #[test]
        fn nearly_right_headers_do_not_panic(header in "([a-zA-Z*-]{0,6}(;?q?=?[0-9.]{0,6})?,? ?){0,9}") {
            let _ = negotiate(&header);
        }
    }

    #[test]
    fn the_heaviest_language_that_exists_wins() {
        let table = [
            ("ja", Some(Language::Ja)),
            ("ru-RU,ru;q=0.9,en-US;q=0.8,en;q=0.7", Some(Language::Ru)),
            ("de-DE,de;q=0.9,es-MX;q=0.3", Some(Language::Es)),
            ("en;q=0.5, ko;q=0.9", Some(Language::Ko)),
            ("en;q=0.5, ko;q=0.5", Some(Language::En)),
            ("EN-gb", Some(Language::En)),
            ("es-419", Some(Language::Es)),
            ("zh-CN", Some(Language::Zh)),
            ("zh-Hans-SG", Some(Language::Zh)),
            ("zh-TW,zh;q=0.9", Some(Language::Zh)),
            (" fr , ja ; q=1.000 ", Some(Language::Ja)),
            ("ja;q=0, en;q=0.001", Some(Language::En)),
        ];
        for (header, expected) in table {
            assert_eq!(negotiate(header), expected, "{header}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_passed_over() {
        for header in [
            "",
            "*",
            "*;q=1",
            "de",
            "ja;q=0",
            "en;q=2",
            "en;q=1.5",
            "en;q=0.0001",
            "en;q=-1",
            "en;level=1",
            "english",
            ",,;;=",
            "en_US",
        ] {
            assert_eq!(negotiate(header), None, "{header}");
        }
    }

    #[test]
    fn an_endless_header_is_read_in_part_only() {
        let header = "xx,".repeat(100_000) + "en";
        assert_eq!(negotiate(&header), None);
    }
}
