//! What somebody held when they were archived, as it is kept in their row.

use model::access::{CompanyPermission, DisabledBy};
use model::ids::UserId;
use model::time::Timestamp;
use model::users::UserStatus;
use serde::{Deserialize, Serialize};

use crate::entity::{user, user_permission};
use crate::organizations::Membership;

/// What an archived user held besides what stays in their row: role, name, address, preferences. Stored as JSON: an old
/// one stays readable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Snapshot {
    pub(crate) status: UserStatus,
    pub(crate) disabled_by: Option<DisabledBy>,
    pub(crate) status_at: Timestamp,
    pub(crate) invite_until: Option<Timestamp>,
    pub(crate) permissions: Vec<Extra>,
    pub(crate) organizations: Vec<Membership>,
    /// The last deletion, as long as it can be taken back.
    pub(crate) undo: Option<Undo>,
}

/// A permission on top of the role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Extra {
    pub(crate) permission: CompanyPermission,
    pub(crate) granted_by: UserId,
    pub(crate) ends_at: Option<Timestamp>,
}

/// Who may take a deletion back, until when, and what it leads back to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Undo {
    pub(crate) by: UserId,
    pub(crate) until: Timestamp,
    /// Deleted, when somebody archived was to be erased.
    pub(crate) back_to: UserStatus,
}

impl Snapshot {
    /// Of someone as they are now.
    pub(crate) fn of(
        user: &user::Model,
        permissions: Vec<user_permission::Model>,
        organizations: Vec<Membership>,
    ) -> Self {
        let extra = |row: user_permission::Model| Extra {
            permission: row.permission,
            granted_by: row.granted_by,
            ends_at: row.ends_at,
        };
        Self {
            status: user.status,
            disabled_by: user.disabled_by,
            status_at: user.status_at,
            invite_until: user.invite_until,
            permissions: permissions.into_iter().map(extra).collect(),
            organizations,
            undo: None,
        }
    }

    /// The one that is kept in a row, if it can be read.
    pub(crate) fn kept(user: &user::Model) -> Option<Self> {
        serde_json::from_str(user.snapshot.as_deref()?).ok()
    }

    /// As it is stored.
    pub(crate) fn stored(&self) -> String {
        // Words, ids and times always serialize.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The permissions as rows again, without those that have ended.
    pub(crate) fn permissions(&self, user: UserId, now: Timestamp) -> Vec<user_permission::Model> {
        let live = self.permissions.iter().filter(|extra| extra.ends_at.is_none_or(|end| now < end));
        let row = |extra: &Extra| user_permission::Model {
            user_id: user,
            permission: extra.permission,
            granted_by: extra.granted_by,
            ends_at: extra.ends_at,
        };
        live.map(row).collect()
    }
}
