//! How many users there are of each status and role.
//!
//! One statement of small counts over one index gives the figures of the page, and the length of every list that is not
//! searched. On 100,000 rows it decides how long a page takes: grouping them instead takes three times as long.

use model::access::CompanyRole;
use model::time::Timestamp;
use model::users::{StatusFilter, UserFigures, UserStatus};
use sea_orm::{ColumnTrait, Condition};

use super::store;
use crate::entity::user;
use crate::error::Result;
use crate::tx::Rows;

/// The largest group of nearly every workspace. It is what the others leave of all rows, which SQLite counts without
/// reading them.
const LARGEST: (UserStatus, CompanyRole) = (UserStatus::Active, CompanyRole::Member);

/// How many users there are, by status and role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Census(Vec<(StatusFilter, CompanyRole, u64)>);

impl Census {
    /// Counts everyone.
    pub(super) async fn take<P>(rows: &Rows<'_, P>, now: Timestamp) -> Result<Self> {
        let status = |status: UserStatus| Condition::all().add(user::Column::Status.eq(status));
        let mut counts = vec![None, Some(status(UserStatus::Erased))];
        for role in CompanyRole::ALL {
            let group = |of| status(of).add(user::Column::Role.eq(*role));
            counts.push(Some(group(UserStatus::Invited).add(user::Column::InviteUntil.gt(now))));
            for of in [UserStatus::Invited, UserStatus::Active, UserStatus::Disabled, UserStatus::Deleted] {
                if (of, *role) != LARGEST {
                    counts.push(Some(group(of)));
                }
            }
        }
        let counted = store::counts(rows, counts).await?;
        Ok(Self::read(&counted))
    }

    /// Reads the counts in the order in which they were asked for.
    fn read(counted: &[u64]) -> Self {
        let mut counted = counted.iter().copied();
        let mut next = || counted.next().unwrap_or_default();
        let mut rest = next().saturating_sub(next());
        let mut groups = Vec::new();
        for role in CompanyRole::ALL {
            let open = next();
            let invited = next();
            let active = if LARGEST == (UserStatus::Active, *role) { None } else { Some(next()) };
            let (disabled, deleted) = (next(), next());
            rest = rest.saturating_sub(invited + active.unwrap_or_default() + disabled + deleted);
            groups.extend([
                (StatusFilter::Invited, *role, open),
                (StatusFilter::NotAccepted, *role, invited.saturating_sub(open)),
                (StatusFilter::Disabled, *role, disabled),
                (StatusFilter::Deleted, *role, deleted),
            ]);
            groups.extend(active.map(|active| (StatusFilter::Active, *role, active)));
        }
        groups.push((StatusFilter::Active, LARGEST.1, rest));
        Self(groups)
    }

    /// Everyone of these statuses and roles.
    pub(super) fn total(&self, statuses: &[StatusFilter], roles: &[CompanyRole]) -> u64 {
        let is_counted = |status, role| statuses.contains(status) && roles.contains(role);
        self.0.iter().filter(|(status, role, _)| is_counted(status, role)).map(|(_, _, count)| count).sum()
    }

    /// The figures of the page.
    pub(super) fn figures(&self) -> UserFigures {
        let of = |status| self.total(&[status], CompanyRole::ALL);
        UserFigures {
            active: of(StatusFilter::Active),
            invited: of(StatusFilter::Invited),
            not_accepted: of(StatusFilter::NotAccepted),
            disabled: of(StatusFilter::Disabled),
            deleted: of(StatusFilter::Deleted),
        }
    }
}

/// How many users are neither archived nor erased.
pub(super) async fn present<P>(rows: &Rows<'_, P>) -> Result<u64> {
    let gone = Condition::all().add(user::Column::Status.is_in([UserStatus::Deleted, UserStatus::Erased]));
    let counted = store::counts(rows, vec![None, Some(gone)]).await?;
    Ok(counted.first().copied().unwrap_or_default().saturating_sub(counted.get(1).copied().unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_group_is_what_the_others_leave() {
        // All, erased; then by role: open and all invitations, active, disabled, deleted.
        let census = Census::read(&[100, 2, 0, 0, 1, 0, 0, 1, 1, 3, 0, 0, 4, 7, 5, 2, 1, 2, 6, 1, 0]);
        assert_eq!(
            census.figures(),
            UserFigures { active: 1 + 3 + 70 + 6, invited: 6, not_accepted: 4, disabled: 6, deleted: 2 }
        );
        assert_eq!(census.total(StatusFilter::ALL, CompanyRole::ALL), 98);
        assert_eq!(census.total(&[StatusFilter::NotAccepted], &[CompanyRole::Guest]), 1);
    }
}
