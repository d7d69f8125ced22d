//! What a key looks like: `rc_pat_<selector>_<secret>_<crc>`.
//!
//! The selector finds the row, the secret holds 260 random bits, and the checksum sorts out typing errors and look-alikes
//! without asking the database. It protects nothing. Scanners find keys by
//! `rc_pat_[0-9a-z]{12}_[0-9a-z]{52}_[0-9a-f]{8}`.

use model::api_keys::KEY_PREFIX;
use secrecy::SecretString;

use crate::ctx::Rng;
use crate::keys::{Selector, letter};

const SECRET: usize = 52;
/// Characters of the selector that people see.
const SHOWN: usize = 4;

/// A new key with its selector.
pub(super) fn new(rng: &dyn Rng) -> (Selector, SecretString) {
    let selector = Selector::draw(rng);
    let mut secret = [0; SECRET];
    rng.fill(&mut secret);
    let secret: String = secret.map(letter).into_iter().map(char::from).collect();
    (selector, with_checksum(&format!("{KEY_PREFIX}{}_{secret}", selector.as_str())).into())
}

/// The selector of a key; none for what is no key of ours.
pub(super) fn read(key: &str) -> Option<Selector> {
    let rest = key.strip_prefix(KEY_PREFIX)?;
    let (front, checksum) = rest.rsplit_once('_')?;
    let (selector, secret) = front.split_once('_')?;
    let is_whole =
        secret.len() == SECRET && secret.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    let is_right = format!("{:08x}", crc32(&key.as_bytes()[..KEY_PREFIX.len() + front.len()])) == checksum;
    if is_whole && is_right { Selector::read(selector) } else { None }
}

/// The first characters, by which its owner knows a key again.
pub(super) fn start(selector: &str) -> String {
    format!("{KEY_PREFIX}{}", selector.chars().take(SHOWN).collect::<String>())
}

fn with_checksum(front: &str) -> String {
    format!("{front}_{:08x}", crc32(front.as_bytes()))
}

/// CRC-32 of ISO-HDLC, as zip files have it.
fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 };
    !bytes.iter().fold(u32::MAX, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| step(crc)))
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;
    use crate::ctx::SystemRng;

    // AK-12
    #[test]
    fn key_has_the_documented_form_and_its_checksum_sorts_out_look_alikes() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
        let (selector, key) = new(&SystemRng);
        let key = key.expose_secret();
        let parts: Vec<_> = key.split('_').collect();
        let [rc, pat, first, secret, checksum] = parts.as_slice() else { panic!("{key}") };
        assert_eq!((*rc, *pat, first.len(), secret.len(), checksum.len()), ("rc", "pat", 12, 52, 8));
        assert_eq!((read(key), *first), (Some(selector), selector.as_str()));
        assert_eq!(start(first), format!("rc_pat_{}", &first[..4]));
        for (at, _) in key.char_indices() {
            let mut other = key.to_owned();
            other.replace_range(at..=at, if &key[at..=at] == "0" { "1" } else { "0" });
            assert_eq!(read(&other), None, "{other}");
        }
        for odd in
            ["", "rc_pat_", "rc_pat___", "rc_pat_x_y_z", &key[1..], &format!("{key} "), &format!("{key}\0"), "é_é_é"]
        {
            assert_eq!(read(odd), None, "{odd:?}");
        }
    }

    #[test]
    fn two_keys_have_nothing_in_common() {
        let ((one, first), (two, second)) = (new(&SystemRng), new(&SystemRng));
        assert_ne!(one, two);
        assert_ne!(first.expose_secret()[20..], second.expose_secret()[20..]);
    }
}
