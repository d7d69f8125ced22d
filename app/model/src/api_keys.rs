//! The personal API key: what its panel shows. The key itself is in one answer only, the one in which it is revealed.

use serde::{Deserialize, Serialize};

use crate::time::Moment;

/// What every key begins with, so that scanners of code and tickets find it.
pub const KEY_PREFIX: &str = "rc_pat_";

/// The panel.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ApiKeyPanel {
    /// The key, if there is one.
    pub key: Option<ApiKeyInfo>,
    /// The whole key, right after it was made, or when its owner asked to see it.
    pub revealed: Option<String>,
    /// Whether the password is asked for before anything is done.
    pub needs_step_up: bool,
    /// Today, in the reader's zone: the first day on which a key can end.
    pub today: String,
    /// The server's time, in the reader's zone.
    pub now: Moment,
    /// How long the workspace lets a key work; none without a limit.
    pub longest: Option<KeyLimit>,
}

/// How long the workspace lets a key work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyLimit {
    /// Days.
    pub days: u32,
    /// The last day that can be chosen, in the reader's zone.
    pub last_day: String,
}

/// What is known of a key without having it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ApiKeyInfo {
    /// Its first characters, by which its owner knows it again.
    pub start: String,
    /// Tells this key from the one before it; no secret.
    pub selector: String,
    /// When it was made.
    pub created: Moment,
    /// When it stops working; none for a key without an end.
    pub expires: Option<Moment>,
    /// Whether that is past.
    pub has_ended: bool,
    /// Its last use, known to the minute.
    pub last_use: Option<KeyUse>,
}

/// When a key was used, and from where.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeyUse {
    /// When.
    pub at: Moment,
    /// The address; empty if it is not known.
    pub address: String,
}
