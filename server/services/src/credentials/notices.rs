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
