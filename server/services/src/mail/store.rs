//! The table `mail`.

use std::collections::HashSet;

use model::ids::{MailId, UserId};
use model::mail::{MailQuery, MailState, MailTemplate};
use model::page::clamp_per;
use model::time::Timestamp;
use model::users::UserStatus;
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Set,
};

use super::page::SeesMail;
use crate::access::Permit;
use crate::db;
use crate::entity::{mail, user};
use crate::error::Result;
use crate::tx::{Reason, Rows};

/// States from which a mail can still leave.
pub(super) const WAITING: [MailState; 3] = [MailState::Held, MailState::Due, MailState::Retrying];

/// Users or mails that one statement is about; databases take only so many values.
const AT_ONCE: usize = 500;

/// A page of mails, newest first, and how many there are in all.
pub(super) struct Found {
    pub(super) mails: Vec<mail::Model>,
    pub(super) total: u64,
}

/// Whose addresses go.
#[derive(Clone, Copy, Debug)]
pub(super) enum Forget {
    /// Of this mail.
    Mail(MailId),
    /// Of all mails to this user.
    User(UserId),
}

pub(super) async fn insert(rows: &Rows<'_, Reason>, mails: Vec<mail::Model>) -> Result<()> {
    for some in mails.chunks(AT_ONCE) {
        let some = some.iter().map(|mail| mail.clone().into_active_model().reset_all());
        mail::Entity::insert_many(some).exec_without_returning(rows.conn()).await?;
    }
    Ok(())
}

/// For which of these keys there is a mail.
pub(super) async fn are_written(rows: &Rows<'_, Reason>, dedupe_keys: &[String]) -> Result<HashSet<String>> {
    let mut written = HashSet::new();
    for some in dedupe_keys.chunks(AT_ONCE) {
        let found: Vec<String> = mail::Entity::find()
            .select_only()
            .column(mail::Column::DedupeKey)
            .filter(mail::Column::DedupeKey.is_in(some.iter().map(String::as_str)))
            .into_tuple()
            .all(rows.conn())
            .await?;
        written.extend(found);
    }
    Ok(written)
}

/// A mail that can still leave.
pub(super) async fn waiting(rows: &Rows<'_, Reason>, id: MailId) -> Result<Option<mail::Model>> {
    Ok(mail::Entity::find_by_id(id).filter(mail::Column::State.is_in(WAITING)).one(rows.conn()).await?)
}

/// The mails that still wait for a user.
pub(super) async fn waiting_for(
    rows: &Rows<'_, Reason>,
    user: UserId,
    templates: &[MailTemplate],
) -> Result<Vec<mail::Model>> {
    Ok(to(user, templates).filter(mail::Column::State.is_in(WAITING)).all(rows.conn()).await?)
}

/// For which of these users a mail still waits.
pub(super) async fn have_waiting(
    rows: &Rows<'_, Reason>,
    users: &[UserId],
    templates: &[MailTemplate],
) -> Result<HashSet<UserId>> {
    let mut waiting = HashSet::new();
    for users in users.chunks(AT_ONCE) {
        let found: Vec<Option<UserId>> = mail::Entity::find()
            .select_only()
            .column(mail::Column::UserId)
            .filter(mail::Column::UserId.is_in(users.iter().copied()))
            .filter(mail::Column::Template.is_in(templates.iter().copied()))
            .filter(mail::Column::State.is_in(WAITING))
            .into_tuple()
            .all(rows.conn())
            .await?;
        waiting.extend(found.into_iter().flatten());
    }
    Ok(waiting)
}

/// How many mails somebody has caused since then that wait for the undo window.
pub(super) async fn held_since(rows: &Rows<'_, Reason>, by: Option<UserId>, since: Timestamp) -> Result<u64> {
    Ok(mail::Entity::find()
        .filter(mail::Column::CreatedBy.eq(by))
        .filter(mail::Column::CreatedAt.gte(since))
        .filter(mail::Column::State.eq(MailState::Held))
        .count(rows.conn())
        .await?)
}

/// Whether a mail has left for a user since then, or is leaving this moment.
pub(super) async fn have_left(
    rows: &Rows<'_, Reason>,
    user: UserId,
    templates: &[MailTemplate],
    since: Timestamp,
) -> Result<bool> {
    let left = to(user, templates)
        .filter(mail::Column::CreatedAt.gte(since))
        .filter(mail::Column::State.is_in(WAITING.into_iter().chain([MailState::Sent])))
        .one(rows.conn())
        .await?;
    Ok(left.is_some())
}

/// Changes a mail that is still in one of these states; whether it was.
pub(super) async fn change<P>(
    rows: &Rows<'_, P>,
    id: MailId,
    from: &[MailState],
    change: mail::ActiveModel,
) -> Result<bool> {
    let changed = mail::Entity::update_many()
        .set(change)
        .filter(mail::Column::Id.eq(id))
        .filter(mail::Column::State.is_in(from.iter().copied()))
        .exec(rows.conn())
        .await?;
    Ok(changed.rows_affected == 1)
}

/// What a mail becomes that will not leave any more, for whatever reason: its link goes.
pub(super) fn ended(state: MailState) -> mail::ActiveModel {
    mail::ActiveModel { state: Set(state), link: Set(None), next_attempt_at: Set(None), ..Default::default() }
}

/// Removes mails that ended before that moment.
pub(super) async fn remove_ended(rows: &Rows<'_, Reason>, before: Timestamp) -> Result<u64> {
    let removed = mail::Entity::delete_many()
        .filter(mail::Column::CreatedAt.lt(before))
        .filter(mail::Column::State.is_not_in(WAITING))
        .exec(rows.conn())
        .await?;
    Ok(removed.rows_affected)
}

/// Removes the addresses of ended mails to someone who was erased: of one mail, or of all.
pub(super) async fn forget<P>(rows: &Rows<'_, P>, of: Forget) -> Result<()> {
    let erased = Query::select()
        .column(user::Column::Id)
        .from(user::Entity)
        .and_where(user::Column::Status.eq(UserStatus::Erased))
        .take();
    let mails = mail::Entity::update_many()
        .col_expr(mail::Column::Recipient, Expr::value(None::<String>))
        .col_expr(mail::Column::RecipientKey, Expr::value(None::<String>))
        // Mail servers repeat the address in what they answer.
        .col_expr(mail::Column::Answer, Expr::value(None::<String>))
        .filter(mail::Column::State.is_not_in(WAITING))
        .filter(mail::Column::UserId.in_subquery(erased));
    let mails = match of {
        Forget::Mail(id) => mails.filter(mail::Column::Id.eq(id)),
        Forget::User(user) => mails.filter(mail::Column::UserId.eq(user)),
    };
    mails.exec(rows.conn()).await?;
    Ok(())
}

/// One mail, if this permit shows it; locked, when it is about to be changed.
pub(super) async fn find<C: SeesMail>(rows: &Rows<'_, Permit<C>>, id: MailId) -> Result<Option<mail::Model>> {
    let find = mail::Entity::find_by_id(id).filter(shown::<C>());
    Ok(db::for_update(find, rows.conn()).one(rows.conn()).await?)
}

/// One page of the mails that this permit shows.
pub(super) async fn page<C: SeesMail>(rows: &Rows<'_, Permit<C>>, query: &MailQuery, now: Timestamp) -> Result<Found> {
    let mut mails = mail::Entity::find().filter(shown::<C>());
    if let Some(state) = query.state {
        mails = mails.filter(in_state(state, now));
    }
    if let Some(template) = query.template {
        mails = mails.filter(mail::Column::Template.eq(template));
    }
    if !query.to.trim().is_empty() {
        mails = mails.filter(db::search::contains(mail::Column::RecipientKey, query.to.trim()));
    }
    let total = mails.clone().count(rows.conn()).await?;
    let per = u64::from(clamp_per(query.per));
    let mails = mails
        .order_by_desc(mail::Column::CreatedAt)
        .order_by_desc(mail::Column::Id)
        .offset(per.saturating_mul(u64::from(query.page.max(1) - 1)))
        .limit(per)
        .all(rows.conn())
        .await?;
    Ok(Found { mails, total })
}

/// The state as people see it: a held mail whose time has come is due, whether or not a worker has been there.
pub(super) fn state(mail: &mail::Model, now: Timestamp) -> MailState {
    match mail.state {
        MailState::Held if mail.not_before <= now => MailState::Due,
        state => state,
    }
}

fn in_state(state: MailState, now: Timestamp) -> Condition {
    let stored = Condition::all().add(mail::Column::State.eq(state));
    let held = Condition::all().add(mail::Column::State.eq(MailState::Held));
    match state {
        MailState::Held => held.add(mail::Column::NotBefore.gt(now)),
        MailState::Due => Condition::any().add(stored).add(held.add(mail::Column::NotBefore.lte(now))),
        MailState::Retrying | MailState::Sent | MailState::Failed | MailState::Canceled => stored,
    }
}

fn shown<C: SeesMail>() -> Condition {
    Condition::all().add_option(
        C::TEMPLATES.map(|templates| mail::Column::Template.is_in(templates.iter().copied())) as Option<Expr>
    )
}

fn to(user: UserId, templates: &[MailTemplate]) -> sea_orm::Select<mail::Entity> {
    mail::Entity::find()
        .filter(mail::Column::UserId.eq(user))
        .filter(mail::Column::Template.is_in(templates.iter().copied()))
}
