//! Taking a change back: the opposite for each person, decided and recorded like any other change.
//!
//! What everyone was is kept with a one-time secret that only the one who made the change can use. Whoever changed since
//! then, or has no seat to come back to, stays as they are and is named. Ended sessions stay ended.

use model::access::{CompanyRole, DisabledBy};
use model::bulk::{BulkDone, Names, SkipReason};
use model::error::{AppError, ConflictReason};
use model::event::Event;
use model::ids::UserId;
use model::roles::{Held, RoleChange};
use model::time::Timestamp;
use model::users::UserStatus;
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};

use super::perform::{rows, undo_seconds};
use super::plan::skip_reason;
use super::report::{SkippedPeople, name};
use crate::access::{self, UsersDisable, UsersEnable, UsersView};
use crate::credentials::{self, token};
use crate::ctx::Ctx;
use crate::entity::user;
use crate::error::{Error, Result};
use crate::lifecycle::{self, Told};
use crate::tx::Tx;
use crate::users::{self, Archived, Standing};
use crate::{deletion, invitations, mail, roles, seats};

/// What the secret is for.
const PURPOSE: &str = "bulk_undo";

/// The offer stops counting down while somebody looks at it, so it is kept for longer than the window.
const GRACE_SECONDS: i64 = 10 * 60;

/// A change, as it is taken back.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Undo {
    /// When it was made.
    pub(super) at: Timestamp,
    /// In the order of the list.
    pub(super) people: Vec<Undone>,
}

/// Someone who was changed.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Undone {
    pub(super) id: UserId,
    /// After the change.
    pub(super) version: i64,
    pub(super) before: Before,
}

/// What they were.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Before {
    /// In this status.
    Standing { status: UserStatus, since: Timestamp, disabled_by: Option<DisabledBy> },
    /// Holding this.
    Access(Held),
    /// Invited until then.
    Invitation { until: Option<Timestamp> },
    /// Not in the archive; what they were is in the snapshot of their row.
    Present,
    /// In the archive.
    Archived { since: Timestamp, role: CompanyRole, invited_by: Option<UserId>, access_ends_at: Option<Timestamp> },
}

/// Keeps what a change needs to be taken back, and gives the secret for it.
pub(super) async fn keep(tx: &Tx, ctx: &Ctx, undo: &Undo) -> Result<String> {
    let until = tx.now().plus_seconds(i64::from(undo_seconds(tx).await?) + GRACE_SECONDS);
    // Ids, words and times always serialize.
    let payload = serde_json::to_string(undo).unwrap_or_default();
    let secret = token::keep(tx, PURPOSE, ctx.user_id(), until, payload).await?;
    Ok(secret.expose_secret().to_owned())
}

/// Takes a change back, once.
///
/// # Errors
/// `Conflict` when it was taken back already, too long ago, by another person, or nobody of it can be taken back any
/// more; `StepUpRequired` when Administrator goes back and forth.
pub async fn undo(ctx: &Ctx, secret: String) -> std::result::Result<BulkDone, AppError> {
    let secret = &secret;
    ctx.write(|tx| async move { undo_in(&tx, ctx, secret).await }).await
}

async fn undo_in(tx: &Tx, ctx: &Ctx, secret: &str) -> Result<BulkDone> {
    let closed = || Error::App(AppError::Conflict { reason: ConflictReason::UndoClosed });
    tx.lock_workspace().await?;
    let _permit = tx.workspace().require::<UsersView>().await?;
    let payload = token::take(tx, PURPOSE, ctx.user_id(), secret).await?.ok_or_else(closed)?;
    let undo: Undo = serde_json::from_str(&payload).map_err(|_| closed())?;
    let ids: Vec<UserId> = undo.people.iter().map(|undone| undone.id).collect();
    let people = access::load_people(&rows(tx), &ids).await?;

    let (mut changed, mut skipped) = (Names::default(), SkippedPeople::default());
    for undone in &undo.people {
        let user = people.get(&undone.id).map(|person| &person.user);
        let outcome = match user {
            None => Err(SkipReason::Unknown),
            Some(user) if user.version != undone.version => Err(SkipReason::Changed),
            Some(user) => match put_back(tx, ctx, user, undone, undo.at).await {
                Ok(()) => Ok(()),
                Err(Error::App(AppError::SeatsExhausted { .. })) => Err(SkipReason::NoSeat),
                Err(Error::App(AppError::Conflict { reason: ConflictReason::MailGone })) => Err(SkipReason::MailLeft),
                Err(Error::App(refused)) => Err(skip_reason(refused)?),
                Err(error) => return Err(error),
            },
        };
        match outcome {
            Ok(()) => changed.push(user.map(name).unwrap_or_default()),
            Err(reason) => skipped.push(reason, user),
        }
    }
    if changed.count == 0 {
        return Err(closed());
    }
    Ok(BulkDone {
        changed,
        skipped: skipped.into_list(),
        mails: mail::caused_now(tx).await?,
        undo: None,
        seconds: undo_seconds(tx).await?,
    })
}

/// Puts one person back. What refuses does so before anything is written.
async fn put_back(tx: &Tx, ctx: &Ctx, user: &user::Model, undone: &Undone, at: Timestamp) -> Result<()> {
    match &undone.before {
        Before::Access(held) => {
            let change = RoleChange { version: undone.version, held: held.clone() };
            roles::change_in(tx, ctx, user.id, &change).await?;
        }
        Before::Invitation { until } => invitations::take_back(tx, user.id, at, *until).await?,
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
