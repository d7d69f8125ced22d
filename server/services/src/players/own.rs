//! One's own player. The row is the actor's; no id is taken.

use model::access::CompanyPermission;
use model::error::{AppError, ConflictReason};
use model::event::Event;
use model::fields::FieldCode;
use model::players::{OwnPlayer, PlayerChoice, SAMPLE, filled};

use super::store;
use crate::access::{self, AccountEdit, Resource};
use crate::ctx::Ctx;
use crate::tx::Reason;
use crate::{users, workspace};

/// The player that one has chosen, and those of the workspace.
///
/// # Errors
/// `Forbidden` for an account that cannot be used.
pub async fn own(ctx: &Ctx) -> Result<OwnPlayer, AppError> {
    ctx.read(async || {
        let permit = ctx.workspace().require_for::<AccountEdit>(&Resource::Oneself).await?;
        #[expect(clippy::disallowed_methods, reason = "the default")]
        let settings = workspace::current(&ctx.rows_without(Reason::Workspace)).await?;
        let mut workspace = store::fields(&ctx.rows(&permit), &settings).await?;
        let sample = ctx.services().settings().base_url.join(SAMPLE).map(String::from).unwrap_or_default();
        let mut tries = Vec::new();
        for setting in &mut workspace.players {
            // The pattern itself is of no use to whoever only chooses.
            let link = std::mem::take(&mut setting.link);
            if setting.available && !link.is_empty() {
                tries.push((setting.player, filled(&link, &sample)));
            }
        }
        Ok(OwnPlayer {
            chosen: ctx.me().player,
            workspace,
            tries,
            helpers: access::visible_holders(ctx, CompanyPermission::Settings).await?,
            version: ctx.me().version,
        })
    })
    .await
}

/// Chooses a player, or to follow the workspace.
///
/// # Errors
/// `Invalid` for a player that is not available; `Conflict` when one's own row is another than the one that was looked at.
pub async fn choose(ctx: &Ctx, choice: PlayerChoice) -> Result<(), AppError> {
    // What is stored already is no change, and leaves no trace.
    if ctx.me().version == choice.version && ctx.me().player == choice.player {
        return Ok(());
    }
    ctx.write(|tx| async move {
        let permit = tx.workspace().require_for::<AccountEdit>(&Resource::Oneself).await?;
        let user = users::own(&tx, &permit).await?;
        if user.version != choice.version {
            return Err(AppError::Conflict { reason: ConflictReason::Stale }.into());
        }
        #[expect(clippy::disallowed_methods, reason = "the default")]
        let settings = workspace::current(&tx.rows_without(Reason::Workspace)).await?;
        let offered = store::fields(&tx.rows(&permit), &settings).await?;
        if choice.player.is_some_and(|player| !offered.is_available(player)) {
            return Err(AppError::field("player", FieldCode::NotOffered).into());
        }
        let before = user.player;
        users::set_player(&tx, &permit, user, choice.player).await?;
        tx.record(Event::PlayerChosen { user: ctx.user_id(), before, after: choice.player }).await;
        Ok(())
    })
    .await
}
