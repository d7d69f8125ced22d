//! Argon2id, with the parameters that OWASP names as the least.

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use model::error::AppError;

use super::turns::{Memory, busy};

/// KiB.
const MEMORY: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;
const OUTPUT: usize = 32;
/// Bytes of a salt.
pub(super) const SALT: usize = 16;

/// What a stored hash may ask for at most. A hash in the database is data: one that names absurd parameters must not
/// take all memory.
const MAX_MEMORY: u32 = 4 * MEMORY;
const MAX_PASSES: u32 = 8;
const MAX_LANES: u32 = 4;
const MAX_OUTPUT: usize = 64;

/// A hash with today's parameters that belongs to no password: finding one would be finding a preimage of zeros.
pub(super) const NOBODYS: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// What a check came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verification {
    /// Not the password.
    Wrong,
    /// The password.
    Right,
    /// The password, but its hash was made with weaker parameters than today's; it wants a new one.
    Outdated,
}

/// A new hash, as a PHC string.
pub(super) fn hash(password: &[u8], salt: &[u8; SALT], memory: &mut Memory) -> Result<String, AppError> {
    make(password, salt, memory).map(|hash| hash.to_string()).ok_or_else(|| {
        tracing::error!("a password could not be hashed");
        busy()
    })
}

fn make(password: &[u8], salt: &[u8; SALT], memory: &mut Memory) -> Option<PasswordHash> {
    let params = Params::new(MEMORY, PASSES, LANES, Some(OUTPUT)).ok()?;
    let mut made = PasswordHash {
        algorithm: argon2::ARGON2ID_IDENT,
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(&params).ok()?,
        salt: Some(Salt::new(salt).ok()?),
        hash: None,
    };
    made.hash = Some(compute(&made, &params, password, memory)?);
    Some(made)
}

/// Compares with a stored hash. One that we would never have made matches nothing, and is logged.
pub(super) fn verify(stored: &str, password: &[u8], memory: &mut Memory) -> Verification {
    let Some((hash, params)) = parse(stored) else {
        tracing::error!("a stored password hash is none of ours");
        return Verification::Wrong;
    };
    // Outputs are compared in a time that does not depend on them.
    if compute(&hash, &params, password, memory).is_none_or(|computed| Some(computed) != hash.hash) {
        return Verification::Wrong;
    }
    if is_outdated(&params) { Verification::Outdated } else { Verification::Right }
}

/// What the hash would be of that password. Nothing for one without salt or output, which Argon2 cannot make.
fn compute(hash: &PasswordHash, params: &Params, password: &[u8], memory: &mut Memory) -> Option<Output> {
    let blocks = params.block_count();
    if memory.len() < blocks {
        memory.resize(blocks, Block::new());
    }
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone());
    let mut output = [0; MAX_OUTPUT];
    let output = output.get_mut(..params.output_len()?)?;
    argon2.hash_password_into_with_memory(password, hash.salt.as_ref()?, output, memory.get_mut(..blocks)?).ok()?;
    Output::new(output).ok()
}

/// Reads a stored hash and bounds what it asks for.
fn parse(stored: &str) -> Option<(PasswordHash, Params)> {
    let hash = PasswordHash::new(stored).ok()?;
    let params = Params::try_from(&hash).ok()?;
    let bounded = hash.algorithm == argon2::ARGON2ID_IDENT
        && hash.version == Some(Version::V0x13.into())
        && params.m_cost() <= MAX_MEMORY
        && params.t_cost() <= MAX_PASSES
        && params.p_cost() <= MAX_LANES
        && params.output_len().is_some_and(|length| (OUTPUT..=MAX_OUTPUT).contains(&length));
    bounded.then_some((hash, params))
}

fn is_outdated(params: &Params) -> bool {
    params.m_cost() < MEMORY || params.t_cost() < PASSES
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use argon2::PasswordHasher;

    use super::*;

    fn hashed(password: &[u8], salt: &[u8; SALT]) -> String {
        hash(password, salt, &mut Memory::default()).unwrap()
    }

    fn verified(stored: &str, password: &[u8]) -> Verification {
        verify(stored, password, &mut Memory::default())
    }

    /// A hash with parameters of the test's choice.
    fn with(memory: u32, passes: u32) -> String {
        let params = Params::new(memory, passes, LANES, Some(OUTPUT)).unwrap();
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        argon2.hash_password_with_salt(b"gulls over the pier", &[7; SALT]).unwrap().to_string()
    }

    #[test]
    fn hash_names_the_settled_parameters_and_verifies() {
        let stored = hashed(b"gulls over the pier", &[7; SALT]);
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert_eq!(stored, with(MEMORY, PASSES), "the library makes another one");
        assert_eq!(verified(&stored, b"gulls over the pier"), Verification::Right);
        assert_eq!(verified(&stored, b"gulls over the pier "), Verification::Wrong);
        assert_ne!(hashed(b"gulls over the pier", &[8; SALT]), stored);
    }

    // AU-14
    #[test]
    fn hash_of_weaker_parameters_is_right_and_outdated() {
        assert_eq!(verified(&with(MEMORY / 2, PASSES), b"gulls over the pier"), Verification::Outdated);
        assert_eq!(verified(&with(MEMORY, 1), b"gulls over the pier"), Verification::Outdated);
        assert_eq!(verified(&with(MEMORY, 1), b"something else"), Verification::Wrong);
        assert_eq!(verified(&with(MEMORY, 3), b"gulls over the pier"), Verification::Right);
    }

    #[test]
    fn stored_parameters_are_bounded_before_anything_is_computed() {
        let honest = with(MEMORY, PASSES);
        let begun = std::time::Instant::now();
        for absurd in [
            honest.replace("m=19456", "m=4194304"),
            honest.replace("t=2", "t=4000000"),
            honest.replace("p=1", "p=64"),
            honest.replace("argon2id", "argon2i"),
            honest.replace("v=19", "v=16"),
            "plain".to_owned(),
            String::new(),
        ] {
            assert_eq!(verified(&absurd, b"gulls over the pier"), Verification::Wrong, "{absurd}");
        }
        assert!(begun.elapsed() < Duration::from_millis(50));
    }

    // EN-01
    #[test]
    fn nobodys_hash_costs_as_much_as_a_real_one() {
        let (_, params) = parse(NOBODYS).unwrap();
        let (_, real) = parse(&hashed(b"gulls over the pier", &[7; SALT])).unwrap();
        assert_eq!(params, real);
        assert_eq!(verified(NOBODYS, b""), Verification::Wrong);
    }
}
