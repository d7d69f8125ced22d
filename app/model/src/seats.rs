//! How many seats there are.

use serde::{Deserialize, Serialize};

/// The largest number of seats that a workspace can hold.
pub const SEATS_MAX: u32 = 100_000;

/// Seats bought, used and held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeatCount {
    /// Bought.
    pub purchased: u32,
    /// Used by active users.
    pub used: u32,
    /// Held by invitations whose link still works.
    pub reserved: u32,
}

impl SeatCount {
    /// Seats for further people.
    #[must_use]
    pub const fn free(self) -> u32 {
        self.purchased.saturating_sub(self.used).saturating_sub(self.reserved)
    }

    /// How many seats are short when `needed` more are wanted.
    #[must_use]
    pub const fn missing(self, needed: u32) -> u32 {
        needed.saturating_sub(self.free())
    }
}
