//! Words for roles, permissions and statuses.

use i18n::{I18n, Key};
use model::access::DisabledBy;
use model::time::Moment;
use model::users::{StatusFilter, StatusView, UserColumn};
use ui::StatusKind;

/// The name of a status to filter by.
pub(super) fn filter_key(status: StatusFilter) -> Key {
    match status {
        StatusFilter::Active => Key::StatusesActive,
        StatusFilter::Invited => Key::StatusesInvited,
        StatusFilter::NotAccepted => Key::StatusesNotAccepted,
        StatusFilter::Disabled => Key::StatusesDisabled,
        StatusFilter::Deleted => Key::StatusesDeleted,
    }
}

/// The name of a column.
pub(super) fn column_key(column: UserColumn) -> Key {
    match column {
        UserColumn::Email => Key::CommonEmail,
        UserColumn::Username => Key::CommonUsername,
        UserColumn::Role => Key::CommonRole,
        UserColumn::Status => Key::CommonStatus,
        UserColumn::LastSeen => Key::UsersLastSeen,
        UserColumn::AccessEnds => Key::UsersAccessEnds,
        UserColumn::InvitedBy => Key::UsersInvitedBy,
        UserColumn::Joined => Key::UsersJoined,
    }
}

/// A status in words: its name, what stands beside it, and the moment that this is about.
pub(super) struct StatusText {
    pub(super) kind: StatusKind,
    pub(super) label: Key,
    pub(super) detail: Option<String>,
    pub(super) title: Option<String>,
    pub(super) moment: Option<Moment>,
}

/// Words for a status at this moment.
pub(super) fn status_text(i18n: I18n, status: StatusView, now: Moment) -> StatusText {
    let exact = |moment: Moment| i18n.with(|catalog| catalog.date_time(moment));
    let (kind, label, detail, title, moment) = match status {
        StatusView::Active => (StatusKind::Active, Key::StatusesActive, None, None, None),
        StatusView::Invited { until } => {
            let left = i18n.with(|catalog| catalog.countdown(now.at, until.at));
            let detail = i18n.format(Key::StatusesTimeLeft, &[("time", &left)]);
            let title = i18n.format(Key::StatusesLinkWorksUntil, &[("date", &exact(until))]);
            (StatusKind::Invited, Key::StatusesInvited, Some(detail), Some(title), Some(until))
        }
        StatusView::NotAccepted { since } => {
            let detail = i18n.when(now.at, since);
            let title = i18n.format(Key::StatusesLinkEndedOn, &[("date", &exact(since))]);
            (StatusKind::NotAccepted, Key::StatusesNotAccepted, Some(detail), Some(title), Some(since))
        }
        StatusView::Disabled { by, at } => {
            let detail = disabled(i18n, by, at.map(|at| i18n.with(|catalog| catalog.short_date(now.at, at))));
            (StatusKind::Disabled, Key::StatusesDisabled, Some(detail), at.map(exact), at)
        }
        StatusView::Deleted { at } => {
            let detail = at.map(|at| i18n.with(|catalog| catalog.short_date(now.at, at)));
            (StatusKind::Deleted, Key::StatusesDeleted, detail, at.map(exact), at)
        }
    };
    StatusText { kind, label, detail, title, moment }
}

fn disabled(i18n: I18n, by: DisabledBy, date: Option<String>) -> String {
    let (plain, dated) = match by {
        DisabledBy::Administrator => (Key::StatusesDisabledAdministrator, Key::StatusesDisabledAdministratorOn),
        DisabledBy::Organization => (Key::StatusesDisabledOrganization, Key::StatusesDisabledOrganizationOn),
        DisabledBy::Ended => (Key::StatusesDisabledEnded, Key::StatusesDisabledEndedOn),
    };
    match date {
        Some(date) => i18n.format(dated, &[("date", &date)]),
        None => i18n.text(plain),
    }
}
