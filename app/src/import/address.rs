//! What the address of the page says.

use leptos_router::params::ParamsMap;
use model::import::{ImportQuery, RowKind};

use crate::links::{escaped, text};

/// The page, and where tables are sent to.
pub(crate) const PAGE: &str = "/users/import";

/// Where tables are sent.
pub(super) const UPLOAD: &str = "/uploads/people";

/// Where the report comes as a file.
const REPORT: &str = "/users/import/report";

/// Characters of a key.
const KEY_MAX: usize = 64;

/// What is asked for; what an address cannot mean is left out.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Address {
    pub(super) query: ImportQuery,
    /// Whoever is here is to be changed too: what was chosen before the password was asked for.
    pub(super) with_changes: bool,
}

impl Address {
    pub(super) fn read(params: &ParamsMap) -> Self {
        let one = |name: &str| params.get(name).unwrap_or_default();
        let query = ImportQuery {
            key: text(&one("key"), KEY_MAX),
            show: one("show").parse().ok(),
            page: one("page").parse().unwrap_or(1).max(1),
        };
        Self { query, with_changes: one("changes") == "yes" }
    }
}

/// The address of a part of the rows.
pub(super) fn href(key: &str, show: Option<RowKind>, page: u32) -> String {
    let mut address = of_key(key);
    if let Some(show) = show {
        address.push_str(&format!("&show={show}"));
    }
    if page > 1 {
        address.push_str(&format!("&page={page}"));
    }
    address
}

/// The address of a table that was checked.
#[must_use]
pub fn of_key(key: &str) -> String {
    format!("{PAGE}?key={}", escaped(key))
}

/// The address of its report.
pub(super) fn report(key: &str) -> String {
    format!("{REPORT}?key={}", escaped(key))
}

/// The same while whoever is here is to be changed too.
#[cfg(feature = "ssr")]
pub(super) fn applying(key: &str, with_changes: bool) -> String {
    let changes = if with_changes { "&changes=yes" } else { "" };
    format!("{}{changes}", of_key(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn params(pairs: &[(&str, &str)]) -> ParamsMap {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn an_address_survives_the_way_there_and_back() {
        let address = Address::read(&params(&[("key", "a_b-c"), ("show", "invalid"), ("page", "3")]));
        assert_eq!(
            href("a_b-c", address.query.show, address.query.page),
            "/users/import?key=a_b-c&show=invalid&page=3"
        );
        assert_eq!(href("a", None, 1), "/users/import?key=a");
        assert_eq!(report("a&b"), "/users/import/report?key=a%26b");
    }

    // IN-03 IN-04
    #[test]
    fn what_an_address_cannot_mean_is_ignored() {
        let address = Address::read(&params(&[("show", "everything"), ("page", "-1"), ("changes", "on")]));
        assert_eq!(address, Address { query: ImportQuery { page: 1, ..ImportQuery::default() }, with_changes: false });
    }
}
