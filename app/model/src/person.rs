//! Names of people and usernames, with the rules of `product/model.md` §10.2.

use serde::{Deserialize, Serialize};

use crate::fields::FieldCode;

/// Longest part of a name, in code points.
pub const NAME_MAX: usize = 80;

/// Usernames that would be mistaken for a page, a role or the product.
const RESERVED: &[&str] = &[
    "admin",
    "administrator",
    "api",
    "guest",
    "invite",
    "login",
    "logout",
    "me",
    "member",
    "new",
    "owner",
    "reviewer",
    "rollcall",
    "root",
    "security",
    "setup",
    "support",
    "system",
    "unknown",
    "user",
    "users",
];

/// Names that would pass for a role or for an erased person.
const RESERVED_NAMES: &[&str] = &["administrator", "owner", "rollcall", "unknown user"];

/// A name of a person, both parts entered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonName {
    /// First name.
    pub first: String,
    /// Last name.
    pub last: String,
}

impl PersonName {
    /// First and last name, as people read it.
    #[must_use]
    pub fn full(&self) -> String {
        format!("{} {}", self.first, self.last).trim().to_owned()
    }
}

/// Whether a character has no place in one line of text: control characters, line separators, and what turns the
/// direction of writing around.
#[must_use]
pub fn is_forbidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}' | '\u{FEFF}')
}

/// Whether a character leaves no mark by itself.
fn is_invisible(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '\u{200B}'
                ..='\u{200D}'
                    | '\u{2060}'
                    | '\u{00AD}'
                    | '\u{034F}'
                    | '\u{3164}'
                    | '\u{115F}'
                    | '\u{1160}'
                    | '\u{FFA0}'
        )
}

/// One line of visible text, trimmed, of at most `max` code points.
///
/// # Errors
/// What is wrong with it.
pub fn one_line(text: &str, max: usize) -> Result<String, FieldCode> {
    // Bytes first: counting code points of a megabyte is work that nobody asked for.
    if text.len() > max * 8 {
        return Err(FieldCode::TooLong { max: u32::try_from(max).unwrap_or(u32::MAX) });
    }
    let text = text.trim();
    if text.is_empty() {
        return Err(FieldCode::Required);
    }
    if text.chars().any(is_forbidden) || text.chars().all(is_invisible) {
        return Err(FieldCode::InvalidCharacters);
    }
    if text.chars().count() > max {
        return Err(FieldCode::TooLong { max: u32::try_from(max).unwrap_or(u32::MAX) });
    }
    Ok(text.to_owned())
}

/// One part of a person's name.
///
/// # Errors
/// What is wrong with it.
pub fn name_part(text: &str) -> Result<String, FieldCode> {
    let name = one_line(text, NAME_MAX)?;
    if RESERVED_NAMES.contains(&name.to_lowercase().as_str()) { Err(FieldCode::Reserved) } else { Ok(name) }
}

/// A username: 2 to 40 of `a`–`z`, `0`–`9`, `.`, `_`, `-`, beginning with a letter or digit, not reserved.
///
/// # Errors
/// What is wrong with it.
pub fn username(text: &str) -> Result<String, FieldCode> {
    let name = text.trim();
    if name.is_empty() {
        return Err(FieldCode::Required);
    }
    if name.len() < 2 {
        return Err(FieldCode::TooShort { min: 2 });
    }
    if name.len() > 40 {
        return Err(FieldCode::TooLong { max: 40 });
    }
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '_' | '-');
    if !name.chars().all(fits) || !name.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return Err(FieldCode::InvalidUsername);
    }
    if RESERVED.contains(&name) { Err(FieldCode::Reserved) } else { Ok(name.to_owned()) }
}

/// The username that an address suggests; `user` if nothing of it can be used. May be taken or reserved.
#[must_use]
pub fn suggested_username(local_part: &str) -> String {
    let name: String = local_part
        .to_lowercase()
        .chars()
        .filter(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '_' | '-'))
        .take(36)
        .collect();
    let name = name.trim_start_matches(|c: char| !c.is_ascii_alphanumeric());
    if name.is_empty() { "user".to_owned() } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn name_is_trimmed_and_shown_as_entered() {
        assert_eq!(name_part("  Zoë "), Ok("Zoë".to_owned()));
        assert_eq!(name_part("高橋"), Ok("高橋".to_owned()));
    }

    // UN-01
    #[test]
    fn names_that_hide_or_turn_text_are_refused() {
        for bad in ["a\u{202E}b", "a\u{0007}", "a\nb", "\u{200B}\u{200B}", "\u{2066}x"] {
            assert_eq!(name_part(bad), Err(FieldCode::InvalidCharacters), "{bad:?}");
        }
        assert_eq!(name_part("   "), Err(FieldCode::Required));
        assert_eq!(name_part(&"x".repeat(81)), Err(FieldCode::TooLong { max: 80 }));
        assert_eq!(name_part(&"👩‍🎤".repeat(20)).map(|name| name.chars().count()), Ok(60));
    }

    // UN-02
    #[test]
    fn names_that_pass_for_a_role_are_refused() {
        assert_eq!(name_part("Unknown User"), Err(FieldCode::Reserved));
        assert_eq!(name_part("administrator"), Err(FieldCode::Reserved));
    }

    // UN-04
    #[test]
    fn usernames_keep_to_their_alphabet() {
        for bad in ["a@b", "a/b", "..", "-a", "Ana", "a b", "é2"] {
            assert_eq!(username(bad), Err(FieldCode::InvalidUsername), "{bad:?}");
        }
        for reserved in ["me", "new", "api"] {
            assert!(matches!(username(reserved), Err(FieldCode::Reserved)), "{reserved:?}");
        }
        assert_eq!(username("ana.m-2"), Ok("ana.m-2".to_owned()));
    }

    proptest! {
        #[test]
        fn suggestion_is_made_of_the_right_characters(text in ".{0,60}") {
            let name = suggested_username(&text);
            prop_assert!(!name.is_empty() && name.len() <= 36);
            let fits = matches!(username(&name), Ok(_) | Err(FieldCode::Reserved | FieldCode::TooShort { .. }));
            prop_assert!(fits, "{name}");
        }

        #[test]
        fn one_line_never_panics_and_fits(text in any::<String>()) {
            if let Ok(line) = one_line(&text, 80) {
                prop_assert!(!line.is_empty() && line.chars().count() <= 80);
            }
        }
    }
}
