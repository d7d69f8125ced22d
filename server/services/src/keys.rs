//! The one secret key of an installation, and the keys derived from it: one per purpose.
//!
//! What is sealed carries the id of its key, so that a rotation can read both (`SECRET_KEY`, `SECRET_KEY_PREVIOUS`).
//! Sealing is XChaCha20-Poly1305 with a random nonce; MACs are HMAC-SHA-256.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use thiserror::Error;

use crate::ctx::Rng;

const NONCE: usize = 24;
const KEY_ID: usize = 4;

/// Why a secret key cannot be used.
#[derive(Debug, Error)]
pub enum SecretKeyError {
    /// Not Base64.
    #[error("is not Base64")]
    NotBase64,
    /// Fewer than 32 bytes.
    #[error("holds fewer than 32 bytes")]
    TooShort,
}

/// The present key of the installation, and the one before it during a rotation.
#[derive(Clone)]
pub struct Keys {
    current: Root,
    previous: Option<Root>,
}

#[derive(Clone)]
struct Root(zeroize::Zeroizing<Vec<u8>>);

impl Root {
    fn parse(text: &SecretString) -> Result<Self, SecretKeyError> {
        let text = text.expose_secret().trim().replace('+', "-").replace('/', "_");
        let bytes = URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).map_err(|_| SecretKeyError::NotBase64)?;
        if bytes.len() < 32 { Err(SecretKeyError::TooShort) } else { Ok(Self(bytes.into())) }
    }

    fn derive(&self, purpose: &str) -> [u8; 32] {
        hmac(&self.0, &[b"rollcall key", purpose.as_bytes()])
    }

    fn id(&self) -> [u8; KEY_ID] {
        let whole = self.derive("key id");
        [whole[0], whole[1], whole[2], whole[3]]
    }
}

impl Keys {
    /// Reads the keys, each the Base64 of at least 32 random bytes.
    ///
    /// # Errors
    /// A key that cannot be used.
    pub fn parse(current: &SecretString, previous: Option<&SecretString>) -> Result<Self, SecretKeyError> {
        Ok(Self { current: Root::parse(current)?, previous: previous.map(Root::parse).transpose()? })
    }

    /// Seals bytes for one purpose and one owner (`bound_to`); the result is one word of text.
    pub(crate) fn seal(&self, rng: &dyn Rng, purpose: &str, bound_to: &[u8], plain: &[u8]) -> String {
        let mut nonce = [0; NONCE];
        rng.fill(&mut nonce);
        let cipher = XChaCha20Poly1305::new(&self.current.derive(purpose).into());
        // Encrypting into memory fails only beyond 256 GiB; an empty text cannot be opened again.
        let sealed = cipher.encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: bound_to }).unwrap_or_default();
        let mut bytes = Vec::with_capacity(KEY_ID + NONCE + sealed.len());
        bytes.extend_from_slice(&self.current.id());
        bytes.extend_from_slice(&nonce);
        bytes.extend_from_slice(&sealed);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Opens what [`Keys::seal`] made for the same purpose and owner; nothing if it was made for another, or changed.
    pub(crate) fn open(&self, purpose: &str, bound_to: &[u8], sealed: &str) -> Option<Vec<u8>> {
        let bytes = URL_SAFE_NO_PAD.decode(sealed).ok()?;
        let (id, rest) = bytes.split_at_checked(KEY_ID)?;
        let (nonce, sealed) = rest.split_at_checked(NONCE)?;
        let root = std::iter::once(&self.current).chain(&self.previous).find(|root| root.id() == id)?;
        let nonce: [u8; NONCE] = nonce.try_into().ok()?;
        XChaCha20Poly1305::new(&root.derive(purpose).into())
            .decrypt(&XNonce::from(nonce), Payload { msg: sealed, aad: bound_to })
            .ok()
    }

    /// The MAC that the key before the present one makes, while there is one.
    pub(crate) fn previous_mac(&self, purpose: &str, parts: &[&[u8]]) -> Option<[u8; 32]> {
        self.previous.as_ref().map(|root| hmac(&root.derive(purpose), parts))
    }

    /// A MAC over the parts, for one purpose. The parts are framed by their lengths.
    pub(crate) fn mac(&self, purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
        hmac(&self.current.derive(purpose), parts)
    }
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys")
    }
}

fn hmac(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    // HMAC takes keys of any length (RFC 2104 §3).
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return [0; 32] };
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// What is stored of a secret that has 256 random bits by itself: its SHA-256, in hexadecimal.
pub(crate) fn hash_secret(secret: &str) -> String {
    hex(&Sha256::digest(secret.as_bytes()))
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What finds a personal API key among all of them. It is no secret, and it changes with each reset.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Selector([u8; Self::LENGTH]);

impl Selector {
    /// Characters of every selector.
    pub(crate) const LENGTH: usize = 12;

    /// A new one.
    pub(crate) fn draw(rng: &dyn Rng) -> Self {
        let mut bytes = [0; Self::LENGTH];
        rng.fill(&mut bytes);
        Self(bytes.map(letter))
    }

    /// Reads one; none of another length or with odd characters.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let bytes: [u8; Self::LENGTH] = text.as_bytes().try_into().ok()?;
        bytes.iter().all(u8::is_ascii_alphanumeric).then_some(Self(bytes))
    }

    /// As it stands in the key.
    pub(crate) fn as_str(&self) -> &str {
        // Only ASCII gets in.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl std::fmt::Debug for Selector {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// 32 characters, so that five bits of a random byte choose one evenly; without those that are taken for others.
const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// The character that a random byte chooses.
pub(crate) fn letter(byte: u8) -> u8 {
    LETTERS[usize::from(byte % 32)]
}

/// 256 random bits as one word of text.
pub(crate) fn new_secret(rng: &dyn Rng) -> SecretString {
    let mut bytes = [0; 32];
    rng.fill(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ctx::SystemRng;

    fn keys(byte: u8, previous: Option<u8>) -> Keys {
        let text = |byte| SecretString::from(URL_SAFE_NO_PAD.encode([byte; 32]));
        Keys::parse(&text(byte), previous.map(text).as_ref()).unwrap()
    }

    #[test]
    fn sealed_text_opens_for_its_owner_and_purpose_only() {
        let keys = keys(1, None);
        let sealed = keys.seal(&SystemRng, "mail link", b"mail 1", b"secret");
        assert_eq!(keys.open("mail link", b"mail 1", &sealed).as_deref(), Some(b"secret".as_slice()));
        assert_eq!(keys.open("mail link", b"mail 2", &sealed), None);
        assert_eq!(keys.open("flash", b"mail 1", &sealed), None);
        assert_eq!(keys.open("mail link", b"mail 1", ""), None);
    }

    #[test]
    fn after_a_rotation_the_old_key_still_opens() {
        let sealed = keys(1, None).seal(&SystemRng, "p", b"", b"secret");
        assert!(keys(2, Some(1)).open("p", b"", &sealed).is_some());
        assert!(keys(2, None).open("p", b"", &sealed).is_none());
    }

    // FX-06
    #[test]
    fn short_or_odd_keys_are_refused() {
        assert!(matches!(Keys::parse(&"c2hvcnQ".into(), None), Err(SecretKeyError::TooShort)));
        assert!(matches!(Keys::parse(&"!!".into(), None), Err(SecretKeyError::NotBase64)));
    }
}
