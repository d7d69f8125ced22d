//! Archiving, restoring and erasing: what goes, what comes back, and what can never be read again.

use model::access::{Action, Blocker, CompanyPermission, CompanyRole};
use model::deletion::{Deletion, DeletionOrder};
use model::error::{AppError, ConflictReason};
use model::fields::FieldCode;
use model::ids::UserId;
use model::mail::{MailQuery, MailState, MailTemplate};
use model::sign_in::AcceptForm;
use model::time::Timestamp;
use model::users::{StatusFilter, UserQuery, UserStatus};
use services::testing::{PASSWORD, TestWorld, UserSeed, at_once, for_each_engine};
use services::{Ctx, credentials, deletion, invitations, mail, users};

const UNDO_SECONDS: i64 = 10;
const STALE: AppError = AppError::Conflict { reason: ConflictReason::Stale };
const WRONG_STATUS: AppError = AppError::Conflict { reason: ConflictReason::WrongStatus };

fn ana() -> UserSeed {
    UserSeed {
        first_name: "Ana".to_owned(),
        last_name: "Lindqvist".to_owned(),
        email: "ana@kestrel.example".to_owned(),
        extras: vec![CompanyPermission::Creator, CompanyPermission::Billing],
        has_password: true,
        ..UserSeed::default()
    }
}

/// The Owner, who has just shown the password.
async fn owner(world: &TestWorld) -> Ctx {
    world.stepped_up(&world.owner().await).await
}

async fn order(ctx: &Ctx, user: UserId, deletion: Deletion) -> DeletionOrder {
    let plan = deletion::plan(ctx, user).await.unwrap();
    DeletionOrder { version: plan.version, deletion, name: plan.name }
}

async fn delete(ctx: &Ctx, user: UserId, how: Deletion) -> Result<u32, AppError> {
    deletion::delete(ctx, user, order(ctx, user, how).await).await.map(|undoable| undoable.seconds)
}

async fn restore(ctx: &Ctx, user: UserId) -> Result<u32, AppError> {
    let version = deletion::restore_plan(ctx, user).await?.version;
    deletion::restore(ctx, user, version).await.map(|undoable| undoable.seconds)
}

/// Everything that a deletion takes away, as it is stored.
async fn held(world: &TestWorld) -> Vec<String> {
    let mut held = world
        .texts(
            "SELECT status || ' ' || COALESCE(disabled_by, '-') || ' ' || role || ' ' || COALESCE(email_key, '-') || ' ' \
             || username || ' ' || COALESCE(CAST(invite_until AS TEXT), '-') || ' ' || COALESCE(snapshot, '-') \
             FROM \"user\" ORDER BY id",
        )
        .await;
    held.extend(world.texts("SELECT permission FROM user_permission ORDER BY user_id, permission").await);
    held.extend(world.texts("SELECT role FROM organization_user ORDER BY user_id").await);
    held
}

async fn states(owner: &Ctx, template: MailTemplate) -> Vec<MailState> {
    let query = MailQuery { template: Some(template), ..MailQuery::default() };
    mail::list(owner, query).await.unwrap().page.rows.into_iter().map(|mail| mail.state).collect()
}

async fn names(ctx: &Ctx, archived: bool) -> Vec<String> {
    let page = users::list(ctx, UserQuery { archived, ..UserQuery::default() }).await.unwrap().page;
    page.rows.into_iter().map(|row| row.name).collect()
}

async fn accept(world: &TestWorld, token: &str) {
    let form = AcceptForm {
        token: token.to_owned(),
        first_name: "Ana".to_owned(),
        last_name: "Lindqvist".to_owned(),
        password: PASSWORD.to_owned(),
        password_again: PASSWORD.to_owned(),
        ..AcceptForm::default()
    };
    invitations::accept(&world.anonymous(), form, None).await.unwrap();
}

// S0.26 S3.15, UL-02 UL-04: T10
#[tokio::test]
async fn archived_user_is_gone_at_once_and_everything_comes_back_by_undo() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(3).await;
        let owner = owner(&world).await;
        let ana_id = world.user(ana()).await;
        world
            .execute(&format!(
                "INSERT INTO organization_user (user_id, organization_id, role, enabled) SELECT u.id, o.id, 'member', \
             {} FROM \"user\" u, organization o WHERE u.email = 'ana@kestrel.example'",
                world.either("1", "true")
            ))
            .await;
        let token = world.session_of(ana_id).await;
        let before = held(&world).await;

        assert_eq!(delete(&owner, ana_id, Deletion::Archive).await, Ok(10));
        assert_eq!(credentials::authenticate(&world.anonymous(), &token).await.err(), Some(AppError::Unauthenticated));
        assert!(!names(&owner, false).await.contains(&"Ana Lindqvist".to_owned()));
        assert!(names(&owner, true).await.contains(&"Ana Lindqvist".to_owned()));
        assert_eq!(world.number("SELECT COUNT(*) FROM user_permission").await, 0);
        assert_eq!(world.number("SELECT COUNT(*) FROM organization_user").await, 1);
        world.assert_sound().await;

        // Seat and address are free at once; while somebody has them, nothing can be taken back.
        let heir = world.user(UserSeed { email: "Ana@kestrel.example".to_owned(), ..UserSeed::default() }).await;
        let taken = AppError::Conflict { reason: ConflictReason::AddressTaken };
        assert_eq!(deletion::take_back(&owner, ana_id).await, Err(taken.clone()));
        assert_eq!(restore(&owner, ana_id).await, Err(taken));
        delete(&owner, heir, Deletion::Archive).await.unwrap();

        deletion::take_back(&owner, ana_id).await.unwrap();
        let after: Vec<_> = held(&world).await.into_iter().filter(|row| !row.contains("\"undo\":{")).collect();
        assert_eq!(after, before);
        assert_eq!(deletion::take_back(&owner, ana_id).await, Err(WRONG_STATUS));

        // What was ordered is not carried out any more: the password is the old one.
        world.clock().advance(UNDO_SECONDS + 1);
        world.run_jobs().await;
        assert_eq!(world.number("SELECT COUNT(*) FROM credential").await, 2);
        let told: Vec<_> = states(&owner, MailTemplate::Deleted).await;
        assert_eq!(told.iter().filter(|state| **state == MailState::Canceled).count(), 1);
        world.assert_sound().await;
    })
    .await;
}

// S3.17 IV-18: the mail leaves when the window has closed, and what could be signed in with is gone then.
#[tokio::test]
async fn credentials_are_destroyed_when_the_undo_window_closes() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(3).await;
        let owner = owner(&world).await;
        let user = world.user(ana()).await;
        world.session_of(user).await;
        delete(&owner, user, Deletion::Archive).await.unwrap();
        world.clock().advance(UNDO_SECONDS - 1);
        assert_eq!(world.run_jobs().await, 0);
        assert_eq!(world.number("SELECT COUNT(*) FROM credential").await, 2);
        world.clock().advance(2);
        world.run_jobs().await;
        assert_eq!(world.number("SELECT COUNT(*) FROM credential").await, 1);
        assert_eq!(deletion::take_back(&owner, user).await, Err(WRONG_STATUS));
        let mails = world.mails().await;
        assert_eq!(mails.len(), 1);
        assert_eq!(
            (mails[0].to.as_str(), mails[0].subject.as_str()),
            ("ana@kestrel.example", "Your account in Kestrel Yard was deleted")
        );
        world.assert_sound().await;
    })
    .await;
}

// S3.21 S3.22 S3.23 IV-18: T11, T12
#[tokio::test]
async fn restored_user_accepts_and_has_what_they_had() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(2).await;
        let owner = owner(&world).await;
        let user = world.user(ana()).await;
        delete(&owner, user, Deletion::Archive).await.unwrap();
        world.clock().advance(UNDO_SECONDS + 1);
        world.run_jobs().await;

        let plan = deletion::restore_plan(&owner, user).await.unwrap();
        assert_eq!((plan.had, plan.role), (CompanyRole::Member, CompanyRole::Member));
        assert_eq!(plan.back, [CompanyPermission::Creator, CompanyPermission::Billing]);
        assert!(plan.left_out.is_empty() && plan.seats.free() == 1);
        assert_eq!(deletion::restore(&owner, user, plan.version - 1).await, Err(STALE));
        assert_eq!(restore(&owner, user).await, Ok(10));
        assert_eq!(restore(&owner, user).await, Err(WRONG_STATUS));
        world.assert_sound().await;
        world.clock().advance(UNDO_SECONDS + 1);
        world.run_jobs().await;
        let mails = world.mails().await;
        let letter = mails.last().unwrap();
        assert!(letter.subject.contains("restored your account"), "{}", letter.subject);
        accept(&world, letter.token()).await;
        let row = users::row(&owner, user).await.unwrap();
        let mut extras = row.details.unwrap().extras;
        extras.sort_unstable();
        assert_eq!((row.role, extras), (CompanyRole::Member, plan.back));
        assert_eq!(
            world.texts("SELECT COALESCE(snapshot, '-') FROM \"user\" WHERE email = 'ana@kestrel.example'").await,
            ["-"]
        );
        world.assert_sound().await;
    })
    .await;
}

// S3.23 IV-18: the link of a restored user ends like any other, and sending it again restores just as well.
#[tokio::test]
async fn snapshot_is_kept_until_somebody_accepts() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(2).await;
        let owner = owner(&world).await;
        let user = world.user(ana()).await;
        delete(&owner, user, Deletion::Archive).await.unwrap();
        restore(&owner, user).await.unwrap();
        world.clock().advance(25 * 60 * 60);
        invitations::resend(&owner, user).await.unwrap();
        world.clock().advance(UNDO_SECONDS + 1);
        world.run_jobs().await;
        let mails = world.mails().await;
        let letter = mails.last().unwrap();
        assert!(letter.subject.contains("restored your account"), "{}", letter.subject);
        // Withdrawn, they are archived again with all that they held.
        invitations::cancel(&owner, user).await.unwrap();
        assert_eq!(
            deletion::restore_plan(&owner, user).await.unwrap().back,
            [CompanyPermission::Creator, CompanyPermission::Billing]
        );
    })
    .await;
}

// IV-18: nobody gives back what they could not give.
#[tokio::test]
async fn what_the_restorer_may_not_grant_is_left_out() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(20).await;
        let user = world.user(ana()).await;
        delete(&owner(&world).await, user, Deletion::Archive).await.unwrap();
        let manager = world.member_with(&[CompanyPermission::Users, CompanyPermission::Creator]).await;
        let plan = deletion::restore_plan(&manager, user).await.unwrap();
        assert_eq!((plan.back, plan.left_out), (vec![CompanyPermission::Creator], vec![CompanyPermission::Billing]));
        restore(&manager, user).await.unwrap();
        assert_eq!(world.texts("SELECT permission FROM user_permission p JOIN \"user\" u ON u.id = p.user_id WHERE u.email = 'ana@kestrel.example'").await, ["creator"]);
        assert_eq!(world.number("SELECT COUNT(*) FROM audit_event WHERE action = 'user_restored'").await, 1);
    })
    .await;
}

// S0.27 S0.29, UL-02 UL-10: T13, nothing personal is left in any table.
#[tokio::test]
async fn erased_user_cannot_be_read_anywhere() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(3).await;
        let owner = owner(&world).await;
        let user = world.user(ana()).await;
        let token = world.session_of(user).await;
        credentials::authenticate(&world.anonymous(), &token).await.unwrap();
        let order = order(&owner, user, Deletion::Erase).await;
        let misspelt = DeletionOrder { name: "Ana Lindquist".to_owned(), ..order.clone() };
        let refused = AppError::field("name", FieldCode::NameDiffers);
        assert_eq!(deletion::delete(&owner, user, misspelt).await, Err(refused));
        deletion::delete(&owner, user, order).await.unwrap();
        assert!(names(&owner, true).await.contains(&"Ana Lindqvist".to_owned()));
        world.clock().advance(UNDO_SECONDS + 1);
        world.run_jobs().await;

        assert_eq!(world.texts("SELECT status FROM \"user\" WHERE role <> 'owner'").await, ["erased"]);
        assert_eq!(world.mails().await.len(), 1);
        let dump = world.dump().await.to_lowercase();
        for personal in ["lindqvist", "ana@", "ana.", "billing\""] {
            let found: Vec<_> = dump.lines().filter(|line| line.contains(personal)).collect();
            assert!(found.is_empty(), "{personal}: {found:?}");
        }
        assert!(!names(&owner, true).await.contains(&"Ana Lindqvist".to_owned()));
        let gone = AppError::NotFound { what: model::error::Noun::User };
        assert_eq!(deletion::restore_plan(&owner, user).await.err(), Some(gone.clone()));
        assert_eq!(deletion::plan(&owner, user).await.err(), Some(gone));
        world.assert_sound().await;
    })
    .await;
}

// S0.27, O10 UL-02: a mail that cannot leave keeps the address for a day and no longer.
#[tokio::test]
async fn address_of_a_deletion_mail_goes_when_it_has_ended() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(3).await;
        let owner = owner(&world).await;
        let user = world.user(ana()).await;
        world.fail_mails(&[services::testing::Fault::Refused; 1]);
        delete(&owner, user, Deletion::Erase).await.unwrap();
        world.clock().advance(UNDO_SECONDS + 1);
        world.run_jobs().await;
        assert_eq!(states(&owner, MailTemplate::Deleted).await, [MailState::Failed]);
        assert_eq!(
            world.number("SELECT COUNT(*) FROM mail WHERE recipient IS NOT NULL OR answer IS NOT NULL").await,
            0
        );
    })
    .await;
}

// S0.26 UL-10: somebody archived long ago can be erased, and that can be taken back too.
#[tokio::test]
async fn archived_user_is_erased_later() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(3).await;
        let owner = owner(&world).await;
        let user = world.user(ana()).await;
        delete(&owner, user, Deletion::Archive).await.unwrap();
        world.clock().advance(UNDO_SECONDS + 1);
        world.run_jobs().await;
        let plan = deletion::plan(&owner, user).await.unwrap();
        assert!(!plan.can_archive && !plan.frees_seat);
        assert_eq!(delete(&owner, user, Deletion::Archive).await, Err(WRONG_STATUS));
        delete(&owner, user, Deletion::Erase).await.unwrap();
        deletion::take_back(&owner, user).await.unwrap();
        world.clock().advance(UNDO_SECONDS + 1);
        world.run_jobs().await;
        assert_eq!(deletion::restore_plan(&owner, user).await.unwrap().back.len(), 2);
        let owner = world.stepped_up(&owner).await;
        delete(&owner, user, Deletion::Erase).await.unwrap();
        world.clock().advance(UNDO_SECONDS + 1);
        world.run_jobs().await;
        assert_eq!(world.texts("SELECT status FROM \"user\" WHERE role <> 'owner'").await, ["erased"]);
    })
    .await;
}

// S0.25 S3.16, UL-05 UL-10 AZ-03
#[tokio::test]
async fn only_whoever_may_act_on_someone_deletes_them() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(20).await;
        let administrator = world.stepped_up(&world.administrator().await).await;
        let manager = world.stepped_up(&world.member_with(&[CompanyPermission::Users]).await).await;
        let member = world.user(UserSeed::default()).await;
        let first = |error: AppError| match error {
            AppError::Forbidden { blockers, .. } => blockers.first().copied(),
            _ => None,
        };
        let owner_id = world.owner().await.user_id();
        for (who, target, blocker) in [
            (&administrator, owner_id, Blocker::Outranked),
            (&manager, administrator.user_id(), Blocker::Outranked),
            (&administrator, administrator.user_id(), Blocker::OwnAccount),
            (&world.member().await, member, Blocker::NoGrant),
        ] {
            assert_eq!(deletion::plan(who, target).await.err().and_then(first), Some(blocker));
        }
        // The dialog opens without the password; the deletion asks for it.
        let fresh = world.administrator().await;
        assert_eq!(delete(&fresh, member, Deletion::Archive).await, Err(AppError::StepUpRequired));
        let order = order(&administrator, member, Deletion::Archive).await;
        world.execute("UPDATE \"user\" SET version = version + 1").await;
        assert_eq!(deletion::delete(&administrator, member, order).await, Err(STALE));
        let row = users::row(&administrator, member).await.unwrap();
        assert!(row.actions.allows(Action::UsersDelete) && row.actions.get(Action::UsersRestore).is_none());
        delete(&manager, member, Deletion::Archive).await.unwrap();
        // Somebody else's deletion is not theirs to take back.
        assert_eq!(deletion::take_back(&administrator, member).await, Err(WRONG_STATUS));
        deletion::take_back(&manager, member).await.unwrap();
    })
    .await;
}

// S3.10: an invitation that was not accepted is deleted; whoever was written to is told once.
#[tokio::test]
async fn unaccepted_invitation_is_deleted_and_its_link_is_dead() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(3).await;
        let owner = owner(&world).await;
        let invited =
            UserSeed { status: UserStatus::Invited, invite_until: Some(Timestamp(1)), has_password: false, ..ana() };
        let user = world.user(invited).await;
        let row = users::row(&owner, user).await.unwrap();
        assert!(row.actions.allows(Action::UsersDelete));
        delete(&owner, user, Deletion::Archive).await.unwrap();
        let query = UserQuery { statuses: vec![StatusFilter::NotAccepted], ..UserQuery::default() };
        assert_eq!(users::list(&owner, query).await.unwrap().page.rows.len(), 0);
        deletion::take_back(&owner, user).await.unwrap();
        world.assert_sound().await;
    })
    .await;
}

// ST-01: the seat of somebody archived goes to one of two who want it.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn restore_and_undo_race_for_the_last_seat() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(2).await;
        for round in 0..8 {
            let owner = owner(&world).await;
            let one = world.user(UserSeed { email: format!("one{round}@kestrel.example"), ..UserSeed::default() }).await;
            delete(&owner, one, Deletion::Archive).await.unwrap();
            let two = world.user(UserSeed { email: format!("two{round}@kestrel.example"), ..UserSeed::default() }).await;
            delete(&owner, two, Deletion::Archive).await.unwrap();
            let version = deletion::restore_plan(&owner, two).await.unwrap().version;
            let (first, second) = (owner.clone(), owner.clone());
            let answers = at_once([
                Box::pin(async move { deletion::take_back(&first, one).await }) as std::pin::Pin<Box<dyn Future<Output = _> + Send>>,
                Box::pin(async move { deletion::restore(&second, two, version).await.map(drop) }),
            ])
            .await;
            let seated = answers.iter().filter(|answer| answer.is_ok()).count();
            assert_eq!(seated, 1, "{answers:?}");
            assert!(answers.iter().any(|answer| matches!(answer, Err(AppError::SeatsExhausted { missing: 1, .. }))));
            world.assert_sound().await;
            world.execute("UPDATE \"user\" SET status = 'deleted', email_key = NULL, invite_until = NULL WHERE role <> 'owner'").await;
        }
    })
    .await;
}

// UL-02: without a mail server mails are files, and those of somebody who was erased go too.
#[tokio::test]
async fn files_of_mails_go_with_the_person() {
    for database in services::testing::TestDatabase::engines().await {
        let folder = tempfile::tempdir().unwrap();
        let world = TestWorld::writing_mails_to(folder.path().to_owned(), database).await;
        world.set_up(5).await;
        let owner = owner(&world).await;
        let user = world.user(ana()).await;
        credentials_help(&world, "ana@kestrel.example").await;
        credentials_help(&world, "marit@kestrel.example").await;
        world.run_jobs().await;
        let naming = |word: &str| {
            let files = std::fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().path());
            files.filter(|file| std::fs::read_to_string(file).unwrap().contains(word)).count()
        };
        assert_eq!((naming("ana@kestrel.example"), naming("marit@kestrel.example")), (1, 1));

        let order = order(&owner, user, Deletion::Erase).await;
        deletion::delete(&owner, user, order).await.unwrap();
        world.clock().advance(UNDO_SECONDS + 1);
        world.run_jobs().await;
        world.run_jobs().await;
        // The one that tells of it stays for a day, for whoever hands it over.
        assert_eq!((naming("ana@kestrel.example"), naming("marit@kestrel.example")), (1, 1));
        let sweep = async |seconds| {
            world.clock().advance(seconds);
            world.plan_jobs().await;
            world.run_jobs().await;
        };
        sweep(25 * 60 * 60).await;
        assert_eq!((naming("ana@kestrel.example"), naming("marit@kestrel.example")), (0, 1));
        // Others stay as long as the Mail page knows them.
        sweep(88 * 24 * 60 * 60).await;
        assert_eq!(naming("marit@kestrel.example"), 1);
        sweep(2 * 24 * 60 * 60).await;
        assert_eq!(naming("marit@kestrel.example"), 0);
        world.assert_sound().await;
    }
}

/// Asks for a link for a new password.
async fn credentials_help(world: &TestWorld, identifier: &str) {
    services::sign_in::forgot(&world.anonymous(), identifier).await.unwrap();
}
