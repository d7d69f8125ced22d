//! Money, and seats that are bought. Amounts are computed by the server; a request carries a number of seats only.

mod page;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::access::Verdict;
use crate::error::{AppError, UnknownWord};
use crate::fields::FieldCode;
use crate::seats::{SEATS_MAX, SeatCount};
use crate::time::Moment;

pub use page::*;

/// A currency, by its three letters of ISO 4217.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency([u8; 3]);

impl Currency {
    /// The three letters, each one of `A` to `Z`.
    #[must_use]
    pub const fn letters(&self) -> &[u8; 3] {
        &self.0
    }

    /// Decimal places of an amount.
    #[must_use]
    pub fn decimals(self) -> u32 {
        match &self.0 {
            b"JPY" | b"KRW" | b"ISK" | b"CLP" | b"VND" | b"PYG" | b"UGX" | b"XAF" | b"XOF" => 0,
            b"BHD" | b"IQD" | b"JOD" | b"KWD" | b"LYD" | b"OMR" | b"TND" => 3,
            _ => 2,
        }
    }
}

impl FromStr for Currency {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let letters: [u8; 3] = text.as_bytes().try_into().map_err(|_| UnknownWord)?;
        if letters.iter().all(u8::is_ascii_uppercase) { Ok(Self(letters)) } else { Err(UnknownWord) }
    }
}

impl TryFrom<String> for Currency {
    type Error = UnknownWord;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.to_string()
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|letter| fmt::Write::write_char(f, char::from(*letter)))
    }
}

/// An amount of money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Money {
    /// In the smallest unit of the currency.
    pub minor: i64,
    /// Of which currency.
    pub currency: Currency,
}

impl Money {
    /// So many times this amount; none when it is out of range.
    #[must_use]
    pub fn times(self, count: u32) -> Option<Self> {
        Some(Self { minor: self.minor.checked_mul(i64::from(count))?, ..self })
    }

    /// The part of it, rounded half up to the smallest unit; none when it is out of range.
    #[must_use]
    pub fn part(self, numerator: u32, denominator: u32) -> Option<Self> {
        let (whole, of) = (i128::from(self.minor) * i128::from(numerator), i128::from(denominator));
        let minor = (2 * whole + of).checked_div_euclid(2 * of)?;
        Some(Self { minor: i64::try_from(minor).ok()?, ..self })
    }
}

/// "19.00 EUR", as in the configuration.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimals = self.currency.decimals();
        let unit = 10_i64.pow(decimals);
        let (whole, rest) = (self.minor / unit, (self.minor % unit).abs());
        match decimals {
            0 => write!(f, "{whole} {}", self.currency),
            _ => write!(f, "{whole}.{rest:0width$} {}", self.currency, width = decimals as usize),
        }
    }
}

impl FromStr for Money {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (amount, currency) = text.trim().split_once(' ').ok_or(UnknownWord)?;
        let currency: Currency = currency.trim().parse()?;
        let (whole, rest) = amount.split_once('.').unwrap_or((amount, ""));
        let decimals = currency.decimals() as usize;
        let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || whole.len() > 9 || rest.len() > decimals || !are_digits(whole) || !are_digits(rest) {
            return Err(UnknownWord);
        }
        let minor = format!("{whole}{rest:0<decimals$}").parse().map_err(|_| UnknownWord)?;
        Ok(Self { minor, currency })
    }
}

/// What a number of further seats would cost.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeatQuote {
    /// Seats at this moment.
    pub seats: SeatCount,
    /// Further ones.
    pub more: u32,
    /// For a seat and a month.
    pub unit: Money,
    /// Days of the month that are left, today included.
    pub days_left: u32,
    /// Days of the month.
    pub days: u32,
    /// To be paid now, for the rest of the month.
    pub today: Money,
    /// To be paid each month from then on, for all seats.
    pub monthly: Money,
    /// When the next month begins.
    pub renews: Moment,
    /// Whether the one who asks may buy.
    pub buy: Verdict,
}

/// An order of further seats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeatOrder {
    /// Drawn when the dialog opens: sent twice, it buys once.
    pub key: Uuid,
    /// Further seats.
    pub more: u32,
}

/// What was bought.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeatsBought {
    /// Seats now.
    pub seats: SeatCount,
    /// Further ones.
    pub more: u32,
    /// Number of the invoice.
    pub invoice: String,
}

/// Checks how many further seats are wanted by a workspace that has so many.
///
/// # Errors
/// `Invalid` for none, and for more than a workspace can hold.
pub fn further_seats(more: u32, purchased: u32) -> Result<u32, AppError> {
    let max = SEATS_MAX.saturating_sub(purchased);
    if (1..=max).contains(&more) {
        Ok(more)
    } else {
        Err(AppError::field("more", FieldCode::OutOfRange { min: 1, max }))
    }
}

/// Checks how many seats are to be given back at the renewal; what is used or reserved stays.
///
/// # Errors
/// `Invalid` for none, and for all of them; `SeatsHeld` when they are not free.
pub fn fewer_seats(fewer: u32, seats: SeatCount) -> Result<u32, AppError> {
    let max = seats.purchased.saturating_sub(1);
    if !(1..=max).contains(&fewer) {
        return Err(AppError::field("fewer", FieldCode::OutOfRange { min: 1, max: max.max(1) }));
    }
    match seats.missing(fewer) {
        0 => Ok(fewer),
        missing => Err(AppError::SeatsHeld { used: seats.used, reserved: seats.reserved, missing }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(text: &str) -> Money {
        text.parse().unwrap()
    }

    #[test]
    fn amounts_are_read_as_they_are_written() {
        for (text, minor) in [("19.00 EUR", 1900), ("0.50 USD", 50), ("1500 JPY", 1500), ("1.250 KWD", 1250)] {
            assert_eq!(money(text).minor, minor);
            assert_eq!(money(text).to_string(), text);
        }
        assert_eq!(money("19 EUR"), money("19.00 EUR"));
        assert_eq!(money("19.5 EUR"), money("19.50 EUR"));
        for odd in [
            "",
            "EUR",
            "19.00",
            "19.000 EUR",
            "-1 EUR",
            "1e3 EUR",
            "1.5 JPY",
            "19.00 eur",
            "19.00 EURO",
            ".5 EUR",
            "1234567890 EUR",
        ] {
            assert!(odd.parse::<Money>().is_err(), "{odd}");
        }
    }

    // ST-03
    #[test]
    fn parts_are_rounded_to_the_smallest_unit_and_nothing_overflows() {
        assert_eq!(money("38.00 EUR").part(9, 30), Some(money("11.40 EUR")));
        assert_eq!(money("0.05 EUR").part(1, 2), Some(money("0.03 EUR")));
        assert_eq!(money("19.00 EUR").part(30, 30), Some(money("19.00 EUR")));
        assert_eq!(money("19.00 EUR").part(1, 0), None);
        let most = Money { minor: i64::MAX, ..money("1 EUR") };
        assert_eq!(most.times(2), None);
        assert_eq!(most.part(3, 2), None);
        assert_eq!(most.part(1, 1), Some(most));
    }

    // ST-03
    #[test]
    fn further_seats_are_at_least_one_and_stay_within_the_limit() {
        assert_eq!(further_seats(1, 10), Ok(1));
        assert_eq!(further_seats(SEATS_MAX - 10, 10), Ok(SEATS_MAX - 10));
        for more in [0, SEATS_MAX - 9, u32::MAX] {
            assert!(further_seats(more, 10).is_err(), "{more}");
        }
        assert!(further_seats(1, SEATS_MAX).is_err());
    }

    // ST-08
    #[test]
    fn only_free_seats_are_given_back() {
        let seats = SeatCount { purchased: 10, used: 5, reserved: 2 };
        assert_eq!(fewer_seats(3, seats), Ok(3));
        assert_eq!(fewer_seats(5, seats), Err(AppError::SeatsHeld { used: 5, reserved: 2, missing: 2 }));
        let range = AppError::field("fewer", FieldCode::OutOfRange { min: 1, max: 9 });
        for fewer in [0, 10, u32::MAX] {
            assert_eq!(fewer_seats(fewer, seats), Err(range.clone()), "{fewer}");
        }
        assert!(fewer_seats(1, SeatCount { purchased: 1, used: 1, reserved: 0 }).is_err());
    }

    #[test]
    fn only_three_capital_letters_are_a_currency() {
        assert_eq!("EUR".parse::<Currency>().map(|currency| currency.to_string()), Ok("EUR".to_owned()));
        for odd in ["", "EU", "EURO", "eur", "E1R", "\u{c9}R"] {
            assert!(odd.parse::<Currency>().is_err(), "{odd}");
        }
    }
}
