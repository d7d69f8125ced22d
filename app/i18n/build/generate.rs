//! Writes the Rust side of the locale files.

use std::fmt::Write as _;

use super::check::{Entry, LANGUAGES};

/// Features whose texts the browser never shows; its catalog keeps their places, empty.
const SERVER_ONLY: [&str; 1] = ["mails"];

/// `enum Key`, each variant with its name and English text as documentation.
pub(crate) fn keys(entries: &[Entry]) -> String {
    let mut code = String::from(
        "/// A text, by its feature and name in the locale files.\n\
         #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]\n\
         #[repr(u16)]\n\
         pub enum Key {\n",
    );
    for entry in entries {
        let english = entry.texts.first().map_or("", String::as_str).replace('\u{1f}', " | ").replace('\n', " ");
        let help = format!("`{}`: `{english}`", entry.key);
        push(&mut code, format_args!("    #[doc = {help:?}]\n    {},\n", entry.variant()));
    }
    push(
        &mut code,
        format_args!("}}\n\n/// How many there are.\npub(crate) const COUNT: usize = {};\n", entries.len()),
    );
    code
}

/// The names of the keys and, per language, the texts and their JSON.
pub(crate) fn catalogs(entries: &[Entry]) -> serde_json::Result<String> {
    let mut code = String::from("pub(super) const KEYS: [Key; COUNT] = [\n");
    for entry in entries {
        push(&mut code, format_args!("    Key::{},\n", entry.variant()));
    }
    code.push_str("];\n\npub(super) static NAMES: [&str; COUNT] = [\n");
    for entry in entries {
        push(&mut code, format_args!("    {:?},\n", entry.key));
    }
    code.push_str("];\n");
    for (at, language) in LANGUAGES.iter().enumerate() {
        let name = language.code.to_ascii_uppercase();
        let texts: Vec<&str> = entries.iter().filter_map(|entry| entry.texts.get(at)).map(String::as_str).collect();
        push(&mut code, format_args!("\npub(super) static {name}: [&str; COUNT] = {texts:#?};\n"));
        let for_page: Vec<&str> =
            entries.iter().zip(&texts).map(|(entry, text)| if is_server_only(entry) { "" } else { text }).collect();
        // `<` could end the script element that carries the texts.
        let json = serde_json::to_string(&for_page)?.replace('<', "\\u003c");
        push(&mut code, format_args!("pub(super) static {name}_JSON: &str = {json:?};\n"));
    }
    Ok(code)
}

fn is_server_only(entry: &Entry) -> bool {
    SERVER_ONLY.iter().any(|feature| entry.key.split('.').next() == Some(feature))
}

fn push(code: &mut String, line: std::fmt::Arguments<'_>) {
    // Writing into a `String` has no way to fail.
    let _ = code.write_fmt(line);
}
