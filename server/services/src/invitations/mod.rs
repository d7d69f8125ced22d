//! Inviting people, and coming in.
//!
//! An invitation makes a user at once: invited, with role and permissions, in a seat that is held for as long as the link
//! works. A row of `invitation` is one sending of it, so the newest one of a user is the present one; `revoked_at` says
//! when a newer one took its place, or it was withdrawn. Its link is a `token`, its delivery a `mail`.
//!
//! Invariants: at most one link of a user works; nobody grants what they do not hold, neither when they send nor when it
//! is accepted; a batch is sent whole or not at all.

mod accept;
mod check;
mod choices;
mod deliver;
mod imported;
mod limits;
mod links;
mod lookalike;
mod send;
mod store;
mod take_back;

use model::access::CompanyPermission;
use model::ids::UserId;
use model::time::Timestamp;

pub use accept::{accept, ended, page, request_new_link};
pub use check::check;
pub use choices::choices;
pub use links::{cancel, copy_link, resend};
pub use send::send;

pub(crate) use imported::{NewPerson, known, send_imported, spelling};
pub(crate) use limits::too_soon;
pub(crate) use links::{send_again, send_restored};
pub(crate) use lookalike::Spelling;
pub(crate) use take_back::{take_back, take_back_new, take_back_restored};

use crate::access::{Redeemed, SetUp};
use crate::entity::invitation;
use crate::error::Result;
use crate::tx::{Reason, Rows, Tx};

/// How long a link works.
const LIFETIME_SECONDS: i64 = 24 * 60 * 60;

/// What an invitation grants on top of the role.
pub(crate) fn permissions(invitation: &invitation::Model) -> Vec<CompanyPermission> {
    // A permission that is not known any more grants nothing.
    serde_json::from_str(&invitation.permissions).unwrap_or_default()
}

/// The same as it is stored.
pub(crate) fn stored(permissions: &[CompanyPermission]) -> String {
    let mut permissions = permissions.to_vec();
    permissions.sort_unstable();
    // Words always serialize.
    serde_json::to_string(&permissions).unwrap_or_default()
}

/// Puts the invitations of made-up people into a new workspace.
pub(crate) async fn insert_made_up(tx: &Tx, link: &Redeemed<SetUp>, sent: Vec<invitation::Model>) -> Result<()> {
    store::insert(&tx.rows(link), sent).await
}

/// Removes what was written to somebody who was erased.
pub(crate) async fn forget(rows: &Rows<'_, Reason>, user: UserId) -> Result<()> {
    store::forget(rows, user).await
}

/// When a link ends that was made at this moment.
pub(crate) fn end(now: Timestamp) -> Timestamp {
    now.plus_seconds(LIFETIME_SECONDS)
}
