//! The facts about many people at once, for looking at what a change would come to. Before each change the gate asks
//! about the one person again.

use std::collections::{HashMap, HashSet};

use model::access::{CompanyPermission, OrganizationRole};
use model::ids::{OrganizationId, UserId};
use model::time::Timestamp;
use model::users::UserStatus;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::facts::standing;
use crate::db;
use crate::entity::{organization_user, user, user_permission};
use crate::error::Result;
use crate::tx::{Reason, Rows};

/// Rows that one statement asks for; databases take only so many values.
const AT_ONCE: usize = 500;

/// Someone, with what they hold on top of their role.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) user: user::Model,
    pub(crate) held: Vec<CompanyPermission>,
}

/// These people, by id; inside a write transaction their rows are locked. Whoever was erased is not among them.
pub(crate) async fn load_people(rows: &Rows<'_, Reason>, ids: &[UserId]) -> Result<HashMap<UserId, Person>> {
    let mut people = HashMap::with_capacity(ids.len());
    for ids in ids.chunks(AT_ONCE) {
        let users = user::Entity::find()
            .filter(user::Column::Id.is_in(ids.iter().copied()))
            .filter(user::Column::Status.ne(UserStatus::Erased))
            .order_by_asc(user::Column::Id);
        for user in db::for_update(users, rows.conn()).all(rows.conn()).await? {
            people.insert(user.id, Person { user, held: Vec::new() });
        }
        let extras = user_permission::Entity::find().filter(user_permission::Column::UserId.is_in(ids.iter().copied()));
        for extra in extras.all(rows.conn()).await? {
            if let Some(person) = people.get_mut(&extra.user_id) {
                person.held.push(extra.permission);
            }
        }
    }
    Ok(people)
}

/// Who administers organizations, as far as it matters to some people.
#[derive(Clone, Debug, Default)]
pub(crate) struct OrganizationAdmins {
    /// Where these people are an enabled Organization Admin.
    places: HashMap<UserId, Vec<OrganizationId>>,
    /// The enabled, active Organization Admins of these places.
    stay: HashMap<OrganizationId, HashSet<UserId>>,
}

/// Reads them.
pub(crate) async fn load_organization_admins(
    rows: &Rows<'_, Reason>,
    ids: &[UserId],
    now: Timestamp,
) -> Result<OrganizationAdmins> {
    let admins = || {
        organization_user::Entity::find()
            .filter(organization_user::Column::Role.eq(OrganizationRole::Admin))
            .filter(organization_user::Column::Enabled.eq(true))
    };
    let mut found = OrganizationAdmins::default();
    for ids in ids.chunks(AT_ONCE) {
        let own = admins().filter(organization_user::Column::UserId.is_in(ids.iter().copied()));
        for place in own.all(rows.conn()).await? {
            found.places.entry(place.user_id).or_default().push(place.organization_id);
        }
    }
    let places: HashSet<OrganizationId> = found.places.values().flatten().copied().collect();
    let places: Vec<OrganizationId> = places.into_iter().collect();
    for places in places.chunks(AT_ONCE) {
        let all = admins().filter(organization_user::Column::OrganizationId.is_in(places.iter().copied()));
        for (place, user) in all.find_also_related(user::Entity).all(rows.conn()).await? {
            let Some(user) = user else { continue };
            if standing(user.status, user.disabled_by, user.access_ends_at, now).0 == UserStatus::Active {
                found.stay.entry(place.organization_id).or_default().insert(user.id);
            }
        }
    }
    Ok(found)
}

impl OrganizationAdmins {
    /// Whether some organization would be left without one.
    pub(crate) fn is_last(&self, id: UserId) -> bool {
        let others = |place| self.stay.get(place).is_some_and(|stay| stay.iter().any(|other| *other != id));
        self.places.get(&id).is_some_and(|places| !places.iter().all(others))
    }

    /// Counts without this one from now on.
    pub(crate) fn leaves(&mut self, id: UserId) {
        for stay in self.stay.values_mut() {
            stay.remove(&id);
        }
    }
}
