//! Security settings: one's own password and second factor.

use serde::{Deserialize, Serialize};

use crate::time::Moment;

/// Backup codes of a set.
pub const BACKUP_CODES: usize = 10;
/// So few left, and the page warns.
pub const FEW_CODES: u32 = 3;

/// What the page of the security settings shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SecurityPage {
    /// Shortest password.
    pub password_min: u32,
    /// Whether the password is kept here; otherwise another system has it.
    pub local: bool,
    /// The second factor.
    pub two_factor: TwoFactor,
}

/// Somebody's own second factor.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct TwoFactor {
    /// Since when it is on; none while it is off.
    pub since: Option<Moment>,
    /// Backup codes that still work.
    pub codes_left: u32,
    /// What is being set up in this session.
    pub enrollment: Option<Enrollment>,
    /// Whether the workspace asks everybody for one, so that it cannot be switched off.
    pub enforced: bool,
}

/// The secret is no matter for a log.
impl std::fmt::Debug for TwoFactor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TwoFactor")
            .field("since", &self.since)
            .field("codes_left", &self.codes_left)
            .finish_non_exhaustive()
    }
}

/// What the page shows on which a second factor is set up because the workspace asks for one.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct EnrollPage {
    /// Whether nothing else is open before.
    pub required: bool,
    /// Whether it is set up.
    pub on: bool,
    /// Backup codes that work.
    pub codes_left: u32,
    /// What is being set up in this session.
    pub enrollment: Option<Enrollment>,
}

/// The secret is no matter for a log.
impl std::fmt::Debug for EnrollPage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EnrollPage").field("required", &self.required).field("on", &self.on).finish_non_exhaustive()
    }
}

/// An authenticator that is being set up.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Enrollment {
    /// The key as text, in groups of four.
    pub key: String,
    /// The width of the QR code, in modules.
    pub size: u32,
    /// The path that fills its dark modules.
    pub path: String,
}

/// What the page of the second step shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodePage {
    /// Wrong codes that are left before the password is asked for again.
    pub left: u32,
}
