//! Codes of an authenticator app: SHA-1, six digits, 30 seconds (RFC 6238), because every app knows these.

use model::error::AppError;
use model::fields::FieldCode;
use model::time::Timestamp;
use secrecy::{ExposeSecret, SecretBox, SecretString};
use subtle::ConstantTimeEq;
use totp_rs::{Builder, Totp};

use super::{Burned, SECRET};
use crate::ctx::Rng;
use crate::entity::totp;
use crate::keys::Keys;

/// Seconds of a step.
const STEP: i64 = 30;
/// Steps before and after the present one whose codes are accepted: clocks of phones drift.
const TOLERANCE: i64 = 1;
/// Bytes: 160 bits, as long as the hash (RFC 4226 R6).
const LENGTH: usize = 20;
const DIGITS: usize = 6;

/// What app and server share.
pub(super) type Secret = SecretBox<[u8]>;

/// Six digits as they were typed.
#[derive(Clone)]
pub(crate) struct Code(String);

impl Code {
    /// Reads a code; apps show it in two groups, so spaces are no mistake.
    ///
    /// # Errors
    /// `Invalid` with what is wrong with the field `code`.
    pub(crate) fn parse(typed: &str) -> Result<Self, AppError> {
        let refused = |code| Err(AppError::field("code", code));
        if typed.len() > 64 {
            return refused(FieldCode::NotACode);
        }
        let digits: String = typed.chars().filter(|c| *c != ' ').collect();
        match digits.len() {
            0 => refused(FieldCode::Required),
            DIGITS if digits.bytes().all(|byte| byte.is_ascii_digit()) => Ok(Self(digits)),
            _ => refused(FieldCode::NotACode),
        }
    }
}

/// A fresh secret.
pub(super) fn new_secret(rng: &dyn Rng) -> Secret {
    let mut bytes = vec![0; LENGTH];
    rng.fill(&mut bytes);
    Secret::new(bytes.into_boxed_slice())
}

/// The secret of a row; none if it was sealed for another user, or with a key that is gone.
pub(super) fn open(keys: &Keys, row: &totp::Model) -> Option<Secret> {
    keys.open(SECRET, row.user_id.0.as_bytes(), &row.secret).map(|bytes| Secret::new(bytes.into_boxed_slice()))
}

/// The step whose code this is, of the present one and its neighbors, later than the last one that was used. Each is
/// looked at: two steps may have the same code, and the one that was used must not hide the other.
pub(super) fn step_of(secret: &Secret, code: &Code, now: Timestamp, last: i64) -> Result<i64, Burned> {
    let present = now.0.div_euclid(STEP * 1000);
    let totp = generator(secret, None);
    let fits = |step: &i64| {
        let made = u64::try_from(step * STEP).map(|time| totp.generate(time).to_string()).unwrap_or_default();
        bool::from(made.as_bytes().ct_eq(code.0.as_bytes()))
    };
    let fitting: Vec<i64> = (present - TOLERANCE..=present + TOLERANCE).filter(fits).collect();
    match fitting.iter().find(|step| **step > last) {
        Some(step) => Ok(*step),
        None if fitting.is_empty() => Err(Burned::Wrong),
        None => Err(Burned::Reused),
    }
}

/// The address that the QR code holds.
pub(super) fn uri(secret: &Secret, issuer: &str, account: &str) -> SecretString {
    // A colon would separate issuer and account.
    let named = (plain(issuer), plain(account));
    generator(secret, Some(named)).to_url().unwrap_or_default().into()
}

/// The secret as text, in groups of four.
pub(super) fn grouped(secret: &Secret) -> String {
    let text = totp_rs::Secret::from(secret.expose_secret().to_vec()).to_base32();
    text.as_bytes().chunks(4).map(String::from_utf8_lossy).collect::<Vec<_>>().join(" ")
}

fn plain(name: &str) -> String {
    name.chars().map(|c| if c == ':' || c.is_control() { ' ' } else { c }).collect()
}

fn generator(secret: &Secret, named: Option<(String, String)>) -> Totp {
    let builder = Builder::new().with_secret(secret.expose_secret().to_vec());
    match named {
        Some((issuer, account)) => builder.with_issuer(Some(issuer)).with_account_name(account),
        None => builder,
    }
    // Checks nothing: length, digits and step are ours.
    .build_noncompliant()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_111_111_109_000);

    /// The secret of RFC 6238, appendix B.
    fn secret() -> Secret {
        Secret::new(b"12345678901234567890".to_vec().into_boxed_slice())
    }

    fn code(step: i64) -> Code {
        Code(generator(&secret(), None).generate(u64::try_from(step * STEP).unwrap()).to_string())
    }

    #[test]
    fn codes_are_those_of_the_standard() {
        for (at, digits) in
            [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (2_000_000_000, "279037")]
        {
            let step = step_of(&secret(), &Code::parse(digits).unwrap(), Timestamp(at * 1000), 0);
            assert_eq!(step, Ok(at / STEP));
        }
    }

    // TF-05 TF-21
    #[test]
    fn one_step_either_way_is_accepted_and_only_forward() {
        let present = NOW.0 / 1000 / STEP;
        let of = |offset: i64, last: i64| step_of(&secret(), &code(present + offset), NOW, last);
        assert_eq!(of(-2, 0), Err(Burned::Wrong));
        for offset in [-1, 0, 1] {
            assert_eq!(of(offset, 0), Ok(present + offset));
            assert_eq!(of(offset, present + offset), Err(Burned::Reused));
        }
        assert_eq!(of(2, 0), Err(Burned::Wrong));
        assert_eq!(of(-1, present), Err(Burned::Reused));
        assert_eq!(of(1, present), Ok(present + 1));
    }

    // TF-09
    #[test]
    fn only_six_plain_digits_are_a_code() {
        for good in ["123456", " 123 456 ", "1 2 3 4 5 6"] {
            assert_eq!(Code::parse(good).unwrap().0, "123456");
        }
        let required = Code::parse("   ").err();
        assert_eq!(required, Some(AppError::field("code", FieldCode::Required)));
        let huge = "1".repeat(10_000);
        for odd in ["12345", "1234567", "１２３４５６", "١٢٣٤٥٦", "-00001", "1e5000", "12345\0", "123\n456", &huge]
        {
            assert_eq!(Code::parse(odd).err(), Some(AppError::field("code", FieldCode::NotACode)), "{odd:?}");
        }
    }

    // TF-20
    #[test]
    fn address_names_issuer_and_account_whatever_they_hold() {
        let uri = uri(&secret(), "Kestrel: Yard", "ana+1%x y🎬@b.example");
        let parsed = url::Url::parse(uri.expose_secret()).unwrap();
        assert_eq!(parsed.scheme(), "otpauth");
        let queries: Vec<_> = parsed.query_pairs().collect();
        assert!(queries.contains(&("secret".into(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ".into())));
        assert!(queries.contains(&("issuer".into(), "Kestrel  Yard".into())));
        assert_eq!(grouped(&secret()), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
    }
}
