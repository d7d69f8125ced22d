//! Changing many people at once.

use std::collections::{HashMap, HashSet};

use model::bulk::{BulkAction, BulkChange, BulkDone, Names, SkipReason};
use model::changes::ChangeKind;
use model::deletion::{Deletion, DeletionOrder};
use model::error::{AppError, ConflictReason};
use model::ids::UserId;
use model::roles::RoleChange;

use super::look::{Needs, matching};
use super::plan::{Facts, Planned, plan, skip_reason, wanted};
use super::report::{SkippedPeople, name};
use crate::access::{Person, UsersView};
use crate::changes::{self, Before, Changed};
use crate::ctx::Ctx;
use crate::error::{Error, Result};
use crate::tx::{Reason, Tx};
use crate::{deletion, invitations, lifecycle, mail, roles, seats};

/// Changes everyone who was seen, as far as they are as they were seen. Whom it may not change is left out and named.
///
/// # Errors
/// `StepUpRequired` when Administrator is given or taken; `SeatsExhausted` with everything that is missing, and nothing
/// changed; `Conflict` when the query finds other people now, or nobody is left to be changed.
pub async fn apply(ctx: &Ctx, change: BulkChange) -> std::result::Result<BulkDone, AppError> {
    change.validate()?;
    let change = &change;
    ctx.write(|tx| async move { apply_in(&tx, ctx, change).await }).await
}

async fn apply_in(tx: &Tx, ctx: &Ctx, change: &BulkChange) -> Result<BulkDone> {
    let stale = || Error::App(AppError::Conflict { reason: ConflictReason::Stale });
    // Taken first, like by every change of a single person: nobody waits crosswise, and the counts stay.
    tx.lock_workspace().await?;
    let permit = tx.workspace().require::<UsersView>().await?;
    let seen: HashMap<UserId, i64> = change.seen.iter().map(|seen| (seen.id, seen.version)).collect();
    let mut known = HashSet::with_capacity(seen.len());
    let ids: Vec<UserId> = change.seen.iter().map(|seen| seen.id).filter(|id| known.insert(*id)).collect();
    if let Some(query) = &change.matching {
        let found = matching(&tx.rows(&permit), tx.subject().await?, query, tx.now()).await?;
        if found.len() != ids.len() || found.iter().any(|id| !known.contains(id)) {
            return Err(stale());
        }
    }
    let facts = Facts::load(&rows(tx), &change.action, &ids, tx.now()).await?;
    let mut plan = plan(tx.subject().await?, &change.action, &ids, facts)?;
    for planned in &mut plan {
        if planned.user().is_some_and(|user| seen.get(&user.id) != Some(&user.version)) {
            planned.what = Err(SkipReason::Changed);
        }
    }
    // Asked for all of them before the first is changed: the answer names everything that is missing.
    seats::take(tx, Needs::of(&plan).takes).await?;

    let (mut changed, mut skipped, mut undo) = (Names::default(), SkippedPeople::default(), Vec::new());
    for planned in plan {
        match perform(tx, ctx, &change.action, &planned).await? {
            Ok((version, before)) => {
                undo.push(Changed { id: planned.id, version, before });
                changed.push(planned.user().map(name).unwrap_or_default());
            }
            Err(reason) => skipped.push(reason, planned.user()),
        }
    }
    if undo.is_empty() {
        return Err(stale());
    }
    let offer = changes::keep(tx, ctx, kind(&change.action), undo).await?;
    Ok(BulkDone {
        changed,
        skipped: skipped.into_list(),
        mails: mail::caused_now(tx).await?,
        undo: offer.secret,
        seconds: offer.seconds,
    })
}

/// Changes one person, through the same code as alone: their version after it and what they were, or why not.
async fn perform(
    tx: &Tx,
    ctx: &Ctx,
    action: &BulkAction,
    planned: &Planned,
) -> Result<std::result::Result<(i64, Before), SkipReason>> {
    let person = match (&planned.what, &planned.person) {
        (Ok(_), Some(person)) => person,
        (Err(reason), _) => return Ok(Err(*reason)),
        (Ok(_), None) => return Ok(Err(SkipReason::Unknown)),
    };
    match change(tx, ctx, action, person).await {
        Ok(done) => Ok(Ok(done)),
        // Every one of these is said before anything of this person is written.
        Err(Error::App(refused)) => Ok(Err(skip_reason(refused)?)),
        Err(error) => Err(error),
    }
}

async fn change(tx: &Tx, ctx: &Ctx, action: &BulkAction, person: &Person) -> Result<(i64, Before)> {
    let user = &person.user;
    let standing = Before::standing(user);
    match action {
        BulkAction::Edit(edit) => {
            let change = RoleChange { version: user.version, held: wanted(person, edit) };
            let changed = roles::change_in(tx, ctx, user.id, &change).await?;
            Ok((changed.version, Before::Access(changed.before)))
        }
        BulkAction::Resend => {
            let version = invitations::send_again(tx, user.id).await?.version;
            Ok((version, Before::invitation(user)))
        }
        BulkAction::Disable => Ok((lifecycle::disable_in(tx, ctx, user.id).await?.0, standing)),
        BulkAction::Enable => Ok((lifecycle::enable_in(tx, ctx, user.id).await?.0, standing)),
        BulkAction::Delete => {
            let order = DeletionOrder { version: user.version, deletion: Deletion::Archive, name: String::new() };
            Ok((deletion::delete_in(tx, ctx, user.id, &order).await?.0, Before::Present))
        }
        BulkAction::Restore => {
            let before = Before::archived(user);
            Ok((deletion::restore_in(tx, user.id, user.version).await?, before))
        }
    }
}

/// As Recent changes lists it.
const fn kind(action: &BulkAction) -> ChangeKind {
    match action {
        BulkAction::Edit(_) => ChangeKind::Edit,
        BulkAction::Resend => ChangeKind::Resend,
        BulkAction::Disable => ChangeKind::Disable,
        BulkAction::Enable => ChangeKind::Enable,
        BulkAction::Delete => ChangeKind::Delete,
        BulkAction::Restore => ChangeKind::Restore,
    }
}

#[expect(clippy::disallowed_methods, reason = "the facts of access")]
pub(super) fn rows(tx: &Tx) -> crate::tx::Rows<'_, Reason> {
    tx.rows_without(Reason::Identity)
}
