//! Passwords: what is a good one, how it is kept, whether one is right.
//!
//! Length and characters are checked before anything else, so that a megabyte costs nothing. Nothing is cut off, and
//! ASCII stays as it was typed; other passwords are brought into one form (NFKC), because the same word typed on
//! another keyboard must work.

mod blocklist;
mod hashing;
mod store;
mod turns;
mod words;

use model::error::AppError;
use model::fields::FieldCode;
use model::sign_in::{PASSWORD_MAX, PASSWORD_MAX_BYTES, password_shape};
use secrecy::{ExposeSecret, SecretString};
use unicode_normalization::UnicodeNormalization;

pub(crate) use hashing::Verification;
pub(crate) use store::{rehash, set};
pub(crate) use turns::Turns;

use super::reader;
use crate::ctx::Base;
use crate::services::Services;
use crate::workspace;

/// Checks a new password against the rules of the workspace and the lists of common ones. `near` is what an attacker
/// would try first for this person: names of the product, the workspace, its organizations, the person, the address.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn check(password: &str, min: u32, near: &[&str]) -> Result<(), FieldCode> {
    password_shape(password, min)?;
    if blocklist::is_common(password) || blocklist::is_near(password, near) {
        return Err(FieldCode::PasswordTooCommon);
    }
    Ok(())
}

/// Checks a new password of someone in the workspace; `person` is how that person is called and reached.
///
/// # Errors
/// `Invalid` with what is wrong with the field `password`.
pub(crate) async fn check_for(base: &Base, password: &SecretString, person: &[&str]) -> Result<(), AppError> {
    let (settings, organizations) = base
        .read(async || {
            let rows = reader(base);
            Ok((workspace::current(&rows).await?, store::organization_names(&rows).await?))
        })
        .await?;
    let names = organizations.iter().map(String::as_str).chain([settings.name.as_str()]);
    let near: Vec<&str> = person.iter().copied().chain(names).collect();
    check(password.expose_secret(), workspace::password_min(&settings), &near)
        .map_err(|code| AppError::field("password", code))
}

/// The hash to be stored. Never called inside a write transaction: it takes long.
///
/// # Errors
/// `Unavailable` when too many passwords are being hashed.
pub(crate) async fn hash(services: &Services, password: SecretString) -> Result<String, AppError> {
    let password = in_one_form(&password);
    let mut salt = [0; hashing::SALT];
    services.rng().fill(&mut salt);
    services.hashing().run(move |memory| hashing::hash(password.expose_secret().as_bytes(), &salt, memory)).await?
}

/// Checks passwords that nobody has, one after the other in the same memory, as fast as it goes.
#[cfg(feature = "testing")]
#[derive(Default)]
pub(crate) struct Checks(turns::Memory);

#[cfg(feature = "testing")]
impl Checks {
    pub(crate) fn one(&mut self) {
        hashing::verify(hashing::NOBODYS, b"what a sign-in costs at least", &mut self.0);
    }
}

/// Whether a password is the one of the stored hash. Without a stored hash it is checked against one that nobody has
/// the password of, so that an account that is not there takes as long as one that is.
///
/// # Errors
/// `Invalid` for what cannot be a password, before anything is hashed; `Unavailable` when too many are being hashed.
pub(crate) async fn verify(
    services: &Services,
    stored: Option<&str>,
    password: SecretString,
) -> Result<Verification, AppError> {
    possible(&password)?;
    let password = in_one_form(&password);
    let stored = stored.unwrap_or(hashing::NOBODYS).to_owned();
    services.hashing().run(move |memory| hashing::verify(&stored, password.expose_secret().as_bytes(), memory)).await
}

/// Refuses what nobody can have as a password, at no cost.
///
/// # Errors
/// `Invalid` with what is wrong.
pub(crate) fn possible(password: &SecretString) -> Result<(), AppError> {
    match password.expose_secret().len() {
        0 => Err(AppError::field("password", FieldCode::Required)),
        1..=PASSWORD_MAX_BYTES => Ok(()),
        _ => Err(AppError::field(
            "password",
            FieldCode::TooLong { max: u32::try_from(PASSWORD_MAX).unwrap_or(u32::MAX) },
        )),
    }
}

/// ASCII as it is, everything else in the form NFKC (NIST SP 800-63B-4 §3.1.1.2).
fn in_one_form(password: &SecretString) -> SecretString {
    let text = password.expose_secret();
    if text.is_ascii() { password.clone() } else { text.nfkc().collect::<String>().into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    // AU-06
    #[test]
    fn a_megabyte_is_refused_before_it_is_looked_at() {
        // Whoever looks at the characters finds one that is refused; whoever looks at the length does not get there.
        let huge = "\0".repeat(1 << 20);
        assert_eq!(check(&huge, 8, &["rollcall"]), Err(FieldCode::TooLong { max: 128 }));
        assert!(possible(&huge.into()).is_err());
    }

    // AU-06
    #[test]
    fn length_comes_first_and_every_printable_character_counts_once() {
        assert_eq!(check("passw0", 8, &[]), Err(FieldCode::TooShort { min: 8 }));
        assert_eq!(check("gulls\0over", 8, &[]), Err(FieldCode::InvalidCharacters));
        assert_eq!(check("gulls over", 12, &[]), Err(FieldCode::TooShort { min: 12 }));
        assert_eq!(check("gulls overhead", 12, &[]), Ok(()));
        for good in [" ".repeat(8), "🎬🎞🎥📽🎙🎚🎛🎧".to_owned(), " gulls  over ".to_owned(), "gulls".repeat(25)]
        {
            assert_eq!(check(&good, 8, &[]), Ok(()), "{good:?}");
        }
    }

    // AU-09
    #[test]
    fn only_passwords_beyond_ascii_are_normalized() {
        let form = |text: &str| in_one_form(&text.into()).expose_secret().to_owned();
        assert_eq!(form("e\u{301}t\u{e9}"), form("\u{e9}te\u{301}"));
        assert_eq!(form("ﬁle Ａ"), "file A");
        assert_eq!(form(" Ab ~`  "), " Ab ~`  ");
    }
}
