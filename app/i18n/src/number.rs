//! Numbers and money as a language writes them.

use model::billing::Money;
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

impl Catalog {
    /// A number of hundredths, with two decimals.
    #[must_use]
    pub fn decimal(&self, hundredths: u32) -> String {
        let mark = if matches!(self.language(), Language::Es | Language::Ru) { ',' } else { '.' };
        format!("{}{mark}{:02}", self.number(u64::from(hundredths / 100)), hundredths % 100)
    }

    /// An amount of money. The marks are those of CLDR; a currency without a common sign keeps its letters.
    #[must_use]
    pub fn money(&self, money: Money) -> String {
        let letters = money.currency.to_string();
        let (sign, before) = match money.currency.letters() {
            b"EUR" => ("€", ""),
            b"USD" => ("$", ""),
            b"GBP" => ("£", ""),
            b"JPY" | b"CNY" => ("¥", ""),
            b"KRW" => ("₩", ""),
            b"INR" => ("₹", ""),
            b"RUB" => ("₽", ""),
            _ => (letters.as_str(), "\u{a0}"),
        };
        let unit = 10_u64.pow(money.currency.decimals());
        let amount = money.minor.unsigned_abs();
        let mut number = self.number(amount / unit);
        let is_continental = matches!(self.language(), Language::Es | Language::Ru);
        if unit > 1 {
            number.push(if is_continental { ',' } else { '.' });
            let places = money.currency.decimals() as usize;
            number.push_str(&format!("{:0places$}", amount % unit));
        }
        let minus = if money.minor < 0 { "-" } else { "" };
        if is_continental { format!("{minus}{number}\u{a0}{sign}") } else { format!("{minus}{sign}{before}{number}") }
    }
}

#[cfg(all(test, feature = "catalogs"))]
mod tests {
    use super::*;

    #[test]
    fn money_stands_where_the_language_puts_it() {
        let table = [
            (Language::En, ["€19.00", "$1,234.50", "¥1,500", "NOK\u{a0}0.05"]),
            (Language::Zh, ["€19.00", "$1,234.50", "¥1,500", "NOK\u{a0}0.05"]),
            (Language::Es, ["19,00\u{a0}€", "1234,50\u{a0}$", "1500\u{a0}¥", "0,05\u{a0}NOK"]),
            (Language::Ja, ["€19.00", "$1,234.50", "¥1,500", "NOK\u{a0}0.05"]),
            (Language::Ru, ["19,00\u{a0}€", "1\u{a0}234,50\u{a0}$", "1\u{a0}500\u{a0}¥", "0,05\u{a0}NOK"]),
            (Language::Ko, ["€19.00", "$1,234.50", "¥1,500", "NOK\u{a0}0.05"]),
        ];
        for (language, expected) in table {
            let catalog = Catalog::of(language);
            let amounts = ["19.00 EUR", "1234.50 USD", "1500 JPY", "0.05 NOK"];
            assert_eq!(amounts.map(|text| catalog.money(text.parse().unwrap())), expected, "{language}");
        }
    }

    #[test]
    fn decimals_have_the_mark_of_the_language() {
        let written = |language, hundredths| Catalog::of(language).decimal(hundredths);
        assert_eq!((written(Language::En, 241).as_str(), written(Language::Ja, 2100).as_str()), ("2.41", "21.00"));
        assert_eq!((written(Language::Es, 305).as_str(), written(Language::Ru, 299).as_str()), ("3,05", "2,99"));
    }

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
