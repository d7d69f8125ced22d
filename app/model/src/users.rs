//! The list of users.

use serde::{Deserialize, Serialize};

use crate::access::{CompanyPermission, CompanyRole, DisabledBy, Verdicts};
use crate::error::AppError;
use crate::ids::{PictureId, UserId};
use crate::page::{DEFAULT_PER_PAGE, Page};
use crate::pictures;
use crate::seats::SeatCount;
use crate::time::Moment;

text_enum! {
    /// The stored status of a user.
    pub enum UserStatus {
        /// Has an invitation; "Not accepted" once its link has ended.
        Invited = "invited",
        /// Works here.
        Active = "active",
        /// Cannot sign in.
        Disabled = "disabled",
        /// Archived; can be restored.
        Deleted = "deleted",
        /// Deleted permanently: "Unknown user".
        Erased = "erased",
    }
}

text_enum! {
    /// A status by which the list can be filtered.
    pub enum StatusFilter {
        /// Active.
        Active = "active",
        /// Invited, with a link that works.
        Invited = "invited",
        /// Invited, with a link that ended.
        NotAccepted = "not_accepted",
        /// Disabled.
        Disabled = "disabled",
        /// Deleted; listed only together with archived users.
        Deleted = "deleted",
    }
}

text_enum! {
    /// What the list can be sorted by.
    pub enum UserSort {
        /// Last name, first name; the address while there is none.
        Name = "name",
        /// Address.
        Email = "email",
        /// Role, highest first.
        Role = "role",
        /// Status.
        Status = "status",
        /// Last seen, newest first.
        LastSeen = "last_seen",
        /// Joined, newest first.
        Joined = "joined",
    }
}

text_enum! {
    /// The columns of the table, besides the name.
    pub enum UserColumn {
        /// Address.
        Email = "email",
        /// Username.
        Username = "username",
        /// Role with the badge of the extras.
        Role = "role",
        /// Status with countdown or reason.
        Status = "status",
        /// Last seen.
        LastSeen = "last_seen",
        /// Access ends.
        AccessEnds = "access_ends",
        /// Who invited.
        InvitedBy = "invited_by",
        /// Joined.
        Joined = "joined",
    }
}

impl UserColumn {
    /// What is visible at first.
    pub const INITIAL: &[Self] = &[Self::Email, Self::Role, Self::Status, Self::LastSeen];
}

/// Which users, in which order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UserQuery {
    /// Part of a name, username or address; empty is everyone.
    pub q: String,
    /// Any of these roles; empty is all.
    pub roles: Vec<CompanyRole>,
    /// Any of these statuses; empty is all.
    pub statuses: Vec<StatusFilter>,
    /// Holding any of these permissions, by the role or on top of it; empty is all.
    #[serde(default)]
    pub permissions: Vec<CompanyPermission>,
    /// Archived users too.
    pub archived: bool,
    /// Order.
    pub sort: UserSort,
    /// The other way round.
    pub descending: bool,
    /// The first is 1.
    pub page: u32,
    /// Rows on a page.
    pub per: u32,
}

impl Default for UserQuery {
    fn default() -> Self {
        Self {
            q: String::new(),
            roles: Vec::new(),
            statuses: Vec::new(),
            permissions: Vec::new(),
            archived: false,
            sort: UserSort::Name,
            descending: false,
            page: 1,
            per: DEFAULT_PER_PAGE,
        }
    }
}

/// The status of a user as people see it; the five of requirement S3.42.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatusView {
    /// Works here.
    Active,
    /// Has a link that works.
    Invited {
        /// Until then.
        until: Moment,
    },
    /// Had one.
    NotAccepted {
        /// It ended then.
        since: Moment,
    },
    /// Cannot sign in.
    Disabled {
        /// Why.
        by: DisabledBy,
        /// Since when.
        at: Option<Moment>,
    },
    /// Archived.
    Deleted {
        /// Since when.
        at: Option<Moment>,
    },
}

/// A row of the list. What the viewer may not see is absent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UserSummary {
    /// Who.
    pub id: UserId,
    /// First and last name; the address while there is none.
    pub name: String,
    /// Profile picture; none shows the monogram.
    pub avatar: Option<PictureId>,
    /// Role in the workspace.
    pub role: CompanyRole,
    /// Whether this is the viewer.
    pub is_self: bool,
    /// Everything else, for viewers with Users.
    pub details: Option<UserDetails>,
    /// A verdict for each action of the row's menu.
    pub actions: Verdicts,
}

impl UserSummary {
    /// Where the person's picture is.
    #[must_use]
    pub fn picture(&self) -> Option<String> {
        self.avatar.map(|avatar| pictures::address(self.id, avatar))
    }
}

/// The fields of a user that only holders of Users see.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UserDetails {
    /// Address, as entered.
    pub email: String,
    /// Username.
    pub username: String,
    /// Permissions on top of the role.
    pub extras: Vec<CompanyPermission>,
    /// Status.
    pub status: StatusView,
    /// Last request.
    pub last_seen: Option<Moment>,
    /// Accepted.
    pub joined: Option<Moment>,
    /// Who invited.
    pub invited_by: Option<String>,
    /// Access ends.
    pub access_ends: Option<Moment>,
}

/// How many users are in which state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserFigures {
    /// Active.
    pub active: u64,
    /// Invited, with a link that works.
    pub invited: u64,
    /// Invited, with a link that ended.
    pub not_accepted: u64,
    /// Disabled.
    pub disabled: u64,
    /// Archived.
    pub deleted: u64,
}

/// A change that can be taken back for a while; its mails wait as long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undoable {
    /// How long.
    pub seconds: u32,
}

/// What the Users page shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UsersPage {
    /// What a form without script, or a file of this list, was refused for.
    #[serde(default)]
    pub refused: Option<AppError>,
    /// The rows.
    pub page: Page<UserSummary>,
    /// The figures of the slate, for viewers with Users.
    pub figures: Option<UserFigures>,
    /// Seats, for viewers with Users or Billing.
    pub seats: Option<SeatCount>,
    /// What the page offers: invite, buy seats.
    pub actions: Verdicts,
    /// The server's time, in the viewer's zone.
    pub now: Moment,
}
