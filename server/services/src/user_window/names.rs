//! What somebody is called: changed by holders of Users, and told to the person.

use model::error::{AppError, ConflictReason};
use model::event::Event;
use model::fields::{FieldCode, FieldErrors};
use model::ids::UserId;
use model::mail::MailTemplate;
use model::person::PersonName;
use model::user_window::{NamesChange, UndoOffer};
use model::users::UserStatus;

use crate::access::{Permit, UsersChangeUsername, UsersRename};
use crate::ctx::Ctx;
use crate::entity::user;
use crate::error::Result;
use crate::mail::{self, Content, Leaves, NewMail};
use crate::taking_back::{self, Called, Change};
use crate::tx::{Reason, Tx};
use crate::{users, workspace};

/// Changes first name, last name and username. Applies from the next request on; what takes it back, if there was
/// something to be changed.
///
/// # Errors
/// `Forbidden` for whoever may not act on this person; `Invalid` with the fields that need mending, a username that is
/// taken among them; `Conflict` when somebody else changed this person meanwhile.
pub async fn rename(ctx: &Ctx, id: UserId, change: NamesChange) -> std::result::Result<Option<UndoOffer>, AppError> {
    let (name, username) = &change.validate()?;
    ctx.write(|tx| async move {
        let (user, renames) = tx.user(id).require::<UsersRename>().await?;
        let (_, changes_username) = tx.user(id).require::<UsersChangeUsername>().await?;
        if user.version != change.version {
            return Err(AppError::Conflict { reason: ConflictReason::Stale }.into());
        }
        expect_name(&user, name)?;
        let before = called(&user);
        let wanted = Called { first: name.first.clone(), last: name.last.clone(), username: username.clone() };
        let user = call(&tx, (&renames, &changes_username), user, &wanted).await?;
        let after = called(&user);
        if before == after {
            return Ok(None);
        }
        let untold = !was_told(&tx, id).await?;
        tell(&tx, ctx, user).await?;
        taking_back::keep(&tx, ctx, id, Change::Names { before, after, untold }).await.map(Some)
    })
    .await
}

/// Puts back what somebody was called, while nobody has called them otherwise.
pub(super) async fn put_back(
    tx: &Tx,
    ctx: &Ctx,
    id: UserId,
    before: &Called,
    after: &Called,
    untold: bool,
) -> Result<()> {
    let (user, renames) = tx.user(id).require::<UsersRename>().await?;
    let (_, changes_username) = tx.user(id).require::<UsersChangeUsername>().await?;
    if called(&user) != *after {
        return Err(taking_back::closed());
    }
    let user = call(tx, (&renames, &changes_username), user, before).await?;
    if was_told(tx, id).await? || untold {
        tell(tx, ctx, user).await?;
    }
    Ok(())
}

/// Changes the name alone, inside a transaction of another feature; the version of the row afterward,
/// and what they were called.
pub(crate) async fn set_name_in(
    tx: &Tx,
    ctx: &Ctx,
    id: UserId,
    version: i64,
    name: PersonName,
) -> Result<(i64, PersonName)> {
    let (user, renames) = as_seen(tx, id, version).await?;
    expect_name(&user, &name)?;
    let before = PersonName { first: user.first_name.clone(), last: user.last_name.clone() };
    let user = call_by_name(tx, &renames, user, name).await?;
    let version = user.version;
    tell(tx, ctx, user).await?;
    Ok((version, before))
}

/// Puts a name back inside a transaction of another feature.
pub(crate) async fn put_name_back_in(tx: &Tx, ctx: &Ctx, id: UserId, version: i64, name: PersonName) -> Result<()> {
    let (user, renames) = as_seen(tx, id, version).await?;
    let user = call_by_name(tx, &renames, user, name).await?;
    if was_told(tx, id).await? {
        tell(tx, ctx, user).await?;
    }
    Ok(())
}

/// Somebody who is still as they were looked at.
async fn as_seen(tx: &Tx, id: UserId, version: i64) -> Result<(user::Model, Permit<UsersRename>)> {
    let (user, renames) = tx.user(id).require::<UsersRename>().await?;
    if user.version != version {
        return Err(AppError::Conflict { reason: ConflictReason::Stale }.into());
    }
    Ok((user, renames))
}

/// Calls somebody so and leaves them their username, and records it.
async fn call_by_name(
    tx: &Tx,
    renames: &Permit<UsersRename>,
    user: user::Model,
    name: PersonName,
) -> Result<user::Model> {
    let user = users::set_name(tx, renames, user, name).await?;
    tx.record(Event::NamesChanged { user: user.id, name: true, username: false }).await;
    Ok(user)
}

/// Calls somebody so, and records what changed.
async fn call(
    tx: &Tx,
    (renames, changes_username): (&Permit<UsersRename>, &Permit<UsersChangeUsername>),
    mut user: user::Model,
    wanted: &Called,
) -> Result<user::Model> {
    let is_renamed = (&user.first_name, &user.last_name) != (&wanted.first, &wanted.last);
    let is_known_otherwise = user.username != wanted.username;
    if is_renamed {
        let name = PersonName { first: wanted.first.clone(), last: wanted.last.clone() };
        user = users::set_name(tx, renames, user, name).await?;
    }
    if is_known_otherwise {
        user = users::set_username(tx, changes_username, user, wanted.username.clone()).await?;
    }
    tx.record(Event::NamesChanged { user: user.id, name: is_renamed, username: is_known_otherwise }).await;
    Ok(user)
}

fn called(user: &user::Model) -> Called {
    Called { first: user.first_name.clone(), last: user.last_name.clone(), username: user.username.clone() }
}

/// Whether the person was told what they are called. What waits to tell them is dropped: of what was never told and is so
/// no more, nothing is told.
async fn was_told(tx: &Tx, id: UserId) -> Result<bool> {
    Ok(mail::drop_waiting(tx, id, &[MailTemplate::NamesChanged]).await? == 0)
}

/// Whoever has a name keeps one; someone invited may have none yet.
fn expect_name(user: &user::Model, name: &PersonName) -> Result<()> {
    let has_none = user.first_name.is_empty() && user.last_name.is_empty();
    if !name.first.is_empty() || has_none {
        return Ok(());
    }
    let mut fields = FieldErrors::one("first_name", FieldCode::Required);
    fields.push("last_name", FieldCode::Required);
    Err(AppError::Invalid { fields }.into())
}

/// Tells the person, when the undo window has closed; what waited to be told of an earlier change was dropped.
async fn tell(tx: &Tx, ctx: &Ctx, user: user::Model) -> Result<()> {
    if user.id == ctx.user_id() || !matches!(user.status, UserStatus::Active | UserStatus::Disabled) {
        return Ok(());
    }
    #[expect(clippy::disallowed_methods, reason = "the language of last resort")]
    let settings = workspace::current(&tx.rows_without(Reason::Workspace)).await?;
    let notice = NewMail {
        locale: mail::language_for(&user, None, &settings),
        dedupe_key: format!("names_changed:{}:{}", user.id, user.version),
        to: user.email,
        user: Some(user.id),
        content: Content::NamesChanged { by: ctx.user_id() },
        link: None,
        leaves: Leaves::AfterUndo,
        valid_until: None,
    };
    mail::enqueue(tx, notice).await
}
