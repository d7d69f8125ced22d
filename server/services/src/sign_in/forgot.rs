//! Asking for a link for a new password, without being signed in.
//!
//! Invariant: the answer is the same for every input, and leaves at the beat. The link goes to the stored address only.

use model::error::AppError;
use model::event::Event;
use model::fields::FieldCode;
use tokio::time::Instant;

use super::beat;
use crate::credentials::identity::{self, Account, Identifier};
use crate::credentials::throttle::{self, Whose};
use crate::credentials::{notices, send_requested_link};
use crate::ctx::{Actor, Anonymous};
use crate::tx::{Tx, Unrecorded};

/// Mails a link to whoever has this address or username, if it is somebody who may sign in and whose password is kept
/// here; whose password another system keeps is told so. Beyond three mails an hour nothing leaves.
///
/// # Errors
/// `Invalid` for an empty field; otherwise only those of the server.
pub async fn forgot(anonymous: &Anonymous, identifier: &str) -> Result<(), AppError> {
    let begun = Instant::now();
    if identifier.trim().is_empty() {
        return Err(AppError::field("identifier", FieldCode::Required));
    }
    let asked = ask(anonymous, &Identifier::fold(identifier)).await;
    beat::next_after(begun).await;
    asked
}

async fn ask(anonymous: &Anonymous, identifier: &Identifier) -> Result<(), AppError> {
    let account = anonymous.read(async || identity::find(anonymous, identifier).await).await?;
    let account = account.as_ref();
    // What is asked for names that nobody has would fill the log at anybody's will, so it is counted and not noted.
    anonymous
        .write_unrecorded(Unrecorded::Throttle, |tx| async move {
            let found = match account {
                Some(account) => identity::lock(&tx, account.id()).await?,
                None => None,
            };
            let whose = found.as_ref().map_or(Whose::Unknown(identifier), |account| Whose::User(account.id()));
            if throttle::may_mail(&tx, &whose).await?
                && let Some(account) = found
            {
                answer(&tx, &account).await?;
            }
            Ok(())
        })
        .await
}

async fn answer(tx: &Tx, account: &Account) -> crate::Result<()> {
    if !account.is_open(tx.now()) {
        return Ok(());
    }
    match &account.credential {
        None => return Ok(()),
        Some(credential) if credential.is_local() => send_requested_link(tx, &account.user).await?,
        Some(_) => notices::managed_elsewhere(tx, &account.user).await?,
    }
    let user = account.id();
    tx.record_as(Actor::Presenting(user), Event::ResetRequested { user }).await;
    Ok(())
}
