//! Turning access off and on: seat, sessions, mails, and who may act on whom.

use std::sync::Arc;

use model::access::{Action, Blocker, CompanyPermission, CompanyRole, DisabledBy};
use model::error::{AppError, ConflictReason};
use model::mail::{MailQuery, MailState, MailTemplate};
use model::users::UserStatus;
use services::testing::{TestWorld, UserSeed, at_once, for_each_engine};
use services::{Ctx, credentials, lifecycle, mail, users};

const UNDO_SECONDS: i64 = 10;

fn first_blocker(error: &AppError) -> Option<Blocker> {
    match error {
        AppError::Forbidden { blockers, .. } => blockers.first().copied(),
        _ => None,
    }
}

async fn states(owner: &Ctx, template: MailTemplate) -> Vec<MailState> {
    let query = MailQuery { template: Some(template), ..MailQuery::default() };
    mail::list(owner, query).await.unwrap().page.rows.into_iter().map(|mail| mail.state).collect()
}

// S0.16 S0.17 UL-01 UL-09
#[tokio::test]
async fn disabled_user_is_out_at_once_and_comes_back_as_they_were() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(3).await;
        let owner = world.owner().await;
        let seed = UserSeed { extras: vec![CompanyPermission::Creator], has_password: true, ..UserSeed::default() };
        let user = world.user(seed).await;
        let token = world.session_of(user).await;
        assert!(credentials::authenticate(&world.anonymous(), &token).await.is_ok());

        assert_eq!(lifecycle::disable(&owner, user).await.unwrap().seconds, 10);
        assert_eq!(credentials::authenticate(&world.anonymous(), &token).await.err(), Some(AppError::Unauthenticated));
        assert_eq!(world.texts("SELECT disabled_by FROM \"user\" WHERE status = 'disabled'").await, ["administrator"]);
        world.assert_sound().await;

        lifecycle::enable(&owner, user).await.unwrap();
        let row = users::row(&owner, user).await.unwrap();
        assert_eq!((row.role, row.details.unwrap().extras), (CompanyRole::Member, vec![CompanyPermission::Creator]));
        // Sessions stay ended; the password is the old one.
        assert!(credentials::authenticate(&world.anonymous(), &token).await.is_err());
        world.assert_sound().await;
    })
    .await;
}

// S0.17 UL-09
#[tokio::test]
async fn enabling_takes_a_seat() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(2).await;
        let owner = world.owner().await;
        let user = world.user(UserSeed::default()).await;
        lifecycle::disable(&owner, user).await.unwrap();
        let other = world.user(UserSeed::default()).await;
        let refused = lifecycle::enable(&owner, user).await.unwrap_err();
        assert!(matches!(refused, AppError::SeatsExhausted { purchased: 2, used: 2, missing: 1, .. }), "{refused:?}");
        lifecycle::disable(&owner, other).await.unwrap();
        lifecycle::enable(&owner, user).await.unwrap();
        world.assert_sound().await;
    })
    .await;
}

// S0.17 UL-09: two at once, one seat; without the lock of the workspace both would sit in it.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_enabled_at_once_one_gets_the_last_seat() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(2).await;
        let owner = world.owner().await;
        let world = Arc::new(world);
        for _ in 0..10 {
            let off = UserSeed { status: UserStatus::Disabled, disabled_by: Some(DisabledBy::Administrator), ..UserSeed::default() };
            let (one, two) = (world.user(off.clone()).await, world.user(off).await);
            let tries = [one, two].map(|user| {
                let owner = owner.clone();
                async move { lifecycle::enable(&owner, user).await }
            });
            let mut enabled = 0;
            for answer in at_once(tries).await {
                match answer {
                    Ok(_) => enabled += 1,
                    Err(error) => assert!(matches!(error, AppError::SeatsExhausted { missing: 1, .. }), "{error:?}"),
                }
            }
            assert_eq!(enabled, 1);
            world.assert_sound().await;
            world.execute("UPDATE \"user\" SET status = 'deleted', email_key = NULL WHERE role <> 'owner' AND status = 'active'").await;
        }
    })
    .await;
}

// S0.25 AZ-03 UL-05
#[tokio::test]
async fn only_whoever_may_act_on_someone_disables_them() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(20).await;
        let (owner, administrator) = (world.owner().await, world.administrator().await);
        let manager = world.member_with(&[CompanyPermission::Users]).await;
        let member = world.user(UserSeed::default()).await;
        for (who, target, blocker) in [
            (&administrator, owner.user_id(), Blocker::Outranked),
            (&manager, administrator.user_id(), Blocker::Outranked),
            (&administrator, administrator.user_id(), Blocker::OwnAccount),
            (&world.member().await, member, Blocker::NoGrant),
        ] {
            let refused = lifecycle::disable(who, target).await.unwrap_err();
            assert_eq!(first_blocker(&refused), Some(blocker), "{refused:?}");
        }
        assert!(matches!(lifecycle::disable(&world.guest().await, member).await, Err(AppError::NotFound { .. })));
        lifecycle::disable(&manager, member).await.unwrap();
        lifecycle::disable(&owner, administrator.user_id()).await.unwrap();
        // What was allowed a moment ago is not any more.
        assert_eq!(lifecycle::enable(&administrator, member).await.unwrap_err(), AppError::Unauthenticated);
    })
    .await;
}

// UL-10
#[tokio::test]
async fn status_decides_what_can_be_done() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(20).await;
        let owner = world.owner().await;
        let active = world.user(UserSeed::default()).await;
        let wrong = AppError::Conflict { reason: ConflictReason::WrongStatus };
        assert_eq!(lifecycle::enable(&owner, active).await.unwrap_err(), wrong);
        let by_organization = UserSeed {
            status: UserStatus::Disabled,
            disabled_by: Some(DisabledBy::Organization),
            ..UserSeed::default()
        };
        let switched_off = world.user(by_organization).await;
        lifecycle::disable(&owner, switched_off).await.unwrap();
        // They are off already: there is nothing to be told.
        assert_eq!(states(&owner, MailTemplate::AccessClosed).await, []);
        assert_eq!(world.texts("SELECT disabled_by FROM \"user\" WHERE status = 'disabled'").await, ["administrator"]);
        let invited = UserSeed { status: UserStatus::Invited, ..UserSeed::default() };
        let invited = world.user(invited).await;
        assert_eq!(lifecycle::disable(&owner, invited).await.unwrap_err(), wrong);
        let row = users::row(&owner, active).await.unwrap();
        assert!(row.actions.allows(Action::UsersDisable) && row.actions.get(Action::UsersEnable).is_none());
    })
    .await;
}

// S3.42: the mail waits for the undo window, and an undone change is not told.
#[tokio::test]
async fn mail_leaves_after_the_undo_window_and_never_for_what_was_undone() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(20).await;
        let owner = world.owner().await;
        let user = world.user(UserSeed { email: "ana@kestrel.example".to_owned(), ..UserSeed::default() }).await;
        lifecycle::disable(&owner, user).await.unwrap();
        world.clock().advance(UNDO_SECONDS - 1);
        assert_eq!(world.run_jobs().await, 0);
        lifecycle::enable(&owner, user).await.unwrap();
        world.clock().advance(2 * UNDO_SECONDS);
        world.run_jobs().await;
        assert_eq!(world.mails().await.len(), 0);
        assert_eq!(states(&owner, MailTemplate::AccessClosed).await, [MailState::Canceled]);

        lifecycle::disable(&owner, user).await.unwrap();
        world.clock().advance(UNDO_SECONDS + 1);
        assert_eq!(world.run_jobs().await, 1);
        lifecycle::enable(&owner, user).await.unwrap();
        world.clock().advance(UNDO_SECONDS + 1);
        assert_eq!(world.run_jobs().await, 1);
        let subjects: Vec<String> = world.mails().await.iter().map(|mail| mail.subject.clone()).collect();
        assert_eq!(subjects, ["Your access to Kestrel Yard is turned off", "Your access to Kestrel Yard is on again"]);
        world.assert_sound().await;
    })
    .await;
}
