//! Names for people: what happened to whom, gathered by what it was.

use model::bulk::{BulkGroup, BulkOutcome, Names, SkipReason, Skipped};

use crate::entity::user;
use crate::users;

/// What somebody is called.
pub(super) fn name(user: &user::Model) -> String {
    users::display_name(&user.first_name, &user.last_name, &user.email)
}

/// People to whom nothing happens, by reason, in the order in which the reasons came up.
#[derive(Default)]
pub(super) struct SkippedPeople(Vec<Skipped>);

impl SkippedPeople {
    /// One more; whoever is not there has no name.
    pub(super) fn push(&mut self, reason: SkipReason, user: Option<&user::Model>) {
        let mut one = Names::default();
        let people = match self.0.iter_mut().find(|skipped| skipped.reason == reason) {
            Some(skipped) => &mut skipped.people,
            None => &mut one,
        };
        match user {
            Some(user) => people.push(name(user)),
            None => people.count = people.count.saturating_add(1),
        }
        if one.count > 0 {
            self.0.push(Skipped { reason, people: one });
        }
    }

    pub(super) fn into_list(self) -> Vec<Skipped> {
        self.0
    }
}

/// People whom a change changes, by equal outcome.
#[derive(Default)]
pub(super) struct Groups(Vec<BulkGroup>);

impl Groups {
    pub(super) fn push(&mut self, outcome: BulkOutcome, user: &user::Model) {
        match self.0.iter_mut().find(|group| group.outcome == outcome) {
            Some(group) => group.people.push(name(user)),
            None => self.0.push(BulkGroup { outcome, people: Names { count: 1, names: vec![name(user)] } }),
        }
    }

    /// The most people first.
    pub(super) fn into_list(mut self) -> Vec<BulkGroup> {
        self.0.sort_by_key(|group| std::cmp::Reverse(group.people.count));
        self.0
    }
}
