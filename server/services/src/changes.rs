//! Change sets: what was changed together by one person at one moment, alone or in bulk, as it is taken back once and as
//! Recent changes lists it.
//!
//! Kept beside the one-time links, and removed with them a month after the window. Knows how nothing is put back: that
//! is what `bulk` does, which may use every feature.

use model::access::{CompanyRole, DisabledBy};
use model::bulk::{PEOPLE_MAX, SkipReason};
use model::changes::ChangeKind;
use model::ids::{ChangeSetId, TokenId, UserId};
use model::person::PersonName;
use model::roles::Held;
use model::time::Timestamp;
use model::users::UserStatus;
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};

use crate::access;
use crate::credentials::token::{self, Named};
use crate::ctx::Ctx;
use crate::entity::{token as stored, user};
use crate::error::Result;
use crate::tx::{Reason, Rows, Tx};
use crate::workspace;

/// What the secret is for.
const PURPOSE: &str = "change_set";

/// The offer stops counting down while somebody looks at it, so it is kept for longer than the window.
const GRACE_SECONDS: i64 = 10 * 60;

/// What was changed together.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ChangeSet {
    /// When.
    pub(crate) at: Timestamp,
    /// What.
    pub(crate) kind: ChangeKind,
    /// Whom, in the order of the list.
    pub(crate) people: Vec<Changed>,
    /// What came of taking it back.
    pub(crate) taken_back: Option<TakenBack>,
}

/// Someone who was changed.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Changed {
    pub(crate) id: UserId,
    /// After the change.
    pub(crate) version: i64,
    pub(crate) before: Before,
}

/// What they were.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Before {
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
    /// Not there, or withdrawn from.
    Absent,
    /// Called this and holding that, as far as a table said otherwise.
    Row { name: Option<PersonName>, held: Option<Held> },
}

impl Before {
    /// Of somebody whose access is about to be turned off or on.
    pub(crate) fn standing(user: &user::Model) -> Self {
        Self::Standing { status: user.status, since: user.status_at, disabled_by: user.disabled_by }
    }

    /// Of somebody who is about to come back from the archive.
    pub(crate) fn archived(user: &user::Model) -> Self {
        Self::Archived {
            since: user.status_at,
            role: user.role,
            invited_by: user.invited_by,
            access_ends_at: user.access_ends_at,
        }
    }

    /// Of somebody who is about to be invited again.
    pub(crate) fn invitation(user: &user::Model) -> Self {
        Self::Invitation { until: user.invite_until }
    }
}

/// What came of taking a change back.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct TakenBack {
    pub(crate) at: Timestamp,
    /// For whom it stands, and why.
    pub(crate) left: Vec<(UserId, SkipReason)>,
}

/// How a change that was just made can be taken back.
pub(crate) struct Offer {
    pub(crate) id: ChangeSetId,
    /// None for so many people that one transaction is not for them.
    pub(crate) secret: Option<String>,
    /// How long it is offered.
    pub(crate) seconds: u32,
}

/// A change set as it is kept.
pub(crate) struct Kept {
    pub(crate) id: ChangeSetId,
    /// Who made the change.
    pub(crate) by: Option<UserId>,
    /// Whether they may still take it back.
    pub(crate) is_open: bool,
    pub(crate) set: ChangeSet,
}

/// Keeps what was changed in this transaction.
pub(crate) async fn keep(tx: &Tx, ctx: &Ctx, kind: ChangeKind, people: Vec<Changed>) -> Result<Offer> {
    let seconds = undo_seconds(tx).await?;
    let fits = people.len() <= PEOPLE_MAX as usize;
    let until = if fits { tx.now().plus_seconds(i64::from(seconds) + GRACE_SECONDS) } else { tx.now() };
    let set = ChangeSet { at: tx.now(), kind, people, taken_back: None };
    let (id, secret) = token::keep_named(tx, PURPOSE, ctx.user_id(), until, written(&set)).await?;
    let secret = fits.then(|| secret.expose_secret().to_owned());
    Ok(Offer { id: ChangeSetId(id.0), secret, seconds })
}

/// The same for one person.
pub(crate) async fn keep_one(
    tx: &Tx,
    ctx: &Ctx,
    kind: ChangeKind,
    (id, version): (UserId, i64),
    before: Before,
) -> Result<()> {
    keep(tx, ctx, kind, vec![Changed { id, version, before }]).await.map(drop)
}

/// Somebody as they are, before they are changed; nobody who is not there.
pub(crate) async fn present(tx: &Tx, id: UserId) -> Result<Option<user::Model>> {
    Ok(access::load_people(&rows(tx), &[id]).await?.remove(&id).map(|person| person.user))
}

/// A change set, once, for the one who made the change.
pub(crate) async fn take(tx: &Tx, ctx: &Ctx, name: Named<'_>) -> Result<Option<(ChangeSetId, ChangeSet)>> {
    let taken = token::take_named(tx, PURPOSE, ctx.user_id(), name).await?;
    Ok(taken.and_then(|(id, payload)| Some((ChangeSetId(id.0), serde_json::from_str(&payload).ok()?))))
}

/// Notes what came of taking it back.
pub(crate) async fn note_taken_back(
    tx: &Tx,
    id: ChangeSetId,
    set: ChangeSet,
    left: Vec<(UserId, SkipReason)>,
) -> Result<()> {
    let set = ChangeSet { taken_back: Some(TakenBack { at: tx.now(), left }), ..set };
    token::rewrite(tx, PURPOSE, TokenId(id.0), written(&set)).await
}

/// The last of them, the newest first.
pub(crate) async fn newest(rows: &Rows<'_, Reason>, most: u64, now: Timestamp) -> Result<Vec<Kept>> {
    let kept = token::newest(rows, PURPOSE, most).await?;
    Ok(kept.into_iter().filter_map(|row| read(row, now)).collect())
}

/// One of them.
pub(crate) async fn one(rows: &Rows<'_, Reason>, id: ChangeSetId, now: Timestamp) -> Result<Option<Kept>> {
    Ok(token::kept(rows, PURPOSE, TokenId(id.0)).await?.and_then(|row| read(row, now)))
}

/// Takes somebody who was erased out: what they were called and held is kept nowhere.
pub(crate) async fn forget(tx: &Tx, user: UserId) -> Result<()> {
    for row in token::naming(&rows(tx), PURPOSE, user).await? {
        let id = row.id;
        let Some(Kept { mut set, .. }) = read(row, tx.now()) else { continue };
        set.people.retain(|changed| changed.id != user);
        if let Some(taken_back) = &mut set.taken_back {
            taken_back.left.retain(|(id, _)| *id != user);
        }
        token::rewrite(tx, PURPOSE, id, written(&set)).await?;
    }
    Ok(())
}

/// The length of the undo window.
pub(crate) async fn undo_seconds(tx: &Tx) -> Result<u32> {
    let settings = workspace::current(&rows(tx)).await?;
    Ok(u32::try_from(settings.undo_seconds).unwrap_or_default())
}

fn read(row: stored::Model, now: Timestamp) -> Option<Kept> {
    let set = serde_json::from_str(row.payload.as_deref()?).ok()?;
    let is_open = row.used_at.is_none() && row.expires_at.is_some_and(|end| now < end);
    Some(Kept { id: ChangeSetId(row.id.0), by: row.user_id, is_open, set })
}

fn written(set: &ChangeSet) -> String {
    // Ids, words and times always serialize.
    serde_json::to_string(set).unwrap_or_default()
}

#[expect(clippy::disallowed_methods, reason = "the facts of access, and the length of the undo window")]
fn rows(tx: &Tx) -> Rows<'_, Reason> {
    tx.rows_without(Reason::Identity)
}
