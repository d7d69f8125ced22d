//! The mark of a known device: who has signed in from this browser before.
//!
//! A try that carries the mark of the user it names is counted apart from everybody else's, so that a stranger who
//! burns that user's tries does not lock the user out. The mark proves nothing else and opens nothing.

use model::ids::UserId;
use model::time::Timestamp;
use uuid::Uuid;

use crate::services::Services;

/// The cookie for which the mark is sealed.
const COOKIE: &str = "device";
/// People who share a browser; the one who was here longest ago is forgotten.
const USERS: usize = 8;
const LIFETIME_SECONDS: i64 = 365 * 24 * 60 * 60;
const ID: usize = 16;
const ENTRY: usize = ID + 8;

/// The users who have signed in from one browser, newest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Marks(Vec<(UserId, Timestamp)>);

impl Marks {
    /// Reads the cookie; one that we did not make marks nobody.
    pub(crate) fn open(services: &Services, cookie: Option<&str>) -> Self {
        cookie
            .and_then(|cookie| services.open_cookie(COOKIE, cookie))
            .map(|bytes| Self::parse(&bytes))
            .unwrap_or_default()
    }

    /// Whether this user has signed in here within the last year.
    pub(crate) fn know(&self, user: UserId, now: Timestamp) -> bool {
        self.0.iter().any(|(known, since)| *known == user && now < since.plus_seconds(LIFETIME_SECONDS))
    }

    /// The cookie after this user has signed in.
    pub(crate) fn seal_with(&self, services: &Services, user: UserId, now: Timestamp) -> String {
        let others = self.0.iter().copied().filter(|(known, _)| *known != user);
        let marks = Self(std::iter::once((user, now)).chain(others).take(USERS).collect());
        services.seal_cookie(COOKIE, &marks.bytes())
    }

    fn bytes(&self) -> Vec<u8> {
        self.0.iter().flat_map(|(user, since)| user.0.into_bytes().into_iter().chain(since.0.to_be_bytes())).collect()
    }

    fn parse(bytes: &[u8]) -> Self {
        let (entries, _) = bytes.as_chunks::<ENTRY>();
        let parse = |entry: &[u8; ENTRY]| {
            let (id, since) = entry.split_first_chunk::<ID>()?;
            Some((UserId(Uuid::from_bytes(*id)), Timestamp(i64::from_be_bytes(since.try_into().ok()?))))
        };
        Self(entries.iter().filter_map(parse).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_795_000_000_000);

    fn user(number: u128) -> UserId {
        UserId(Uuid::from_u128(number))
    }

    #[test]
    fn marks_survive_their_bytes() {
        let marks = Marks(vec![(user(1), NOW), (user(u128::MAX), Timestamp(0))]);
        assert_eq!(Marks::parse(&marks.bytes()), marks);
        assert_eq!(Marks::parse(&[1; ENTRY - 1]), Marks::default());
    }

    #[test]
    fn mark_counts_for_its_user_and_for_a_year() {
        let marks = Marks(vec![(user(1), NOW)]);
        assert!(marks.know(user(1), NOW));
        assert!(!marks.know(user(2), NOW));
        assert!(!marks.know(user(1), NOW.plus_seconds(LIFETIME_SECONDS)));
    }
}
