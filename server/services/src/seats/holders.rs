//! Who uses or reserves a seat.

use model::billing::Idle;
use model::time::Timestamp;
use model::users::UserStatus;
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::access::{Permit, SeatsView};
use crate::entity::user;
use crate::error::Result;
use crate::tx::Rows;

const DAY_SECONDS: i64 = 24 * 60 * 60;

/// How many hold a seat, and how many of them were idle for so long.
pub(crate) async fn count(rows: &Rows<'_, Permit<SeatsView>>, idle: Option<Idle>, now: Timestamp) -> Result<u64> {
    Ok(user::Entity::find().filter(are_holders(idle, now)).count(rows.conn()).await?)
}

/// A part of them by name; idle ones by when they were last seen, the longest ago first.
pub(crate) async fn page(
    rows: &Rows<'_, Permit<SeatsView>>,
    idle: Option<Idle>,
    (offset, limit): (u64, u64),
    now: Timestamp,
) -> Result<Vec<user::Model>> {
    let mut holders = user::Entity::find().filter(are_holders(idle, now));
    if idle.is_some() {
        // Nobody who was never seen has a time: told apart, because the engines put empty values at different ends.
        holders = holders.order_by_desc(user::Column::LastSeenAt.is_null()).order_by_asc(user::Column::LastSeenAt);
    }
    let holders = holders.order_by_asc(user::Column::SortName).order_by_asc(user::Column::Id);
    Ok(holders.offset(offset).limit(limit).all(rows.conn()).await?)
}

/// When the access of active users ends, within the time between.
pub(crate) async fn ends(
    rows: &Rows<'_, Permit<SeatsView>>,
    after: Timestamp,
    until: Timestamp,
) -> Result<Vec<Timestamp>> {
    let ends: Vec<Option<Timestamp>> = user::Entity::find()
        .select_only()
        .column(user::Column::AccessEndsAt)
        .filter(user::Column::Status.eq(UserStatus::Active))
        .filter(user::Column::AccessEndsAt.gt(after))
        .filter(user::Column::AccessEndsAt.lte(until))
        .into_tuple()
        .all(rows.conn())
        .await?;
    Ok(ends.into_iter().flatten().collect())
}

/// Whoever works here, and whoever has a link that works. An invitation is never idle.
fn are_holders(idle: Option<Idle>, now: Timestamp) -> Condition {
    use user::Column as C;
    let active = Condition::all().add(C::Status.eq(UserStatus::Active));
    match idle {
        None => Condition::any()
            .add(active)
            .add(Condition::all().add(C::Status.eq(UserStatus::Invited)).add(C::InviteUntil.gt(now))),
        Some(idle) => match idle.days() {
            None => active.add(C::LastSeenAt.is_null()),
            Some(days) => {
                let since = now.plus_seconds(-i64::from(days) * DAY_SECONDS);
                let never = Condition::all().add(C::LastSeenAt.is_null()).add(C::JoinedAt.lt(since));
                active.add(Condition::any().add(C::LastSeenAt.lt(since)).add(never))
            }
        },
    }
}
