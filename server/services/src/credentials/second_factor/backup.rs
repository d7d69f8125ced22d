//! Backup codes: 80 random bits in Crockford's base32, in four groups of four.
//!
//! The first group says which row to look at, the other three are verified; one hash for each try.

use model::error::AppError;
use model::fields::FieldCode;
use secrecy::SecretString;
use zeroize::Zeroizing;

use crate::ctx::Rng;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH: usize = 16;
const GROUP: usize = 4;

/// A code, in one form.
pub(crate) struct BackupCode(Zeroizing<String>);

impl BackupCode {
    /// A fresh one.
    pub(super) fn new(rng: &dyn Rng) -> Self {
        let mut bytes = Zeroizing::new([0_u8; LENGTH]);
        rng.fill(&mut *bytes);
        // Five bits of each byte: 256 is a multiple of 32, so none is likelier than another.
        Self(Zeroizing::new(bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte & 31)])).collect()))
    }

    /// Reads a code as it was typed: in lower case, without hyphens, with O for zero and I or L for one.
    ///
    /// # Errors
    /// `Invalid` with what is wrong with the field `code`.
    pub(crate) fn parse(typed: &str) -> Result<Self, AppError> {
        let refused = |code| Err(AppError::field("code", code));
        if typed.trim().is_empty() {
            return refused(FieldCode::Required);
        }
        if typed.len() > 64 {
            return refused(FieldCode::NotACode);
        }
        let letters = typed.chars().filter(|c| !matches!(c, ' ' | '-')).map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            c => c,
        });
        let code: String = letters.collect();
        let known = code.bytes().all(|byte| ALPHABET.contains(&byte));
        if known && code.len() == LENGTH { Ok(Self(Zeroizing::new(code))) } else { refused(FieldCode::NotACode) }
    }

    /// What the row is found by.
    pub(super) fn selector(&self) -> &str {
        self.0.split_at(GROUP).0
    }

    /// What is verified.
    pub(super) fn verifier(&self) -> SecretString {
        self.0.split_at(GROUP).1.into()
    }

    /// As it is shown.
    pub(super) fn shown(&self) -> SecretString {
        let groups = self.0.as_bytes().chunks(GROUP).map(String::from_utf8_lossy);
        groups.collect::<Vec<_>>().join("-").into()
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;
    use crate::ctx::SystemRng;

    // BC-09
    #[test]
    fn codes_are_read_however_they_are_typed() {
        for typed in ["01AB-CDEF-GHJK-MNPQ", "olab cdef ghjk mnpq", " oiAB-cdef-GHJKmnpq "] {
            assert_eq!(*BackupCode::parse(typed).unwrap().0, "01ABCDEFGHJKMNPQ", "{typed:?}");
        }
        for odd in
            ["01AB-CDEF-GHJK-MNP", "01AB-CDEF-GHJK-MNPQR", "01AB-CDEF-GHJK-MNPU", "０1AB-CDEF-GHJK-MNPQ", "123456"]
        {
            assert_eq!(BackupCode::parse(odd).err(), Some(AppError::field("code", FieldCode::NotACode)), "{odd:?}");
        }
    }

    // BC-01
    #[test]
    fn fresh_code_reads_back_as_itself() {
        let code = BackupCode::new(&SystemRng);
        let shown = code.shown();
        assert_eq!(shown.expose_secret().len(), 19);
        assert_eq!(*BackupCode::parse(shown.expose_secret()).unwrap().0, *code.0);
    }
}
