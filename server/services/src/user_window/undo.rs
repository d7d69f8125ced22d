//! Taking back what was just changed in the window of a user.

use model::error::AppError;
use model::roles::RoleChange;

use super::{names, notes};
use crate::ctx::Ctx;
use crate::error::Error;
use crate::taking_back::{self, Change};
use crate::{access_ends, roles};

/// Puts back what was before a change of names, role, end of access or Administrator information; decided and recorded
/// like any other change.
///
/// # Errors
/// `Conflict` when it was taken back already, too long ago, by another person, or when somebody changed it meanwhile;
/// `Forbidden` for whoever may no longer change it.
pub async fn undo(ctx: &Ctx, secret: String) -> Result<(), AppError> {
    let secret = &secret;
    ctx.write(|tx| async move {
        tx.lock_workspace().await?;
        let (user, change) = taking_back::take(&tx, ctx, secret).await?;
        match change {
            Change::Names { before, after, untold } => names::put_back(&tx, ctx, user, &before, &after, untold).await,
            Change::Access { before: held, version } => {
                match roles::change_in(&tx, ctx, user, &RoleChange { version, held }).await {
                    Err(Error::App(AppError::Conflict { .. })) => Err(taking_back::closed()),
                    outcome => outcome.map(drop),
                }
            }
            Change::End { before, after } => access_ends::put_back(&tx, user, before, after).await,
            Change::Note { before, after } => notes::put_back(&tx, user, before, after).await,
        }
    })
    .await
}
