//! What a mail says, as it is stored: ids and times. Names are read when it is written, so that erasing a person reaches
//! mails too, and no text of a person is kept twice.

use model::access::Action;
use model::deletion::Deletion;
use model::ids::{InvitationId, TokenId, UserId};
use model::mail::MailTemplate;
use model::roles::Held;
use model::time::Timestamp;
use serde::{Deserialize, Serialize};

/// What a mail says. The serde tag is stored: an old variant stays readable.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "mail", rename_all = "snake_case")]
pub(crate) enum Content {
    /// M1: you are invited. To the user who is.
    Invitation {
        /// Who invites, as what, with which words.
        invitation: InvitationId,
    },
    /// M2: the same once more.
    InvitationAgain {
        /// Who invites, as what, with which words.
        invitation: InvitationId,
    },
    /// M3: your account is restored. To the user whose it is.
    Restored {
        /// Who restores, as what.
        invitation: InvitationId,
    },
    /// M8: your account was deleted.
    Deleted {
        /// By whom.
        by: UserId,
        /// For how long.
        deletion: Deletion,
    },
    /// M4: you are not invited any more.
    InvitationWithdrawn {
        /// Who withdrew it.
        by: UserId,
    },
    /// M6: someone wants a new link.
    NewLinkWanted {
        /// Who.
        user: UserId,
        /// When the old one ended.
        ended: Timestamp,
    },
    /// M9: your role or permissions were changed.
    AccessChanged {
        /// By whom.
        by: UserId,
        /// What you held.
        before: Held,
        /// What you hold.
        after: Held,
    },
    /// M7: your access was turned off.
    AccessClosed {
        /// By whom.
        by: UserId,
    },
    /// M8: your access was turned on again.
    AccessOpened {
        /// By whom.
        by: UserId,
    },
    /// M11: your name or username was changed.
    NamesChanged {
        /// By whom.
        by: UserId,
    },
    /// M15: choose a new password. Carries a link.
    ResetLink {
        /// Who started it.
        by: UserId,
    },
    /// M15: choose a new password, as you asked. Carries a link.
    ResetRequested,
    /// M16: your password is kept by another system.
    ManagedElsewhere,
    /// M24: you were signed out.
    SessionsEnded {
        /// By whom.
        by: UserId,
    },
    /// M23: your API key was created, reset or removed.
    ApiKey {
        /// Which of it.
        change: KeyChange,
        /// When.
        at: Timestamp,
    },
    /// M23: your API key was revoked.
    ApiKeyRevoked {
        /// By whom.
        by: UserId,
        /// When.
        at: Timestamp,
    },
    /// M23: your API key ends soon.
    ApiKeyEnds {
        /// When.
        at: Timestamp,
    },
    /// M26: your access ends soon.
    AccessEnds {
        /// When.
        at: Timestamp,
    },
    /// M26: your access has ended.
    AccessEnded,
    /// Someone asks for more seats. To whoever may buy them.
    SeatsWanted {
        /// Who.
        by: UserId,
    },
    /// Someone asks for something that they may not do. To whoever can give it.
    AccessWanted {
        /// Who.
        by: UserId,
        /// What.
        action: Action,
    },
    /// M17: your password was changed.
    PasswordChanged {
        /// When.
        at: Timestamp,
    },
    /// M18: confirm your new address. To the new one; carries a link.
    EmailConfirm {
        /// What is to be confirmed.
        change: TokenId,
        /// Who asked for it.
        by: UserId,
    },
    /// M19: another address was asked for. To the old one.
    EmailChangeRequested {
        /// What was asked for.
        change: TokenId,
        /// Who asked for it.
        by: UserId,
    },
    /// M19: your address was changed. To both.
    EmailChanged {
        /// What was changed.
        change: TokenId,
        /// When.
        at: Timestamp,
    },
    /// M20: your second factor is on.
    TwoFactorEnabled {
        /// When.
        at: Timestamp,
    },
    /// M20: your second factor is off.
    TwoFactorDisabled {
        /// When.
        at: Timestamp,
    },
    /// M21: new backup codes were made.
    BackupCodesCreated {
        /// When.
        at: Timestamp,
    },
    /// M21: somebody signed in with a backup code.
    BackupCodeUsed {
        /// When.
        at: Timestamp,
        /// Codes that were left then.
        left: u32,
    },
    /// M22: too many wrong codes.
    SecondFactorLocked,
    /// M25: set up a second factor.
    EnrollmentReminder {
        /// From when on everybody needs one; none says that they do.
        from: Option<Timestamp>,
    },
    /// A test of the mail server.
    Test,
}

/// What happened to an API key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum KeyChange {
    /// There was none before.
    Created,
    /// The one before it is dead.
    Reset,
    /// There is none any more.
    Removed,
}

/// Mails that carry an invitation's link.
pub(crate) const INVITATIONS: &[MailTemplate] =
    &[MailTemplate::Invitation, MailTemplate::InvitationAgain, MailTemplate::Restored];

/// Mails about invitations, for the Mail page of holders of Users.
pub(super) const ABOUT_INVITATIONS: &[MailTemplate] = &[
    MailTemplate::Invitation,
    MailTemplate::InvitationAgain,
    MailTemplate::Restored,
    MailTemplate::InvitationWithdrawn,
    MailTemplate::NewLinkWanted,
];

impl Content {
    /// Its word in the table.
    pub(crate) const fn template(&self) -> MailTemplate {
        match self {
            Self::Invitation { .. } => MailTemplate::Invitation,
            Self::InvitationAgain { .. } => MailTemplate::InvitationAgain,
            Self::Restored { .. } => MailTemplate::Restored,
            Self::Deleted { .. } => MailTemplate::Deleted,
            Self::InvitationWithdrawn { .. } => MailTemplate::InvitationWithdrawn,
            Self::NewLinkWanted { .. } => MailTemplate::NewLinkWanted,
            Self::AccessChanged { .. } => MailTemplate::AccessChanged,
            Self::AccessClosed { .. } => MailTemplate::AccessClosed,
            Self::AccessOpened { .. } => MailTemplate::AccessOpened,
            Self::NamesChanged { .. } => MailTemplate::NamesChanged,
            Self::ResetLink { .. } => MailTemplate::ResetLink,
            Self::ResetRequested => MailTemplate::ResetLink,
            Self::ManagedElsewhere => MailTemplate::ManagedElsewhere,
            Self::SessionsEnded { .. } => MailTemplate::SessionsEnded,
            Self::ApiKey { .. } | Self::ApiKeyRevoked { .. } | Self::ApiKeyEnds { .. } => MailTemplate::ApiKey,
            Self::AccessEnds { .. } => MailTemplate::AccessEnds,
            Self::AccessEnded => MailTemplate::AccessEnded,
            Self::SeatsWanted { .. } => MailTemplate::SeatsWanted,
            Self::AccessWanted { .. } => MailTemplate::AccessWanted,
            Self::PasswordChanged { .. } => MailTemplate::PasswordChanged,
            Self::EmailConfirm { .. } => MailTemplate::EmailConfirm,
            Self::EmailChangeRequested { .. } => MailTemplate::EmailChangeRequested,
            Self::EmailChanged { .. } => MailTemplate::EmailChanged,
            Self::TwoFactorEnabled { .. } => MailTemplate::TwoFactorEnabled,
            Self::TwoFactorDisabled { .. } => MailTemplate::TwoFactorDisabled,
            Self::BackupCodesCreated { .. } => MailTemplate::BackupCodesCreated,
            Self::BackupCodeUsed { .. } => MailTemplate::BackupCodeUsed,
            Self::SecondFactorLocked => MailTemplate::SecondFactorLocked,
            Self::EnrollmentReminder { .. } => MailTemplate::EnrollmentReminder,
            Self::Test => MailTemplate::Test,
        }
    }

    /// The invitation that it carries.
    pub(super) const fn invitation(&self) -> Option<InvitationId> {
        match self {
            Self::Invitation { invitation } | Self::InvitationAgain { invitation } | Self::Restored { invitation } => {
                Some(*invitation)
            }
            Self::InvitationWithdrawn { .. }
            | Self::Deleted { .. }
            | Self::NewLinkWanted { .. }
            | Self::AccessChanged { .. }
            | Self::AccessClosed { .. }
            | Self::AccessOpened { .. }
            | Self::NamesChanged { .. }
            | Self::ResetLink { .. }
            | Self::ResetRequested
            | Self::ManagedElsewhere
            | Self::SessionsEnded { .. }
            | Self::ApiKey { .. }
            | Self::ApiKeyRevoked { .. }
            | Self::ApiKeyEnds { .. }
            | Self::AccessEnds { .. }
            | Self::AccessEnded
            | Self::SeatsWanted { .. }
            | Self::AccessWanted { .. }
            | Self::PasswordChanged { .. }
            | Self::EmailConfirm { .. }
            | Self::EmailChangeRequested { .. }
            | Self::EmailChanged { .. }
            | Self::TwoFactorEnabled { .. }
            | Self::TwoFactorDisabled { .. }
            | Self::BackupCodesCreated { .. }
            | Self::BackupCodeUsed { .. }
            | Self::SecondFactorLocked
            | Self::EnrollmentReminder { .. }
            | Self::Test => None,
        }
    }

    /// The other person whom it names.
    pub(super) const fn person(&self) -> Option<UserId> {
        match self {
            Self::InvitationWithdrawn { by: user }
            | Self::Deleted { by: user, .. }
            | Self::NewLinkWanted { user, .. }
            | Self::AccessChanged { by: user, .. }
            | Self::AccessClosed { by: user }
            | Self::AccessOpened { by: user }
            | Self::NamesChanged { by: user }
            | Self::ResetLink { by: user }
            | Self::SessionsEnded { by: user }
            | Self::ApiKeyRevoked { by: user, .. }
            | Self::EmailConfirm { by: user, .. }
            | Self::EmailChangeRequested { by: user, .. }
            | Self::SeatsWanted { by: user }
            | Self::AccessWanted { by: user, .. } => Some(*user),
            Self::Invitation { .. }
            | Self::InvitationAgain { .. }
            | Self::Restored { .. }
            | Self::ApiKey { .. }
            | Self::ApiKeyEnds { .. }
            | Self::ResetRequested
            | Self::ManagedElsewhere
            | Self::AccessEnds { .. }
            | Self::AccessEnded
            | Self::PasswordChanged { .. }
            | Self::EmailChanged { .. }
            | Self::TwoFactorEnabled { .. }
            | Self::TwoFactorDisabled { .. }
            | Self::BackupCodesCreated { .. }
            | Self::BackupCodeUsed { .. }
            | Self::SecondFactorLocked
            | Self::EnrollmentReminder { .. }
            | Self::Test => None,
        }
    }

    /// The change of address that it tells of.
    pub(super) const fn email_change(&self) -> Option<TokenId> {
        match self {
            Self::EmailConfirm { change, .. }
            | Self::EmailChangeRequested { change, .. }
            | Self::EmailChanged { change, .. } => Some(*change),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn stored_form_stays_readable() {
        let id = Uuid::from_u128(1);
        for (content, json) in [
            (
                Content::Invitation { invitation: InvitationId(id) },
                r#"{"mail":"invitation","invitation":"00000000-0000-0000-0000-000000000001"}"#,
            ),
            (Content::PasswordChanged { at: Timestamp(5) }, r#"{"mail":"password_changed","at":5}"#),
            (Content::ApiKeyEnds { at: Timestamp(5) }, r#"{"mail":"api_key_ends","at":5}"#),
            (Content::EnrollmentReminder { from: Some(Timestamp(5)) }, r#"{"mail":"enrollment_reminder","from":5}"#),
            (Content::Test, r#"{"mail":"test"}"#),
        ] {
            assert_eq!(serde_json::to_string(&content).unwrap(), json);
            assert_eq!(serde_json::from_str::<Content>(json).unwrap(), content);
            assert!(json.contains(content.template().as_str()));
        }
    }
}
