//! The table `session`.

use model::ids::{SessionId, UserId};
use model::time::Timestamp;
use sea_orm::sea_query::{Expr, IntoCondition};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Set};

use crate::ctx::RequestInfo;
use crate::entity::{session, user};
use crate::error::Result;
use crate::tx::{Reason, Rows};

/// Characters kept of what a browser calls itself.
const AGENT_LENGTH: usize = 300;

/// A session with its user, in one query: it runs for every request.
pub(super) async fn find(rows: &Rows<'_, Reason>, hash: &str) -> Result<Option<(session::Model, user::Model)>> {
    let found = session::Entity::find()
        .find_also_related(user::Entity)
        .filter(session::Column::TokenHash.eq(hash))
        .one(rows.conn())
        .await?;
    Ok(found.and_then(|(session, user)| Some((session, user?))))
}

pub(super) async fn insert(
    rows: &Rows<'_, Reason>,
    (id, user, mfa_at): (SessionId, UserId, Option<Timestamp>),
    hash: &str,
    request: &RequestInfo,
    now: Timestamp,
) -> Result<()> {
    let row = session::ActiveModel {
        id: Set(id),
        token_hash: Set(hash.to_owned()),
        user_id: Set(user),
        created_at: Set(now),
        last_seen_at: Set(now),
        ip: Set(request.address.map(|address| address.to_canonical().to_string()).unwrap_or_default()),
        user_agent: Set(request.user_agent.chars().filter(|c| !c.is_control()).take(AGENT_LENGTH).collect()),
        mfa_at: Set(mfa_at),
        step_up_at: Set(None),
        revoked_at: Set(None),
    };
    session::Entity::insert(row).exec_without_returning(rows.conn()).await?;
    Ok(())
}

/// Ends the oldest sessions of a user, so that `most` are left.
pub(super) async fn end_beyond(rows: &Rows<'_, Reason>, user: UserId, most: u64, now: Timestamp) -> Result<()> {
    let too_many = session::Entity::find()
        .select_only()
        .column(session::Column::Id)
        .filter(session::Column::UserId.eq(user))
        .filter(session::Column::RevokedAt.is_null())
        .order_by_desc(session::Column::CreatedAt)
        .order_by_desc(session::Column::Id)
        // SQLite knows no offset without a limit.
        .limit(1000)
        .offset(most)
        .into_query();
    end_those(rows, session::Column::Id.in_subquery(too_many), now).await
}

/// Whether a session that works was last used before that moment.
pub(super) async fn is_stale(rows: &Rows<'_, Reason>, id: SessionId, before: Timestamp) -> Result<bool> {
    let stale = session::Entity::find_by_id(id)
        .filter(session::Column::RevokedAt.is_null())
        .filter(session::Column::LastSeenAt.lte(before));
    Ok(stale.one(rows.conn()).await?.is_some())
}

/// Notes that a session was used.
pub(super) async fn touch(rows: &Rows<'_, Reason>, id: SessionId, now: Timestamp) -> Result<()> {
    session::Entity::update_many()
        .col_expr(session::Column::LastSeenAt, Expr::value(now))
        .filter(session::Column::Id.eq(id))
        .exec(rows.conn())
        .await?;
    Ok(())
}

/// Puts a new token in the place of the one that the session had when the request began.
pub(super) async fn step_up(
    rows: &Rows<'_, Reason>,
    session: &session::Model,
    hash: &str,
    now: Timestamp,
) -> Result<bool> {
    let rotated = session::Entity::update_many()
        .col_expr(session::Column::TokenHash, Expr::value(hash))
        .col_expr(session::Column::StepUpAt, Expr::value(now))
        .filter(session::Column::Id.eq(session.id))
        .filter(session::Column::TokenHash.eq(&session.token_hash))
        .filter(session::Column::RevokedAt.is_null())
        .exec(rows.conn())
        .await?;
    Ok(rotated.rows_affected == 1)
}

pub(super) async fn end(rows: &Rows<'_, Reason>, id: SessionId, now: Timestamp) -> Result<()> {
    end_those(rows, session::Column::Id.eq(id), now).await
}

/// The sessions of a user that nobody has ended, the one that was used last first.
pub(super) async fn of_user(rows: &Rows<'_, Reason>, user: UserId) -> Result<Vec<session::Model>> {
    let sessions = session::Entity::find()
        .filter(session::Column::UserId.eq(user))
        .filter(session::Column::RevokedAt.is_null())
        .order_by_desc(session::Column::LastSeenAt)
        .order_by_desc(session::Column::Id);
    Ok(sessions.all(rows.conn()).await?)
}

/// Ends a session of this user; whether there was one.
pub(super) async fn end_of(rows: &Rows<'_, Reason>, user: UserId, id: SessionId, now: Timestamp) -> Result<bool> {
    let ended = session::Entity::update_many()
        .col_expr(session::Column::RevokedAt, Expr::value(now))
        .filter(session::Column::Id.eq(id))
        .filter(session::Column::UserId.eq(user))
        .filter(session::Column::RevokedAt.is_null())
        .exec(rows.conn())
        .await?;
    Ok(ended.rows_affected == 1)
}

pub(super) async fn end_all(rows: &Rows<'_, Reason>, user: UserId, now: Timestamp) -> Result<()> {
    end_those(rows, session::Column::UserId.eq(user), now).await
}

/// Ends the sessions of a user, one excepted.
pub(super) async fn end_others(rows: &Rows<'_, Reason>, user: UserId, kept: SessionId, now: Timestamp) -> Result<()> {
    let others = Condition::all().add(session::Column::UserId.eq(user)).add(session::Column::Id.ne(kept));
    end_those(rows, others, now).await
}

async fn end_those(rows: &Rows<'_, Reason>, those: impl IntoCondition, now: Timestamp) -> Result<()> {
    session::Entity::update_many()
        .col_expr(session::Column::RevokedAt, Expr::value(now))
        .filter(those.into_condition())
        .filter(session::Column::RevokedAt.is_null())
        .exec(rows.conn())
        .await?;
    Ok(())
}
