//! Which users are asked for, as conditions of SQL.

use model::access::{CompanyPermission, CompanyRole};
use model::time::Timestamp;
use model::users::{StatusFilter, UserQuery, UserStatus};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition};

use super::store;
use crate::db::search;
use crate::entity::user;

/// Words of a search that count; each costs a look at every row.
const WORDS_MAX: usize = 8;

/// Characters of a search; no address is longer.
const SEARCH_MAX: usize = 254;

/// How a condition is said. Both mean the same; they differ in the index that SQLite takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// By naming what is wanted: the index of the filter finds it.
    ByNaming,
    /// By naming what is not wanted: no index finds that, so the index of the order is taken.
    ByLeavingOut,
}

/// What a search looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SearchIn {
    /// Names only, for those who see nothing else.
    Names,
    /// Names, usernames and addresses.
    Everything,
}

/// What is asked for, less what the viewer may not ask for.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Wanted {
    pub(super) statuses: Vec<StatusFilter>,
    pub(super) roles: Vec<CompanyRole>,
    /// Any of them is to be held; none is no question.
    permissions: Vec<CompanyPermission>,
    /// All of them are to be found, in any order.
    words: Vec<String>,
    search_in: SearchIn,
}

impl Wanted {
    /// For those who see all fields.
    pub(super) fn of(query: &UserQuery) -> Self {
        let is_wanted = |status: &StatusFilter| {
            (query.statuses.is_empty() || query.statuses.contains(status))
                && (query.archived || *status != StatusFilter::Deleted)
        };
        Self {
            statuses: StatusFilter::ALL.iter().copied().filter(is_wanted).collect(),
            roles: CompanyRole::ALL
                .iter()
                .copied()
                .filter(|role| query.roles.is_empty() || query.roles.contains(role))
                .collect(),
            permissions: query.permissions.clone(),
            words: words(&query.q),
            search_in: SearchIn::Everything,
        }
    }

    /// For those who see names and roles: a filter by anything else would tell what the list does not show.
    pub(super) fn of_directory(query: &UserQuery) -> Self {
        let query = UserQuery { statuses: Vec::new(), permissions: Vec::new(), archived: false, ..query.clone() };
        Self { search_in: SearchIn::Names, ..Self::of(&query) }
    }

    /// Whether there is something to search.
    pub(super) fn is_search(&self) -> bool {
        !self.words.is_empty()
    }

    /// Whether counting by status and role alone says how long the list is.
    pub(super) fn is_counted(&self) -> bool {
        self.words.is_empty() && self.permissions.is_empty()
    }

    /// Everything that is asked for.
    pub(super) fn condition(&self, said: Said, now: Timestamp) -> Condition {
        let filtered = Condition::all()
            .add(self.status(said))
            .add_option(self.role(said))
            .add_option(self.link(now))
            .add_option(self.holding(now));
        self.words.iter().fold(filtered, |all, word| {
            all.add(match self.search_in {
                SearchIn::Names => search::first_line_contains(user::Column::SearchText, word),
                SearchIn::Everything => search::contains(user::Column::SearchText, word),
            })
        })
    }

    fn status(&self, said: Said) -> Expr {
        let stored = |status: &UserStatus| self.statuses.iter().any(|filter| stored(*filter) == *status);
        let (wanted, rest): (Vec<UserStatus>, Vec<UserStatus>) = UserStatus::ALL.iter().copied().partition(stored);
        match said {
            Said::ByNaming => user::Column::Status.is_in(wanted),
            Said::ByLeavingOut => user::Column::Status.is_not_in(rest),
        }
    }

    fn role(&self, said: Said) -> Option<Expr> {
        let rest: Vec<CompanyRole> =
            CompanyRole::ALL.iter().copied().filter(|role| !self.roles.contains(role)).collect();
        match said {
            _ if rest.is_empty() => None,
            Said::ByNaming => Some(user::Column::Role.is_in(self.roles.iter().copied())),
            Said::ByLeavingOut => Some(user::Column::Role.is_not_in(rest)),
        }
    }

    fn holding(&self, now: Timestamp) -> Option<Condition> {
        let any = |any: Condition, permission: &CompanyPermission| any.add(store::hold(*permission, now));
        (!self.permissions.is_empty()).then(|| self.permissions.iter().fold(Condition::any(), any))
    }

    /// Invited and Not accepted are stored alike; the end of the link tells them apart.
    fn link(&self, now: Timestamp) -> Option<Condition> {
        let wants = |status| self.statuses.contains(&status);
        let until = user::Column::InviteUntil;
        let link = match (wants(StatusFilter::Invited), wants(StatusFilter::NotAccepted)) {
            (true, false) => Condition::any().add(until.gt(now)),
            (false, true) => Condition::any().add(until.lte(now)).add(until.is_null()),
            (true, true) | (false, false) => return None,
        };
        Some(link.add(user::Column::Status.ne(UserStatus::Invited)))
    }
}

/// The words of a search.
fn words(q: &str) -> Vec<String> {
    let q: String = q.chars().take(SEARCH_MAX).collect();
    let words = q.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    words.take(WORDS_MAX).map(str::to_owned).collect()
}

/// The stored status behind the one that people see.
const fn stored(status: StatusFilter) -> UserStatus {
    match status {
        StatusFilter::Active => UserStatus::Active,
        StatusFilter::Invited | StatusFilter::NotAccepted => UserStatus::Invited,
        StatusFilter::Disabled => UserStatus::Disabled,
        StatusFilter::Deleted => UserStatus::Deleted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // UL-11 S3.19
    #[test]
    fn archived_users_are_asked_for_by_name_only() {
        let asked = |statuses: &[StatusFilter], archived| {
            Wanted::of(&UserQuery { statuses: statuses.to_vec(), archived, ..UserQuery::default() }).statuses
        };
        assert!(!asked(&[], false).contains(&StatusFilter::Deleted));
        assert_eq!(asked(&[StatusFilter::Deleted], false), []);
        assert_eq!(asked(&[StatusFilter::Deleted], true), [StatusFilter::Deleted]);
        assert_eq!(asked(&[], true), StatusFilter::ALL);
    }

    // IN-04
    #[test]
    fn a_search_of_any_length_stays_small() {
        assert_eq!(words("  Ana\0Müller\n x "), ["Ana", "Müller", "x"]);
        assert_eq!(words(&"a ".repeat(10_000)).len(), WORDS_MAX);
        assert_eq!(words(&"x".repeat(1 << 20))[0].len(), SEARCH_MAX);
        assert!(words(" \t\u{3000}").is_empty());
    }

    // AZ-12
    #[test]
    fn the_directory_is_not_filtered_by_what_it_does_not_show() {
        let permissions = vec![CompanyPermission::Billing];
        let query =
            UserQuery { statuses: vec![StatusFilter::Disabled], permissions, archived: true, ..UserQuery::default() };
        let wanted = Wanted::of_directory(&query);
        assert!(wanted.is_counted());
        assert_eq!(wanted.statuses, Wanted::of(&UserQuery::default()).statuses);
        assert_eq!(wanted.search_in, SearchIn::Names);
    }
}
