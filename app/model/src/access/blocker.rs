//! Why something is not allowed.

use serde::{Deserialize, Serialize};

text_enum! {
    /// Why a user is disabled.
    pub enum DisabledBy {
        /// An administrator turned the access off.
        Administrator = "administrator",
        /// The home organization did.
        Organization = "organization",
        /// The access end has passed.
        Ended = "ended",
    }
}

/// Why something is not allowed; the order is that of `product/model.md` §5.1, so the smallest is the most important.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Blocker {
    /// The account cannot be used; for a disabled one, why.
    NotActive {
        /// Set when it is disabled.
        disabled_by: Option<DisabledBy>,
    },
    /// Two-factor authentication has to be set up first.
    MustEnroll,
    /// Switched off in the organization of the thing.
    OrgAccessOff,
    /// The brand is not checked.
    BrandNotAssigned,
    /// A private project, and not on its team.
    PrivateProject,
    /// Nothing grants it.
    NoGrant,
    /// The role cannot hold it.
    RoleCeiling,
    /// The other person stands above.
    Outranked,
    /// One's own account.
    OwnAccount,
    /// Nobody grants what they do not hold.
    NotOwnToGrant,
    /// The last Project Owner of a project.
    LastProjectOwner,
    /// The last Organization Admin of an organization.
    LastOrgAdmin,
    /// The Owner's role moves by transfer only.
    OwnerRole,
    /// The project is archived.
    ProjectArchived,
    /// The user's status has no place for it.
    WrongStatus,
    /// The account is managed elsewhere.
    ExternalAccount,
    /// Needs the Enterprise edition.
    EditionStandard,
    /// Nobody asks of others what they have not set up themself.
    OwnFactorOff,
    /// Looking as someone else changes nothing.
    ViewAsReadOnly,
    /// No API key may do this.
    ApiKeyNotAllowed,
    /// The password or a code first.
    StepUpRequired,
}
