//! Two administrators at the same moment. Without the lock of the workspace both would see what the other is about to
//! take away.

use super::*;
use services::testing::at_once;

// S0.17: two batches, seats for one.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_batches_one_gets_the_last_seats() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(4).await;
        let (one, two) = (world.owner().await, world.administrator().await);
        for _ in 0..8 {
            let off = async || [person(&world, "Bo", UserStatus::Disabled).await, person(&world, "Cy", UserStatus::Disabled).await];
            let batches = [(one.clone(), off().await), (two.clone(), off().await)];
            let answers = at_once(batches.map(|(who, people)| async move { change(&who, &people, BulkAction::Enable).await })).await;
            let mut enabled = 0;
            for answer in answers {
                match answer {
                    Ok(done) => enabled += done.changed.count,
                    Err(error) => assert_eq!(error, AppError::SeatsExhausted { purchased: 4, used: 4, reserved: 0, missing: 2 }),
                }
            }
            assert_eq!(enabled, 2);
            world.assert_sound().await;
            world.execute("UPDATE \"user\" SET status = 'deleted', disabled_by = NULL, email_key = NULL WHERE first_name IN ('Bo', 'Cy')").await;
        }
    })
    .await;
}

/// Makes these people the only Organization Admins.
async fn admins(world: &TestWorld, people: &[&str]) {
    world.execute("DELETE FROM organization_user").await;
    for name in people {
        world
            .execute(&format!(
                "INSERT INTO organization_user (user_id, organization_id, role, enabled)
                 SELECT u.id, o.id, 'admin', true FROM \"user\" u CROSS JOIN organization o WHERE u.first_name = '{name}'"
            ))
            .await;
    }
}

// AZ-06 UL-07: of all Organization Admins in one batch the last one stays, and is named.
#[tokio::test]
async fn the_last_organization_admin_of_a_batch_stays() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let owner = world.owner().await;
        let mut people = Vec::new();
        for name in ["Bo", "Cy", "Di"] {
            people.push(person(&world, name, UserStatus::Active).await);
        }
        admins(&world, &["Bo", "Cy"]).await;
        let preview = bulk::preview(&owner, Selection::People(people.clone()), BulkAction::Disable).await.unwrap();
        let done = change(&owner, &people, BulkAction::Disable).await.unwrap();
        assert_eq!(done.changed.names, ["Bo Berg", "Di Berg"]);
        assert_eq!(reasons(&done.skipped), [(SkipReason::Blocked(Blocker::LastOrgAdmin), vec!["Cy Berg"])]);
        assert_eq!(done.skipped, preview.skipped);
        world.assert_sound().await;
    })
    .await;
}

// AZ-06: two batches, each with one of the last two Organization Admins.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_batches_one_leaves_the_last_organization_admin() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let (one, two) = (world.owner().await, world.administrator().await);
        let (bo, cy) = (person(&world, "Bo", UserStatus::Active).await, person(&world, "Cy", UserStatus::Active).await);
        let (di, eve) =
            (person(&world, "Di", UserStatus::Active).await, person(&world, "Eve", UserStatus::Active).await);
        for _ in 0..8 {
            admins(&world, &["Bo", "Cy"]).await;
            let batches = [(one.clone(), [bo, di]), (two.clone(), [cy, eve])];
            let answers =
                at_once(batches.map(|(who, people)| async move { change(&who, &people, BulkAction::Disable).await }))
                    .await;
            let done: u32 = answers.into_iter().map(|answer| answer.unwrap().changed.count).sum();
            assert_eq!(done, 3);
            let left = "SELECT count(*) FROM \"user\" WHERE first_name IN ('Bo', 'Cy') AND status = 'active'";
            assert_eq!(world.number(left).await, 1);
            world.execute("UPDATE \"user\" SET status = 'active', disabled_by = NULL WHERE status = 'disabled'").await;
        }
        world.assert_sound().await;
    })
    .await;
}
