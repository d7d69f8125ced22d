//! The people of entries: found by their names, and called by the names that they have now.

use std::collections::HashMap;

use model::access::Action;
use model::audit::AuditPerson;
use model::ids::UserId;
use model::users::UserStatus;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::access::{AuditView, Permit, Resource};
use crate::ctx::Ctx;
use crate::db::search;
use crate::entity::{audit_event, user};
use crate::error::Result;
use crate::tx::Rows;
use crate::users;

/// People who are looked for by one name.
pub(super) const FOUND_MAX: u64 = 500;

/// Words of a name that count; each costs a look at every user.
const WORDS_MAX: usize = 8;

/// What the viewer may know of people: everyone sees names, holders of Users addresses too.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sees {
    Names,
    Addresses,
}

impl Sees {
    pub(super) fn of(ctx: &Ctx) -> Self {
        match ctx.verdicts(&[Action::UsersView], &Resource::Workspace).allows(Action::UsersView) {
            true => Self::Addresses,
            false => Self::Names,
        }
    }
}

/// The people with this id, or with these words in their name; whether there are more.
pub(super) async fn find(rows: &Rows<'_, Permit<AuditView>>, text: &str, sees: Sees) -> Result<(Vec<UserId>, bool)> {
    if let Ok(id) = text.parse() {
        return Ok((vec![id], false));
    }
    let mut found = user::Entity::find().select_only().column(user::Column::Id);
    for word in text.split_whitespace().take(WORDS_MAX) {
        found = found.filter(match sees {
            Sees::Names => search::first_line_contains(user::Column::SearchText, word),
            Sees::Addresses => search::contains(user::Column::SearchText, word),
        });
    }
    let found = found.filter(user::Column::Status.ne(UserStatus::Erased)).order_by_asc(user::Column::Id);
    let mut found: Vec<UserId> = found.limit(FOUND_MAX + 1).into_tuple().all(rows.conn()).await?;
    let more = found.len() as u64 > FOUND_MAX;
    found.truncate(usize::try_from(FOUND_MAX).unwrap_or(usize::MAX));
    Ok((found, more))
}

/// Names of the people of some entries.
pub(super) struct Names(HashMap<UserId, String>);

impl Names {
    pub(super) async fn of(
        rows: &Rows<'_, Permit<AuditView>>,
        entries: &[audit_event::Model],
        sees: Sees,
    ) -> Result<Self> {
        let mut ids: Vec<UserId> =
            entries.iter().flat_map(|entry| [entry.actor, entry.on_behalf, target(entry)]).flatten().collect();
        ids.sort_unstable();
        ids.dedup();
        let mut names = HashMap::with_capacity(ids.len());
        // One question has room for so many values on both engines.
        for ids in ids.chunks(1000) {
            use user::Column as C;
            let found: Vec<(UserId, String, String, String)> = user::Entity::find()
                .select_only()
                .columns([C::Id, C::FirstName, C::LastName, C::Email])
                .filter(C::Id.is_in(ids.iter().copied()))
                .filter(C::Status.ne(UserStatus::Erased))
                .into_tuple()
                .all(rows.conn())
                .await?;
            names.extend(found.into_iter().map(|(id, first, last, email)| {
                let email = if sees == Sees::Addresses { email } else { String::new() };
                (id, users::display_name(&first, &last, &email))
            }));
        }
        Ok(Self(names))
    }

    /// Somebody with their name; nobody's name when they were deleted permanently.
    pub(super) fn person(&self, id: UserId) -> AuditPerson {
        AuditPerson { id, name: self.0.get(&id).cloned() }
    }
}

/// The person that an entry is about, if it is about one.
pub(super) fn target(entry: &audit_event::Model) -> Option<UserId> {
    entry.target.as_deref().and_then(|target| target.parse().ok())
}
