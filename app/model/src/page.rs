//! Pages of lists.

use serde::{Deserialize, Serialize};

/// Rows on a page, unless chosen otherwise.
pub const DEFAULT_PER_PAGE: u32 = 25;

/// The choices for the number of rows on a page.
pub const PER_PAGE: [u32; 4] = [10, 25, 50, 100];

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Page<T> {
    /// The rows of this page.
    pub rows: Vec<T>,
    /// Rows on all pages.
    pub total: u64,
    /// The number of this page; the first is 1.
    pub page: u32,
    /// Rows on a full page.
    pub per: u32,
}

impl<T> Page<T> {
    /// How many pages there are; an empty list has one.
    #[must_use]
    pub fn pages(&self) -> u32 {
        u32::try_from(self.total.div_ceil(u64::from(self.per.max(1)))).unwrap_or(u32::MAX).max(1)
    }
}

/// The nearest offered page size.
#[must_use]
pub fn clamp_per(per: u32) -> u32 {
    if PER_PAGE.contains(&per) { per } else { DEFAULT_PER_PAGE }
}
