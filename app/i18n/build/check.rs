//! The rules for locale files: the same keys, placeholders and plural forms in every language.
//!
//! English decides which keys exist; the others must follow.
//! Part of the build script, and compiled into the tests of the library, which show that each rule bites.

use std::collections::{BTreeMap, BTreeSet};

use super::locale::{LocaleFile, Text, is_snake_case};
use super::template::{Piece, pieces};

/// A language as the files know it.
pub(crate) struct FileLanguage {
    pub(crate) code: &'static str,
    /// The CLDR plural forms for whole numbers, in the order of `i18n::plural_form`.
    pub(crate) forms: &'static [&'static str],
    /// Forms that mean exactly one number, so that they may leave `{{ n }}` out: "Yesterday", "one user".
    pub(crate) exact: &'static [&'static str],
}

/// The first is the one that decides.
pub(crate) const LANGUAGES: [FileLanguage; 6] = [
    FileLanguage { code: "en", forms: &["one", "other"], exact: &["one"] },
    FileLanguage { code: "zh", forms: &["other"], exact: &[] },
    FileLanguage { code: "es", forms: &["one", "many", "other"], exact: &["one"] },
    FileLanguage { code: "ja", forms: &["other"], exact: &[] },
    FileLanguage { code: "ru", forms: &["one", "few", "many"], exact: &[] },
    FileLanguage { code: "ko", forms: &["other"], exact: &[] },
];

/// Between the forms of a plural; no text contains it, because control characters are refused.
const BETWEEN_FORMS: &str = "\u{1f}";

/// A key with its text in each language, in the order of [`LANGUAGES`]; plural forms are joined.
#[derive(Debug)]
pub(crate) struct Entry {
    /// `<feature>.<key_name>`.
    pub(crate) key: String,
    pub(crate) texts: Vec<String>,
}

impl Entry {
    /// The name in `enum Key`.
    pub(crate) fn variant(&self) -> String {
        let mut variant = String::new();
        for word in self.key.split(['.', '_']) {
            let mut letters = word.chars();
            variant.extend(letters.next().map(|first| first.to_ascii_uppercase()));
            variant.push_str(letters.as_str());
        }
        variant
    }
}

/// Reads all files and returns their keys in order, or everything that is wrong with them.
pub(crate) fn check(files: &[LocaleFile]) -> Result<Vec<Entry>, Vec<String>> {
    let mut problems = Vec::new();
    for file in files.iter().filter(|file| LANGUAGES.iter().all(|language| language.code != file.language)) {
        problems.push(format!("locales/{}/{}: not one of the languages", file.language, file.name));
    }
    let catalogs = LANGUAGES.map(|language| read(&language, files, &mut problems));
    if !problems.is_empty() {
        // A file that cannot be read would be reported again as hundreds of missing keys.
        return Err(problems);
    }
    let mut entries = Vec::new();
    let every_key: BTreeSet<&String> = catalogs.iter().flat_map(BTreeMap::keys).collect();
    for key in every_key {
        match compare(key, &catalogs) {
            Ok(texts) => entries.push(Entry { key: key.clone(), texts }),
            Err(found) => problems.extend(found),
        }
    }
    problems.extend(clashes(&entries));
    if problems.is_empty() { Ok(entries) } else { Err(problems) }
}

/// All texts of one language by key.
fn read(language: &FileLanguage, files: &[LocaleFile], problems: &mut Vec<String>) -> BTreeMap<String, Text> {
    let mut catalog = BTreeMap::new();
    for file in files.iter().filter(|file| file.language == language.code) {
        let path = format!("locales/{}/{}", file.language, file.name);
        let Some(feature) = file.feature() else {
            problems.push(format!("{path}: not named `<feature>.json` in snake_case"));
            continue;
        };
        match file.texts() {
            Ok(texts) => {
                for (name, text) in texts {
                    if !is_snake_case(&name) {
                        problems.push(format!("{path}: `{name}` is not snake_case"));
                    }
                    problems.extend(faults(language, &text).map(|fault| format!("{path}: `{name}`: {fault}")));
                    catalog.insert(format!("{feature}.{name}"), text);
                }
            }
            Err(error) => problems.push(format!("{path}: {error}")),
        }
    }
    catalog
}

/// What is wrong with a text by itself.
fn faults(language: &FileLanguage, text: &Text) -> impl Iterator<Item = String> {
    let mut faults = Vec::new();
    match text {
        Text::Plain(text) => faults.extend(fault_of_words(text)),
        Text::Plural(forms) => {
            for form in language.forms.iter().filter(|form| !forms.contains_key(**form)) {
                faults.push(format!("missing plural form `{form}`"));
            }
            for (form, text) in forms {
                if !language.forms.contains(&form.as_str()) {
                    faults.push(format!("plural form `{form}` does not exist in this language"));
                }
                faults.extend(fault_of_words(text).map(|fault| format!("form `{form}`: {fault}")));
            }
        }
    }
    faults.into_iter()
}

fn fault_of_words(text: &str) -> Option<String> {
    if text.is_empty() {
        return Some("empty text".to_owned());
    }
    if text.trim() != text {
        return Some("white space at an end".to_owned());
    }
    if text.chars().any(|letter| letter.is_control() && letter != '\n') {
        return Some("control character".to_owned());
    }
    for piece in pieces(text) {
        match piece {
            Piece::Text(words) if words.contains("{{") || words.contains("}}") => {
                return Some("braces without a partner".to_owned());
            }
            Piece::Slot(name) if !is_snake_case(name) => {
                return Some(format!("placeholder `{name}` is not snake_case"));
            }
            Piece::Slot(name) if !text.contains(&format!("{{{{ {name} }}}}")) => {
                return Some(format!("write the placeholder as `{{{{ {name} }}}}`"));
            }
            Piece::Text(_) | Piece::Slot(_) => {}
        }
    }
    None
}

/// Holds the six texts of a key against the English one.
fn compare(key: &str, catalogs: &[BTreeMap<String, Text>; 6]) -> Result<Vec<String>, Vec<String>> {
    let (feature, name) = key.split_once('.').unwrap_or((key, ""));
    let [english, ..] = catalogs;
    let mut problems = Vec::new();
    let mut texts = Vec::new();
    for (language, catalog) in LANGUAGES.iter().zip(catalogs) {
        let mut report =
            |fault: &str| problems.push(format!("locales/{}/{feature}.json: `{name}`: {fault}", language.code));
        match (english.get(key), catalog.get(key)) {
            (_, None) => report("missing"),
            // English lacks it: said once, for the language that has it.
            (None, Some(_)) => report("not in English"),
            (Some(Text::Plain(expected)), Some(Text::Plain(text))) => {
                if slots(text) != slots(expected) {
                    report(&format!(
                        "placeholders {} differ from English {}",
                        list(&slots(text)),
                        list(&slots(expected))
                    ));
                }
                texts.push(text.clone());
            }
            (Some(Text::Plural(expected)), Some(Text::Plural(forms))) => {
                let expected: BTreeSet<&str> = expected.values().flat_map(|text| slots(text)).collect();
                for (form, text) in forms {
                    let mut found = slots(text);
                    if language.exact.contains(&form.as_str()) && expected.contains("n") {
                        found.insert("n");
                    }
                    if found != expected {
                        report(&format!(
                            "form `{form}`: placeholders {} differ from {}",
                            list(&found),
                            list(&expected)
                        ));
                    }
                }
                texts.push(
                    language
                        .forms
                        .iter()
                        .filter_map(|form| forms.get(*form))
                        .map(String::as_str)
                        .collect::<Vec<_>>()
                        .join(BETWEEN_FORMS),
                );
            }
            (Some(_), Some(Text::Plain(_))) => report("a plural in English, plain here"),
            (Some(_), Some(Text::Plural(_))) => report("plain in English, a plural here"),
        }
    }
    if problems.is_empty() { Ok(texts) } else { Err(problems) }
}

fn slots(text: &str) -> BTreeSet<&str> {
    pieces(text)
        .filter_map(|piece| match piece {
            Piece::Slot(name) => Some(name),
            Piece::Text(_) => None,
        })
        .collect()
}

fn list(slots: &BTreeSet<&str>) -> String {
    format!("({})", slots.iter().copied().collect::<Vec<_>>().join(", "))
}

/// Keys that become the same variant: `users.add_title` and `users_add.title`.
fn clashes(entries: &[Entry]) -> Vec<String> {
    let mut by_variant = BTreeMap::new();
    let mut problems = Vec::new();
    for entry in entries {
        if let Some(first) = by_variant.insert(entry.variant(), &entry.key) {
            problems.push(format!("`{first}` and `{}` would both be `Key::{}`", entry.key, entry.variant()));
        }
    }
    problems
}

#[cfg(test)]
#[path = "check_tests.rs"]
mod tests;
