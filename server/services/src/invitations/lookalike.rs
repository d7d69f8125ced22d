//! Addresses that are not what they look like.
//!
//! Letters of another script can look like Latin ones; in the domain of an address they travel as Punycode. Such an
//! address is no mistake by itself, so whoever invites is told and decides. One that hides plain ASCII behind Punycode
//! has no honest use (RUSTSEC-2024-0421) and is refused.

use model::address::Address;
use url::Host;

/// The mark of a label in Punycode.
const PUNYCODE: &str = "xn--";

/// What is to be said about how an address is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spelling {
    /// As it looks.
    Plain,
    /// Perhaps not as it looks.
    Lookalike,
    /// Never meant honestly.
    Deceptive,
}

/// How the domain of an address is written.
pub(super) fn of(address: &Address) -> Spelling {
    if !address.domain().split('.').any(|label| label.starts_with(PUNYCODE)) {
        return Spelling::Plain;
    }
    match Host::parse(address.domain()) {
        // The parser of hosts (UTS #46) takes no Punycode that stands for ASCII or for nothing.
        Ok(Host::Domain(domain)) if domain == address.domain() => Spelling::Lookalike,
        _ => Spelling::Deceptive,
    }
}

/// Whether an entry that is no address mixes Latin letters with those of another script, as in `аdmin@` with a Cyrillic
/// letter in front.
pub(super) fn mixes_scripts(text: &str) -> bool {
    let address = text.rsplit_once('<').map_or(text, |(_, address)| address);
    let words = address.split(|c: char| !c.is_alphabetic());
    let mixed = |word: &str| word.chars().any(|c| c.is_ascii()) && word.chars().any(looks_latin);
    address.contains('@') && words.into_iter().any(mixed)
}

/// Letters of the scripts whose letters look like Latin ones.
const fn looks_latin(c: char) -> bool {
    matches!(c, '\u{0370}'..='\u{052F}' | '\u{0530}'..='\u{058F}' | '\u{13A0}'..='\u{13FF}' | '\u{FF21}'..='\u{FF5A}')
}

#[cfg(test)]
mod tests {
    use super::*;

    // EM-03
    #[test]
    fn punycode_is_flagged_and_hidden_ascii_is_refused() {
        let of = |text| of(&Address::parse(text).unwrap());
        assert_eq!(of("ana@kestrel.example"), Spelling::Plain);
        assert_eq!(of("ana@xn--e1awd7f.com"), Spelling::Lookalike);
        assert_eq!(of("ana@mail.xn--bcher-kva.example"), Spelling::Lookalike);
        for hidden in
            ["ana@xn--example-.com", "ana@xn--a-.com", "ana@xn--.com", "ana@xn--0.com", "ana@xn--99999999.com"]
        {
            if let Ok(address) = Address::parse(hidden) {
                assert_eq!(super::of(&address), Spelling::Deceptive, "{hidden}");
            }
        }
    }

    // EM-03
    #[test]
    fn letters_of_two_scripts_in_one_word_are_flagged() {
        assert!(mixes_scripts("\u{430}dmin@kestrel.example"));
        assert!(mixes_scripts("Ana <ana@k\u{435}strel.example>"));
        assert!(!mixes_scripts("Ана <ana@kestrel.example>"));
        assert!(!mixes_scripts("ana@kestrel"));
        assert!(!mixes_scripts("\u{430}\u{434}\u{43C}\u{438}\u{43D}@kestrel.example"));
    }
}
