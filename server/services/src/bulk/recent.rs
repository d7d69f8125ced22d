//! The last changes, alone and in bulk: what became of them, and what leads back.

use std::collections::HashMap;

use model::bulk::{AccessEdit, BulkAction, Names, PEOPLE_MAX};
use model::changes::{ChangeKind, ChangeResult, Inverse, RecentChange};
use model::error::AppError;
use model::ids::{ChangeSetId, UserId};
use model::time::Timestamp;
use model::users::UserStatus;

use super::look::{applies_to, rows};
use super::report::{SkippedPeople, name};
use crate::access::UsersView;
use crate::changes::{self, Before, ChangeSet, Kept};
use crate::ctx::Ctx;
use crate::entity::user;
use crate::error::Result;
use crate::{users, workspace, zone};

/// Lines of the list: a morning's work. What is older is in the audit log.
const MOST: u64 = 30;

/// The last changes, the newest first. Whom the viewer may not see is neither named nor counted, and a change of nobody
/// else is not there.
///
/// # Errors
/// `Forbidden` for whoever does not see all fields of users.
pub async fn recent(ctx: &Ctx) -> std::result::Result<Vec<RecentChange>, AppError> {
    ctx.read(async || {
        drop(ctx.workspace().require::<UsersView>().await?);
        let kept = changes::newest(&rows(ctx), MOST, ctx.now()).await?;
        described(ctx, kept).await
    })
    .await
}

/// One of them, for the page that it was made on; none when nobody of it can be seen.
pub(crate) async fn recent_one(ctx: &Ctx, id: ChangeSetId) -> Result<Option<RecentChange>> {
    let kept = changes::one(&rows(ctx), id, ctx.now()).await?;
    Ok(described(ctx, kept.into_iter().collect()).await?.pop())
}

async fn described(ctx: &Ctx, kept: Vec<Kept>) -> Result<Vec<RecentChange>> {
    let permit = ctx.workspace().require::<UsersView>().await?;
    let mut ids: Vec<UserId> = kept.iter().flat_map(|kept| kept.set.people.iter().map(|changed| changed.id)).collect();
    ids.extend(kept.iter().filter_map(|kept| kept.by));
    ids.sort_unstable();
    ids.dedup();
    let seen = users::seen_among(&ctx.rows(&permit), ctx.subject(), &ids).await?;
    let window = i64::from(workspace::current(&rows(ctx)).await?.undo_seconds);
    let mut described = Vec::with_capacity(kept.len());
    for kept in kept {
        let people = people(&kept.set, &seen);
        if people.count == 0 {
            continue;
        }
        let undo = offered(ctx, &kept, &seen, kept.set.at.plus_seconds(window));
        let inverse = if undo.is_none() { inverse(ctx, &kept.set, &seen).await? } else { None };
        described.push(RecentChange {
            id: kept.id,
            at: zone::moment(kept.set.at, &ctx.me().timezone),
            by: kept.by.and_then(|by| seen.get(&by)).map(name),
            kind: kept.set.kind,
            people,
            result: result(&kept.set, &seen),
            undo,
            inverse,
        });
    }
    Ok(described)
}

fn people(set: &ChangeSet, seen: &HashMap<UserId, user::Model>) -> Names {
    let mut people = Names::default();
    for user in set.people.iter().filter_map(|changed| seen.get(&changed.id)) {
        people.push(name(user));
    }
    people
}

fn result(set: &ChangeSet, seen: &HashMap<UserId, user::Model>) -> ChangeResult {
    let Some(taken_back) = &set.taken_back else { return ChangeResult::Applied };
    let mut skipped = SkippedPeople::default();
    for (id, reason) in &taken_back.left {
        if let Some(user) = seen.get(id) {
            skipped.push(*reason, Some(user));
        }
    }
    ChangeResult::Undone { skipped: skipped.into_list() }
}

/// The seconds in which the viewer may take it back: their own change, of which somebody still is as it left them.
fn offered(ctx: &Ctx, kept: &Kept, seen: &HashMap<UserId, user::Model>, until: Timestamp) -> Option<u32> {
    let is_own = kept.by == Some(ctx.user_id());
    let stands = |changed: &changes::Changed| seen.get(&changed.id).is_some_and(|user| user.version == changed.version);
    let left = until.0.saturating_sub(ctx.now().0);
    let wanted = is_own && kept.is_open && left > 0 && kept.set.people.iter().any(stands);
    // The last part of a second counts as one, so that what is offered is never over.
    wanted.then(|| u32::try_from((left + 999) / 1_000).unwrap_or(u32::MAX))
}

/// The ordinary change that leads back, where it applies to anybody.
async fn inverse(
    ctx: &Ctx,
    set: &ChangeSet,
    seen: &HashMap<UserId, user::Model>,
) -> Result<Option<(Inverse, Vec<UserId>)>> {
    let (inverse, action) = match set.kind {
        _ if set.taken_back.is_some() => return Ok(None),
        ChangeKind::Edit => (Inverse::Edit, BulkAction::Edit(AccessEdit::default())),
        ChangeKind::Disable => (Inverse::Enable, BulkAction::Enable),
        ChangeKind::Enable => (Inverse::Disable, BulkAction::Disable),
        ChangeKind::Delete => (Inverse::Restore, BulkAction::Restore),
        ChangeKind::Restore | ChangeKind::Invite | ChangeKind::Import => (Inverse::Delete, BulkAction::Delete),
        ChangeKind::Resend | ChangeKind::Erase => return Ok(None),
    };
    let people = set.people.iter().filter(|changed| {
        let Some(user) = seen.get(&changed.id) else { return false };
        // Whoever has come in since, or was here before, is nobody whom an invitation brought.
        inverse != Inverse::Delete
            || (user.status == UserStatus::Invited
                && matches!(changed.before, Before::Absent | Before::Archived { .. }))
    });
    let people: Vec<UserId> = people.map(|changed| changed.id).collect();
    if people.is_empty() || people.len() > PEOPLE_MAX as usize {
        return Ok(None);
    }
    let applies = applies_to(ctx, &people, &action).await?;
    Ok((applies > 0).then_some((inverse, people)))
}
