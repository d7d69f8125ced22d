//! Importing people: a table, what its columns mean, and what happens to each row.
//!
//! A table is checked first and applied afterward, and both see the same text: what was checked is kept on the server
//! under a key. The answer names a fingerprint of everything that would happen; it comes back with the order, so that
//! nothing happens that was not shown.

use serde::{Deserialize, Serialize};

use crate::access::{Blocker, CompanyPermission, CompanyRole, Verdict};
use crate::changes::RecentChange;
use crate::error::AppError;
use crate::fields::FieldCode;
use crate::ids::ChangeSetId;
use crate::language::Language;
use crate::page::Page;
use crate::seats::SeatCount;
use crate::time::Timestamp;

/// Rows of people in one table.
pub const ROWS_MAX: u32 = 20_000;

/// Longest table, in bytes: room for 20,000 rows of an export with long names.
pub const TABLE_MAX_BYTES: usize = 8 * 1024 * 1024;

/// Columns that are looked at; those behind them are passed over.
pub const COLUMNS_MAX: usize = 40;

/// People here already whom one import changes, as in any other change of many people.
pub const CHANGES_MAX: u32 = crate::bulk::PEOPLE_MAX;

/// Rows on a page of verdicts.
pub const ROWS_PER_PAGE: u32 = 50;

text_enum! {
    /// What a column of a table says.
    pub enum ImportColumn {
        /// The address.
        Email = "email",
        /// First name.
        FirstName = "first_name",
        /// Last name.
        LastName = "last_name",
        /// Both parts of the name.
        Name = "name",
        /// Role in the workspace.
        Role = "role",
        /// Permissions on top of the role.
        Permissions = "permissions",
        /// Language of the invitation.
        Language = "language",
        /// Status; only tells who was archived when the table was made.
        Status = "status",
    }
}

text_enum! {
    /// What happens to a row, in the order in which people see them.
    pub enum RowKind {
        /// Someone new is invited.
        New = "new",
        /// Someone who is here is changed, if that is wanted.
        Changed = "changed",
        /// Not allowed.
        Blocked = "blocked",
        /// Something in it cannot be read.
        Invalid = "invalid",
        /// The same address as a row before.
        Duplicate = "duplicate",
        /// Someone who is here, and as the row says.
        Unchanged = "unchanged",
    }
}

/// What would change about someone who is here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowChange {
    /// The name that they have now, if they get another.
    pub name: Option<String>,
    /// The role that they have now, if they get another.
    pub role: Option<CompanyRole>,
    /// Permissions that they get.
    pub gives: Vec<CompanyPermission>,
    /// Permissions that they lose.
    pub takes: Vec<CompanyPermission>,
}

/// What happens to a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowVerdict {
    /// Is invited.
    New,
    /// Is here, and something would change.
    Changed(RowChange),
    /// Is here, and nothing would change.
    Unchanged,
    /// Cannot be read.
    Invalid {
        /// Where.
        column: ImportColumn,
        /// What is wrong there.
        code: FieldCode,
    },
    /// Has the address of a row before.
    Duplicate {
        /// The number of that row.
        of: u32,
    },
    /// The one who asks may not do it.
    Blocked {
        /// Why.
        blocker: Blocker,
    },
    /// Was archived; can be restored, not imported.
    Archived,
}

impl RowVerdict {
    /// Under which of the totals it counts.
    #[must_use]
    pub const fn kind(&self) -> RowKind {
        match self {
            Self::New => RowKind::New,
            Self::Changed(_) => RowKind::Changed,
            Self::Unchanged => RowKind::Unchanged,
            Self::Invalid { .. } => RowKind::Invalid,
            Self::Duplicate { .. } => RowKind::Duplicate,
            Self::Blocked { .. } | Self::Archived => RowKind::Blocked,
        }
    }
}

/// A row with its verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRow {
    /// Its number, as a spreadsheet counts.
    pub number: u32,
    /// What stands in the column of the address.
    pub email: String,
    /// The name in it.
    pub name: String,
    /// The role that they would have.
    pub role: Option<CompanyRole>,
    /// The permissions on top of it.
    pub permissions: Vec<CompanyPermission>,
    /// Language of the invitation, for someone new.
    pub language: Option<Language>,
    /// The address is written with a punycode domain.
    pub lookalike: bool,
    /// What happens.
    pub verdict: RowVerdict,
}

/// A column as it stands in the table, and what it is taken for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenColumn {
    /// What stands above it; empty when the table has no such row.
    pub header: String,
    /// The first that stands in it.
    pub sample: String,
    /// What it is taken for; nothing when it is passed over.
    pub means: Option<ImportColumn>,
}

/// What the columns mean, and what holds where a row says nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImportSettings {
    /// What each column means, in their order.
    pub columns: Vec<Option<ImportColumn>>,
    /// Role of new people without one.
    pub role: CompanyRole,
    /// Language of invitations without one.
    pub language: Language,
}

/// Which part of which import is looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImportQuery {
    /// The key of a table that was checked; empty before that.
    pub key: String,
    /// Only rows of this kind.
    pub show: Option<RowKind>,
    /// Which page of them.
    pub page: u32,
}

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportDone {
    /// New people.
    pub invited: u32,
    /// People changed.
    pub changed: u32,
    /// When the mails leave.
    pub mails_leave_at: Timestamp,
    /// By this it is taken back; none for one of an older program.
    #[serde(default)]
    pub change: Option<ChangeSetId>,
}

/// A table that was checked, and what comes of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ImportCheck {
    /// Its key.
    pub key: String,
    /// Its columns; none once it was applied.
    pub columns: Vec<SeenColumn>,
    /// Role of new people without one.
    pub role: CompanyRole,
    /// Language of invitations without one.
    pub language: Language,
    /// No column is the address; then no row has a verdict.
    pub lacks_address: bool,
    /// How many rows there are of each kind, in the order of [`RowKind::ALL`].
    pub totals: Vec<(RowKind, u32)>,
    /// The rows that are shown.
    pub rows: Page<ImportRow>,
    /// Fingerprint of everything that would happen.
    pub seen: String,
    /// What was done, once it was.
    pub done: Option<ImportDone>,
    /// The same as Recent changes shows it, as long as it is there.
    pub change: Option<RecentChange>,
}

impl ImportCheck {
    /// How many rows there are of a kind.
    #[must_use]
    pub fn total(&self, kind: RowKind) -> u32 {
        self.totals.iter().find(|(known, _)| *known == kind).map_or(0, |(_, total)| *total)
    }

    /// Whether applying it could do anything.
    #[must_use]
    pub fn can_apply(&self) -> bool {
        self.done.is_none() && self.total(RowKind::New) + self.total(RowKind::Changed) > 0
    }
}

/// What the Import page shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ImportPage {
    /// What was checked; nothing yet, or no longer kept.
    pub check: Option<ImportCheck>,
    /// A key was given, and what it stood for is not kept any more.
    pub outdated: bool,
    /// Seats at this moment.
    pub seats: SeatCount,
    /// Whether the one who asks may buy more.
    pub buy: Verdict,
    /// What a form without script was refused for.
    pub refused: Option<AppError>,
}
