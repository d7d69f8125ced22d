//! Argon2id, with the parameters that OWASP names as the least, and at most as many at once as there are permits.

use std::sync::Arc;
use std::time::Duration;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use model::error::AppError;
use tokio::sync::Semaphore;

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

/// How long a check waits for its turn before the answer is "busy".
const WAIT: Duration = Duration::from_secs(2);
const RETRY_AFTER_SECS: u32 = 2;

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

/// Runs one hashing off the runtime's threads when its turn has come. The permit moves into the work itself: a caller
/// who goes away does not make room for another one while the work goes on.
pub(super) async fn run<T: Send + 'static>(
    permits: &Arc<Semaphore>,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, AppError> {
    let busy = AppError::Unavailable { retry_after_secs: RETRY_AFTER_SECS };
    let Ok(Ok(permit)) = tokio::time::timeout(WAIT, Arc::clone(permits).acquire_owned()).await else {
        return Err(busy);
    };
    let worked = tokio::task::spawn_blocking(move || {
        let _permit = permit;
        work()
    });
    worked.await.map_err(|error| {
        tracing::error!(%error, "hashing a password did not finish");
        busy
    })
}

/// A new hash, as a PHC string.
pub(super) fn hash(password: &[u8], salt: &[u8; SALT]) -> Result<String, AppError> {
    today().and_then(|argon2| argon2.hash_password_with_salt(password, salt)).map(|hash| hash.to_string()).map_err(
        |error| {
            tracing::error!(%error, "a password could not be hashed");
            AppError::Unavailable { retry_after_secs: RETRY_AFTER_SECS }
        },
    )
}

/// Compares with a stored hash. One that we would never have made matches nothing, and is logged.
pub(super) fn verify(stored: &str, password: &[u8]) -> Verification {
    let Some((hash, params)) = parse(stored) else {
        tracing::error!("a stored password hash is none of ours");
        return Verification::Wrong;
    };
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone());
    match argon2.verify_password(password, &hash) {
        Ok(()) if is_outdated(&params) => Verification::Outdated,
        Ok(()) => Verification::Right,
        Err(_) => Verification::Wrong,
    }
}

fn today() -> Result<Argon2<'static>, argon2::password_hash::Error> {
    let params = Params::new(MEMORY, PASSES, LANES, Some(OUTPUT))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
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
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    /// A hash with parameters of the test's choice.
    fn with(memory: u32, passes: u32) -> String {
        let params = Params::new(memory, passes, LANES, Some(OUTPUT)).unwrap();
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        argon2.hash_password_with_salt(b"gulls over the pier", &[7; SALT]).unwrap().to_string()
    }

    #[test]
    fn hash_names_the_settled_parameters_and_verifies() {
        let stored = hash(b"gulls over the pier", &[7; SALT]).unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert_eq!(verify(&stored, b"gulls over the pier"), Verification::Right);
        assert_eq!(verify(&stored, b"gulls over the pier "), Verification::Wrong);
        assert_ne!(hash(b"gulls over the pier", &[8; SALT]).unwrap(), stored);
    }

    // AU-14
    #[test]
    fn hash_of_weaker_parameters_is_right_and_outdated() {
        assert_eq!(verify(&with(MEMORY / 2, PASSES), b"gulls over the pier"), Verification::Outdated);
        assert_eq!(verify(&with(MEMORY, 1), b"gulls over the pier"), Verification::Outdated);
        assert_eq!(verify(&with(MEMORY, 1), b"something else"), Verification::Wrong);
        assert_eq!(verify(&with(MEMORY, 3), b"gulls over the pier"), Verification::Right);
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
            assert_eq!(verify(&absurd, b"gulls over the pier"), Verification::Wrong, "{absurd}");
        }
        assert!(begun.elapsed() < Duration::from_millis(50));
    }

    // EN-01
    #[test]
    fn nobodys_hash_costs_as_much_as_a_real_one() {
        let (_, params) = parse(NOBODYS).unwrap();
        let (_, real) = parse(&hash(b"gulls over the pier", &[7; SALT]).unwrap()).unwrap();
        assert_eq!(params, real);
        assert_eq!(verify(NOBODYS, b""), Verification::Wrong);
    }

    // AU-13
    #[tokio::test(flavor = "multi_thread")]
    async fn callers_who_go_away_make_no_room_for_more_work() {
        let permits = Arc::new(Semaphore::new(2));
        let running = Arc::new(AtomicUsize::new(0));
        let most = Arc::new(AtomicUsize::new(0));
        for _ in 0..50 {
            let (running, most) = (Arc::clone(&running), Arc::clone(&most));
            let work = run(&permits, move || {
                most.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                let _ = hash(b"gulls over the pier", &[7; SALT]);
                running.fetch_sub(1, Ordering::SeqCst);
            });
            // Long enough to begin, too short to finish.
            let _ = tokio::time::timeout(Duration::from_millis(2), work).await;
        }
        let _all = permits.acquire_many(2).await.unwrap();
        assert_eq!(most.load(Ordering::SeqCst), 2);
    }

    // AU-12
    #[tokio::test]
    async fn whoever_waits_too_long_is_told_that_it_is_busy() {
        let permits = Arc::new(Semaphore::new(0));
        let busy = AppError::Unavailable { retry_after_secs: 2 };
        assert_eq!(run(&permits, || ()).await, Err(busy));
    }
}
