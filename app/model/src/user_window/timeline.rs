//! What happened to somebody, from the audit log.

use serde::{Deserialize, Serialize};

use crate::access::{CompanyPermission, CompanyRole, DisabledBy};
use crate::time::Moment;

text_enum! {
    /// What happened to somebody.
    pub enum TimelineKind {
        /// Set the workspace up.
        WorkspaceCreated = "workspace_created",
        /// Was invited.
        InvitationSent = "invitation_sent",
        /// Was invited again.
        InvitationResent = "invitation_resent",
        /// The sending again was taken back.
        InvitationResendUndone = "invitation_resend_undone",
        /// The link was copied.
        InvitationLinkCopied = "invitation_link_copied",
        /// The invitation was withdrawn.
        InvitationCanceled = "invitation_canceled",
        /// Accepted.
        InvitationAccepted = "invitation_accepted",
        /// Asked for a new link.
        NewLinkRequested = "new_link_requested",
        /// Signed in.
        SignedIn = "signed_in",
        /// A wrong password was tried.
        SignInRefused = "sign_in_refused",
        /// Signed out.
        SignedOut = "signed_out",
        /// Proved the password.
        SteppedUp = "stepped_up",
        /// A reset link was made.
        ResetLinkCreated = "reset_link_created",
        /// The password was reset.
        PasswordReset = "password_reset",
        /// Changed language or appearance.
        PreferencesChanged = "preferences_changed",
        /// Was disabled.
        UserDisabled = "user_disabled",
        /// Was enabled.
        UserEnabled = "user_enabled",
        /// Role or permissions changed.
        AccessChanged = "access_changed",
        /// The end of the access changed.
        AccessEndChanged = "access_end_changed",
        /// Name or username changed.
        NamesChanged = "names_changed",
        /// Administrator information changed.
        NoteChanged = "note_changed",
        /// Sessions were ended by somebody else.
        SessionsEnded = "sessions_ended",
        /// Asked for seats.
        SeatsAskedFor = "seats_asked_for",
        /// Sent themself a test mail.
        TestMailSent = "test_mail_sent",
        /// Something newer than this list.
        Other = "other",
    }
}

/// One entry of the audit log about somebody.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TimelineEntry {
    /// Its number in the audit log.
    pub seq: i64,
    /// When.
    pub at: Moment,
    /// Who; nobody when it was a job, or somebody who was erased.
    pub actor: Option<String>,
    /// What.
    pub kind: TimelineKind,
    /// What changed, from what to what.
    pub lines: Vec<TimelineLine>,
    /// Why, in the words of whoever did it.
    pub reason: Option<String>,
}

/// What changed. Values of personal fields are not in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimelineLine {
    /// The role.
    Role(CompanyRole, CompanyRole),
    /// Permissions that were added.
    Gained(Vec<CompanyPermission>),
    /// Permissions that were taken.
    Lost(Vec<CompanyPermission>),
    /// The end of the access.
    End(Option<Moment>, Option<Moment>),
    /// First or last name, changed.
    Name,
    /// Username, changed.
    Username,
    /// Why somebody was disabled.
    Disabled(DisabledBy),
}
