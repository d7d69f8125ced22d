//! The Audit page: what was done by whom, and whether the record is whole.

use serde::{Deserialize, Serialize};

use crate::access::DisabledBy;
use crate::ids::{RequestId, UserId};
use crate::roles::Held;
use crate::time::Moment;

text_enum! {
    /// What was done; the names of [`crate::event::Event`], as they stand in the log.
    pub enum AuditAction {
        /// The workspace was set up.
        WorkspaceCreated = "workspace_created",
        /// Someone was invited.
        InvitationSent = "invitation_sent",
        /// An invitation was sent again.
        InvitationResent = "invitation_resent",
        /// The sending again was taken back.
        InvitationResendUndone = "invitation_resend_undone",
        /// A new link was made and read.
        InvitationLinkCopied = "invitation_link_copied",
        /// An invitation was withdrawn.
        InvitationCanceled = "invitation_canceled",
        /// An invitation was accepted.
        InvitationAccepted = "invitation_accepted",
        /// An invitee asked for a new link.
        NewLinkRequested = "new_link_requested",
        /// Role or permissions were changed.
        AccessChanged = "access_changed",
        /// The end of someone's access was changed.
        AccessEndChanged = "access_end_changed",
        /// Name or username was changed.
        NamesChanged = "names_changed",
        /// Administrator information was changed.
        NoteChanged = "note_changed",
        /// Someone's sessions were ended by somebody else.
        SessionsEnded = "sessions_ended",
        /// The Owner stepped in where nobody else was left.
        OrganizationHandedOver = "organization_handed_over",
        /// Someone's access was turned off.
        UserDisabled = "user_disabled",
        /// Someone's access was turned on again.
        UserEnabled = "user_enabled",
        /// Someone was archived, or is to be erased.
        UserDeleted = "user_deleted",
        /// A deletion was taken back.
        DeletionUndone = "deletion_undone",
        /// Someone was erased.
        UserErased = "user_erased",
        /// Someone archived was invited back.
        UserRestored = "user_restored",
        /// Someone signed in.
        SignedIn = "signed_in",
        /// Someone tried to sign in with a wrong password.
        SignInRefused = "sign_in_refused",
        /// Someone signed out.
        SignedOut = "signed_out",
        /// Someone proved their password again.
        SteppedUp = "stepped_up",
        /// A reset link was made.
        ResetLinkCreated = "reset_link_created",
        /// A password was reset.
        PasswordReset = "password_reset",
        /// Someone asked for a reset link.
        ResetRequested = "reset_requested",
        /// Someone changed their own password.
        PasswordChanged = "password_changed",
        /// Someone showed the right password; the code of the second factor was still to come.
        PasswordAccepted = "password_accepted",
        /// A new address was asked for.
        EmailChangeRequested = "email_change_requested",
        /// Someone does not want the new address any more.
        EmailChangeCanceled = "email_change_canceled",
        /// A new address was confirmed.
        EmailChanged = "email_changed",
        /// Someone began to set up an authenticator.
        TwoFactorBegun = "two_factor_begun",
        /// Someone switched their second factor on.
        TwoFactorEnabled = "two_factor_enabled",
        /// Someone switched their second factor off.
        TwoFactorDisabled = "two_factor_disabled",
        /// A second factor was removed by somebody else.
        TwoFactorReset = "two_factor_reset",
        /// Someone made new backup codes; the old ones work no longer.
        BackupCodesCreated = "backup_codes_created",
        /// Someone signed in with a backup code.
        BackupCodeUsed = "backup_code_used",
        /// A wrong code was entered, after the right password or in a session.
        CodeRefused = "code_refused",
        /// A code was entered that had been used.
        CodeReused = "code_reused",
        /// Too many wrong codes were entered; the second factor is locked for a day.
        SecondFactorLocked = "second_factor_locked",
        /// Someone did not go on after the right password.
        SignInCanceled = "sign_in_canceled",
        /// Someone changed language or appearance.
        PreferencesChanged = "preferences_changed",
        /// Someone chose a profile picture.
        PictureChanged = "picture_changed",
        /// Someone removed their profile picture.
        PictureRemoved = "picture_removed",
        /// A personal API key was made.
        ApiKeyCreated = "api_key_created",
        /// Another key took the place of a personal API key.
        ApiKeyReset = "api_key_reset",
        /// A personal API key was read by its owner.
        ApiKeyRevealed = "api_key_revealed",
        /// A personal API key was removed by its owner.
        ApiKeyRemoved = "api_key_removed",
        /// An API key was revoked by an administrator.
        ApiKeyRevoked = "api_key_revoked",
        /// Seats were bought.
        SeatsBought = "seats_bought",
        /// An order of seats came a second time.
        SeatOrderRepeated = "seat_order_repeated",
        /// Fewer seats are to be had from the next renewal on.
        SeatReductionPlanned = "seat_reduction_planned",
        /// A planned reduction was canceled.
        SeatReductionCanceled = "seat_reduction_canceled",
        /// A planned reduction took place.
        SeatReductionApplied = "seat_reduction_applied",
        /// A planned reduction would have taken seats that are held.
        SeatReductionRefused = "seat_reduction_refused",
        /// An invoice was marked as paid.
        InvoicePaid = "invoice_paid",
        /// Someone asked for more seats.
        SeatsAskedFor = "seats_asked_for",
        /// Someone asked for something that they may not do.
        AccessRequested = "access_requested",
        /// A failed mail was queued again.
        MailRetried = "mail_retried",
        /// A mail was withdrawn.
        MailCanceled = "mail_canceled",
        /// A table of people was imported.
        PeopleImported = "people_imported",
        /// People were taken out as a file.
        PeopleExported = "people_exported",
        /// A test mail was sent.
        TestMailSent = "test_mail_sent",
        /// Rules of the Security page were changed.
        SecurityRulesChanged = "security_rules_changed",
        /// Asking everybody for a second factor was switched on, planned, or switched off.
        EnforcementChanged = "enforcement_changed",
        /// People were reminded to set up a second factor.
        EnrollmentReminded = "enrollment_reminded",
        /// Someone chose their player.
        PlayerChosen = "player_chosen",
        /// The branding was changed.
        BrandingChanged = "branding_changed",
        /// The players of the workspace were set.
        PlayersChanged = "players_changed",
    }
}

text_enum! {
    /// How an entry does not fit.
    pub enum BrokenKind {
        /// It is not what was written.
        Changed = "changed",
        /// It is not there.
        Missing = "missing",
        /// It was put there later.
        Inserted = "inserted",
        /// It and everything after it are not there.
        Truncated = "truncated",
    }
}

/// Which entries.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditQuery {
    /// Who did it: the id of a user, or words of a name; empty is all.
    pub actor: String,
    /// What was done; none is all.
    pub action: Option<AuditAction>,
    /// To whom it was done: the id of a user, or words of a name; empty is all.
    pub target: String,
    /// The first day in the viewer's zone, `2026-11-22`; what is no day is no limit.
    pub from: String,
    /// The last day, likewise.
    pub to: String,
    /// The first is 1.
    pub page: u32,
    /// The newest entry when the reader began; later ones do not move the pages.
    pub upto: Option<i64>,
}

impl AuditQuery {
    /// Whether anything narrows the list.
    #[must_use]
    pub fn is_filtered(&self) -> bool {
        let texts = [&self.actor, &self.target, &self.from, &self.to];
        self.action.is_some() || texts.iter().any(|text| !text.is_empty())
    }
}

/// Somebody in an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditPerson {
    /// Who.
    pub id: UserId,
    /// The name now; none when the person was deleted permanently.
    pub name: Option<String>,
}

/// One value that an action began with or ended in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuditValue {
    /// Role and permissions.
    Held(Held),
    /// A number of seats.
    Seats(u32),
    /// Why an access was turned off.
    DisabledBy(DisabledBy),
    /// A point in time, by the name that it has in the record.
    Moment(String, Moment),
    /// Any other value, by the name that it has in the record.
    Field(String, String),
}

/// A row of the Audit page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEntry {
    /// Its number; none is left out.
    pub seq: i64,
    /// When.
    pub at: Moment,
    /// Who did it; nobody for jobs, commands and visitors.
    pub actor: Option<AuditPerson>,
    /// For whom.
    pub on_behalf: Option<AuditPerson>,
    /// What the actor showed.
    pub credential: String,
    /// What was done: a word of [`AuditAction`], or one of an older or newer version.
    pub action: String,
    /// To whom.
    pub target: Option<AuditPerson>,
    /// What was.
    pub before: Vec<AuditValue>,
    /// What is.
    pub after: Vec<AuditValue>,
    /// Why.
    pub reason: Option<String>,
    /// The request; stands in the log of the server too.
    pub request: RequestId,
}

/// How the last verification ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainVerified {
    /// When.
    pub at: Moment,
    /// The last entry that was looked at and fits.
    pub to: i64,
    /// The first that does not, and how.
    pub broken: Option<(BrokenKind, i64)>,
}

/// What is known of the chain.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainState {
    /// The last verification since the server started.
    pub verified: Option<ChainVerified>,
    /// The entry that one under way has reached.
    pub reached: Option<i64>,
}

/// What the Audit page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditPage {
    /// The rows, newest first.
    pub rows: Vec<AuditEntry>,
    /// The number of this page; the first is 1.
    pub page: u32,
    /// How many pages can be opened.
    pub pages: u32,
    /// Rows on a full page.
    pub per: u32,
    /// Rows on these pages.
    pub total: u64,
    /// Whether there are more than these.
    pub more: bool,
    /// Whether more people than could be looked for have a name that was asked for.
    pub many_people: bool,
    /// The newest entry that the pages know.
    pub upto: i64,
    /// What is known of the chain.
    pub chain: ChainState,
    /// The server's time, in the viewer's zone.
    pub now: Moment,
}

#[cfg(test)]
mod tests {
    use super::*;

    // LG-03
    #[test]
    fn every_event_has_a_word_and_no_word_is_without_one() {
        let source = include_str!("event/about.rs");
        let names = source.split_once("pub const fn kind").unwrap().1.split_once("pub const fn user").unwrap().0;
        let mut kinds: Vec<&str> = names.split('"').skip(1).step_by(2).collect();
        let mut words: Vec<&str> = AuditAction::ALL.iter().map(|action| action.as_str()).collect();
        kinds.sort_unstable();
        words.sort_unstable();
        assert_eq!(words, kinds, "an event has no word in `AuditAction`, and none for people in `i18n`");
    }
}
