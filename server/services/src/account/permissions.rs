//! What oneself may do in the workspace, why, and until when.

use model::account::OwnPermissions;
use model::error::AppError;
use model::explain::ABOUT_WORKSPACE;

use crate::access::{self, UserFields};
use crate::ctx::Ctx;
use crate::user_window;

/// What one holds, and the answer about everything that can be asked.
///
/// # Errors
/// `Forbidden` for an account that cannot be used.
pub async fn own_permissions(ctx: &Ctx) -> Result<OwnPermissions, AppError> {
    ctx.read(async || {
        let (me, permit) = ctx.user(ctx.user_id()).require::<UserFields>().await?;
        let held = user_window::held(ctx, &me, &permit).await?;
        let answers = access::explain_all(ctx, &me, ABOUT_WORKSPACE).await?;
        Ok(OwnPermissions { user: ctx.user_id(), held, answers })
    })
    .await
}
