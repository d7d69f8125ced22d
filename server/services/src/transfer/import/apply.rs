//! Applying a table that was checked: new people are invited, and whoever is here is changed, if that is wanted.

use model::changes::ChangeKind;
use model::error::{AppError, ConflictReason};
use model::event::Event;
use model::fields::FieldCode;
use model::import::{CHANGES_MAX, ImportDone};
use model::roles::RoleChange;

use super::plan::{self, Change, What};
use super::{Kept, allowed, kept, lacks_address, outdated, read_kept, rows_in, table};
use crate::access::{InvitationsSend, UsersView};
use crate::changes::{self, Before, Changed};
use crate::credentials::token::{self, IMPORT};
use crate::ctx::Ctx;
use crate::error::Result;
use crate::tx::Tx;
use crate::{invitations, mail, roles, user_window};

/// Does what the page with this fingerprint showed, all of it or nothing. The same key once more, also at the same time,
/// gives the first answer and has no second effect.
///
/// # Errors
/// `Conflict` when something would happen that was not shown; `SeatsExhausted` with everything that is missing;
/// `StepUpRequired` when a row gives or takes Administrator; `Invalid` about `key` for a table that is not kept any more,
/// about `rows` when nothing is to be done, and about `changes` for too many of them; `Forbidden` without Users.
pub async fn apply(ctx: &Ctx, key: &str, seen: &str, with_changes: bool) -> std::result::Result<ImportDone, AppError> {
    ctx.read(async || allowed(ctx).await.map(drop)).await?;
    let before = || ctx.read(async || done(ctx, key).await);
    if let Some(done) = before().await? {
        return Ok(done);
    }
    let stale = AppError::Conflict { reason: ConflictReason::Stale };
    match ctx.write(|tx| async move { apply_in(&tx, ctx, key, seen, with_changes).await }).await {
        Err(error) if error == stale => before().await?.ok_or(error),
        applied => applied,
    }
}

/// What was done with a table before.
async fn done(ctx: &Ctx, key: &str) -> Result<Option<ImportDone>> {
    Ok(match kept(ctx, key).await? {
        Some(Kept::Applied { done, .. }) => Some(done),
        Some(Kept::Checked { .. }) | None => None,
    })
}

async fn apply_in(tx: &Tx, ctx: &Ctx, key: &str, seen: &str, with_changes: bool) -> Result<ImportDone> {
    // Taken first, like by every change of a single person: the plan stays true until the end.
    tx.lock_workspace().await?;
    let _views = tx.workspace().require::<UsersView>().await?;
    let _invites = tx.workspace().require::<InvitationsSend>().await?;
    let kept = token::look(&rows_in(tx), IMPORT, ctx.user_id(), key, tx.now()).await?;
    let (text, settings) = match kept.as_deref().and_then(read_kept) {
        Some(Kept::Checked { text, settings }) if !lacks_address(&settings) => (text, settings),
        Some(_) => return Err(AppError::Conflict { reason: ConflictReason::Stale }.into()),
        None => return Err(outdated()),
    };
    let plan = plan::plan(&rows_in(tx), tx.subject().await?, &table::read(&text)?, &settings, tx.now()).await?;
    if plan::fingerprint(&plan) != seen {
        return Err(AppError::Conflict { reason: ConflictReason::Stale }.into());
    }
    let (mut people, mut wanted, mut rows) = (Vec::new(), Vec::new(), Vec::with_capacity(plan.len()));
    for planned in plan {
        match planned.what {
            What::Invite(person) => people.push(person),
            What::Change(change) if with_changes => wanted.push(change),
            What::Change(_) | What::Nothing => {}
        }
        rows.push(planned.row);
    }
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let (invited, changed) = (count(people.len()), count(wanted.len()));
    if invited + changed == 0 {
        return Err(AppError::field("rows", FieldCode::Required).into());
    }
    if changed > CHANGES_MAX {
        return Err(AppError::field("changes", FieldCode::TooMany { max: CHANGES_MAX }).into());
    }
    let mut together = invitations::send_imported(tx, people).await?;
    for change in wanted {
        together.push(carry_out(tx, ctx, change).await?);
    }
    tx.record(Event::PeopleImported { invited, changed }).await;
    let change = Some(changes::keep(tx, ctx, ChangeKind::Import, together).await?.id);
    let done = ImportDone { invited, changed, mails_leave_at: mail::after_undo(tx).await?, change };
    let kept = Kept::Applied { done, with_changes, rows }.stored();
    if token::replace(tx, IMPORT, ctx.user_id(), key, kept).await? { Ok(done) } else { Err(outdated()) }
}

/// Changes one person through the same code as alone; how that is taken back.
async fn carry_out(tx: &Tx, ctx: &Ctx, change: Change) -> Result<Changed> {
    let (mut version, mut was_called, mut had) = (change.version, None, None);
    if let Some(name) = change.name {
        let (renamed, before) = user_window::set_name_in(tx, ctx, change.id, version, name).await?;
        (version, was_called) = (renamed, Some(before));
    }
    if let Some(held) = change.held {
        let changed = roles::change_in(tx, ctx, change.id, &RoleChange { version, held }).await?;
        (version, had) = (changed.version, Some(changed.before));
    }
    Ok(Changed { id: change.id, version, before: Before::Row { name: was_called, held: had } })
}
