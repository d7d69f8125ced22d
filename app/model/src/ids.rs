//! Typed ids: UUIDs of version 7, so that they sort by the time of their making.
//!
//! Made by `services` only (`Ctx` owns the clock and the randomness). An id is never a secret.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "db", derive(sea_orm::DeriveValueType))]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = crate::error::UnknownWord;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self).map_err(|_| crate::error::UnknownWord)
            }
        }

        // Asked of every type in a primary key; only a counter has an answer.
        #[cfg(feature = "db")]
        impl sea_orm::TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, sea_orm::DbErr> {
                Err(sea_orm::DbErr::ConvertFromU64(stringify!($name)))
            }
        }
    };
}

id!(
    /// A person with a place in the workspace.
    UserId
);
id!(
    /// A client, studio or business unit inside the workspace.
    OrganizationId
);
id!(
    /// A part of an organization.
    BrandId
);
id!(
    /// A production.
    ProjectId
);
id!(
    /// A signed-in browser.
    SessionId
);
id!(
    /// An invitation of one user.
    InvitationId
);
id!(
    /// A one-time link or a half-finished sign-in.
    TokenId
);
id!(
    /// What was changed together, as it can be taken back.
    ChangeSetId
);
id!(
    /// A profile picture; another one with each upload.
    PictureId
);
id!(
    /// A logo of the workspace; another one with each upload.
    LogoId
);
id!(
    /// A text of Administrator information.
    NoteId
);
id!(
    /// A mail in the queue.
    MailId
);
id!(
    /// A piece of queued work.
    JobId
);
id!(
    /// Something that happened.
    EventId
);
id!(
    /// One request, as it stands in logs and audit entries.
    RequestId
);
id!(
    /// One unexpected failure; stands in the log and on the error page.
    IncidentId
);
