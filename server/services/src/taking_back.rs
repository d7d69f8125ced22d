//! What was, kept for the one who changed it to take it back with a one-time secret: names, an end of access, a text.
//!
//! It is put back by the feature whose it is, and only while it still is what the change made of it.

use model::error::{AppError, ConflictReason};
use model::ids::{NoteId, UserId};
use model::roles::Held;
use model::time::Timestamp;
use model::user_window::UndoOffer;
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};

use crate::credentials::token;
use crate::ctx::Ctx;
use crate::error::Result;
use crate::tx::{Reason, Tx};
use crate::workspace;

/// What the secret is for.
const PURPOSE: &str = "edit_undo";

/// The offer stops counting down while somebody looks at it, so it is kept for longer than the window.
const GRACE_SECONDS: i64 = 10 * 60;

/// A change of one person, as it is taken back.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Change {
    /// Name and username.
    Names {
        /// What was.
        before: Called,
        /// What the change made of it.
        after: Called,
        /// Whether a mail about an earlier change of them was still waiting.
        untold: bool,
    },
    /// The end of the access.
    End {
        /// What was.
        before: Option<Timestamp>,
        /// What the change made of it.
        after: Option<Timestamp>,
    },
    /// Role and permissions.
    Access {
        /// What was held.
        before: Held,
        /// The version of the row after the change.
        version: i64,
    },
    /// Administrator information.
    Note {
        /// The text before, if there was one.
        before: Option<NoteId>,
        /// The one that took its place.
        after: NoteId,
    },
}

/// What somebody is called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Called {
    pub(crate) first: String,
    pub(crate) last: String,
    pub(crate) username: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    user: UserId,
    change: Change,
}

/// Keeps a change of this person, and gives the secret that takes it back.
pub(crate) async fn keep(tx: &Tx, ctx: &Ctx, user: UserId, change: Change) -> Result<UndoOffer> {
    #[expect(clippy::disallowed_methods, reason = "the length of the undo window")]
    let settings = workspace::current(&tx.rows_without(Reason::Workspace)).await?;
    let until = tx.now().plus_seconds(i64::from(settings.undo_seconds) + GRACE_SECONDS);
    // Ids, words and times always serialize.
    let payload = serde_json::to_string(&Kept { user, change }).unwrap_or_default();
    let secret = token::keep(tx, PURPOSE, ctx.user_id(), until, payload).await?;
    let seconds = u32::try_from(settings.undo_seconds).unwrap_or_default();
    Ok(UndoOffer { secret: secret.expose_secret().to_owned(), seconds })
}

/// What was kept with this secret, once, for the one who made the change.
///
/// # Errors
/// `Conflict` for a secret of somebody else, and for one that was used or ended.
pub(crate) async fn take(tx: &Tx, ctx: &Ctx, secret: &str) -> Result<(UserId, Change)> {
    let payload = token::take(tx, PURPOSE, ctx.user_id(), secret).await?;
    let kept: Option<Kept> = payload.and_then(|payload| serde_json::from_str(&payload).ok());
    let kept = kept.ok_or_else(closed)?;
    Ok((kept.user, kept.change))
}

/// It is not what the change made of it any more, or cannot be put back.
pub(crate) fn closed() -> crate::Error {
    AppError::Conflict { reason: ConflictReason::UndoClosed }.into()
}
