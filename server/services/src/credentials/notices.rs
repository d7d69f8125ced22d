//! Mails that tell a user what was done to the ways in which they prove who they are. They leave at once, and cannot be
//! switched off: whoever did not do it themself has to know.

use crate::credentials::rows;
use crate::entity::user;
use crate::error::Result;
use crate::mail::{self, Content, Leaves, NewMail};
use crate::tx::Tx;
use crate::workspace;

/// M17: the password was changed.
pub(crate) async fn password_changed(tx: &Tx, user: &user::Model) -> Result<()> {
    tell(tx, user, Content::PasswordChanged { at: tx.now() }).await
}

/// M16: the password is kept by another system.
pub(crate) async fn managed_elsewhere(tx: &Tx, user: &user::Model) -> Result<()> {
    tell(tx, user, Content::ManagedElsewhere).await
}

/// Whether the second factor asks from now on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Switched {
    /// It does.
    On,
    /// It does not.
    Off,
}

/// M20: the second factor was switched on or off.
pub(crate) async fn two_factor_changed(tx: &Tx, user: &user::Model, switched: Switched) -> Result<()> {
    let at = tx.now();
    let content = match switched {
        Switched::On => Content::TwoFactorEnabled { at },
        Switched::Off => Content::TwoFactorDisabled { at },
    };
    tell(tx, user, content).await
}

/// M21: new backup codes were made.
pub(crate) async fn backup_codes_created(tx: &Tx, user: &user::Model) -> Result<()> {
    tell(tx, user, Content::BackupCodesCreated { at: tx.now() }).await
}

/// M21: somebody signed in with a backup code.
pub(crate) async fn backup_code_used(tx: &Tx, user: &user::Model, left: u32) -> Result<()> {
    tell(tx, user, Content::BackupCodeUsed { at: tx.now(), left }).await
}

/// M22: there were too many wrong codes.
pub(crate) async fn second_factor_locked(tx: &Tx, user: &user::Model) -> Result<()> {
    tell(tx, user, Content::SecondFactorLocked).await
}

async fn tell(tx: &Tx, user: &user::Model, content: Content) -> Result<()> {
    let settings = workspace::current(&rows(tx)).await?;
    let template = content.template();
    let mail = NewMail {
        to: user.email.clone(),
        user: Some(user.id),
        content,
        locale: mail::language_for(user, None, &settings),
        link: None,
        leaves: Leaves::AtOnce,
        valid_until: None,
        dedupe_key: format!("{template}:{}:{}", user.id, tx.new_id()),
    };
    mail::enqueue(tx, mail).await
}
