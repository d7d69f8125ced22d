//! Everyone whom a query finds, for a change of all of them.

use std::collections::HashMap;

use model::ids::UserId;
use model::time::Timestamp;
use model::users::UserQuery;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::filter::{Said, Wanted};
use super::store;
use crate::access::visible::visible_users;
use crate::access::{Permit, Subject, UsersView};
use crate::entity::user;
use crate::error::Result;
use crate::tx::Rows;

/// People whom one statement asks about; databases take only so many values.
const AT_ONCE: usize = 500;

/// Those of these people whom the viewer may see, archived ones included.
pub(crate) async fn seen_among(
    rows: &Rows<'_, Permit<UsersView>>,
    subject: &Subject,
    ids: &[UserId],
) -> Result<HashMap<UserId, user::Model>> {
    let mut seen = HashMap::with_capacity(ids.len());
    for some in ids.chunks(AT_ONCE) {
        let condition = visible_users(subject).add(user::Column::Id.is_in(some.iter().copied()));
        let found = user::Entity::find().filter(condition).all(rows.conn()).await?;
        seen.extend(found.into_iter().map(|user| (user.id, user)));
    }
    Ok(seen)
}

/// Their ids in the order of the list, whatever page the query asks for; at most `limit`.
pub(crate) async fn matching(
    rows: &Rows<'_, Permit<UsersView>>,
    subject: &Subject,
    query: &UserQuery,
    limit: u64,
    now: Timestamp,
) -> Result<Vec<UserId>> {
    let condition = Wanted::of(query).condition(Said::ByLeavingOut, now).add(visible_users(subject));
    store::ids_in_order(rows, condition, query.sort, query.descending, limit).await
}
