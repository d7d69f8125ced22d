//! Which entry a key leads to.

use js_sys::JsString;
use leptos::ev::MouseEvent;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use crate::dom::focused;

/// Focuses the first entry, or the last one.
pub(super) fn focus_edge(menu: &HtmlElement, last: bool) {
    let entries = entries(menu);
    let entry = if last { entries.last() } else { entries.first() };
    if let Some(entry) = entry {
        let _ = entry.focus();
    }
}

/// Whether the press chose an entry that is not blocked.
pub(super) fn is_choice(event: &MouseEvent) -> bool {
    let pressed = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let entry = pressed.and_then(|element| element.closest("[role^=menuitem]").ok().flatten());
    entry.is_some_and(|entry| !entry.has_attribute("aria-disabled"))
}

/// Follows an arrow key, Home, End or a letter; false when the key means nothing here.
pub(super) fn move_focus(menu: &HtmlElement, key: &str) -> bool {
    let entries = entries(menu);
    let here = focused().and_then(|element| entries.iter().position(|entry| *entry == element));
    let texts: Vec<String> = entries.iter().map(|entry| lower(&entry.text_content().unwrap_or_default())).collect();
    let Some(target) = destination(key, here, &texts, lower) else { return false };
    let _ = entries[target].focus();
    true
}

fn entries(menu: &HtmlElement) -> Vec<HtmlElement> {
    let Ok(found) = menu.query_selector_all("[role^=menuitem]") else { return Vec::new() };
    (0..found.length()).filter_map(|n| found.get(n)?.dyn_into().ok()).collect()
}

/// By the browser, which brings the tables for all alphabets along; ours would be two hundredths of the program.
fn lower(text: &str) -> String {
    JsString::from(text).to_lower_case().into()
}

/// The entry that `key` leads to, from the entry `here`; the texts are in lower case.
fn destination(key: &str, here: Option<usize>, texts: &[String], lower: fn(&str) -> String) -> Option<usize> {
    let last = texts.len().checked_sub(1)?;
    match key {
        "ArrowDown" => Some(here.map_or(0, |n| if n == last { 0 } else { n + 1 })),
        "ArrowUp" => Some(here.map_or(last, |n| if n == 0 { last } else { n - 1 })),
        "Home" => Some(0),
        "End" => Some(last),
        letter if is_letter(letter) => starting_with(&lower(letter), here, texts),
        _ => None,
    }
}

/// Whether it is one, and not the name of a key.
fn is_letter(key: &str) -> bool {
    let mut chars = key.chars();
    chars.next().is_some_and(char::is_alphanumeric) && chars.next().is_none()
}

/// The next entry, round and round, whose text starts with the letter.
fn starting_with(letter: &str, here: Option<usize>, texts: &[String]) -> Option<usize> {
    let first = here.map_or(0, |n| n + 1);
    (0..texts.len()).map(|n| (first + n) % texts.len()).find(|n| texts[*n].trim_start().starts_with(letter))
}

#[cfg(test)]
mod tests {

    fn texts() -> Vec<String> {
        ["open profile", "change role", "copy link", "удалить…"].map(str::to_owned).to_vec()
    }

    fn destination(key: &str, here: Option<usize>, texts: &[String]) -> Option<usize> {
        super::destination(key, here, texts, str::to_lowercase)
    }

    #[test]
    fn arrows_go_round() {
        let texts = texts();
        assert_eq!(destination("ArrowDown", None, &texts), Some(0));
        assert_eq!(destination("ArrowDown", Some(3), &texts), Some(0));
        assert_eq!(destination("ArrowUp", Some(0), &texts), Some(3));
        assert_eq!(destination("ArrowUp", Some(2), &texts), Some(1));
    }

    #[test]
    fn home_and_end_lead_to_the_edges() {
        assert_eq!(destination("Home", Some(2), &texts()), Some(0));
        assert_eq!(destination("End", Some(0), &texts()), Some(3));
    }

    #[test]
    fn a_letter_leads_to_the_next_entry_that_starts_with_it() {
        let texts = texts();
        assert_eq!(destination("c", Some(0), &texts), Some(1));
        assert_eq!(destination("c", Some(1), &texts), Some(2));
        assert_eq!(destination("C", Some(2), &texts), Some(1));
        assert_eq!(destination("у", Some(0), &texts), Some(3));
        assert_eq!(destination("x", Some(0), &texts), None);
    }

    #[test]
    fn other_keys_and_empty_menus_lead_nowhere() {
        assert_eq!(destination("Enter", Some(0), &texts()), None);
        assert_eq!(destination("F8", Some(0), &texts()), None);
        assert_eq!(destination(" ", Some(0), &texts()), None);
        assert_eq!(destination("ArrowDown", None, &[]), None);
    }
}
