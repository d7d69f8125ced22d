//! Email addresses, and lists of them as people paste them.
//!
//! One parser for the browser, the server and the API.

use serde::{Deserialize, Serialize};

use crate::fields::FieldCode;

/// Longest address, in octets (RFC 5321 §4.5.3.1.3, less the angle brackets).
pub const ADDRESS_MAX: usize = 254;
/// Longest local part, in octets (RFC 5321 §4.5.3.1.1).
const LOCAL_MAX: usize = 64;

/// An email address: unquoted ASCII local part, a domain with a dot in its ASCII form.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Address {
    /// As entered.
    display: String,
    /// What is compared: lower case.
    canonical: String,
}

impl Address {
    /// Reads one address.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        let text = text.trim();
        if text.is_empty() {
            return Err(FieldCode::Required);
        }
        if text.len() > ADDRESS_MAX {
            return Err(FieldCode::TooLong { max: 254 });
        }
        let Some((local, domain)) = text.rsplit_once('@') else {
            return Err(FieldCode::InvalidEmail);
        };
        if local.is_empty() || local.len() > LOCAL_MAX || local.starts_with('"') || !text.is_ascii() {
            return Err(FieldCode::InvalidEmail);
        }
        if !domain.is_empty() && !domain.contains('.') && domain.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        {
            return Err(FieldCode::MissingDomainEnding);
        }
        let label = |label: &str| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        };
        // A name of digits only in the last place would be an IP address.
        let ending = domain.rsplit('.').next().unwrap_or_default();
        if !domain.split('.').all(label) || ending.chars().all(|c| c.is_ascii_digit()) {
            return Err(FieldCode::InvalidEmail);
        }
        if !email_address::EmailAddress::is_valid(text) {
            return Err(FieldCode::InvalidEmail);
        }
        Ok(Self { display: text.to_owned(), canonical: text.to_ascii_lowercase() })
    }

    /// As entered.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.display
    }

    /// What is compared and stored under a unique index.
    #[must_use]
    pub fn canonical(&self) -> &str {
        &self.canonical
    }

    /// What stands before the `@`, in lower case.
    #[must_use]
    pub fn local_part(&self) -> &str {
        self.canonical.rsplit_once('@').map_or(self.canonical.as_str(), |(local, _)| local)
    }

    /// What stands behind the `@`, in lower case.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.canonical.rsplit_once('@').map_or("", |(_, domain)| domain)
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.display)
    }
}

/// One entry of a pasted list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedAddress {
    /// The entry as it stands in the text.
    pub text: String,
    /// The name in front of the address.
    pub name: Option<String>,
    /// The address, or what is wrong with it.
    pub address: Result<Address, FieldCode>,
}

/// Reads a pasted list: commas, semicolons, line breaks, tabs; `Name <a@b>` and `"Name, with comma" <a@b>`; and plain
/// addresses with blanks between them. Empty entries are left out. At most `max` entries are read, and one more, so
/// that the caller sees that there were more.
#[must_use]
pub fn parse_list(text: &str, max: usize) -> Vec<ListedAddress> {
    let mut entries = Vec::new();
    for piece in split(text) {
        let piece = piece.trim();
        if piece.is_empty() {
            continue;
        }
        if entries.len() > max {
            break;
        }
        if let Some(entry) = named(piece) {
            entries.push(entry);
        } else if piece.split_whitespace().count() > 1 && piece.split_whitespace().all(|word| word.contains('@')) {
            entries.extend(piece.split_whitespace().map(plain));
        } else {
            entries.push(plain(piece));
        }
    }
    entries.truncate(max + 1);
    entries
}

/// Splits at separators outside quotation marks and angle brackets.
fn split(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut start, mut quoted, mut escaped) = (0, false, false);
    for (at, c) in text.char_indices() {
        match c {
            // A line break ends everything, also a quotation mark that was never closed.
            '\n' | '\r' => {
                quoted = false;
                escaped = false;
                pieces.push(&text[start..at]);
                start = at + c.len_utf8();
            }
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            ',' | ';' | '\t' | '，' | '；' | '、' if !quoted => {
                pieces.push(&text[start..at]);
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    pieces.push(&text[start..]);
    pieces
}

/// `Name <a@b>`.
fn named(piece: &str) -> Option<ListedAddress> {
    let (name, rest) = piece.rsplit_once('<')?;
    let (address, _) = rest.split_once('>')?;
    let name = name.trim().trim_matches('"').replace("\\\"", "\"");
    let name = crate::person::one_line(&name, 2 * crate::person::NAME_MAX).ok();
    Some(ListedAddress { text: piece.to_owned(), name, address: Address::parse(address) })
}

/// An address alone.
fn plain(text: &str) -> ListedAddress {
    let address = text.strip_prefix("mailto:").unwrap_or(text).trim_matches(|c| matches!(c, '<' | '>' | '"' | '\''));
    ListedAddress { text: text.to_owned(), name: None, address: Address::parse(address) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn addresses(text: &str) -> Vec<String> {
        parse_list(text, 200)
            .into_iter()
            .map(|entry| entry.address.map_or_else(|e| format!("{e:?}"), |a| a.to_string()))
            .collect()
    }

    // S0.10
    #[test]
    fn a_pasted_list_is_read_whatever_separates_it() {
        let text = "ilse@kestrel.example, \"Wrona, Tomasz\" <t.wrona@kestrel.example>;\npeter@kestrel.example\t高橋 凛 <rin@kestrel.example>\r\na@b.example c@d.example";
        assert_eq!(
            addresses(text),
            [
                "ilse@kestrel.example",
                "t.wrona@kestrel.example",
                "peter@kestrel.example",
                "rin@kestrel.example",
                "a@b.example",
                "c@d.example"
            ]
        );
        let names: Vec<_> = parse_list(text, 200).into_iter().filter_map(|entry| entry.name).collect();
        assert_eq!(names, ["Wrona, Tomasz", "高橋 凛"]);
    }

    // EM-08
    #[test]
    fn odd_addresses_are_refused_with_the_reason() {
        assert_eq!(Address::parse("mika@kestrel"), Err(FieldCode::MissingDomainEnding));
        assert_eq!(Address::parse("a@localhost"), Err(FieldCode::MissingDomainEnding));
        for bad in [
            "a@[127.0.0.1]",
            "a@x..y",
            "\"q q\"@b.example",
            "a@b.example.",
            "ä@b.example",
            "a@127.0.0.1",
            "a b@c.example",
            "@b.example",
            "a@",
            "a",
        ] {
            assert_eq!(Address::parse(bad), Err(FieldCode::InvalidEmail), "{bad}");
        }
        assert!(Address::parse(&format!("{}@b.example", "x".repeat(64))).is_ok());
        assert_eq!(Address::parse(&format!("{}@b.example", "x".repeat(65))), Err(FieldCode::InvalidEmail));
        assert_eq!(Address::parse(&format!("{}@b.example", "x".repeat(255))), Err(FieldCode::TooLong { max: 254 }));
    }

    // EM-09
    #[test]
    fn plus_and_dot_variants_stay_different() {
        let canonical = |text| Address::parse(text).unwrap().canonical().to_owned();
        assert_ne!(canonical("ana+x@b.example"), canonical("ana@b.example"));
        assert_ne!(canonical("a.na@b.example"), canonical("ana@b.example"));
        assert_eq!(canonical("Ana@B.Example"), canonical("ana@b.example"));
    }

    #[test]
    fn a_list_beyond_the_limit_is_cut_one_behind_it() {
        assert_eq!(parse_list(&"a@b.example,".repeat(500), 200).len(), 201);
    }

    proptest! {
        #[test]
        fn no_text_makes_the_parser_panic(text in any::<String>()) {
            for entry in parse_list(&text, 200) {
                if let Ok(address) = entry.address {
                    prop_assert!(address.canonical().is_ascii());
                    prop_assert!(address.canonical().len() <= ADDRESS_MAX);
                    prop_assert!(!address.canonical().contains(['\r', '\n']));
                }
            }
        }
    }
}
