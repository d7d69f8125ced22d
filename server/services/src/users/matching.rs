//! Everyone whom a query finds, for a change of all of them.

use model::ids::UserId;
use model::time::Timestamp;
use model::users::UserQuery;

use super::filter::{Said, Wanted};
use super::store;
use crate::access::visible::visible_users;
use crate::access::{Permit, Subject, UsersView};
use crate::error::Result;
use crate::tx::Rows;

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
