//! Which text stands for a word of `model`.
//!
//! Exhaustive matches, so that a new word does not compile before it has a text.

use model::access::{Action, Blocker, CompanyPermission, CompanyRole, DisabledBy, ProjectPermission};
use model::audit::{AuditAction, BrokenKind};
use model::factors::FactorFilter;
use model::players::Player;
use model::roles::Ability;
use model::security::SecurityField;

use crate::Key;

/// A word that people see by a name.
pub trait Label {
    /// Its name.
    fn label(&self) -> Key;
}

/// A word that one sentence explains.
pub trait About {
    /// The sentence.
    fn about(&self) -> Key;
}

impl Label for CompanyRole {
    fn label(&self) -> Key {
        match self {
            Self::Owner => Key::RolesOwner,
            Self::Administrator => Key::RolesAdministrator,
            Self::Member => Key::RolesMember,
            Self::Guest => Key::RolesGuest,
        }
    }
}

impl About for CompanyRole {
    fn about(&self) -> Key {
        match self {
            Self::Owner => Key::RolesOwnerAbout,
            Self::Administrator => Key::RolesAdministratorAbout,
            Self::Member => Key::RolesMemberAbout,
            Self::Guest => Key::RolesGuestAbout,
        }
    }
}

impl Label for CompanyPermission {
    fn label(&self) -> Key {
        match self {
            Self::Users => Key::RolesPermissionUsers,
            Self::Creator => Key::RolesPermissionCreator,
            Self::Styles => Key::RolesPermissionStyles,
            Self::Billing => Key::RolesPermissionBilling,
            Self::Security => Key::RolesPermissionSecurity,
            Self::Settings => Key::RolesPermissionSettings,
            Self::Groups => Key::RolesPermissionGroups,
            Self::Organizations => Key::RolesPermissionOrganizations,
            Self::Audit => Key::RolesPermissionAudit,
        }
    }
}

impl About for CompanyPermission {
    fn about(&self) -> Key {
        match self {
            Self::Users => Key::RolesPermissionUsersAbout,
            Self::Creator => Key::RolesPermissionCreatorAbout,
            Self::Styles => Key::RolesPermissionStylesAbout,
            Self::Billing => Key::RolesPermissionBillingAbout,
            Self::Security => Key::RolesPermissionSecurityAbout,
            Self::Settings => Key::RolesPermissionSettingsAbout,
            Self::Groups => Key::RolesPermissionGroupsAbout,
            Self::Organizations => Key::RolesPermissionOrganizationsAbout,
            Self::Audit => Key::RolesPermissionAuditAbout,
        }
    }
}

impl Label for ProjectPermission {
    fn label(&self) -> Key {
        match self {
            Self::View => Key::RolesProjectView,
            Self::Comment => Key::RolesProjectComment,
            Self::Share => Key::RolesProjectShare,
            Self::Content => Key::RolesProjectContent,
            Self::ContentPlus => Key::RolesProjectContentPlus,
            Self::Pro => Key::RolesProjectPro,
            Self::Team => Key::RolesProjectTeam,
        }
    }
}

impl About for ProjectPermission {
    fn about(&self) -> Key {
        match self {
            Self::View => Key::RolesProjectViewAbout,
            Self::Comment => Key::RolesProjectCommentAbout,
            Self::Share => Key::RolesProjectShareAbout,
            Self::Content => Key::RolesProjectContentAbout,
            Self::ContentPlus => Key::RolesProjectContentPlusAbout,
            Self::Pro => Key::RolesProjectProAbout,
            Self::Team => Key::RolesProjectTeamAbout,
        }
    }
}

impl Label for Ability {
    fn label(&self) -> Key {
        match self {
            Self::OpenProjects => Key::RolesAbilityOpenProjects,
            Self::Promote => Key::RolesAbilityPromote,
            Self::ActOnAdministrators => Key::RolesAbilityActOnAdministrators,
            Self::RunOrganizations => Key::RolesAbilityRunOrganizations,
            Self::Transfer => Key::RolesAbilityTransfer,
        }
    }
}

impl Label for Player {
    fn label(&self) -> Key {
        match self {
            Self::BuiltIn => Key::PlayersBuiltIn,
            Self::QuickLook => Key::PlayersQuickLook,
            Self::Browser => Key::PlayersBrowser,
            Self::Rv => Key::PlayersRv,
            Self::CineSync => Key::PlayersCinesync,
            Self::Vlc => Key::PlayersVlc,
            Self::Download => Key::PlayersDownload,
        }
    }
}

impl About for Player {
    fn about(&self) -> Key {
        match self {
            Self::BuiltIn => Key::PlayersBuiltInNeeds,
            Self::QuickLook => Key::PlayersQuickLookNeeds,
            Self::Browser => Key::PlayersBrowserNeeds,
            Self::Rv => Key::PlayersRvNeeds,
            Self::CineSync => Key::PlayersCinesyncNeeds,
            Self::Vlc => Key::PlayersVlcNeeds,
            Self::Download => Key::PlayersDownloadNeeds,
        }
    }
}

impl Label for AuditAction {
    fn label(&self) -> Key {
        match self {
            Self::WorkspaceCreated => Key::AuditActionWorkspaceCreated,
            Self::InvitationSent => Key::AuditActionInvitationSent,
            Self::InvitationResent => Key::AuditActionInvitationResent,
            Self::InvitationResendUndone => Key::AuditActionInvitationResendUndone,
            Self::InvitationLinkCopied => Key::AuditActionInvitationLinkCopied,
            Self::InvitationCanceled => Key::AuditActionInvitationCanceled,
            Self::InvitationAccepted => Key::AuditActionInvitationAccepted,
            Self::NewLinkRequested => Key::AuditActionNewLinkRequested,
            Self::AccessChanged => Key::AuditActionAccessChanged,
            Self::AccessEndChanged => Key::AuditActionAccessEndChanged,
            Self::NamesChanged => Key::AuditActionNamesChanged,
            Self::NoteChanged => Key::AuditActionNoteChanged,
            Self::SessionsEnded => Key::AuditActionSessionsEnded,
            Self::OrganizationHandedOver => Key::AuditActionOrganizationHandedOver,
            Self::UserDisabled => Key::AuditActionUserDisabled,
            Self::UserEnabled => Key::AuditActionUserEnabled,
            Self::UserDeleted => Key::AuditActionUserDeleted,
            Self::DeletionUndone => Key::AuditActionDeletionUndone,
            Self::UserErased => Key::AuditActionUserErased,
            Self::UserRestored => Key::AuditActionUserRestored,
            Self::SignedIn => Key::AuditActionSignedIn,
            Self::SignInRefused => Key::AuditActionSignInRefused,
            Self::SignedOut => Key::AuditActionSignedOut,
            Self::SteppedUp => Key::AuditActionSteppedUp,
            Self::ResetLinkCreated => Key::AuditActionResetLinkCreated,
            Self::PasswordReset => Key::AuditActionPasswordReset,
            Self::ResetRequested => Key::AuditActionResetRequested,
            Self::PasswordChanged => Key::AuditActionPasswordChanged,
            Self::PasswordAccepted => Key::AuditActionPasswordAccepted,
            Self::EmailChangeRequested => Key::EmailChangeActionRequested,
            Self::EmailChangeCanceled => Key::EmailChangeActionCanceled,
            Self::EmailChanged => Key::EmailChangeActionChanged,
            Self::TwoFactorBegun => Key::AuditActionTwoFactorBegun,
            Self::TwoFactorEnabled => Key::AuditActionTwoFactorEnabled,
            Self::TwoFactorDisabled => Key::AuditActionTwoFactorDisabled,
            Self::TwoFactorReset => Key::AuditActionTwoFactorReset,
            Self::BackupCodesCreated => Key::AuditActionBackupCodesCreated,
            Self::BackupCodeUsed => Key::AuditActionBackupCodeUsed,
            Self::CodeRefused => Key::AuditActionCodeRefused,
            Self::CodeReused => Key::AuditActionCodeReused,
            Self::SecondFactorLocked => Key::AuditActionSecondFactorLocked,
            Self::SignInCanceled => Key::AuditActionSignInCanceled,
            Self::PreferencesChanged => Key::AuditActionPreferencesChanged,
            Self::PictureChanged => Key::AuditActionPictureChanged,
            Self::PictureRemoved => Key::AuditActionPictureRemoved,
            Self::ApiKeyCreated => Key::AuditActionApiKeyCreated,
            Self::ApiKeyReset => Key::AuditActionApiKeyReset,
            Self::ApiKeyRevealed => Key::AuditActionApiKeyRevealed,
            Self::ApiKeyRemoved => Key::AuditActionApiKeyRemoved,
            Self::ApiKeyRevoked => Key::AuditActionApiKeyRevoked,
            Self::SeatsBought => Key::AuditActionSeatsBought,
            Self::SeatOrderRepeated => Key::AuditActionSeatOrderRepeated,
            Self::SeatReductionPlanned => Key::AuditActionSeatReductionPlanned,
            Self::SeatReductionCanceled => Key::AuditActionSeatReductionCanceled,
            Self::SeatReductionApplied => Key::AuditActionSeatReductionApplied,
            Self::SeatReductionRefused => Key::AuditActionSeatReductionRefused,
            Self::InvoicePaid => Key::AuditActionInvoicePaid,
            Self::SeatsAskedFor => Key::AuditActionSeatsAskedFor,
            Self::AccessRequested => Key::AuditActionAccessRequested,
            Self::MailRetried => Key::AuditActionMailRetried,
            Self::MailCanceled => Key::AuditActionMailCanceled,
            Self::PlayerChosen => Key::PlayersAuditChosen,
            Self::BrandingChanged => Key::BrandingAuditChanged,
            Self::PlayersChanged => Key::PlayersAuditChanged,
            Self::PeopleImported => Key::AuditActionPeopleImported,
            Self::PeopleExported => Key::AuditActionPeopleExported,
            Self::TestMailSent => Key::AuditActionTestMailSent,
            Self::SecurityRulesChanged => Key::AuditActionSecurityRulesChanged,
            Self::EnforcementChanged => Key::AuditActionEnforcementChanged,
            Self::EnrollmentReminded => Key::AuditActionEnrollmentReminded,
        }
    }
}

impl Label for SecurityField {
    fn label(&self) -> Key {
        match self {
            Self::PasswordMin => Key::WorkspaceSecurityPasswordMin,
            Self::SessionIdle => Key::WorkspaceSecuritySessionIdle,
            Self::SessionMax => Key::WorkspaceSecuritySessionMax,
            Self::ApiKeyDays => Key::WorkspaceSecurityApiKeyDays,
            Self::UndoSeconds => Key::WorkspaceSecurityUndoSeconds,
            Self::PermanentDeletion => Key::WorkspaceSecurityPermanentDeletion,
        }
    }
}

impl Label for FactorFilter {
    fn label(&self) -> Key {
        match self {
            Self::On => Key::FactorsOn,
            Self::Off => Key::FactorsOff,
            Self::External => Key::FactorsExternal,
            Self::Few => Key::FactorsFewLeft,
        }
    }
}

/// What is wrong with the entry of a number.
impl Label for BrokenKind {
    fn label(&self) -> Key {
        match self {
            Self::Changed => Key::AuditBrokenChanged,
            Self::Missing => Key::AuditBrokenMissing,
            Self::Inserted => Key::AuditBrokenInserted,
            Self::Truncated => Key::AuditBrokenTruncated,
        }
    }
}

/// The reason beside a disabled control, and what would help.
impl About for Blocker {
    fn about(&self) -> Key {
        match self {
            Self::NotActive { disabled_by: None } => Key::BlockersNotActive,
            Self::NotActive { disabled_by: Some(DisabledBy::Administrator) } => Key::BlockersNotActiveAdministrator,
            Self::NotActive { disabled_by: Some(DisabledBy::Organization) } => Key::BlockersNotActiveOrganization,
            Self::NotActive { disabled_by: Some(DisabledBy::Ended) } => Key::BlockersNotActiveEnded,
            Self::MustEnroll => Key::BlockersMustEnroll,
            Self::OrgAccessOff => Key::BlockersOrgAccessOff,
            Self::BrandNotAssigned => Key::BlockersBrandNotAssigned,
            Self::PrivateProject => Key::BlockersPrivateProject,
            Self::NoGrant => Key::BlockersNoGrant,
            Self::RoleCeiling => Key::BlockersRoleCeiling,
            Self::Outranked => Key::BlockersOutranked,
            Self::OwnAccount => Key::BlockersOwnAccount,
            Self::NotOwnToGrant => Key::BlockersNotOwnToGrant,
            Self::LastProjectOwner => Key::BlockersLastProjectOwner,
            Self::LastOrgAdmin => Key::BlockersLastOrgAdmin,
            Self::OwnerRole => Key::BlockersOwnerRole,
            Self::ProjectArchived => Key::BlockersProjectArchived,
            Self::WrongStatus => Key::BlockersWrongStatus,
            Self::ExternalAccount => Key::BlockersExternalAccount,
            Self::EditionStandard => Key::BlockersEditionStandard,
            Self::OwnFactorOff => Key::BlockersOwnFactorOff,
            Self::ViewAsReadOnly => Key::BlockersViewAsReadOnly,
            Self::ApiKeyNotAllowed => Key::BlockersApiKeyNotAllowed,
            Self::StepUpRequired => Key::BlockersStepUpRequired,
        }
    }
}

/// An action that can be asked about, as the end of a question. No other one can be asked about.
#[must_use]
pub const fn ability(action: Action) -> Key {
    match action {
        Action::InvitationsSend => Key::UserWindowCanInvitationsSend,
        Action::AccessChange => Key::UserWindowCanAccessChange,
        Action::UsersDisable => Key::UserWindowCanUsersDisable,
        Action::CredentialsHelp => Key::UserWindowCanCredentialsHelp,
        Action::SecurityEdit => Key::UserWindowCanSecurityEdit,
        Action::SettingsEdit => Key::UserWindowCanSettingsEdit,
        Action::BrandingEdit => Key::UserWindowCanBrandingEdit,
        Action::SeatsView => Key::UserWindowCanSeatsView,
        Action::SeatsBuy => Key::UserWindowCanSeatsBuy,
        Action::GroupsEdit => Key::UserWindowCanGroupsEdit,
        Action::OrganizationsCreate => Key::UserWindowCanOrganizationsCreate,
        Action::ProjectsCreate => Key::UserWindowCanProjectsCreate,
        Action::AuditView => Key::UserWindowCanAuditView,
        Action::MailInvitations => Key::ExplainCanMailInvitations,
        Action::MailAll => Key::UserWindowCanMailAll,
        _ => Key::UserWindowCanUsersView,
    }
}
