//! What each event is called in the audit log, and whom it is about.

use super::Event;
use crate::ids::UserId;

impl Event {
    /// Its name in the audit log.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::WorkspaceCreated { .. } => "workspace_created",
            Self::InvitationSent { .. } => "invitation_sent",
            Self::InvitationResent { .. } => "invitation_resent",
            Self::InvitationResendUndone { .. } => "invitation_resend_undone",
            Self::InvitationLinkCopied { .. } => "invitation_link_copied",
            Self::InvitationCanceled { .. } => "invitation_canceled",
            Self::InvitationAccepted { .. } => "invitation_accepted",
            Self::NewLinkRequested { .. } => "new_link_requested",
            Self::SignedIn { .. } => "signed_in",
            Self::SignInRefused { .. } => "sign_in_refused",
            Self::SignedOut { .. } => "signed_out",
            Self::SteppedUp { .. } => "stepped_up",
            Self::ResetLinkCreated { .. } => "reset_link_created",
            Self::PasswordReset { .. } => "password_reset",
            Self::ResetRequested { .. } => "reset_requested",
            Self::PasswordChanged { .. } => "password_changed",
            Self::EmailChangeRequested { .. } => "email_change_requested",
            Self::EmailChangeCanceled { .. } => "email_change_canceled",
            Self::EmailChanged { .. } => "email_changed",
            Self::TwoFactorBegun { .. } => "two_factor_begun",
            Self::TwoFactorEnabled { .. } => "two_factor_enabled",
            Self::TwoFactorDisabled { .. } => "two_factor_disabled",
            Self::TwoFactorReset { .. } => "two_factor_reset",
            Self::BackupCodesCreated { .. } => "backup_codes_created",
            Self::BackupCodeUsed { .. } => "backup_code_used",
            Self::CodeRefused { .. } => "code_refused",
            Self::CodeReused { .. } => "code_reused",
            Self::SecondFactorLocked { .. } => "second_factor_locked",
            Self::SignInCanceled { .. } => "sign_in_canceled",
            Self::PasswordAccepted { .. } => "password_accepted",
            Self::PreferencesChanged { .. } => "preferences_changed",
            Self::PictureChanged { .. } => "picture_changed",
            Self::PictureRemoved { .. } => "picture_removed",
            Self::MailRetried { .. } => "mail_retried",
            Self::MailCanceled { .. } => "mail_canceled",
            Self::UserDisabled { .. } => "user_disabled",
            Self::UserEnabled { .. } => "user_enabled",
            Self::UserDeleted { .. } => "user_deleted",
            Self::DeletionUndone { .. } => "deletion_undone",
            Self::UserErased { .. } => "user_erased",
            Self::UserRestored { .. } => "user_restored",
            Self::AccessChanged { .. } => "access_changed",
            Self::AccessEndChanged { .. } => "access_end_changed",
            Self::NamesChanged { .. } => "names_changed",
            Self::NoteChanged { .. } => "note_changed",
            Self::SessionsEnded { .. } => "sessions_ended",
            Self::OrganizationHandedOver { .. } => "organization_handed_over",
            Self::SeatsBought { .. } => "seats_bought",
            Self::SeatOrderRepeated { .. } => "seat_order_repeated",
            Self::SeatReductionPlanned { .. } => "seat_reduction_planned",
            Self::SeatReductionCanceled { .. } => "seat_reduction_canceled",
            Self::SeatReductionApplied { .. } => "seat_reduction_applied",
            Self::SeatReductionRefused { .. } => "seat_reduction_refused",
            Self::InvoicePaid { .. } => "invoice_paid",
            Self::SeatsAskedFor { .. } => "seats_asked_for",
            Self::AccessRequested { .. } => "access_requested",
            Self::ApiKeyCreated { .. } => "api_key_created",
            Self::ApiKeyReset { .. } => "api_key_reset",
            Self::ApiKeyRevealed { .. } => "api_key_revealed",
            Self::ApiKeyRemoved { .. } => "api_key_removed",
            Self::ApiKeyRevoked { .. } => "api_key_revoked",
            Self::SecurityRulesChanged { .. } => "security_rules_changed",
            Self::EnforcementChanged { .. } => "enforcement_changed",
            Self::EnrollmentReminded { .. } => "enrollment_reminded",
            Self::PeopleImported { .. } => "people_imported",
            Self::PeopleExported { .. } => "people_exported",
            Self::TestMailSent { .. } => "test_mail_sent",
            Self::PlayerChosen { .. } => "player_chosen",
            Self::BrandingChanged { .. } => "branding_changed",
            Self::PlayersChanged { .. } => "players_changed",
        }
    }

    /// The user that it is about, if it is about one.
    #[must_use]
    pub const fn user(&self) -> Option<UserId> {
        match self {
            Self::WorkspaceCreated { owner: user, .. }
            | Self::InvitationSent { user, .. }
            | Self::InvitationResent { user }
            | Self::InvitationResendUndone { user }
            | Self::InvitationLinkCopied { user }
            | Self::InvitationCanceled { user }
            | Self::InvitationAccepted { user, .. }
            | Self::NewLinkRequested { user }
            | Self::SignedIn { user, .. }
            | Self::SignInRefused { user }
            | Self::SignedOut { user }
            | Self::SteppedUp { user }
            | Self::ResetLinkCreated { user }
            | Self::PasswordReset { user }
            | Self::ResetRequested { user }
            | Self::PasswordChanged { user }
            | Self::PasswordAccepted { user }
            | Self::EmailChangeRequested { user }
            | Self::EmailChangeCanceled { user }
            | Self::EmailChanged { user }
            | Self::TwoFactorBegun { user }
            | Self::TwoFactorEnabled { user }
            | Self::TwoFactorDisabled { user }
            | Self::TwoFactorReset { user }
            | Self::BackupCodesCreated { user }
            | Self::BackupCodeUsed { user, .. }
            | Self::CodeRefused { user }
            | Self::CodeReused { user }
            | Self::SecondFactorLocked { user }
            | Self::SignInCanceled { user }
            | Self::PreferencesChanged { user, .. }
            | Self::PictureChanged { user }
            | Self::PictureRemoved { user }
            | Self::SeatsAskedFor { user }
            | Self::AccessRequested { user, .. }
            | Self::UserDisabled { user, .. }
            | Self::UserEnabled { user }
            | Self::UserDeleted { user, .. }
            | Self::DeletionUndone { user }
            | Self::UserErased { user }
            | Self::UserRestored { user, .. }
            | Self::AccessChanged { user, .. }
            | Self::AccessEndChanged { user, .. }
            | Self::OrganizationHandedOver { user, .. }
            | Self::NamesChanged { user, .. }
            | Self::NoteChanged { user, .. }
            | Self::SessionsEnded { user, .. }
            | Self::ApiKeyCreated { user, .. }
            | Self::ApiKeyReset { user, .. }
            | Self::ApiKeyRevealed { user }
            | Self::ApiKeyRemoved { user }
            | Self::ApiKeyRevoked { user, .. }
            | Self::PlayerChosen { user, .. }
            | Self::TestMailSent { user } => Some(*user),
            Self::BrandingChanged { .. }
            | Self::PlayersChanged { .. }
            | Self::MailRetried { .. }
            | Self::MailCanceled { .. }
            | Self::SeatsBought { .. }
            | Self::SeatOrderRepeated { .. }
            | Self::SeatReductionPlanned { .. }
            | Self::SeatReductionCanceled { .. }
            | Self::SeatReductionApplied { .. }
            | Self::SeatReductionRefused { .. }
            | Self::InvoicePaid { .. }
            | Self::SecurityRulesChanged { .. }
            | Self::EnforcementChanged { .. }
            | Self::EnrollmentReminded { .. }
            | Self::PeopleImported { .. }
            | Self::PeopleExported { .. } => None,
        }
    }
}
