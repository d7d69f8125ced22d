//! Users: the list, and every change of a user's row.
//!
//! The list shows whom `decide` lets the viewer see, and of each only the fields that it lets them see: names against
//! the permit for the directory, everything else against the permit for all fields.
//! Of 100,000 users, counting takes the time; see [`figures`].
//!
//! Invariant: only [`write`] writes the tables `user` and `user_permission`.

mod figures;
mod filter;
mod for_file;
mod list;
mod matching;
mod names;
mod notes;
mod snapshot;
mod store;
mod summary;
mod write;

use model::error::AppError;
use model::ids::UserId;
use model::user_window::Neighbors;
use model::users::{UserQuery, UserSummary, UsersPage};

pub(crate) use for_file::{PersonForFile, for_file};
pub(crate) use matching::{matching, seen_among};
pub(crate) use names::{display_name, split as split_name};
pub(crate) use notes::{Written, note, notes, present_note, write_note};
pub(crate) use snapshot::{Snapshot, Undo};
pub(crate) use store::{are_let_in, ended, extras_of, has_address, hold, taken};
pub(crate) use write::{
    Activation, Archived, NewOwner, NewUser, RenewsInvitation, Restored, Standing, activate, archive, archive_again,
    backdate_owner, disable, enable, erase, fresh, in_step, insert_invited, insert_made_up, insert_owner, invite_anew,
    note_snapshot, own, permissions, put_back, put_invitation_back, renew_invitation, restore, revive, set_access,
    set_avatar, set_email, set_end, set_name, set_player, set_preferences, set_profile, set_username, touch_last_seen,
    withdraw,
};

use crate::ctx::Ctx;

/// One page of the users whom the viewer may see, with the figures that they may see.
///
/// # Errors
/// `Unauthenticated` when the account cannot be used.
pub async fn list(ctx: &Ctx, query: UserQuery) -> Result<UsersPage, AppError> {
    ctx.read(async || list::list(ctx, &query).await).await
}

/// One row of the list.
///
/// # Errors
/// `NotFound` when there is no such user, or not for this viewer.
pub async fn row(ctx: &Ctx, id: UserId) -> Result<UserSummary, AppError> {
    ctx.read(async || list::row(ctx, id).await).await
}

/// Who stands before and after a user in a list that is asked for like this; nobody when they are not near its page.
///
/// # Errors
/// `Unauthenticated` when the account cannot be used.
pub(crate) async fn neighbors(ctx: &Ctx, query: &UserQuery, id: UserId) -> crate::Result<Neighbors> {
    list::neighbors(ctx, query, id).await
}

/// How many users the list has when nothing is asked for.
///
/// # Errors
/// `Unauthenticated` when the account cannot be used.
pub async fn count(ctx: &Ctx) -> Result<u64, AppError> {
    ctx.read(async || list::count(ctx).await).await
}
