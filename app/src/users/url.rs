//! The list's state in its address. Default values are left out.

use leptos_router::params::ParamsMap;
use model::access::{CompanyPermission, CompanyRole};
use model::page::{DEFAULT_PER_PAGE, clamp_per};
use model::users::{StatusFilter, UserColumn, UserQuery, UserSort};

use crate::links::{escaped, text};

/// Where people come as a file.
pub(super) const EXPORT: &str = "/users/export";

/// Table or cards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum View {
    #[default]
    Table,
    Cards,
}

/// What the list would find that has these pairs in its address.
#[cfg(feature = "ssr")]
pub fn user_query(pairs: impl IntoIterator<Item = (String, String)>) -> UserQuery {
    ListState::read(&pairs.into_iter().collect()).query
}

/// Those of all that are named, each once and in their order. Nothing is sorted, because each sort of its own type weighs
/// five kilobytes in the program.
fn named<T: Copy>(all: &[T], name: fn(T) -> &'static str, words: &[String]) -> Vec<T> {
    all.iter().copied().filter(|one| words.iter().any(|word| word == name(*one))).collect()
}

/// Everything that the address says.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ListState {
    pub(super) query: UserQuery,
    pub(super) view: View,
    pub(super) columns: Vec<UserColumn>,
    pub(super) dialog: Option<String>,
}

impl ListState {
    /// Reads the address; what it cannot mean is left at its default.
    pub(super) fn read(params: &ParamsMap) -> Self {
        let all = |name: &str| -> Vec<String> {
            let values = params.get_all(name).unwrap_or_default();
            values.iter().flat_map(|value| value.split(',')).map(str::to_owned).collect()
        };
        let one = |name: &str| params.get(name).unwrap_or_default();
        let sort = one("sort");
        let (sort, descending) = sort.strip_prefix('-').map_or((sort.as_str(), false), |sort| (sort, true));
        let columns: Vec<UserColumn> = all("cols").iter().filter_map(|word| word.parse().ok()).collect();
        Self {
            query: UserQuery {
                q: text(&one("q"), 200),
                roles: named(CompanyRole::ALL, CompanyRole::as_str, &all("role")),
                statuses: named(StatusFilter::ALL, StatusFilter::as_str, &all("status")),
                permissions: named(CompanyPermission::ALL, CompanyPermission::as_str, &all("perm")),
                archived: one("archived") == "yes",
                sort: sort.parse().unwrap_or(UserSort::Name),
                descending,
                page: one("page").parse().unwrap_or(1).max(1),
                per: clamp_per(one("per").parse().unwrap_or(DEFAULT_PER_PAGE)),
            },
            view: if one("view") == "cards" { View::Cards } else { View::Table },
            columns: if columns.is_empty() { UserColumn::INITIAL.to_vec() } else { columns },
            dialog: Some(text(&one("dialog"), 40)).filter(|name| !name.is_empty()),
        }
    }

    /// The values that differ from the defaults, as pairs for a query or for hidden fields.
    pub(super) fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        let query = &self.query;
        if self.view == View::Cards {
            pairs.push(("view", "cards".to_owned()));
        }
        if !query.q.is_empty() {
            pairs.push(("q", query.q.clone()));
        }
        pairs.extend(query.roles.iter().map(|role| ("role", role.to_string())));
        pairs.extend(query.statuses.iter().map(|status| ("status", status.to_string())));
        pairs.extend(query.permissions.iter().map(|permission| ("perm", permission.to_string())));
        if query.archived {
            pairs.push(("archived", "yes".to_owned()));
        }
        if query.sort != UserSort::Name || query.descending {
            let sign = if query.descending { "-" } else { "" };
            pairs.push(("sort", format!("{sign}{}", query.sort)));
        }
        if self.columns != UserColumn::INITIAL {
            pairs.extend(self.columns.iter().map(|column| ("cols", column.to_string())));
        }
        if query.page > 1 {
            pairs.push(("page", query.page.to_string()));
        }
        if query.per != DEFAULT_PER_PAGE {
            pairs.push(("per", query.per.to_string()));
        }
        if let Some(dialog) = &self.dialog {
            pairs.push(("dialog", dialog.clone()));
        }
        pairs
    }

    /// The address of this state.
    pub(super) fn href(&self) -> String {
        let query: Vec<String> =
            self.pairs().into_iter().map(|(name, value)| format!("{name}={}", escaped(&value))).collect();
        if query.is_empty() { "/users".to_owned() } else { format!("/users?{}", query.join("&")) }
    }

    /// Where everyone whom it finds comes as a file, on whichever page.
    pub(super) fn export_href(&self) -> String {
        let query: Vec<String> =
            self.export_pairs().into_iter().map(|(name, value)| format!("{name}={}", escaped(&value))).collect();
        if query.is_empty() { EXPORT.to_owned() } else { format!("{EXPORT}?{}", query.join("&")) }
    }

    /// What the file depends on.
    pub(super) fn export_pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = self.pairs();
        pairs.retain(|(name, _)| ["q", "role", "status", "perm", "archived", "sort"].contains(name));
        pairs
    }

    /// The same list with something changed, from its first page.
    pub(super) fn with(&self, change: impl FnOnce(&mut Self)) -> Self {
        let mut state = Self { dialog: None, ..self.clone() };
        state.query.page = 1;
        change(&mut state);
        state
    }

    /// Sorted by this; turned round when it is already.
    pub(super) fn sorted_by(&self, sort: UserSort) -> Self {
        let turn = self.query.sort == sort && !self.query.descending;
        self.with(|state| {
            state.query.sort = sort;
            state.query.descending = turn;
        })
    }

    /// Whether anything narrows the list.
    pub(super) fn is_filtered(&self) -> bool {
        !self.query.q.is_empty() || self.filters() > 0
    }

    /// How many filters are set, the search apart.
    pub(super) fn filters(&self) -> usize {
        usize::from(!self.query.roles.is_empty())
            + usize::from(!self.query.statuses.is_empty())
            + usize::from(!self.query.permissions.is_empty())
            + usize::from(self.query.archived)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn params(pairs: &[(&str, &str)]) -> ParamsMap {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn a_file_is_of_everyone_who_is_found_in_the_order_of_the_list() {
        let state = ListState::read(&params(&[
            ("q", "a b"),
            ("status", "invited"),
            ("sort", "-name"),
            ("page", "3"),
            ("view", "cards"),
            ("cols", "role"),
        ]));
        assert_eq!(state.export_href(), "/users/export?q=a%20b&status=invited&sort=-name");
        assert_eq!(ListState::read(&ParamsMap::new()).export_href(), "/users/export");
    }

    // S3.20
    #[test]
    fn an_address_survives_the_way_there_and_back() {
        let state = ListState::read(&params(&[
            ("q", "zoë"),
            ("status", "invited"),
            ("status", "not_accepted"),
            ("role", "guest"),
            ("perm", "billing"),
            ("archived", "yes"),
            ("sort", "-last_seen"),
            ("page", "3"),
            ("per", "50"),
            ("view", "cards"),
            ("cols", "role"),
        ]));
        assert_eq!(
            state.href(),
            "/users?view=cards&q=zo%C3%AB&role=guest&status=invited&status=not_accepted&perm=billing&archived=yes&sort=-last_seen&cols=role&page=3&per=50"
        );
        let again: ParamsMap = state.pairs().into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        assert_eq!(ListState::read(&again), state);
    }

    #[test]
    fn defaults_are_left_out() {
        assert_eq!(ListState::read(&ParamsMap::new()).href(), "/users");
    }

    // IN-03 IN-04
    #[test]
    fn what_an_address_cannot_mean_is_ignored() {
        let state = ListState::read(&params(&[
            ("sort", "password_hash"),
            ("page", "-1"),
            ("per", "100000"),
            ("role", "root"),
            ("perm", "sudo"),
        ]));
        assert_eq!(state.href(), "/users");
    }

    #[test]
    fn a_second_click_turns_the_order_round() {
        let state = ListState::read(&ParamsMap::new());
        assert_eq!(state.sorted_by(UserSort::Name).href(), "/users?sort=-name");
        assert_eq!(state.sorted_by(UserSort::Role).href(), "/users?sort=role");
        assert_eq!(state.sorted_by(UserSort::Role).sorted_by(UserSort::Role).href(), "/users?sort=-role");
    }
}
