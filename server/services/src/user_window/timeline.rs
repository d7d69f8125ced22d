//! What happened to somebody, from the audit log.
//!
//! The log holds ids, roles and times; of names and texts it says only that they changed.

use std::collections::HashMap;

use model::event::Event;
use model::ids::UserId;
use model::page::{DEFAULT_PER_PAGE, Page};
use model::roles::Held;
use model::user_window::{TimelineEntry, TimelineLine};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::unless_refused;
use crate::access::{AuditView, UsersView};
use crate::audit;
use crate::ctx::Ctx;
use crate::entity::{audit_event, user};
use crate::error::Result;
use crate::tx::Rows;
use crate::{users, zone};

/// The tab, for holders of Audit or Users.
pub(super) async fn tab(ctx: &Ctx, id: UserId, page: u32) -> Result<Page<TimelineEntry>> {
    match unless_refused(ctx.workspace().require::<AuditView>().await)? {
        Some(audit) => entries(ctx, &ctx.rows(&audit), id, page).await,
        None => {
            let view = ctx.workspace().require::<UsersView>().await?;
            entries(ctx, &ctx.rows(&view), id, page).await
        }
    }
}

async fn entries<P>(ctx: &Ctx, rows: &Rows<'_, P>, id: UserId, page: u32) -> Result<Page<TimelineEntry>> {
    let total = audit::count_about(rows, id).await?;
    let mut list = Page { rows: Vec::new(), total, page: 1, per: DEFAULT_PER_PAGE };
    list.page = page.clamp(1, list.pages());
    let offset = u64::from(list.page - 1) * u64::from(list.per);
    let found = audit::about(rows, id, offset, u64::from(list.per)).await?;
    let actors = found.iter().filter_map(|entry| entry.actor);
    let actors = user::Entity::find().filter(user::Column::Id.is_in(actors)).all(rows.conn()).await?;
    let names: HashMap<UserId, String> = actors
        .into_iter()
        .map(|user| (user.id, users::display_name(&user.first_name, &user.last_name, &user.email)))
        .collect();
    list.rows = found.into_iter().map(|entry| of_entry(ctx, entry, &names)).collect();
    Ok(list)
}

fn of_entry(ctx: &Ctx, entry: audit_event::Model, names: &HashMap<UserId, String>) -> TimelineEntry {
    // What an older or newer version wrote may not be readable; that it happened is.
    let event = entry.after.as_deref().and_then(|json| serde_json::from_str::<Event>(json).ok());
    TimelineEntry {
        seq: entry.seq,
        at: zone::moment(entry.at, &ctx.me().timezone),
        actor: entry.actor.and_then(|actor| names.get(&actor).cloned()).filter(|name| !name.is_empty()),
        action: entry.action.parse().ok(),
        lines: event.map(|event| lines(ctx, event)).unwrap_or_default(),
        reason: entry.reason,
    }
}

fn lines(ctx: &Ctx, event: Event) -> Vec<TimelineLine> {
    let moment = |at| zone::moment(at, &ctx.me().timezone);
    match event {
        Event::AccessChanged { before, after, .. } => changed(&before, &after),
        Event::AccessEndChanged { before, after, .. } => vec![TimelineLine::End(before.map(moment), after.map(moment))],
        Event::NamesChanged { name, username, .. } => {
            let lines = [name.then_some(TimelineLine::Name), username.then_some(TimelineLine::Username)];
            lines.into_iter().flatten().collect()
        }
        Event::UserDisabled { by, .. } => vec![TimelineLine::Disabled(by)],
        _ => Vec::new(),
    }
}

fn changed(before: &Held, after: &Held) -> Vec<TimelineLine> {
    let only = |these: &Held, not: &Held| -> Vec<_> {
        these.permissions.iter().copied().filter(|one| !not.permissions.contains(one)).collect()
    };
    let role = (before.role != after.role).then_some(TimelineLine::Role(before.role, after.role));
    let gained = Some(only(after, before)).filter(|some| !some.is_empty()).map(TimelineLine::Gained);
    let lost = Some(only(before, after)).filter(|some| !some.is_empty()).map(TimelineLine::Lost);
    [role, gained, lost].into_iter().flatten().collect()
}
