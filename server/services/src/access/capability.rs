//! Each action that a service carries out, as a type, so that a permit for one does not fit another.

use model::access::Action;
use model::ids::UserId;

mod sealed {
    pub(crate) trait Sealed {}
}

/// The whole workspace, as a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Workspace;

/// What a permit proves.
pub(crate) trait Capability: sealed::Sealed + Send + Sync + 'static {
    /// What `decide` is asked.
    const ACTION: Action;
    /// Where it applies.
    type Scope: Copy + Send + Sync;
    /// The one thing it is about; `()` when it is about the scope itself.
    type Target: Copy + Send + Sync;
}

macro_rules! capabilities {
    ($( $(#[$meta:meta])* $name:ident $(asks $action:ident)? in $scope:ty $(, about $target:ty)?; )+) => {
        $(
            $(#[$meta])*
            pub(crate) struct $name;
            impl sealed::Sealed for $name {}
            impl Capability for $name {
                const ACTION: Action = capabilities!(@action $name $($action)?);
                type Scope = $scope;
                type Target = capabilities!(@target $($target)?);
            }
        )+
    };
    (@action $name:ident) => { Action::$name };
    (@action $name:ident $action:ident) => { Action::$action };
    (@target) => { () };
    (@target $target:ty) => { $target };
}

capabilities! {
    /// See the directory: name, picture, role label.
    UsersDirectory in Workspace;
    /// See all fields of users.
    UsersView in Workspace;
    /// See the directory's entry of one user.
    UserEntry asks UsersDirectory in Workspace, about UserId;
    /// See all fields of one user.
    UserFields asks UsersView in Workspace, about UserId;
    /// Change someone's name.
    UsersRename in Workspace, about UserId;
    /// Change someone's username.
    UsersChangeUsername in Workspace, about UserId;
    /// Ask for another address of someone.
    UsersChangeEmail in Workspace, about UserId;
    /// Read and write Administrator information.
    UsersAnnotate in Workspace, about UserId;
    /// Invite people to the workspace.
    InvitationsSend in Workspace;
    /// Send an invitation again, with a new link.
    InvitationsResend in Workspace, about UserId;
    /// Make a new link of an invitation and read it.
    InvitationsCopyLink in Workspace, about UserId;
    /// Withdraw an invitation.
    InvitationsCancel in Workspace, about UserId;
    /// Change role and permissions.
    AccessChange in Workspace, about UserId;
    /// Turn someone's access off.
    UsersDisable in Workspace, about UserId;
    /// Turn it on again.
    UsersEnable in Workspace, about UserId;
    /// Delete someone, for a while or for good.
    UsersDelete in Workspace, about UserId;
    /// Bring someone back who is archived.
    UsersRestore in Workspace, about UserId;
    /// Help someone to sign in: here, a reset link.
    CredentialsHelp in Workspace, about UserId;
    /// Set the rules for passwords, sessions, keys and deletion; where people are signed in is seen by those who do.
    SecurityEdit in Workspace;
    /// Ask everybody for a second factor.
    SecurityEnforce in Workspace;
    /// Stop asking everybody for it.
    SecurityRelease in Workspace;
    /// Defaults of the workspace: here, its players.
    SettingsEdit in Workspace;
    /// Name and color of the workspace, and who its mails are from.
    BrandingEdit in Workspace;
    /// See mails of invitations, send them again, cancel them.
    MailInvitations in Workspace;
    /// See every mail; send a test mail.
    MailAll in Workspace;
    /// See seats, orders and invoices.
    SeatsView in Workspace;
    /// Buy seats.
    SeatsBuy in Workspace;
    /// View, verify and export the audit log.
    AuditView in Workspace;
    /// One's own profile and preferences; the row is the actor's.
    AccountEdit in Workspace;
    /// One's own other sessions, API key, second factor and whatever else proves who one is; the row is the actor's.
    CredentialsEdit in Workspace;
    /// One's own password; the old one is asked for each time.
    PasswordChange in Workspace;
    /// One's own second factor, for the first time.
    TwoFactorEnroll in Workspace;
}
