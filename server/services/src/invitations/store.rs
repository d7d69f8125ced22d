//! The table `invitation`, and what other tables say about the people in it.

use std::collections::HashMap;

use model::access::CompanyPermission;
use model::ids::{InvitationId, UserId};
use model::time::Timestamp;
use model::users::UserStatus;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use crate::entity::{event, invitation, user};
use crate::error::Result;
use crate::tx::{Reason, Rows};
use crate::users;

/// Rows that one statement asks about or writes; databases take only so many values.
const AT_ONCE: usize = 500;

/// How many invitations were sent, and when the first of them.
#[derive(Debug, Default)]
pub(super) struct Sent {
    pub(super) by_inviter: u64,
    pub(super) in_all: u64,
    pub(super) first_at: Option<Timestamp>,
}

/// Who stands behind these addresses, by the address as it is compared. Whoever was archived has given it up, so the
/// one who has it now goes first.
pub(super) async fn by_address<P>(
    rows: &Rows<'_, P>,
    addresses: impl Iterator<Item = &str>,
) -> Result<HashMap<String, user::Model>> {
    let addresses: Vec<&str> = addresses.collect();
    let mut found = Vec::new();
    for some in addresses.chunks(AT_ONCE) {
        let archived = Condition::all()
            .add(user::Column::Status.eq(UserStatus::Deleted))
            .add(user::Column::SortEmail.is_in(some.iter().copied()));
        let some = user::Entity::find()
            .filter(Condition::any().add(user::Column::EmailKey.is_in(some.iter().copied())).add(archived))
            .order_by_asc(user::Column::CreatedAt);
        found.extend(some.all(rows.conn()).await?);
    }
    let mut users = HashMap::<String, user::Model>::new();
    for found in found {
        let address = found.email_key.clone().unwrap_or_else(|| found.email.to_ascii_lowercase());
        let known = users.get(&address);
        if known.is_none_or(|known| known.email_key.is_none()) {
            users.insert(address, found);
        }
    }
    Ok(users)
}

/// What a dialog has sent.
pub(super) async fn batch<P>(rows: &Rows<'_, P>, key: Uuid) -> Result<Vec<(invitation::Model, Option<user::Model>)>> {
    Ok(invitation::Entity::find()
        .filter(invitation::Column::Batch.eq(key))
        .find_also_related(user::Entity)
        .order_by_asc(invitation::Column::Id)
        .all(rows.conn())
        .await?)
}

/// Whether an older invitation of the user made way for this one.
pub(super) async fn was_resent<P>(rows: &Rows<'_, P>, sent: &invitation::Model) -> Result<bool> {
    Ok(invitation::Entity::find()
        .filter(invitation::Column::UserId.eq(sent.user_id))
        .filter(invitation::Column::RevokedAt.eq(sent.sent_at))
        .filter(invitation::Column::Id.ne(sent.id))
        .one(rows.conn())
        .await?
        .is_some())
}

/// The present invitation of a user.
pub(super) async fn current<P>(rows: &Rows<'_, P>, user: UserId) -> Result<Option<invitation::Model>> {
    Ok(invitation::Entity::find()
        .filter(invitation::Column::UserId.eq(user))
        .filter(is_open())
        .order_by_desc(invitation::Column::SentAt)
        .order_by_desc(invitation::Column::Id)
        .one(rows.conn())
        .await?)
}

pub(super) async fn insert<P>(rows: &Rows<'_, P>, sent: Vec<invitation::Model>) -> Result<()> {
    for some in sent.chunks(AT_ONCE) {
        let some = some.iter().map(|sent| sent.clone().into_active_model().reset_all());
        invitation::Entity::insert_many(some).exec_without_returning(rows.conn()).await?;
    }
    Ok(())
}

/// Ends the present invitations of these users.
pub(super) async fn revoke<P>(rows: &Rows<'_, P>, users: &[UserId], at: Timestamp) -> Result<()> {
    if !users.is_empty() {
        invitation::Entity::update_many()
            .col_expr(invitation::Column::RevokedAt, Expr::value(at))
            .filter(invitation::Column::UserId.is_in(users.iter().copied()))
            .filter(is_open())
            .exec(rows.conn())
            .await?;
    }
    Ok(())
}

/// Ends what was sent to a user at that moment, and opens what made way for it.
pub(super) async fn swap_back<P>(rows: &Rows<'_, P>, user: UserId, sent_at: Timestamp, now: Timestamp) -> Result<()> {
    let of_user = || invitation::Entity::update_many().filter(invitation::Column::UserId.eq(user));
    of_user()
        .col_expr(invitation::Column::RevokedAt, Expr::value(Some(now)))
        .filter(invitation::Column::SentAt.eq(sent_at))
        .filter(is_open())
        .exec(rows.conn())
        .await?;
    of_user()
        .col_expr(invitation::Column::RevokedAt, Expr::value(None::<Timestamp>))
        .filter(invitation::Column::RevokedAt.eq(sent_at))
        .filter(invitation::Column::SentAt.lt(sent_at))
        .exec(rows.conn())
        .await?;
    Ok(())
}

pub(super) async fn accepted<P>(rows: &Rows<'_, P>, id: InvitationId, at: Timestamp) -> Result<()> {
    invitation::Entity::update_many()
        .col_expr(invitation::Column::AcceptedAt, Expr::value(at))
        .filter(invitation::Column::Id.eq(id))
        .exec(rows.conn())
        .await?;
    Ok(())
}

/// Notes that a new link is wanted, unless that was noted after `before`; whether it was noted now.
pub(super) async fn wanted<P>(rows: &Rows<'_, P>, id: InvitationId, at: Timestamp, before: Timestamp) -> Result<bool> {
    let long_ago = Condition::any()
        .add(invitation::Column::NewLinkRequestedAt.is_null())
        .add(invitation::Column::NewLinkRequestedAt.lte(before));
    let noted = invitation::Entity::update_many()
        .col_expr(invitation::Column::NewLinkRequestedAt, Expr::value(at))
        .filter(invitation::Column::Id.eq(id))
        .filter(long_ago)
        .exec(rows.conn())
        .await?;
    Ok(noted.rows_affected == 1)
}

/// How many invitations were sent since then, by one inviter and by all; imported ones do not count.
pub(super) async fn sent_since(rows: &Rows<'_, Reason>, inviter: UserId, since: Timestamp) -> Result<Sent> {
    let mut sent = Sent::default();
    for (invited_by, count, first_at) in invitation::Entity::find()
        .select_only()
        .column(invitation::Column::InvitedBy)
        .column_as(invitation::Column::Id.count(), "count")
        .column_as(invitation::Column::SentAt.min(), "first_at")
        .filter(invitation::Column::SentAt.gt(since))
        .filter(invitation::Column::Imported.eq(false))
        .group_by(invitation::Column::InvitedBy)
        .into_tuple::<(UserId, i64, Timestamp)>()
        .all(rows.conn())
        .await?
    {
        let count = u64::try_from(count).unwrap_or_default();
        sent.in_all += count;
        if invited_by == inviter {
            sent.by_inviter = count;
        }
        sent.first_at = Some(sent.first_at.map_or(first_at, |first| Ord::min(first, first_at)));
    }
    Ok(sent)
}

/// When new links of these users' invitations were made since then.
pub(super) async fn links_since(
    rows: &Rows<'_, Reason>,
    users: &[UserId],
    kinds: &[&str],
    since: Timestamp,
) -> Result<HashMap<UserId, Vec<Timestamp>>> {
    let made = event::Entity::find()
        .select_only()
        .columns([event::Column::Subject, event::Column::At])
        .filter(event::Column::Subject.is_in(users.iter().copied()))
        .filter(event::Column::At.gt(since))
        .filter(event::Column::Kind.is_in(kinds.iter().copied()))
        .into_tuple::<(UserId, Timestamp)>()
        .all(rows.conn())
        .await?;
    let mut times = HashMap::<UserId, Vec<Timestamp>>::new();
    for (user, at) in made {
        times.entry(user).or_default().push(at);
    }
    Ok(times)
}

/// The users who can send an invitation again: the inviter, and the holders of Users.
pub(super) async fn helpers<P>(rows: &Rows<'_, P>, inviter: UserId, now: Timestamp) -> Result<Vec<user::Model>> {
    let helps = Condition::any().add(users::hold(CompanyPermission::Users, now)).add(user::Column::Id.eq(inviter));
    Ok(user::Entity::find().filter(users::are_let_in(now)).filter(helps).all(rows.conn()).await?)
}

/// Removes what was written to a user.
pub(super) async fn forget(rows: &Rows<'_, Reason>, user: UserId) -> Result<()> {
    invitation::Entity::update_many()
        .col_expr(invitation::Column::Message, Expr::value(None::<String>))
        .filter(invitation::Column::UserId.eq(user))
        .exec(rows.conn())
        .await?;
    Ok(())
}

fn is_open() -> Condition {
    Condition::all().add(invitation::Column::RevokedAt.is_null()).add(invitation::Column::AcceptedAt.is_null())
}
