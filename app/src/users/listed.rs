//! The rows that are shown, as they came last.
//!
//! A row is built once and follows the person, so that its menu stays open and the keyboard stays where it is when the
//! list is read again.

use leptos::prelude::*;
use model::ids::UserId;
use model::time::Moment;
use model::users::{UserSort, UserSummary};

/// What table and cards show.
#[derive(Clone, Copy)]
pub(super) struct Listed {
    pub(super) rows: Memo<Vec<UserSummary>>,
    /// The server's time when they were read.
    pub(super) now: Memo<Moment>,
    /// What they are sorted by, and whether the other way round.
    pub(super) sorted: Memo<(UserSort, bool)>,
    /// Newer ones are on their way.
    pub(super) busy: Signal<bool>,
}

impl Listed {
    /// Whether more than names and roles may be seen.
    pub(super) fn is_full(self) -> bool {
        self.rows.with(|rows| rows.iter().any(|row| row.details.is_some()))
    }

    /// Who is listed, in order.
    pub(super) fn ids(self) -> Signal<Vec<UserId>> {
        Signal::derive(move || self.rows.with(|rows| rows.iter().map(|row| row.id).collect()))
    }

    /// One of them, as they are now; as they were last, once they are not listed any more.
    pub(super) fn user(self, first: UserSummary) -> Memo<UserSummary> {
        Memo::new(move |last: Option<&UserSummary>| {
            let listed = self.rows.with(|rows| rows.iter().find(|row| row.id == first.id).cloned());
            listed.unwrap_or_else(|| last.unwrap_or(&first).clone())
        })
    }
}
