//! The part of a deletion that cannot be taken back.

use model::deletion::Deletion;
use model::event::Event;
use model::ids::UserId;
use model::users::UserStatus;
use sea_orm::EntityTrait;
use serde::{Deserialize, Serialize};

use crate::ctx::System;
use crate::entity::user;
use crate::error::Result;
use crate::jobs::{Job, JobError};
use crate::tx::{Reason, Rows, Tx, Unrecorded};
use crate::{access_requests, changes, credentials, db, invitations, mail, pictures, security, users};

/// Carries a deletion out when its undo window has closed. Does nothing when the user has changed since: the deletion
/// was taken back, or they are restored.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct FinishDeletion {
    /// Whose.
    pub(crate) user: UserId,
    /// The version that the deletion left behind.
    pub(crate) version: i64,
    /// What becomes of them.
    pub(crate) deletion: Deletion,
}

impl Job for FinishDeletion {
    const NAME: &'static str = "finish_deletion";
    const MAX_ATTEMPTS: u32 = 10;

    async fn run(&self, system: &System) -> Result<(), JobError> {
        match self.deletion {
            Deletion::Archive => {
                system
                    .write_unrecorded(Unrecorded::Sweep, |tx| async move { self.destroy(&tx).await.map(drop) })
                    .await?;
            }
            Deletion::Erase if self.is_due(system).await? => {
                system.write(|tx| async move { self.erase(&tx).await }).await?;
                // Should it fail, the daily sweep finds them.
                mail::sweep_files(system).await?;
            }
            Deletion::Erase => {}
        }
        Ok(())
    }
}

impl FinishDeletion {
    async fn is_due(&self, system: &System) -> Result<bool> {
        #[expect(clippy::disallowed_methods, reason = "what was decided when the deletion was ordered is carried out")]
        let rows = system.rows_without(Reason::Job);
        let found = user::Entity::find_by_id(self.user).one(rows.conn()).await?;
        Ok(found.is_some_and(|user| self.fits(&user)))
    }

    fn fits(&self, user: &user::Model) -> bool {
        user.status == UserStatus::Deleted && user.version == self.version
    }

    /// Removes what they signed in with; the row, if there was something to be done.
    async fn destroy(&self, tx: &Tx) -> Result<Option<user::Model>> {
        tx.lock_workspace().await?;
        let rows = rows(tx);
        let found = db::for_update(user::Entity::find_by_id(self.user), rows.conn()).one(rows.conn()).await?;
        let Some(user) = found.filter(|user| self.fits(user)) else { return Ok(None) };
        credentials::destroy(tx, self.user).await?;
        Ok(Some(user))
    }

    async fn erase(&self, tx: &Tx) -> Result<()> {
        // Between looking and locking somebody may have brought them back; the next look finds nothing to do.
        let Some(user) = self.destroy(tx).await? else {
            return Err(model::error::AppError::Unavailable { retry_after_secs: 1 }.into());
        };
        users::erase(&rows(tx), user).await?;
        invitations::forget(&rows(tx), self.user).await?;
        changes::forget(tx, self.user).await?;
        mail::forget(tx, self.user).await?;
        pictures::forget(tx, self.user).await?;
        access_requests::forget(&rows(tx), self.user).await?;
        security::forget_reminders(&rows(tx), self.user).await?;
        tx.record(Event::UserErased { user: self.user }).await;
        Ok(())
    }
}

#[expect(clippy::disallowed_methods, reason = "what was decided when the deletion was ordered is carried out")]
fn rows(tx: &Tx) -> Rows<'_, Reason> {
    tx.rows_without(Reason::Job)
}
