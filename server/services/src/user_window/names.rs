//! What somebody is called: changed by holders of Users, and told to the person.

use model::error::{AppError, ConflictReason};
use model::event::Event;
use model::fields::{FieldCode, FieldErrors};
use model::ids::UserId;
use model::mail::MailTemplate;
use model::person::PersonName;
use model::user_window::NamesChange;
use model::users::UserStatus;

use crate::access::{UsersChangeUsername, UsersRename};
use crate::ctx::Ctx;
use crate::entity::user;
use crate::error::Result;
use crate::mail::{self, Content, Leaves, NewMail};
use crate::tx::{Reason, Tx};
use crate::{users, workspace};

/// Changes first name, last name and username. Applies from the next request on.
///
/// # Errors
/// `Forbidden` for whoever may not act on this person; `Invalid` with the fields that need mending, a username that is
/// taken among them; `Conflict` when somebody else changed this person meanwhile.
pub async fn rename(ctx: &Ctx, id: UserId, change: NamesChange) -> std::result::Result<(), AppError> {
    let (name, username) = &change.validate()?;
    ctx.write(|tx| async move {
        let (user, renames) = tx.user(id).require::<UsersRename>().await?;
        let (_, changes_username) = tx.user(id).require::<UsersChangeUsername>().await?;
        if user.version != change.version {
            return Err(AppError::Conflict { reason: ConflictReason::Stale }.into());
        }
        let is_renamed = (&user.first_name, &user.last_name) != (&name.first, &name.last);
        let is_known_otherwise = user.username != *username;
        expect_name(&user, name)?;
        let mut user = user;
        if is_renamed {
            user = users::set_name(&tx, &renames, user, name.clone()).await?;
        }
        if is_known_otherwise {
            user = users::set_username(&tx, &changes_username, user, username.clone()).await?;
        }
        if is_renamed || is_known_otherwise {
            tell(&tx, ctx, user).await?;
        }
        tx.record(Event::NamesChanged { user: id, name: is_renamed, username: is_known_otherwise }).await;
        Ok(())
    })
    .await
}

/// Whoever has a name keeps one; someone invited may have none yet.
fn expect_name(user: &user::Model, name: &PersonName) -> Result<()> {
    let has_none = user.first_name.is_empty() && user.last_name.is_empty();
    if !name.first.is_empty() || has_none {
        return Ok(());
    }
    let mut fields = FieldErrors::one("first_name", FieldCode::Required);
    fields.push("last_name", FieldCode::Required);
    Err(AppError::Invalid { fields }.into())
}

/// Tells the person, when the undo window has closed; several changes within it are told as one.
async fn tell(tx: &Tx, ctx: &Ctx, user: user::Model) -> Result<()> {
    mail::drop_waiting(tx, user.id, &[MailTemplate::NamesChanged]).await?;
    if user.id == ctx.user_id() || !matches!(user.status, UserStatus::Active | UserStatus::Disabled) {
        return Ok(());
    }
    #[expect(clippy::disallowed_methods, reason = "the language of last resort")]
    let settings = workspace::current(&tx.rows_without(Reason::Workspace)).await?;
    let notice = NewMail {
        locale: mail::language_for(&user, None, &settings),
        dedupe_key: format!("names_changed:{}:{}", user.id, user.version),
        to: user.email,
        user: Some(user.id),
        content: Content::NamesChanged { by: ctx.user_id() },
        link: None,
        leaves: Leaves::AfterUndo,
        valid_until: None,
    };
    mail::enqueue(tx, notice).await
}
