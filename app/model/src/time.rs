//! Points in time.

use serde::{Deserialize, Serialize};

/// A point in time: milliseconds since 1970-01-01T00:00:00Z.
///
/// Stored as a BIGINT on both engines, so that comparing it means the same on both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "db", derive(sea_orm::DeriveValueType))]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// This much later; saturates.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1000)))
    }

    /// Whole seconds until `later`, rounded up; 0 when it has passed.
    #[must_use]
    pub fn seconds_until(self, later: Self) -> u32 {
        let ms = later.0.saturating_sub(self.0).max(0);
        u32::try_from(ms.saturating_add(999) / 1000).unwrap_or(u32::MAX)
    }
}

// Lets a column of this type be compared with a value of it, and with nothing else.
#[cfg(feature = "db")]
impl sea_orm::sea_query::DateTimeLikeValue for Timestamp {}

/// A point in time together with the offset from UTC that the reader's zone has at that moment.
///
/// The server knows the zones; both sides can then write the same date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    /// When.
    pub at: Timestamp,
    /// Minutes east of UTC.
    pub offset: i32,
}
