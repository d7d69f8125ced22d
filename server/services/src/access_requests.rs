//! Asking for something that oneself may not do: one mail to those who can give it, once a day for each ability.
//!
//! Invariant: the row of somebody and an ability is the limit, and locked while mails are written; the message stands in
//! it and nowhere else, so that erasing the person reaches it.

use model::access::Action;
use model::error::{AppError, ConflictReason};
use model::event::Event;
use model::explain::AccessRequest;
use model::ids::UserId;
use model::time::Timestamp;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, Set};

use crate::access::{self, AccountEdit, Permit, Resource};
use crate::ctx::Ctx;
use crate::db;
use crate::entity::{access_request, user, workspace as settings};
use crate::error::Result;
use crate::mail::{self, Content, Leaves, NewMail};
use crate::tx::{Reason, Rows};
use crate::workspace;

/// Seconds between two requests for the same ability.
const BETWEEN: i64 = 24 * 60 * 60;

/// When somebody asked who never did.
const NEVER: Timestamp = Timestamp(0);

/// Tells those who can give it that somebody would like to be able to do something; at most once a day.
///
/// # Errors
/// `Invalid` for what cannot be asked for, and for a message that needs mending; `RateLimited` for the second request of a
/// day; `Conflict` when they may do it by now, or nobody can give it.
pub async fn ask(ctx: &Ctx, request: AccessRequest) -> std::result::Result<(), AppError> {
    let message = &request.validate()?;
    let action = request.action;
    ctx.write(|tx| async move {
        let permit = tx.workspace().require_for::<AccountEdit>(&Resource::Oneself).await?;
        let row = lock(&tx.rows(&permit), ctx.user_id(), action).await?;
        let next = row.asked_at.plus_seconds(BETWEEN);
        if row.asked_at != NEVER && tx.now() < next {
            return Err(AppError::RateLimited { retry_after_secs: tx.now().seconds_until(next).max(1) }.into());
        }
        let givers = access::who_can_give(&tx, action).await?;
        if givers.is_empty() {
            return Err(AppError::Conflict { reason: ConflictReason::Stale }.into());
        }
        let mut row = row.into_active_model();
        row.message = Set(message.clone());
        row.asked_at = Set(tx.now());
        row.update(tx.rows(&permit).conn()).await?;
        #[expect(clippy::disallowed_methods, reason = "the language of last resort")]
        let settings = workspace::current(&tx.rows_without(Reason::Workspace)).await?;
        let mails = givers.iter().map(|giver| wish(ctx.user_id(), action, giver, &settings, tx.now())).collect();
        mail::enqueue_all(&tx, mails).await?;
        tx.record(Event::AccessRequested { user: ctx.user_id(), action }).await;
        Ok(())
    })
    .await
}

/// The row, made if it is missing, and locked until the transaction ends.
async fn lock(rows: &Rows<'_, Permit<AccountEdit>>, user: UserId, action: Action) -> Result<access_request::Model> {
    let fresh = access_request::Model { user_id: user, action, message: String::new(), asked_at: NEVER };
    let primary_key =
        OnConflict::columns([access_request::Column::UserId, access_request::Column::Action]).do_nothing().to_owned();
    access_request::Entity::insert(fresh.into_active_model().reset_all())
        .on_conflict(primary_key)
        .exec_without_returning(rows.conn())
        .await?;
    let found =
        db::for_update(access_request::Entity::find_by_id((user, action)), rows.conn()).one(rows.conn()).await?;
    found.ok_or_else(|| sea_orm::DbErr::RecordNotFound("the request that was just made".to_owned()).into())
}

fn wish(by: UserId, action: Action, giver: &user::Model, settings: &settings::Model, now: Timestamp) -> NewMail {
    NewMail {
        to: giver.email.clone(),
        user: Some(giver.id),
        content: Content::AccessWanted { by, action },
        locale: mail::language_for(giver, None, settings),
        link: None,
        leaves: Leaves::AtOnce,
        valid_until: None,
        dedupe_key: format!("access_wanted:{by}:{action}:{}:{}", giver.id, now.0),
    }
}

/// Removes what somebody wrote who is erased.
pub(crate) async fn forget(rows: &Rows<'_, Reason>, user: UserId) -> Result<()> {
    let of_them = access_request::Column::UserId.eq(user);
    access_request::Entity::delete_many().filter(of_them).exec(rows.conn()).await?;
    Ok(())
}
