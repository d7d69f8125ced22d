//! Changing an address: what waits for its confirmation, and the page that asks for it.

use serde::{Deserialize, Serialize};

use crate::time::Moment;

/// A new address that waits to be confirmed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingEmail {
    /// The new address, as entered.
    pub address: String,
    /// When its link ends.
    pub until: Moment,
    /// Who asked for it, where that was somebody else.
    pub asked_by: Option<String>,
}

/// What the page of the link shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmailPage {
    /// The address until now.
    pub former: String,
    /// The new one.
    pub address: String,
    /// Who asked for it, where that was somebody else.
    pub asked_by: Option<String>,
}
