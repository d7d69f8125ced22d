//! Whole numbers as a language writes them.

use model::language::Language;

use crate::Catalog;

impl Catalog {
    /// A whole number with the thousands marked as this language does.
    #[must_use]
    pub fn number(&self, n: u64) -> String {
        let digits = n.to_string();
        let (mark, shortest) = match self.language() {
            Language::En | Language::Zh | Language::Ja | Language::Ko => (',', 4),
            // Spanish leaves four digits alone.
            Language::Es => ('.', 5),
            // No-break space.
            Language::Ru => ('\u{a0}', 4),
        };
        if digits.len() < shortest {
            return digits;
        }
        let mut text = String::with_capacity(digits.len() * 2);
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                text.push(mark);
            }
            text.push(digit);
        }
        text
    }
}

#[cfg(all(test, feature = "catalogs"))]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_marked_as_the_language_does() {
        let table = [
            (Language::En, ["0", "999", "1,234", "12,345", "1,234,567"]),
            (Language::Zh, ["0", "999", "1,234", "12,345", "1,234,567"]),
            (Language::Es, ["0", "999", "1234", "12.345", "1.234.567"]),
            (Language::Ja, ["0", "999", "1,234", "12,345", "1,234,567"]),
            (Language::Ru, ["0", "999", "1\u{a0}234", "12\u{a0}345", "1\u{a0}234\u{a0}567"]),
            (Language::Ko, ["0", "999", "1,234", "12,345", "1,234,567"]),
        ];
        for (language, expected) in table {
            let catalog = Catalog::of(language);
            assert_eq!([0, 999, 1_234, 12_345, 1_234_567].map(|n| catalog.number(n)), expected, "{language}");
        }
        assert_eq!(Catalog::of(Language::En).number(u64::MAX), "18,446,744,073,709,551,615");
    }
}
