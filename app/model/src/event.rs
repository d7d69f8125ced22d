//! What happened, in the past tense.
//!
//! An event holds ids only, never names or text, so that erasing a person reaches it.
//! Old variants stay readable: the serde tag is stored.

mod about;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::access::{Action, CompanyPermission, CompanyRole, DisabledBy};
use crate::account::LanguageChoice;
use crate::deletion::Deletion;
use crate::ids::{MailId, NoteId, OrganizationId, SessionId, UserId};
use crate::players::Player;
use crate::profile::ProfileField;
use crate::roles::Held;
use crate::security::{Enforced, SecurityValues};
use crate::session::Theme;
use crate::time::Timestamp;

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// The workspace was set up.
    WorkspaceCreated {
        /// Its Owner.
        owner: UserId,
        /// The first organization.
        organization: OrganizationId,
        /// Seats to begin with.
        seats: u32,
    },
    /// Someone was invited.
    InvitationSent {
        /// Who.
        user: UserId,
        /// As what.
        role: CompanyRole,
        /// With these permissions on top.
        permissions: Vec<CompanyPermission>,
    },
    /// An invitation was sent again.
    InvitationResent {
        /// To whom.
        user: UserId,
    },
    /// The sending again was taken back before the mail left; the link before it works again.
    InvitationResendUndone {
        /// Of whose invitation.
        user: UserId,
    },
    /// A new link was made and read.
    InvitationLinkCopied {
        /// Whose invitation.
        user: UserId,
    },
    /// An invitation was withdrawn.
    InvitationCanceled {
        /// Whose.
        user: UserId,
    },
    /// An invitation was accepted.
    InvitationAccepted {
        /// By whom.
        user: UserId,
        /// As what.
        role: CompanyRole,
        /// Permissions that the inviter no longer held and that were left out.
        left_out: Vec<CompanyPermission>,
    },
    /// An invitee asked for a new link.
    NewLinkRequested {
        /// Who.
        user: UserId,
    },
    /// Someone signed in.
    SignedIn {
        /// Who.
        user: UserId,
        /// The new session.
        session: SessionId,
    },
    /// Someone tried to sign in with a wrong password.
    SignInRefused {
        /// The account, if there is one that can be used.
        user: UserId,
    },
    /// Someone signed out.
    SignedOut {
        /// Who.
        user: UserId,
    },
    /// Someone proved their password again.
    SteppedUp {
        /// Who.
        user: UserId,
    },
    /// A reset link was made by whoever operates the host.
    ResetLinkCreated {
        /// For whom.
        user: UserId,
    },
    /// A password was reset by a link.
    PasswordReset {
        /// Whose.
        user: UserId,
    },
    /// Someone who cannot sign in asked for a reset link by mail.
    ResetRequested {
        /// Whose account it is.
        user: UserId,
    },
    /// Someone changed their own password.
    PasswordChanged {
        /// Who.
        user: UserId,
    },
    /// A new address was asked for; it takes effect when it is confirmed.
    EmailChangeRequested {
        /// Whose address.
        user: UserId,
    },
    /// Someone does not want the new address any more.
    EmailChangeCanceled {
        /// Who.
        user: UserId,
    },
    /// A new address was confirmed.
    EmailChanged {
        /// Whose.
        user: UserId,
    },
    /// Someone began to set up an authenticator.
    TwoFactorBegun {
        /// Who.
        user: UserId,
    },
    /// Someone switched their second factor on.
    TwoFactorEnabled {
        /// Who.
        user: UserId,
    },
    /// Someone switched their second factor off.
    TwoFactorDisabled {
        /// Who.
        user: UserId,
    },
    /// Someone's second factor was removed by somebody else.
    TwoFactorReset {
        /// Whose.
        user: UserId,
    },
    /// Someone made new backup codes; the old ones work no longer.
    BackupCodesCreated {
        /// Who.
        user: UserId,
    },
    /// Someone signed in with a backup code.
    BackupCodeUsed {
        /// Who.
        user: UserId,
        /// Codes that are left.
        left: u32,
    },
    /// A wrong code was entered, after the right password or in a session.
    CodeRefused {
        /// Who.
        user: UserId,
    },
    /// A code was entered that had been used.
    CodeReused {
        /// Who.
        user: UserId,
    },
    /// Too many wrong codes were entered; the second factor is locked for a day.
    SecondFactorLocked {
        /// Who.
        user: UserId,
    },
    /// Someone did not go on after the right password.
    SignInCanceled {
        /// Who.
        user: UserId,
    },
    /// Someone showed the right password; the code of the second factor was still to come.
    PasswordAccepted {
        /// Who.
        user: UserId,
    },
    /// Someone changed language or appearance.
    PreferencesChanged {
        /// Who.
        user: UserId,
        /// The language, if it changed.
        language: Option<LanguageChoice>,
        /// The appearance, if it changed.
        theme: Option<Theme>,
        /// What else changed.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        others: Vec<ProfileField>,
    },
    /// Someone chose a profile picture.
    PictureChanged {
        /// Who.
        user: UserId,
    },
    /// Someone removed their profile picture.
    PictureRemoved {
        /// Who.
        user: UserId,
    },
    /// A failed mail was queued again.
    MailRetried {
        /// Which.
        mail: MailId,
    },
    /// A mail was withdrawn before it left.
    MailCanceled {
        /// Which.
        mail: MailId,
    },
    /// Someone's access was turned off.
    UserDisabled {
        /// Whose.
        user: UserId,
        /// Why.
        by: DisabledBy,
    },
    /// Someone's access was turned on again.
    UserEnabled {
        /// Whose.
        user: UserId,
    },
    /// Someone was deleted: archived, and for a permanent deletion to be erased when the undo window closes.
    UserDeleted {
        /// Who.
        user: UserId,
        /// For how long.
        deletion: Deletion,
    },
    /// A deletion was taken back within the undo window.
    DeletionUndone {
        /// Whose.
        user: UserId,
    },
    /// Someone was erased.
    UserErased {
        /// Who.
        user: UserId,
    },
    /// Someone archived was invited back.
    UserRestored {
        /// Who.
        user: UserId,
        /// As what.
        role: CompanyRole,
        /// Permissions that the one who restored may not give.
        left_out: Vec<CompanyPermission>,
    },
    /// Role or permissions were changed.
    AccessChanged {
        /// Whose.
        user: UserId,
        /// What was held.
        before: Held,
        /// What is held.
        after: Held,
    },
    /// The end of someone's access was set, moved or removed.
    AccessEndChanged {
        /// Whose.
        user: UserId,
        /// The end before.
        before: Option<Timestamp>,
        /// The end now.
        after: Option<Timestamp>,
    },
    /// Someone's name or username was changed by an administrator.
    NamesChanged {
        /// Whose.
        user: UserId,
        /// Whether the name changed.
        name: bool,
        /// Whether the username changed.
        username: bool,
    },
    /// Administrator information was written.
    NoteChanged {
        /// About whom.
        user: UserId,
        /// Which text.
        note: NoteId,
    },
    /// Sessions were ended by somebody else.
    SessionsEnded {
        /// Whose.
        user: UserId,
        /// The one that was ended; none for all of them.
        session: Option<SessionId>,
    },
    /// The Owner became Organization Admin, because the last one's access ended.
    OrganizationHandedOver {
        /// Which organization.
        organization: OrganizationId,
        /// The Owner.
        user: UserId,
    },
    /// Seats were bought.
    SeatsBought {
        /// By which order.
        order: Uuid,
        /// How many.
        seats: u32,
    },
    /// An order of seats came a second time, and bought nothing.
    SeatOrderRepeated {
        /// The order that it repeats.
        order: Uuid,
    },
    /// Fewer seats were ordered from the renewal on.
    SeatReductionPlanned {
        /// The reduction.
        reduction: Uuid,
        /// How many fewer.
        seats: u32,
    },
    /// A planned reduction was taken back.
    SeatReductionCanceled {
        /// The reduction.
        reduction: Uuid,
    },
    /// The renewal came, and took seats away.
    SeatReductionApplied {
        /// The reduction.
        reduction: Uuid,
        /// How many fewer.
        seats: u32,
    },
    /// The renewal came, and the seats were in use.
    SeatReductionRefused {
        /// The reduction.
        reduction: Uuid,
        /// Seats that would have had to be free.
        missing: u32,
    },
    /// An invoice was marked as paid.
    InvoicePaid {
        /// Its order.
        order: Uuid,
    },
    /// Someone who may not buy seats asked for more.
    SeatsAskedFor {
        /// Who.
        user: UserId,
    },
    /// Someone asked those who can give it for something that they may not do.
    AccessRequested {
        /// Who.
        user: UserId,
        /// What.
        action: Action,
    },
    /// A personal API key was made.
    ApiKeyCreated {
        /// Whose.
        user: UserId,
        /// When it stops working, if it does.
        until: Option<Timestamp>,
    },
    /// Another key took the place of a personal API key.
    ApiKeyReset {
        /// Whose.
        user: UserId,
        /// When it stops working, if it does.
        until: Option<Timestamp>,
    },
    /// A personal API key was read by its owner.
    ApiKeyRevealed {
        /// Whose.
        user: UserId,
    },
    /// A personal API key was removed by its owner.
    ApiKeyRemoved {
        /// Whose.
        user: UserId,
    },
    /// A personal API key was revoked by somebody who helps with signing in.
    ApiKeyRevoked {
        /// Whose.
        user: UserId,
        /// Its first characters, by which it is known again.
        key: String,
    },
    /// Rules of the Security page were changed.
    SecurityRulesChanged {
        /// What was, of those that changed.
        before: SecurityValues,
        /// What is.
        after: SecurityValues,
    },
    /// Asking everybody for a second factor was switched on, planned, or switched off.
    EnforcementChanged {
        /// What was.
        before: Enforced,
        /// What is.
        after: Enforced,
    },
    /// Everybody without a second factor, or some of them, were reminded to set one up.
    EnrollmentReminded {
        /// How many were written to.
        people: u32,
    },
    /// A table of people was imported; each of them has an entry of their own.
    PeopleImported {
        /// How many were invited.
        invited: u32,
        /// How many were changed.
        changed: u32,
    },
    /// People were taken out as a file.
    PeopleExported {
        /// How many.
        people: u32,
    },
    /// A test mail was sent.
    TestMailSent {
        /// To whom.
        user: UserId,
    },
    /// Someone chose the player that opens media for them.
    PlayerChosen {
        /// Who.
        user: UserId,
        /// The player before; none followed the workspace.
        before: Option<Player>,
        /// The player now.
        after: Option<Player>,
    },
    /// Name or color of the workspace, or the sender of its mails, was changed.
    BrandingChanged {
        /// What differs, as it was.
        before: ChangedSettings,
        /// As it is.
        after: ChangedSettings,
    },
    /// The players of the workspace were set.
    PlayersChanged {
        /// What differs, as it was.
        before: ChangedSettings,
        /// As it is.
        after: ChangedSettings,
    },
}

/// Settings of the workspace that differ, by name. Notes to people are named without their text.
pub type ChangedSettings = BTreeMap<String, String>;
