//! A row of the list: what the viewer may see of a user, with a verdict for each entry of its menu.

use model::access::{Action, CompanyPermission, DisabledBy, Verdicts};
use model::time::{Moment, Timestamp};
use model::users::{StatusView, UserDetails, UserStatus, UserSummary};

use super::names::display_name;
use super::store::{Entry, Extra, Fields};
use crate::access::{Resource, UserTarget};
use crate::ctx::Ctx;
use crate::zone;

/// The entries of the menu that an invitation has, open or ended.
const OF_INVITATION: &[Action] =
    &[Action::InvitationsResend, Action::InvitationsCopyLink, Action::InvitationsCancel, Action::UsersDelete];

/// The entry of someone who can come in, and of someone who could.
const OF_ACTIVE: &[Action] = &[Action::UsersDisable, Action::UsersDelete];
const OF_DISABLED: &[Action] = &[Action::UsersEnable, Action::UsersDelete];

/// The entries of someone archived.
const OF_DELETED: &[Action] = &[Action::UsersRestore, Action::UsersDelete];

/// The row for someone who sees the directory: whoever has no name yet has none here, because the address is not shown.
pub(super) fn of_entry(ctx: &Ctx, entry: &Entry) -> UserSummary {
    UserSummary {
        id: entry.id,
        name: display_name(&entry.first_name, &entry.last_name, ""),
        avatar: entry.avatar,
        role: entry.role,
        is_self: entry.id == ctx.user_id(),
        details: None,
        actions: Verdicts::default(),
    }
}

/// The row for a holder of Users.
pub(super) fn of_fields(ctx: &Ctx, fields: Fields, extras: &[Extra], now: Timestamp) -> UserSummary {
    let moment = |at| zone::moment(at, &ctx.me().timezone);
    let own = || extras.iter().filter(|extra| extra.user_id == fields.id);
    let live = own().filter(|extra| extra.ends_at.is_none_or(|end| now < end));
    UserSummary {
        id: fields.id,
        name: display_name(&fields.first_name, &fields.last_name, &fields.email),
        avatar: fields.avatar,
        role: fields.role,
        is_self: fields.id == ctx.user_id(),
        actions: actions(ctx, &fields, own().map(|extra| extra.permission).collect()),
        details: Some(UserDetails {
            extras: live.map(|extra| extra.permission).collect(),
            status: status(&fields, now, moment),
            last_seen: fields.last_seen_at.map(moment),
            joined: fields.joined_at.map(moment),
            invited_by: inviter(&fields),
            access_ends: fields.access_ends_at.map(moment),
            email: fields.email,
            username: fields.username,
        }),
    }
}

/// The status as people see it. Not accepted is invited with a link that has ended; nothing has to be stored for it to
/// become true.
fn status(fields: &Fields, now: Timestamp, moment: impl Fn(Timestamp) -> Moment) -> StatusView {
    let since = moment(fields.status_at);
    match (fields.status, fields.invite_until) {
        (UserStatus::Active, _) => StatusView::Active,
        (UserStatus::Invited, Some(until)) if now < until => StatusView::Invited { until: moment(until) },
        (UserStatus::Invited, Some(ended)) => StatusView::NotAccepted { since: moment(ended) },
        (UserStatus::Invited, None) => StatusView::NotAccepted { since },
        (UserStatus::Disabled, _) => {
            StatusView::Disabled { by: fields.disabled_by.unwrap_or(DisabledBy::Administrator), at: Some(since) }
        }
        (UserStatus::Deleted | UserStatus::Erased, _) => StatusView::Deleted { at: Some(since) },
    }
}

/// Who invited; nobody when the inviter was erased.
fn inviter(fields: &Fields) -> Option<String> {
    let part = |text: &Option<String>| text.clone().unwrap_or_default();
    let name =
        display_name(&part(&fields.inviter_first_name), &part(&fields.inviter_last_name), &part(&fields.inviter_email));
    Some(name).filter(|name| !name.is_empty())
}

/// Entries that never apply to the status are absent; the others carry their verdict.
fn actions(ctx: &Ctx, fields: &Fields, grants: Vec<CompanyPermission>) -> Verdicts {
    let offered = match fields.status {
        UserStatus::Invited => OF_INVITATION,
        UserStatus::Active => OF_ACTIVE,
        UserStatus::Disabled => OF_DISABLED,
        UserStatus::Deleted => OF_DELETED,
        UserStatus::Erased => return Verdicts::default(),
    };
    let target = UserTarget {
        disabled_by: fields.disabled_by,
        access_ends_at: fields.access_ends_at,
        home_organization: fields.home_organization,
        grants,
        ..UserTarget::new(fields.id, fields.status, fields.role)
    };
    if fields.status == UserStatus::Deleted {
        return ctx.verdicts(offered, &Resource::User(target));
    }
    // Nothing is given or taken before the dialog says what.
    let change = UserTarget { grants: Vec::new(), ..target.clone() };
    let change = ctx.verdicts(&[Action::AccessChange], &Resource::User(change));
    change.and(ctx.verdicts(offered, &Resource::User(target)))
}
