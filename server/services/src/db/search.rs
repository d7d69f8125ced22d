//! Searching and sorting text, with the same answer on both engines.
//!
//! The engines disagree about case, about locale, and about `%` and `_` in what people type. So text is folded here when
//! it is stored and when it is asked for, and compared byte by byte.

use sea_orm::IntoSimpleExpr;
use sea_orm::sea_query::{Expr, ExprTrait, LikeExpr};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Bytes of folded text that are kept. Two names of 80 of the widest characters fit, but some characters fold into
/// eighteen, and PostgreSQL takes 2,704 bytes for a whole entry of an index.
const FOLDED_MAX: usize = 800;

/// Text as it is compared: lower case, without marks and without variants of the same character, so that `dvorakova`
/// finds `Dvořáková`.
#[must_use]
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match plain(c) {
            Some(letters) => folded.push_str(letters),
            None => folded.push(c),
        }
    }
    // Puts together again what belongs together: Hangul would otherwise be three times as long.
    let mut folded: String = folded.trim().nfc().collect();
    folded.truncate(folded.floor_char_boundary(FOLDED_MAX));
    folded
}

/// What people are sorted by: last name, first name; the address while there is none.
pub(crate) fn sort_key(first: &str, last: &str, email: &str) -> String {
    if first.is_empty() && last.is_empty() { fold(email) } else { fold(&format!("{last} {first}")) }
}

/// Whether the column, which holds folded text, contains the text somewhere.
pub(crate) fn contains(column: impl IntoSimpleExpr, text: &str) -> Expr {
    column.into_simple_expr().like(LikeExpr::new(format!("%{}%", escaped(&fold(text)))).escape('\\'))
}

/// The same within the first line of the column. What is looked for has no line break.
pub(crate) fn first_line_contains(column: impl IntoSimpleExpr, text: &str) -> Expr {
    column.into_simple_expr().like(LikeExpr::new(format!("%{}%\n%", escaped(&fold(text)))).escape('\\'))
}

/// Takes their meaning from the signs of LIKE.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// Latin letters that Unicode does not take apart, as people without them on their keyboard type them, and characters
/// that cannot be asked for as they are.
const fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'ħ' => "h",
        'ı' => "i",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ς' => "σ",         // the same letter at the end of a word, which the search may not have reached
        '\0' => "\u{FFFD}", // PostgreSQL takes no NUL, not even in a question
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn case_width_and_marks_make_no_difference() {
        for (written, typed) in [
            ("Dvořáková", "dvorakova"),
            ("ＡＮＡ", "ana"),
            ("ﬁlm", "FILM"),
            ("Øster", "oster"),
            ("Straße", "STRASSE"),
            ("ΟΔΟΣ", "οδος"),
            ("Ёлкин", "елкин"),
            ("한국어", "한국어"),
        ] {
            assert_eq!(fold(written), fold(typed));
        }
    }

    #[test]
    fn people_sort_by_last_name_then_first_name_then_address() {
        let mut keys = [
            sort_key("Ana", "Lind", "z@b.example"),
            sort_key("Zoë", "Li", "a@b.example"),
            sort_key("", "", "Lee@b.example"),
            sort_key("Émile", "Li", "b@b.example"),
        ];
        keys.sort_unstable();
        assert_eq!(keys, ["lee@b.example", "li emile", "li zoe", "lind ana"]);
    }

    #[test]
    fn folded_text_fits_into_an_index_whatever_was_typed() {
        let widest = "\u{FDFA}".repeat(80);
        assert!(fold(&widest).len() <= FOLDED_MAX);
        let longest = "𝄞".repeat(80);
        assert_eq!(sort_key(&longest, &longest, "").chars().count(), 161);
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in ".{0,60}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
