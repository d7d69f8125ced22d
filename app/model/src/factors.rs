//! Who has a second factor, for those who answer for security.

use serde::{Deserialize, Serialize};

use crate::ids::UserId;
use crate::page::Page;
use crate::time::Moment;

text_enum! {
    /// Whether somebody has a second factor.
    pub enum FactorState {
        /// Set up here.
        On = "on",
        /// Not set up.
        Off = "off",
        /// The business of the system that keeps the account.
        External = "external",
    }
}

text_enum! {
    /// Whom the list shows.
    pub enum FactorFilter {
        /// Those who have one.
        On = "on",
        /// Those who have none.
        Off = "off",
        /// Those whose account is kept elsewhere.
        External = "external",
        /// Those who have one, and few backup codes.
        Few = "few",
    }
}

text_enum! {
    /// The order of the list.
    pub enum FactorSort {
        /// By name.
        Name = "name",
        /// By name, the other way around.
        NameDown = "-name",
        /// Who was last here the longest ago first.
        Seen = "last_seen",
        /// Who was here last first.
        SeenDown = "-last_seen",
    }
}

/// Which part of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactorQuery {
    /// Whom; none is everybody.
    pub state: Option<FactorFilter>,
    /// In which order.
    pub sort: FactorSort,
    /// The page, from 1.
    pub page: u32,
}

impl Default for FactorQuery {
    fn default() -> Self {
        Self { state: None, sort: FactorSort::Name, page: 1 }
    }
}

/// A line of the list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FactorRow {
    /// Who.
    pub id: UserId,
    /// First and last name.
    pub name: String,
    /// Address, as entered.
    pub email: String,
    /// Whether they have one.
    pub state: FactorState,
    /// When they were last here.
    pub last_seen: Option<Moment>,
    /// Backup codes that work.
    pub codes_left: u32,
    /// Reminders that were sent to them.
    pub reminders: u32,
    /// When the last of these was.
    pub reminded: Option<Moment>,
}

/// The field of those who are to be reminded.
pub const USERS: &str = "users";
/// People who can be reminded by one form.
pub const REMIND_MOST: u32 = 500;

/// The list of people who can sign in, and what it comes to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FactorList {
    /// How many have one.
    pub on: u64,
    /// How many have none: they would have to set one up before anything else.
    pub off: u64,
    /// How many are the business of another system.
    pub external: u64,
    /// Whether everybody needs one, now or from a planned day on: only then is anybody reminded.
    pub needed: bool,
    /// The lines.
    pub page: Page<FactorRow>,
    /// The server's time, in the reader's zone.
    pub now: Moment,
}
