//! The Mail page: every mail, where it stands, and what can be done about it.

use serde::{Deserialize, Serialize};

use crate::access::Verdicts;
use crate::ids::{MailId, UserId};
use crate::page::{DEFAULT_PER_PAGE, Page};
use crate::set_up::MailSetting;
use crate::time::Moment;

text_enum! {
    /// What a mail says.
    pub enum MailTemplate {
        /// M1: an invitation.
        Invitation = "invitation",
        /// M2: an invitation, sent again.
        InvitationAgain = "invitation_again",
        /// M3: somebody archived is restored.
        Restored = "restored",
        /// M8: an account was deleted.
        Deleted = "deleted",
        /// M4: an invitation was withdrawn.
        InvitationWithdrawn = "invitation_withdrawn",
        /// M6: an invitee asks for a new link.
        NewLinkWanted = "new_link_wanted",
        /// M9: role or permissions were changed.
        AccessChanged = "access_changed",
        /// M7: the access was turned off.
        AccessClosed = "access_closed",
        /// M8: the access was turned on again.
        AccessOpened = "access_opened",
        /// M11: name or username was changed by an administrator.
        NamesChanged = "names_changed",
        /// M15: a link for a new password.
        ResetLink = "reset_link",
        /// M16: the password is kept by another system.
        ManagedElsewhere = "managed_elsewhere",
        /// M24: sessions were ended by an administrator.
        SessionsEnded = "sessions_ended",
        /// M23: the API key was created, reset, removed or revoked, or ends soon.
        ApiKey = "api_key",
        /// M26: the access ends soon.
        AccessEnds = "access_ends",
        /// M26: the access has ended.
        AccessEnded = "access_ended",
        /// Someone who may not buy seats asks for more.
        SeatsWanted = "seats_wanted",
        /// Someone asks for something that they may not do.
        AccessWanted = "access_wanted",
        /// M17: the password was changed or reset.
        PasswordChanged = "password_changed",
        /// M18: a new address is to be confirmed.
        EmailConfirm = "email_confirm",
        /// M19: a new address was asked for; to the old one.
        EmailChangeRequested = "email_change_requested",
        /// M19: the address was changed; to both.
        EmailChanged = "email_changed",
        /// M20: the second factor was switched on.
        TwoFactorEnabled = "two_factor_enabled",
        /// M20: the second factor was switched off.
        TwoFactorDisabled = "two_factor_disabled",
        /// M21: new backup codes were made.
        BackupCodesCreated = "backup_codes_created",
        /// M21: a backup code was used.
        BackupCodeUsed = "backup_code_used",
        /// M22: the second factor is locked after too many wrong codes.
        SecondFactorLocked = "second_factor_locked",
        /// M25: a second factor is to be set up.
        EnrollmentReminder = "enrollment_reminder",
        /// A test of the mail server.
        Test = "test",
    }
}

text_enum! {
    /// Where a mail stands.
    pub enum MailState {
        /// Waits for the undo window to close.
        Held = "held",
        /// Is to be sent now.
        Due = "due",
        /// A try failed; another follows.
        Retrying = "retrying",
        /// Left; without a mail server it was written to a file.
        Sent = "sent",
        /// Will not be tried again.
        Failed = "failed",
        /// Withdrawn before it left.
        Canceled = "canceled",
    }
}

text_enum! {
    /// Why a mail did not leave.
    pub enum MailFailure {
        /// What it says had ended before it could leave.
        Expired = "expired",
        /// The mail server refused it for good.
        Refused = "refused",
        /// The mail server could not be reached, or answered that it cannot at the moment.
        Unreachable = "unreachable",
        /// The mail server's certificate or encryption was not acceptable.
        Tls = "tls",
        /// The recipient's state no longer allows it.
        Recipient = "recipient",
        /// It could not be made.
        Broken = "broken",
    }
}

/// Which mails.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailQuery {
    /// One state; none is all.
    pub state: Option<MailState>,
    /// One template; none is all.
    pub template: Option<MailTemplate>,
    /// Part of the recipient's address.
    pub to: String,
    /// The first is 1.
    pub page: u32,
    /// Rows on a page.
    pub per: u32,
}

impl Default for MailQuery {
    fn default() -> Self {
        Self { state: None, template: None, to: String::new(), page: 1, per: DEFAULT_PER_PAGE }
    }
}

/// A row of the Mail page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MailSummary {
    /// Which.
    pub id: MailId,
    /// The recipient.
    pub to: String,
    /// The subject, in the mail's language.
    pub subject: String,
    /// What it says.
    pub template: MailTemplate,
    /// The user whose invitation it carries, if that is still open: a link can be copied.
    pub invitee: Option<UserId>,
    /// Where it stands.
    pub state: MailState,
    /// When it was made.
    pub created: Moment,
    /// When it left, or is tried next.
    pub moment: Option<Moment>,
    /// Tries so far.
    pub attempts: u32,
    /// Why it failed, or why the last try did.
    pub failure: Option<MailFailure>,
    /// The mail server's own answer, cut short.
    pub answer: Option<String>,
    /// A verdict for each action of the row: copy link.
    pub actions: Verdicts,
}

/// What the Mail page shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MailPage {
    /// The rows.
    pub page: Page<MailSummary>,
    /// How mail leaves.
    pub setting: MailSetting,
    /// What the page offers: the test mail.
    pub actions: Verdicts,
    /// The server's time, in the viewer's zone.
    pub now: Moment,
}

/// The text of one mail; its one-time link is masked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MailText {
    /// The subject.
    pub subject: String,
    /// The sender.
    pub from: String,
    /// The recipient.
    pub to: String,
    /// The plain part.
    pub body: String,
}
