//! What holds after every test, whatever it did: the oracles of `security/cases.md`.

use std::collections::HashSet;

use model::access::CompanyRole;
use model::mail::MailState;
use model::users::UserStatus;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::TestWorld;
use crate::db::Engine;
use crate::entity::{audit_event, event, job, mail, session, user, workspace};
use crate::error::Result;
use crate::tx::{Reason, Rows};
use crate::{audit, seats};

impl TestWorld {
    /// Panics when one of the oracles O2, O3, O4, O6, O8 and O9 does not hold.
    #[expect(clippy::expect_used, reason = "a test that cannot look is no test")]
    #[expect(clippy::disallowed_methods, reason = "tests look at everything")]
    pub async fn assert_sound(&self) {
        let base = self.anonymous();
        let rows = base.rows_without(Reason::Counting);
        let sound = async {
            if workspace::Entity::find().one(rows.conn()).await?.is_some() {
                seats_are_enough(self, &rows).await?;
                there_is_one_owner(&rows).await?;
            }
            only_active_users_are_signed_in(&rows).await?;
            every_change_is_recorded_once(self, &rows).await?;
            every_mail_goes_somewhere(&rows).await
        };
        sound.await.expect("the database can be read");
        if self.services().db().engine() == Engine::Sqlite {
            assert_eq!(self.texts("PRAGMA integrity_check").await, ["ok"], "O6");
            assert_eq!(self.texts("SELECT \"table\" FROM pragma_foreign_key_check").await, [""; 0], "O6");
        }
    }
}

async fn seats_are_enough(world: &TestWorld, rows: &Rows<'_, Reason>) -> Result<()> {
    let seats = seats::count(rows, world.anonymous().now()).await?;
    assert!(seats.used + seats.reserved <= seats.purchased, "O2: {seats:?}");
    Ok(())
}

async fn there_is_one_owner(rows: &Rows<'_, Reason>) -> Result<()> {
    let owners = user::Entity::find().filter(user::Column::Role.eq(CompanyRole::Owner)).all(rows.conn()).await?;
    let statuses: Vec<UserStatus> = owners.iter().map(|owner| owner.status).collect();
    assert_eq!(statuses, [UserStatus::Active], "O3");
    Ok(())
}

async fn only_active_users_are_signed_in(rows: &Rows<'_, Reason>) -> Result<()> {
    let live = session::Entity::find()
        .find_also_related(user::Entity)
        .filter(session::Column::RevokedAt.is_null())
        .filter(user::Column::Status.ne(UserStatus::Active))
        .all(rows.conn())
        .await?;
    assert!(live.is_empty(), "O4: {live:?}");
    Ok(())
}

async fn every_change_is_recorded_once(world: &TestWorld, rows: &Rows<'_, Reason>) -> Result<()> {
    let chain = audit::verify(rows, &world.services().settings().keys, |_| ()).await?;
    let entries = audit_event::Entity::find().all(rows.conn()).await?.len();
    assert_eq!(chain.map(usize::try_from), Ok(Ok(entries)), "O8");
    assert_eq!(event::Entity::find().all(rows.conn()).await?.len(), entries, "O8: one entry for each event");
    Ok(())
}

async fn every_mail_goes_somewhere(rows: &Rows<'_, Reason>) -> Result<()> {
    let waiting = job::Entity::find().filter(job::Column::DoneAt.is_null()).filter(job::Column::DeadAt.is_null());
    let waiting: HashSet<String> =
        waiting.all(rows.conn()).await?.into_iter().filter_map(|job| job.dedupe_key).collect();
    for mail in mail::Entity::find().all(rows.conn()).await? {
        let holds = match mail.state {
            MailState::Held | MailState::Due | MailState::Retrying => waiting.contains(&format!("mail:{}", mail.id)),
            MailState::Sent => mail.sent_at.is_some(),
            MailState::Failed => mail.failure.is_some(),
            MailState::Canceled => true,
        };
        assert!(holds, "O9: {:?} is {:?}", mail.template, mail.state);
    }
    Ok(())
}
