//! Taking a change back: the opposite for each person, decided and recorded like any other change.
//!
//! What everyone was is kept with a one-time secret that only the one who made the change can use. Whoever changed since
//! then, or has no seat to come back to, stays as they are and is named. Ended sessions stay ended.

use model::access::DisabledBy;
use model::bulk::{BulkDone, Names, SkipReason};
use model::error::{AppError, ConflictReason};
use model::event::Event;
use model::ids::{ChangeSetId, TokenId, UserId};
use model::roles::RoleChange;
use model::time::Timestamp;
use model::users::UserStatus;

use super::perform::rows;
use super::plan::skip_reason;
use super::report::{SkippedPeople, name};
use crate::access::{self, UsersDisable, UsersEnable, UsersRename, UsersView};
use crate::changes::{self, Before, Changed};
use crate::credentials::{self, token::Named};
use crate::ctx::Ctx;
use crate::entity::user;
use crate::error::{Error, Result};
use crate::lifecycle::{self, Told};
use crate::tx::Tx;
use crate::users::{self, Archived, Standing};
use crate::{deletion, invitations, mail, roles, seats, user_window};

/// Takes a change back, once.
///
/// # Errors
/// `Conflict` when it was taken back already, too long ago, by another person, or nobody of it can be taken back any
/// more; `StepUpRequired` when Administrator goes back and forth.
pub async fn undo(ctx: &Ctx, secret: String) -> std::result::Result<BulkDone, AppError> {
    let secret = &secret;
    ctx.write(|tx| async move { undo_in(&tx, ctx, Named::Secret(secret)).await }).await
}

/// The same for one out of Recent changes. The id is no secret: it counts for the one who made the change only.
///
/// # Errors
/// As [`undo`].
pub async fn undo_listed(ctx: &Ctx, id: ChangeSetId) -> std::result::Result<BulkDone, AppError> {
    ctx.write(|tx| async move { undo_in(&tx, ctx, Named::Id(TokenId(id.0))).await }).await
}

async fn undo_in(tx: &Tx, ctx: &Ctx, named: Named<'_>) -> Result<BulkDone> {
    let closed = || Error::App(AppError::Conflict { reason: ConflictReason::UndoClosed });
    tx.lock_workspace().await?;
    let _permit = tx.workspace().require::<UsersView>().await?;
    let (id, set) = changes::take(tx, ctx, named).await?.ok_or_else(closed)?;
    let ids: Vec<UserId> = set.people.iter().map(|undone| undone.id).collect();
    let people = access::load_people(&rows(tx), &ids).await?;

    let (mut changed, mut skipped, mut left) = (Names::default(), SkippedPeople::default(), Vec::new());
    for undone in &set.people {
        let user = people.get(&undone.id).map(|person| &person.user);
        let outcome = match user {
            None => Err(SkipReason::Unknown),
            Some(user) if user.version != undone.version => Err(SkipReason::Changed),
            Some(user) => match put_back(tx, ctx, user, undone, set.at).await {
                Ok(()) => Ok(()),
                Err(Error::App(AppError::SeatsExhausted { .. })) => Err(SkipReason::NoSeat),
                Err(Error::App(AppError::Conflict { reason: ConflictReason::MailGone })) => Err(SkipReason::MailLeft),
                Err(Error::App(refused)) => Err(skip_reason(refused)?),
                Err(error) => return Err(error),
            },
        };
        match outcome {
            Ok(()) => changed.push(user.map(name).unwrap_or_default()),
            Err(reason) => {
                left.push((undone.id, reason));
                skipped.push(reason, user);
            }
        }
    }
    if changed.count == 0 {
        return Err(closed());
    }
    changes::note_taken_back(tx, id, set, left).await?;
    Ok(BulkDone {
        changed,
        skipped: skipped.into_list(),
        mails: mail::caused_now(tx).await?,
        undo: None,
        seconds: changes::undo_seconds(tx).await?,
    })
}

/// Puts one person back. What refuses does so before anything is written.
async fn put_back(tx: &Tx, ctx: &Ctx, user: &user::Model, undone: &Changed, at: Timestamp) -> Result<()> {
    match &undone.before {
        Before::Access(held) => {
            let change = RoleChange { version: undone.version, held: held.clone() };
            roles::change_in(tx, ctx, user.id, &change).await?;
        }
        Before::Invitation { until } => invitations::take_back(tx, user.id, at, *until).await?,
        Before::Absent => invitations::take_back_new(tx, user.id).await?,
        Before::Row { name, held } => {
            let mut version = undone.version;
            if name.is_some() {
                // Asked for first, because nothing may be written of somebody who is left alone after all.
                drop(tx.user(user.id).require::<UsersRename>().await?);
            }
            if let Some(held) = held {
                version =
                    roles::change_in(tx, ctx, user.id, &RoleChange { version, held: held.clone() }).await?.version;
            }
            if let Some(name) = name {
                user_window::put_name_back_in(tx, ctx, user.id, version, name.clone()).await?;
            }
        }
        Before::Present => deletion::take_back_in(tx, ctx, user.id).await?,
        Before::Archived { since, role, invited_by, access_ends_at } => {
            let was = Archived { since: *since, role: *role, invited_by: *invited_by, access_ends_at: *access_ends_at };
            deletion::archive_again_in(tx, user.id, at, was).await?;
        }
        Before::Standing { status, since, disabled_by } => {
            let standing = Standing { status: *status, since: *since, disabled_by: *disabled_by };
            put_standing_back(tx, ctx, user.status == UserStatus::Active, user.id, standing).await?;
        }
    }
    Ok(())
}

async fn put_standing_back(tx: &Tx, ctx: &Ctx, was_on: bool, id: UserId, standing: Standing) -> Result<()> {
    let by = standing.disabled_by.unwrap_or(DisabledBy::Administrator);
    let (user, told, event) = match standing.status {
        UserStatus::Active => {
            let (user, permit) = tx.user(id).require::<UsersEnable>().await?;
            seats::take(tx, 1).await?;
            (users::put_back(tx, &permit, user, standing).await?, Told::Opened, Event::UserEnabled { user: id })
        }
        UserStatus::Disabled if was_on => {
            let (user, permit) = tx.user(id).require::<UsersDisable>().await?;
            credentials::shut_out(tx, id).await?;
            (users::put_back(tx, &permit, user, standing).await?, Told::Closed, Event::UserDisabled { user: id, by })
        }
        // Off before and off now: the reason goes back to one that more can undo, for which enabling is enough.
        UserStatus::Disabled => {
            let (user, permit) = tx.user(id).require::<UsersEnable>().await?;
            (users::put_back(tx, &permit, user, standing).await?, Told::Nothing, Event::UserDisabled { user: id, by })
        }
        UserStatus::Invited | UserStatus::Deleted | UserStatus::Erased => {
            return Err(AppError::Conflict { reason: ConflictReason::WrongStatus }.into());
        }
    };
    tx.record(event).await;
    lifecycle::tell(tx, ctx, user, told).await?;
    Ok(())
}
