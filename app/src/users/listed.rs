//! The list as it came last.
//!
//! A row is built once and follows the person, so that its menu stays open and the keyboard stays where it is when the
//! list is read again.

use leptos::prelude::*;
use model::ids::UserId;
use model::time::Moment;
use model::users::{UserSummary, UsersPage};

use crate::data::Latest;
use crate::keyed::keyed;

/// What the page shows.
#[derive(Clone, Copy)]
pub(super) struct Listed {
    pub(super) latest: Latest<UsersPage>,
    /// Newer is on its way.
    pub(super) busy: Signal<bool>,
}

impl Listed {
    /// Reads something of it.
    pub(super) fn with<R: Default>(self, read: impl FnOnce(&UsersPage) -> R) -> R {
        self.latest.with(read).unwrap_or_default()
    }

    /// Somebody, and the server's time; none once they are not listed any more. A copy, because reading in place would
    /// put the search into the program once for everything that is read.
    #[inline(never)]
    pub(super) fn user(self, id: UserId) -> Option<(UserSummary, Moment)> {
        let find = |page: &UsersPage| page.page.rows.iter().find(|row| row.id == id).map(|row| (row.clone(), page.now));
        self.latest.with(find).flatten()
    }

    /// A view for each of them.
    pub(super) fn each(self, build: impl Fn(UserId) -> AnyView + Send + Sync + 'static) -> AnyView {
        let keys = move || self.with(|page| page.page.rows.iter().map(|row| row.id.to_string()).collect());
        keyed(keys, move |key| key.parse().map_or_else(|_| ().into_any(), &build))
    }
}
