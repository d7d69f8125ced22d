//! Profile pictures: taken, cut to a square, stored in three sizes without metadata, shown to whoever sees the person,
//! and swept when they are replaced.
//!
//! A picture has an id of its own that nobody chose, and never changes. Its row stands before its files do, and outlives
//! them: a process that dies in between leaves a row that leads to the files.
//!
//! Invariants: a user shows only a picture whose files are complete; of the pictures of a user at most one is neither
//! dropped nor on its way.

mod pipeline;
mod store;
mod sweep;

use model::error::{AppError, Noun};
use model::event::Event;
use model::fields::FieldCode;
use model::ids::{PictureId, UserId};
use model::pictures::{Crop, FIELD, PictureSize};

pub(crate) use sweep::{PictureSweep, forget};

use crate::Services;
use crate::access::{AccountEdit, Permit, Resource, UserEntry};
use crate::ctx::Ctx;
use crate::error::Result;
use crate::jobs;
use crate::tx::{Tx, Unrecorded};
use crate::users;

/// The type of every stored picture, whatever was sent.
pub const CONTENT_TYPE: &str = "image/jpeg";

/// Makes a file the profile picture of whoever asks. Without a section the middle is taken.
///
/// # Errors
/// `Invalid` when it is no picture that is taken, `RateLimited` beyond what an hour takes, `Unavailable` when too many
/// others wait or the store does not answer.
pub async fn save(ctx: &Ctx, file: Vec<u8>, crop: Option<Crop>) -> std::result::Result<PictureId, AppError> {
    // Costs next to nothing, so a mistake uses nothing of the limit up.
    pipeline::look(&file).map_err(|code| AppError::field(FIELD, code))?;
    let begun = ctx.write_unrecorded(Unrecorded::Picture, |tx| async move {
        // Before the facts, which lock one's row for reading: two that then want to write it would wait for each other.
        tx.lock_workspace().await?;
        let permit = own(&tx).await?;
        store::begin(&tx, &permit).await
    });
    let id = begun.await?;
    let services = ctx.services();
    for (size, picture) in pipeline::run(services.shrinking(), file, crop).await? {
        services.storage().put(&name(id, size), picture).await?;
    }
    let shown = ctx.write(|tx| async move {
        tx.lock_workspace().await?;
        let permit = own(&tx).await?;
        // Locks the row: of two pictures that arrive at once, the second finds the first, and drops it.
        let user = users::own(&tx, &permit).await?;
        store::show(&tx, &permit, id).await?;
        users::set_avatar(&tx, &permit, user, Some(id)).await?;
        sweep_soon(&tx).await?;
        tx.record(Event::PictureChanged { user: ctx.user_id() }).await;
        Ok(id)
    });
    let shown = shown.await;
    if shown.is_err() {
        // Should a sweep have been here before the files were, the next one looks again. Fails with the database only.
        let _ = ctx.write_unrecorded(Unrecorded::Picture, |tx| async move { sweep::look_again(&tx, id).await }).await;
    }
    shown
}

/// Removes the profile picture of whoever asks.
///
/// # Errors
/// `Forbidden` for an account that cannot be used.
pub async fn remove(ctx: &Ctx) -> std::result::Result<(), AppError> {
    if ctx.me().avatar.is_none() {
        return Ok(());
    }
    ctx.write(|tx| async move {
        tx.lock_workspace().await?;
        let permit = own(&tx).await?;
        let user = users::own(&tx, &permit).await?;
        store::drop_shown(&tx, &permit).await?;
        users::set_avatar(&tx, &permit, user, None).await?;
        sweep_soon(&tx).await?;
        tx.record(Event::PictureRemoved { user: ctx.user_id() }).await;
        Ok(())
    })
    .await
}

/// The picture that a user shows, as [`CONTENT_TYPE`].
///
/// # Errors
/// `NotFound` when there is no such user, not for this viewer, or they show another picture or none.
pub async fn read(
    ctx: &Ctx,
    user: UserId,
    picture: PictureId,
    size: PictureSize,
) -> std::result::Result<Vec<u8>, AppError> {
    let missing = || AppError::NotFound { what: Noun::User };
    ctx.read(async || {
        let (user, _entry) = ctx.user(user).require::<UserEntry>().await?;
        match user.avatar {
            Some(shown) if shown == picture => Ok(()),
            Some(_) | None => Err(missing().into()),
        }
    })
    .await?;
    let found = ctx.services().storage().get(&name(picture, size)).await?;
    found.ok_or_else(|| {
        tracing::error!(%picture, "the file of a picture that is shown is missing");
        missing()
    })
}

/// Judges a file without decoding it; other features take the same ones.
///
/// # Errors
/// Why it is not taken.
pub(crate) fn judge(file: &[u8]) -> std::result::Result<(), FieldCode> {
    pipeline::look(file)
}

/// Draws a file anew, as PNG, in its own shape and no larger than this box, when its turn has come.
///
/// # Errors
/// `Invalid` at the field when it is not taken, `Unavailable` when its turn does not come.
pub(crate) async fn fitted(
    services: &Services,
    file: Vec<u8>,
    within: (u32, u32),
    field: &'static str,
) -> std::result::Result<Vec<u8>, AppError> {
    pipeline::fit(services.shrinking(), file, within).await?.map_err(|code| AppError::field(field, code))
}

/// The name of a file. Nothing of what was sent is in it.
fn name(picture: PictureId, size: PictureSize) -> String {
    format!("pictures/{picture}-{}.jpg", size.pixels())
}

async fn own(tx: &Tx) -> Result<Permit<AccountEdit>> {
    tx.workspace().require_for::<AccountEdit>(&Resource::Oneself).await
}

async fn sweep_soon(tx: &Tx) -> Result<()> {
    jobs::enqueue_all(tx, [(&PictureSweep, tx.now(), None)]).await
}

/// One run of the pipeline past everything else, for measuring it and for files that were made to break it.
#[cfg(feature = "testing")]
pub fn shrink(file: &[u8]) -> std::result::Result<usize, FieldCode> {
    Ok(pipeline::shrink(file, None)?.into_iter().map(|(_, picture)| picture.len()).sum())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{TestWorld, for_each_engine, picture};

    // UP-10: a file that arrives after it was given up. Without the look at `dropped_at` it is shown, and swept.
    #[tokio::test(flavor = "multi_thread")]
    async fn picture_that_took_too_long_is_never_shown() {
        for_each_engine(async |world: TestWorld| {
            world.set_up(5).await;
            let member = world.member().await;
            let turn = world.services().shrinking().acquire().await.unwrap();
            let late = save(&member, picture(20, 20, [9, 9, 9]), None);
            let meanwhile = async {
                while world.number("SELECT count(*) FROM picture").await == 0 {
                    tokio::task::yield_now().await;
                }
                world.clock().advance(60 * 60);
                world.plan_jobs().await;
                world.run_jobs().await;
                drop(turn);
            };
            let (late, ()) = tokio::join!(late, meanwhile);
            assert_eq!(late, Err(AppError::Unavailable { retry_after_secs: 1 }));
            world.plan_jobs().await;
            world.clock().advance(60 * 60);
            world.plan_jobs().await;
            world.run_jobs().await;
            assert_eq!(world.picture_files().await, Vec::<String>::new());
            assert_eq!(world.number("SELECT count(*) FROM \"user\" WHERE avatar IS NOT NULL").await, 0);
        })
        .await;
    }
}
