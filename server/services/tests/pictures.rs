//! Profile pictures on both engines: whose they are, who sees them, and that no file is left behind or missing.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use model::access::CompanyRole;
use model::deletion::{Deletion, DeletionOrder};
use model::error::{AppError, Noun};
use model::fields::FieldCode;
use model::ids::{PictureId, UserId};
use model::pictures::{Crop, FIELD, PictureSize};
use model::users::UserQuery;
use services::testing::{TestWorld, UserSeed, at_once, for_each_engine, picture};
use services::{Ctx, deletion, pictures, session, users};

const HOUR: i64 = 60 * 60;
const UNDO: i64 = 10;
const RED: [u8; 3] = [200, 30, 30];

const GONE: AppError = AppError::NotFound { what: Noun::User };

async fn send(who: &Ctx) -> Result<PictureId, AppError> {
    pictures::save(who, picture(80, 60, RED), None).await
}

async fn see(who: &Ctx, user: UserId, picture: PictureId) -> Result<usize, AppError> {
    pictures::read(who, user, picture, PictureSize::Small).await.map(|file| file.len())
}

/// The same person, as the next request finds them.
async fn again(world: &TestWorld, who: &Ctx) -> Ctx {
    world.signed_in(who.user_id()).await
}

// S1.2 S1.6
#[tokio::test(flavor = "multi_thread")]
async fn picture_is_shown_wherever_its_user_is() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let (owner, member) = (world.owner().await, world.member().await);
        let id = send(&member).await.unwrap();
        let info = session::info(&again(&world, &member).await).await.unwrap();
        assert_eq!(info.avatar, Some(id));
        assert_eq!(info.picture(), Some(format!("/avatars/{}/{id}", member.user_id())));
        for who in [&owner, &again(&world, &member).await] {
            let rows = users::list(who, UserQuery::default()).await.unwrap().page.rows;
            let shown: Vec<_> = rows.iter().map(|row| (row.id, row.avatar)).collect();
            assert!(shown.contains(&(member.user_id(), Some(id))) && shown.contains(&(owner.user_id(), None)));
            for size in PictureSize::ALL {
                let file = pictures::read(who, member.user_id(), id, size).await.unwrap();
                assert!(file.starts_with(&[0xff, 0xd8, 0xff]), "{size:?} is no JPEG");
            }
        }
        assert!(world.holds_exactly(&[id]).await);
        let recorded = world.texts("SELECT action FROM audit_event ORDER BY seq").await;
        assert_eq!(recorded, ["picture_changed"]);

        pictures::remove(&again(&world, &member).await).await.unwrap();
        assert_eq!(session::info(&again(&world, &member).await).await.unwrap().avatar, None);
        assert_eq!(see(&owner, member.user_id(), id).await, Err(GONE));
        world.run_jobs().await;
        assert!(world.holds_exactly(&[]).await);
        // What is not there cannot be removed, and leaves no trace.
        pictures::remove(&again(&world, &member).await).await.unwrap();
        let recorded = world.texts("SELECT action FROM audit_event ORDER BY seq").await;
        assert_eq!(recorded, ["picture_changed", "picture_removed"]);
        world.assert_sound().await;
    })
    .await;
}

// EN-06: what may not be seen answers like what is not there.
#[tokio::test(flavor = "multi_thread")]
async fn picture_is_there_for_whoever_may_see_the_person() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let (owner, member, guest) = (world.owner().await, world.member().await, world.guest().await);
        let (of_member, of_guest) = (send(&member).await.unwrap(), send(&guest).await.unwrap());
        for (who, user, picture, sees) in [
            (&owner, &member, of_member, true),
            (&member, &guest, of_guest, true),
            (&guest, &guest, of_guest, true),
            (&guest, &member, of_member, false),
            // Somebody else's picture at one's own address.
            (&guest, &guest, of_member, false),
        ] {
            let seen = see(who, user.user_id(), picture).await;
            assert_eq!(seen.is_ok(), sees, "{seen:?}");
            assert!(sees || seen == Err(GONE), "{seen:?}");
        }
        let nobody = UserId(uuid::Uuid::from_u128(7));
        assert_eq!(see(&owner, nobody, of_member).await, Err(GONE));
        assert_eq!(see(&owner, member.user_id(), PictureId(uuid::Uuid::from_u128(7))).await, Err(GONE));
    })
    .await;
}

// S1.6
#[tokio::test(flavor = "multi_thread")]
async fn another_picture_takes_the_place_of_the_first() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let member = world.member().await;
        let first = send(&member).await.unwrap();
        let crop = Some(Crop { x: 5, y: 5, side: 20 });
        let second = pictures::save(&member, picture(30, 90, RED), crop).await.unwrap();
        assert_ne!(first, second);
        assert_eq!(see(&member, member.user_id(), first).await, Err(GONE));
        assert!(see(&member, member.user_id(), second).await.is_ok());
        world.run_jobs().await;
        assert!(world.holds_exactly(&[second]).await, "{:?}", world.picture_files().await);
        assert!(see(&member, member.user_id(), second).await.is_ok());
    })
    .await;
}

// UP-07: what is refused leaves nothing, and keeps what was there.
#[tokio::test(flavor = "multi_thread")]
async fn refused_file_changes_nothing() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let member = world.member().await;
        let shown = send(&member).await.unwrap();
        let whole = picture(300, 300, RED);
        for (file, code) in [
            (Vec::new(), FieldCode::Required),
            (b"<svg/>".to_vec(), FieldCode::NotAPicture),
            (picture(4097, 1, RED), FieldCode::TooManyPixels { side: 4096 }),
            (whole[..whole.len() - 40].to_vec(), FieldCode::BrokenPicture),
        ] {
            assert_eq!(pictures::save(&member, file, None).await, Err(AppError::field(FIELD, code)));
        }
        assert!(see(&member, member.user_id(), shown).await.is_ok());
        assert!(world.holds_exactly(&[shown]).await);
        assert_eq!(world.number("SELECT count(*) FROM audit_event").await, 1);
    })
    .await;
}

// Several at once: one is shown, and nothing is left of the others. Without dropping what is shown, the files of all are
// left; without the lock of the workspace in `save` some are told to come again on PostgreSQL.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_pictures_that_arrive_at_once_one_is_left() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let member = world.member().await;
        for _ in 0..3 {
            let sent = at_once((0..4).map(|_| {
                let member = member.clone();
                async move { send(&member).await }
            }));
            let sent: Vec<PictureId> = sent.await.into_iter().map(Result::unwrap).collect();
            let shown = session::info(&again(&world, &member).await).await.unwrap().avatar.unwrap();
            assert!(sent.contains(&shown));
            assert_eq!(world.number("SELECT count(*) FROM picture WHERE dropped_at IS NULL").await, 1);
            world.run_jobs().await;
            assert!(world.holds_exactly(&[shown]).await, "{:?}", world.picture_files().await);
            assert!(see(&member, member.user_id(), shown).await.is_ok());
        }
    })
    .await;
}

// One picture is sent while another is removed, again and again: shown whole, or not at all. Without the lock of the
// workspace both wait for one another crosswise on PostgreSQL, and one may be told to come again; without the locks of
// one's own row and the condition on its version in addition, files are left that nobody shows.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sending_and_removing_at_once_leave_no_orphans() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let member = world.member().await;
        for _ in 0..8 {
            send(&member).await.unwrap();
            let (sender, remover) = (again(&world, &member).await, again(&world, &member).await);
            let sent = Arc::new(AtomicBool::new(false));
            let is_sent = Arc::clone(&sent);
            let answers = at_once([
                Box::pin(async move {
                    let answer = send(&sender).await.map(drop);
                    sent.store(true, Ordering::SeqCst);
                    answer
                }) as Pin<Box<dyn Future<Output = _> + Send>>,
                Box::pin(async move {
                    while !is_sent.load(Ordering::SeqCst) {
                        pictures::remove(&remover).await?;
                    }
                    Ok(())
                }),
            ]);
            let answers = answers.await;
            assert!(answers.iter().all(Result::is_ok), "{answers:?}");
            world.run_jobs().await;
            let shown = session::info(&again(&world, &member).await).await.unwrap().avatar;
            assert!(world.holds_exactly(shown.as_slice()).await, "{shown:?} {:?}", world.picture_files().await);
        }
    })
    .await;
}

// UP-10: the process dies after the files are written and before it is recorded that they are shown.
#[tokio::test(flavor = "multi_thread")]
async fn files_that_nobody_came_to_show_are_swept() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let member = world.member().await;
        let shown = send(&member).await.unwrap();
        world.execute("ALTER TABLE audit_head RENAME TO mislaid").await;
        assert!(matches!(send(&member).await, Err(AppError::Internal { .. })));
        world.execute("ALTER TABLE mislaid RENAME TO audit_head").await;
        // The old picture stays, and what is on its way is left alone.
        assert!(see(&member, member.user_id(), shown).await.is_ok());
        world.plan_jobs().await;
        world.run_jobs().await;
        assert_eq!(world.picture_files().await.len(), 6);
        world.clock().advance(HOUR);
        world.plan_jobs().await;
        world.run_jobs().await;
        assert!(world.holds_exactly(&[shown]).await, "{:?}", world.picture_files().await);
        // Rows are kept as long as they count for the limit, and no longer.
        world.clock().advance(HOUR);
        world.plan_jobs().await;
        world.run_jobs().await;
        assert_eq!(world.number("SELECT count(*) FROM picture").await, 1);
    })
    .await;
}

// UP-10: a sweep dies after it has removed files, or removes them twice.
#[tokio::test(flavor = "multi_thread")]
async fn sweep_can_be_repeated() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let member = world.member().await;
        send(&member).await.unwrap();
        let second = send(&member).await.unwrap();
        world.run_jobs().await;
        world.execute("UPDATE picture SET removed_at = NULL").await;
        world.clock().advance(HOUR);
        world.plan_jobs().await;
        world.run_jobs().await;
        assert!(world.holds_exactly(&[second]).await);
    })
    .await;
}

// UP-09 RL-01: many at the same moment. Files that turn out broken count, and are read in no time. Without the
// lock of the workspace in `save` they wait for one another crosswise on PostgreSQL, and nobody is answered; without that
// of one's own row in addition, more than thirty are read.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_hour_takes_thirty_pictures_of_one_user() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let (member, other) = (world.member().await, world.member().await);
        let whole = picture(9, 9, RED);
        let file = &whole[..whole.len() - 40];
        let broken = Err(AppError::field(FIELD, FieldCode::BrokenPicture));
        let full = |seconds| Err(AppError::RateLimited { retry_after_secs: seconds });
        assert!(send(&member).await.is_ok());
        for _ in 0..27 {
            assert_eq!(pictures::save(&member, file.to_vec(), None).await, broken);
        }
        for _ in 0..12 {
            let sent = at_once((0..8).map(|_| {
                let (member, file) = (member.clone(), file.to_vec());
                async move { pictures::save(&member, file, None).await }
            }));
            let answers = sent.await;
            let count = |of: &Result<PictureId, AppError>| answers.iter().filter(|answer| *answer == of).count();
            assert_eq!((count(&broken), count(&full(3600))), (2, 6), "{answers:?}");
            let two = "SELECT id FROM picture WHERE shown_at IS NULL LIMIT 2";
            world.execute(&format!("DELETE FROM picture WHERE id IN ({two})")).await;
        }
        for _ in 0..2 {
            assert_eq!(pictures::save(&member, file.to_vec(), None).await, broken);
        }
        assert!(send(&other).await.is_ok());
        world.clock().advance(HOUR - 1);
        assert_eq!(send(&member).await, full(1));
        world.clock().advance(1);
        assert!(send(&again(&world, &member).await).await.is_ok());
    })
    .await;
}

// UL-02: archived people keep their picture for whoever sees them; erased people have none, and no file is left.
#[tokio::test(flavor = "multi_thread")]
async fn picture_goes_with_its_user() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let owner = world.stepped_up(&world.owner().await).await;
        let seed = UserSeed {
            first_name: "Ana".to_owned(),
            last_name: "Lind".to_owned(),
            role: CompanyRole::Member,
            ..UserSeed::default()
        };
        let user = world.user(seed).await;
        let id = send(&world.signed_in(user).await).await.unwrap();
        let order = async |deletion| {
            let version = deletion::plan(&owner, user).await.unwrap().version;
            DeletionOrder { version, deletion, name: "Ana Lind".to_owned() }
        };
        deletion::delete(&owner, user, order(Deletion::Archive).await).await.unwrap();
        assert!(see(&owner, user, id).await.is_ok());
        assert_eq!(see(&world.member().await, user, id).await, Err(GONE));
        deletion::take_back(&owner, user).await.unwrap();
        assert!(see(&world.member().await, user, id).await.is_ok());

        deletion::delete(&owner, user, order(Deletion::Archive).await).await.unwrap();
        world.clock().advance(UNDO + 1);
        world.run_jobs().await;
        assert!(world.holds_exactly(&[id]).await, "archiving keeps the picture for a restoring");
        deletion::delete(&owner, user, order(Deletion::Erase).await).await.unwrap();
        world.clock().advance(UNDO + 1);
        world.run_jobs().await;
        assert_eq!(see(&owner, user, id).await, Err(GONE));
        assert!(world.holds_exactly(&[]).await, "{:?}", world.picture_files().await);
        assert_eq!(world.number("SELECT count(*) FROM \"user\" WHERE avatar IS NOT NULL").await, 0);
    })
    .await;
}

// SE-06: whoever is shut out while their file is still on its way changes nothing.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_shut_out_meanwhile_changes_nothing() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let member = world.member().await;
        let shown = send(&member).await.unwrap();
        let member = again(&world, &member).await;
        world
            .execute("UPDATE \"user\" SET status = 'disabled', disabled_by = 'administrator' WHERE role = 'member'")
            .await;
        assert_eq!(send(&member).await, Err(AppError::Unauthenticated));
        assert_eq!(pictures::remove(&member).await, Err(AppError::Unauthenticated));
        assert!(world.holds_exactly(&[shown]).await);
        assert_eq!(world.number("SELECT count(*) FROM picture").await, 1);
    })
    .await;
}
