//! Who is selected. It is kept while paging, and is not in the address: a selection is about to be used, not to be sent.

use i18n::{I18n, Key, use_i18n};
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::bulk::{Reach, Selection};
use model::changes::Inverse;
use model::ids::UserId;
use model::users::{StatusView, UserQuery, UserSummary};
use ui::{Announcer, use_announcer};

use super::Kind;
use super::rpc::get_reach;

/// Someone who can be selected, with what applies to them.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Pick {
    id: UserId,
    reach: Reach,
}

impl Pick {
    fn of(user: &UserSummary) -> Self {
        let archived =
            user.details.as_ref().is_some_and(|details| matches!(details.status, StatusView::Deleted { .. }));
        let applies = |kind: Kind| {
            // Whoever is archived could be deleted for good, which is nothing for many at once.
            let fits = kind != Kind::Delete || !archived;
            u32::from(fits && user.actions.allows(kind.of_row()))
        };
        let reach = Reach {
            people: 1,
            edit: applies(Kind::Edit),
            resend: applies(Kind::Resend),
            disable: applies(Kind::Disable),
            enable: applies(Kind::Enable),
            delete: applies(Kind::Delete),
            restore: applies(Kind::Restore),
        };
        Self { id: user.id, reach }
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Chosen {
    /// These, in the order in which they were chosen.
    People(Vec<Pick>),
    /// Everyone whom the query finds; how many each change applies to is asked of the server.
    Matching { query: UserQuery, total: u32, reach: Option<Reach> },
}

/// The selection of the Users page.
#[derive(Clone, Copy)]
pub(in crate::users) struct Selecting {
    i18n: I18n,
    announcer: Announcer,
    chosen: RwSignal<Chosen>,
    /// The people on the page, in order.
    page: StoredValue<Vec<Pick>>,
    /// Where a range begins.
    anchor: StoredValue<Option<UserId>>,
}

/// Makes it; once, on the page.
pub(in crate::users) fn provide_selecting() -> Selecting {
    let selecting = Selecting {
        i18n: use_i18n(),
        announcer: use_announcer(),
        chosen: RwSignal::new(Chosen::People(Vec::new())),
        page: StoredValue::new(Vec::new()),
        anchor: StoredValue::new(None),
    };
    provide_context(selecting);
    selecting
}

/// The selection.
pub(in crate::users) fn use_selecting() -> Selecting {
    expect_context::<Selecting>()
}

impl Selecting {
    /// The people who are on the page now. Whoever is selected among them is taken over as they are now.
    pub(in crate::users) fn show(self, rows: &[UserSummary]) {
        let page: Vec<Pick> = rows.iter().map(Pick::of).collect();
        let newer = |pick: &Pick| page.iter().find(|row| row.id == pick.id).copied().unwrap_or(*pick);
        let stale = self.chosen.with_untracked(|chosen| match chosen {
            Chosen::People(people) => people.iter().any(|pick| newer(pick) != *pick),
            Chosen::Matching { .. } => false,
        });
        if stale {
            self.chosen.update(|chosen| {
                if let Chosen::People(people) = chosen {
                    people.iter_mut().for_each(|pick| *pick = newer(pick));
                }
            });
        }
        self.page.set_value(page);
    }

    /// The people who are on another page now, of whom nothing is to be done but to turn their access off.
    pub(super) fn show_disabling(self, people: &[UserId]) {
        let reach = Reach { people: 1, disable: 1, ..Reach::default() };
        self.page.set_value(people.iter().map(|id| Pick { id: *id, reach }).collect());
    }

    /// These people, of whom nothing is to be done but what leads back from a change.
    pub(in crate::users) fn choose_for(self, inverse: Inverse, people: &[UserId]) {
        let one = |kind: Kind| u32::from(Kind::of_inverse(inverse) == kind);
        let reach = Reach {
            people: 1,
            edit: one(Kind::Edit),
            resend: 0,
            disable: one(Kind::Disable),
            enable: one(Kind::Enable),
            delete: one(Kind::Delete),
            restore: one(Kind::Restore),
        };
        self.chosen.set(Chosen::People(people.iter().map(|id| Pick { id: *id, reach }).collect()));
        self.anchor.set_value(None);
        self.announce();
    }

    /// A list of other people is shown: everyone who matched the one before are not these.
    pub(super) fn searched(self, query: &UserQuery) {
        let other = self.chosen.with_untracked(|chosen| match chosen {
            Chosen::Matching { query: before, .. } => !finds_the_same(before, query),
            Chosen::People(_) => false,
        });
        if other {
            self.clear();
        }
    }

    /// How many are selected.
    pub(in crate::users) fn count(self) -> u32 {
        self.chosen.with(|chosen| match chosen {
            Chosen::People(people) => u32::try_from(people.len()).unwrap_or(u32::MAX),
            Chosen::Matching { total, .. } => *total,
        })
    }

    /// How many of them each change applies to; none while that is asked.
    pub(super) fn reach(self) -> Option<Reach> {
        self.chosen.with(|chosen| match chosen {
            Chosen::People(people) => Some(people.iter().fold(Reach::default(), |sum, pick| Reach {
                people: sum.people + 1,
                edit: sum.edit + pick.reach.edit,
                resend: sum.resend + pick.reach.resend,
                disable: sum.disable + pick.reach.disable,
                enable: sum.enable + pick.reach.enable,
                delete: sum.delete + pick.reach.delete,
                restore: sum.restore + pick.reach.restore,
            })),
            Chosen::Matching { reach, .. } => *reach,
        })
    }

    /// Whether everyone who matches is meant.
    pub(super) fn is_matching(self) -> bool {
        self.chosen.with(|chosen| matches!(chosen, Chosen::Matching { .. }))
    }

    /// Whether this one is selected.
    pub(super) fn is_on(self, id: UserId) -> bool {
        self.chosen.with(|chosen| match chosen {
            Chosen::People(people) => people.iter().any(|pick| pick.id == id),
            Chosen::Matching { .. } => true,
        })
    }

    /// The selected people, unless everyone who matches is meant.
    pub(super) fn of_people(self) -> Option<Vec<UserId>> {
        self.chosen.with(|chosen| match chosen {
            Chosen::People(people) => Some(people.iter().map(|pick| pick.id).collect()),
            Chosen::Matching { .. } => None,
        })
    }

    /// Who is meant; nobody when nobody is selected.
    pub(super) fn meant(self) -> Option<Selection> {
        self.chosen.with_untracked(|chosen| match chosen {
            Chosen::People(people) if people.is_empty() => None,
            Chosen::People(people) => Some(Selection::People(people.iter().map(|pick| pick.id).collect())),
            Chosen::Matching { query, .. } => Some(Selection::Matching(query.clone())),
        })
    }

    /// Whether anybody is selected, without following it.
    pub(in crate::users) fn is_any(self) -> bool {
        self.meant().is_some()
    }

    /// Selects someone or not; with `extend` everyone between them and the one before.
    pub(super) fn set(self, id: UserId, on: bool, extend: bool) {
        let page = self.page.get_value();
        let place = |id: UserId| page.iter().position(|pick| pick.id == id);
        let anchor = self.anchor.get_value().filter(|_| extend).and_then(place);
        let range = match (anchor, place(id)) {
            (Some(from), Some(to)) => &page[from.min(to)..=from.max(to)],
            (None, Some(at)) => &page[at..=at],
            (_, None) => return,
        };
        self.choose(range, on);
        self.anchor.set_value(Some(id));
    }

    /// The same for the row with this id in its markup, the other way than it is.
    pub(in crate::users) fn toggle(self, row: &str, extend: bool) {
        let found = self.page.with_value(|page| page.iter().find(|pick| pick.id.to_string() == row).copied());
        if let Some(pick) = found {
            let on = untrack(|| self.is_on(pick.id));
            // A range is selected, and never taken out by the key that selects it.
            self.set(pick.id, extend || !on, extend);
        }
    }

    /// Everyone on the page, or nobody of it.
    pub(super) fn set_page(self, on: bool) {
        self.choose(&self.page.get_value(), on);
        self.anchor.set_value(None);
    }

    fn choose(self, these: &[Pick], on: bool) {
        let page = self.page.get_value();
        self.chosen.update(|chosen| {
            // Whoever is taken out of everyone leaves those who can be seen.
            let mut people = match chosen {
                Chosen::People(people) => std::mem::take(people),
                Chosen::Matching { .. } => page,
            };
            people.retain(|pick| these.iter().all(|other| other.id != pick.id));
            if on {
                people.extend_from_slice(these);
            }
            *chosen = Chosen::People(people);
        });
        self.announce();
    }

    /// Everyone whom the query finds, on whichever page.
    pub(super) fn choose_matching(self, query: UserQuery, total: u32) {
        self.chosen.set(Chosen::Matching { query: query.clone(), total, reach: None });
        self.announce();
        spawn_local(async move {
            let answer = get_reach(Selection::Matching(query.clone())).await.ok();
            self.chosen.try_update(|chosen| match chosen {
                // A late answer about another query is dropped.
                Chosen::Matching { query: now, total, reach } if *now == query => {
                    *total = answer.map_or(*total, |reach| reach.people);
                    *reach = answer;
                }
                Chosen::Matching { .. } | Chosen::People(_) => {}
            });
        });
    }

    /// Nobody.
    pub(in crate::users) fn clear(self) {
        self.chosen.set(Chosen::People(Vec::new()));
        self.anchor.set_value(None);
        self.announce();
    }

    fn announce(self) {
        let sentence = untrack(|| match self.count() {
            0 => self.i18n.text(Key::BulkCleared),
            n => self.i18n.plural(Key::BulkSelected, n, &[]),
        });
        self.announcer.announce(sentence);
    }
}

/// What of a query says whom it finds.
fn finding(query: &UserQuery) -> UserQuery {
    let UserQuery { sort, descending, page, per, .. } = UserQuery::default();
    UserQuery { sort, descending, page, per, ..query.clone() }
}

/// Whether two queries find the same people, in whichever order and on whichever page.
fn finds_the_same(one: &UserQuery, other: &UserQuery) -> bool {
    finding(one) == finding(other)
}

// The texts that are announced are the server's.
#[cfg(all(test, feature = "ssr"))]
mod tests {
    use i18n::{Catalog, Language, provide_i18n};
    use uuid::Uuid;

    use super::*;

    fn selecting(test: impl FnOnce(Selecting)) {
        Owner::new().with(|| {
            provide_i18n(Catalog::of(Language::En));
            let selecting = provide_selecting();
            selecting.page.set_value((1..=5).map(pick).collect());
            test(selecting);
        });
    }

    fn id(n: u128) -> UserId {
        UserId(Uuid::from_u128(n))
    }

    fn pick(n: u128) -> Pick {
        Pick { id: id(n), reach: Reach { people: 1, edit: 1, disable: u32::from(n < 3), ..Reach::default() } }
    }

    fn chosen(selecting: Selecting) -> Vec<u128> {
        match selecting.meant() {
            Some(Selection::People(people)) => people.into_iter().map(|id| id.0.as_u128()).collect(),
            _ => Vec::new(),
        }
    }

    // S3.2
    #[test]
    fn a_range_reaches_from_the_last_one_to_this_one() {
        selecting(|selecting| {
            selecting.set(id(4), true, false);
            selecting.set(id(2), true, true);
            assert_eq!(chosen(selecting), [2, 3, 4]);
            selecting.set(id(3), false, false);
            assert_eq!(chosen(selecting), [2, 4]);
            selecting.toggle(&id(5).to_string(), true);
            assert_eq!(chosen(selecting), [2, 3, 4, 5]);
            let reach = selecting.reach().unwrap_or_default();
            assert_eq!((reach.people, reach.edit, reach.disable), (4, 4, 1));
        });
    }

    // S3.2
    #[test]
    fn a_selection_stays_while_paging() {
        selecting(|selecting| {
            selecting.set_page(true);
            selecting.page.set_value((6..=8).map(pick).collect());
            selecting.set(id(7), true, false);
            assert_eq!(chosen(selecting), [1, 2, 3, 4, 5, 7]);
            selecting.set_page(false);
            assert_eq!(chosen(selecting), [1, 2, 3, 4, 5]);
            selecting.clear();
            assert!(!selecting.is_any());
        });
    }

    #[test]
    fn taking_one_out_of_everyone_leaves_those_who_can_be_seen() {
        selecting(|selecting| {
            let query = UserQuery { q: "a".to_owned(), ..UserQuery::default() };
            selecting.chosen.set(Chosen::Matching { query: query.clone(), total: 90, reach: None });
            assert!(selecting.is_on(id(77)));
            selecting.searched(&UserQuery { page: 3, ..query });
            assert_eq!(selecting.count(), 90);
            selecting.set(id(1), false, false);
            assert_eq!(chosen(selecting), [2, 3, 4, 5]);
            selecting.chosen.set(Chosen::Matching { query: UserQuery::default(), total: 90, reach: None });
            selecting.searched(&UserQuery { q: "b".to_owned(), ..UserQuery::default() });
            assert_eq!(selecting.count(), 0);
        });
    }
}
