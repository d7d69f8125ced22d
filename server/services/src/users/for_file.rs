//! People with everything that a file says about them.

use std::collections::HashMap;

use model::access::CompanyPermission;
use model::ids::UserId;
use model::time::Timestamp;
use model::users::{StatusFilter, UserStatus};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::store;
use crate::access::visible::visible_users;
use crate::access::{Permit, Subject, UsersView};
use crate::entity::user;
use crate::error::Result;
use crate::tx::Rows;

/// Someone, as a file says it.
pub(crate) struct PersonForFile {
    pub(crate) user: user::Model,
    /// On top of the role, without those that have ended.
    pub(crate) extras: Vec<CompanyPermission>,
    /// As the list shows it.
    pub(crate) status: StatusFilter,
}

/// These people, in this order, as far as they are still there for whoever asks. Few enough for one statement.
pub(crate) async fn for_file(
    rows: &Rows<'_, Permit<UsersView>>,
    subject: &Subject,
    ids: &[UserId],
    now: Timestamp,
) -> Result<Vec<PersonForFile>> {
    let found = user::Entity::find()
        .filter(user::Column::Id.is_in(ids.iter().copied()))
        .filter(user::Column::Status.ne(UserStatus::Erased))
        .filter(visible_users(subject))
        .all(rows.conn())
        .await?;
    let mut found: HashMap<UserId, user::Model> = found.into_iter().map(|user| (user.id, user)).collect();
    let mut extras = HashMap::<UserId, Vec<CompanyPermission>>::new();
    for extra in store::extras(rows, ids.iter().copied()).await? {
        if extra.ends_at.is_none_or(|end| now < end) {
            extras.entry(extra.user_id).or_default().push(extra.permission);
        }
    }
    let person = |id: &UserId| {
        let user = found.remove(id)?;
        let mut extras = extras.remove(id).unwrap_or_default();
        extras.sort_unstable();
        Some(PersonForFile { extras, status: status(&user, now), user })
    };
    Ok(ids.iter().filter_map(person).collect())
}

fn status(user: &user::Model, now: Timestamp) -> StatusFilter {
    match user.status {
        UserStatus::Active => StatusFilter::Active,
        UserStatus::Invited if user.invite_until.is_some_and(|until| now < until) => StatusFilter::Invited,
        UserStatus::Invited => StatusFilter::NotAccepted,
        UserStatus::Disabled => StatusFilter::Disabled,
        UserStatus::Deleted | UserStatus::Erased => StatusFilter::Deleted,
    }
}
