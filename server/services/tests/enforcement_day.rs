//! A second factor for everybody from a day on, on both engines: planning it, its coming, and the reminders before it.

use model::access::{Action, Blocker};
use model::error::{AppError, ConflictReason};
use model::factors::FactorQuery;
use model::fields::FieldCode;
use model::ids::UserId;
use model::security::PLAN_DAYS;
use model::time::Timestamp;
use model::users::UserStatus;
use services::testing::{TestDatabase, TestWorld, UserSeed, at_once, for_each_engine};
use services::{Ctx, Edition, security, session};

const STALE: AppError = AppError::Conflict { reason: ConflictReason::Stale };
const REMINDED_TODAY: AppError = AppError::Conflict { reason: ConflictReason::RemindedToday };
const EVERYONE_ENROLLED: AppError = AppError::Conflict { reason: ConflictReason::EveryoneEnrolled };
const HOUR: i64 = 60 * 60;
const DAY: i64 = 24 * HOUR;

/// Two weeks after the clock of a world begins, which is noon of 2026-11-21.
const PLANNED: &str = "2026-12-05";
/// When that day begins in Oslo, the zone of the workspace.
const FROM: Timestamp = Timestamp(1_796_425_200_000);
const SUBJECT: &str = "Kestrel Yard requires two-factor authentication from 5 December 2026 on";

/// The Owner with a second factor, and the password shown a moment ago.
async fn enrolled_owner(world: &TestWorld) -> Ctx {
    let owner = world.owner().await;
    world.enroll(owner.user_id()).await;
    world.stepped_up(&owner).await
}

/// The Owner of [`enrolled_owner`], a while later.
async fn owner_again(world: &TestWorld) -> Ctx {
    world.stepped_up(&world.owner().await).await
}

/// Those of a role have their accounts kept by another system.
async fn keep_elsewhere(world: &TestWorld, role: &str) {
    let of_role = format!("SELECT id FROM \"user\" WHERE role = '{role}'");
    world.execute(&format!("UPDATE credential SET auth_source = 'ldap' WHERE user_id IN ({of_role})")).await;
}

fn blocked(error: &AppError, action: Action, blocker: Blocker) -> bool {
    matches!(error, AppError::Forbidden { action: asked, blockers } if *asked == action && blockers[0] == blocker)
}

async fn enroll_by(world: &TestWorld, user: UserId) -> Option<Timestamp> {
    session::info(&world.signed_in(user).await).await.unwrap().enroll_by.map(|by| by.at)
}

// S0.20 S1.65 S1.67
#[tokio::test(flavor = "multi_thread")]
async fn a_day_is_planned_moved_and_taken_back_and_noted_each_time() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let owner = enrolled_owner(&world).await;
        security::plan(&owner, PLANNED).await.unwrap();
        let panel = security::page(&owner).await.unwrap().enforcement;
        assert_eq!((panel.on, panel.from.map(|from| (from.at, from.offset))), (false, Some((FROM, 60))));
        let days = (panel.days.planned.as_str(), panel.days.first.as_str(), panel.days.last.as_str());
        assert_eq!(days, (PLANNED, "2026-11-22", "2027-11-21"));
        // The same day once more is no change, and leaves no trace.
        security::plan(&owner, " 2026-12-05 ").await.unwrap();
        security::plan(&owner, "2027-11-21").await.unwrap();
        security::plan(&owner, "2026-11-22").await.unwrap();
        security::release(&owner).await.unwrap();
        assert_eq!(security::release(&owner).await, Err(STALE));
        let panel = security::page(&owner).await.unwrap().enforcement;
        assert_eq!((panel.on, panel.from, panel.days.planned.as_str()), (false, None, ""));

        let noted = "SELECT after FROM audit_event WHERE action = 'enforcement_changed' ORDER BY seq";
        let noted: Vec<serde_json::Value> =
            world.texts(noted).await.iter().map(|entry| serde_json::from_str(entry).unwrap()).collect();
        assert_eq!(noted.len(), 4);
        assert_eq!(noted[0]["before"], serde_json::json!({ "enforced": false }));
        assert_eq!(noted[0]["after"], serde_json::json!({ "enforced": false, "from": FROM.0 }));
        assert_eq!(noted[1]["before"], noted[0]["after"]);
        assert_eq!(noted[3]["after"], serde_json::json!({ "enforced": false }));

        // Switching it on takes the place of the plan, and ends planning.
        security::plan(&owner, PLANNED).await.unwrap();
        security::enforce(&owner).await.unwrap();
        let panel = security::page(&owner).await.unwrap().enforcement;
        assert_eq!((panel.on, panel.from), (true, None));
        assert_eq!(security::plan(&owner, PLANNED).await, Err(STALE));
        world.assert_sound().await;
    })
    .await;
}

// S0.20 S1.65
#[tokio::test(flavor = "multi_thread")]
async fn days_that_cannot_be_planned_and_people_who_may_not_plan_are_refused() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let owner = enrolled_owner(&world).await;
        let (unproven, member) = (world.owner().await, world.stepped_up(&world.member().await).await);
        let unenrolled = world.stepped_up(&world.administrator().await).await;
        let before = world.dump().await;
        let far = FieldCode::TooFarAhead { days: PLAN_DAYS };
        for (day, code) in [
            ("", FieldCode::Required),
            ("  ", FieldCode::Required),
            ("soon", FieldCode::NotOffered),
            ("2026-02-30", FieldCode::NotOffered),
            ("2026-12-05T10:00", FieldCode::NotOffered),
            ("2026-11-20", FieldCode::BeforeTomorrow),
            ("2026-11-21", FieldCode::BeforeTomorrow),
            ("0001-01-01", FieldCode::BeforeTomorrow),
            ("2027-11-22", far),
            ("9000-01-01", far),
        ] {
            assert_eq!(security::plan(&owner, day).await, Err(AppError::field("from", code)), "{day:?}");
        }
        assert_eq!(security::plan(&unproven, PLANNED).await, Err(AppError::StepUpRequired));
        let refused = security::plan(&unenrolled, PLANNED).await.unwrap_err();
        assert!(blocked(&refused, Action::SecurityEnforce, Blocker::OwnFactorOff), "{refused:?}");
        assert!(matches!(security::plan(&member, PLANNED).await, Err(AppError::Forbidden { .. })));
        let refused = security::remind(&member).await.unwrap_err();
        assert!(blocked(&refused, Action::SecurityEdit, Blocker::NoGrant), "{refused:?}");
        assert_eq!(security::remind(&owner).await, Err(STALE));
        assert!(world.dump().await == before, "a refusal had an effect");
    })
    .await;
}

// S1.65
#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_planned_in_the_standard_edition_and_nobody_is_reminded() {
    for database in TestDatabase::engines().await {
        let world = TestWorld::in_edition(database, Edition::Standard).await;
        world.set_up(10).await;
        let owner = enrolled_owner(&world).await;
        let refused = security::plan(&owner, PLANNED).await.unwrap_err();
        assert!(blocked(&refused, Action::SecurityEnforce, Blocker::EditionStandard), "{refused:?}");
        // A day from before the edition changed does not come.
        world.execute(&format!("UPDATE workspace SET enforce_2fa_from = {}", FROM.0)).await;
        let member = world.member().await.user_id();
        assert_eq!(enroll_by(&world, member).await, None);
        assert_eq!(security::remind(&owner).await, Err(STALE));
        assert!(!security::factors(&owner, FactorQuery::default()).await.unwrap().needed);
        assert_eq!(world.come_around(FROM.plus_seconds(-DAY), &mut 0).await, []);
    }
}

// S1.67 S1.84
#[tokio::test(flavor = "multi_thread")]
async fn people_are_told_of_the_day_and_asked_to_enroll_once_it_comes() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let owner = enrolled_owner(&world).await;
        let (member, guest) = (world.member().await.user_id(), world.guest().await.user_id());
        keep_elsewhere(&world, "guest").await;
        assert_eq!(enroll_by(&world, member).await, None);
        security::plan(&owner, PLANNED).await.unwrap();
        assert_eq!(enroll_by(&world, member).await, Some(FROM));
        // Whoever has a second factor, here or elsewhere, is not concerned.
        assert_eq!(enroll_by(&world, guest).await, None);
        assert_eq!(enroll_by(&world, owner.user_id()).await, None);

        world.clock().set(FROM.plus_seconds(-1));
        assert!(!world.signed_in(member).await.must_enroll());
        world.clock().set(FROM);
        assert!(world.signed_in(member).await.must_enroll());
        assert!(!world.signed_in(guest).await.must_enroll());
        assert_eq!(enroll_by(&world, member).await, None);
        let owner = owner_again(&world).await;
        assert!(security::page(&owner).await.unwrap().enforcement.on);
        assert_eq!(security::plan(&owner, "2027-01-01").await, Err(STALE));
        world.enroll(member).await;
        assert!(!world.signed_in(member).await.must_enroll());
        security::release(&owner).await.unwrap();
        world.assert_sound().await;
    })
    .await;
}

// S1.67
#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_no_second_factor_is_reminded_once_for_each_distance() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(20).await;
        let owner = enrolled_owner(&world).await;
        let ana = UserSeed { email: "ana@kestrel.example".to_owned(), ..UserSeed::default() };
        let ana = world.user(ana).await;
        let bo = UserSeed { email: "bo@kestrel.example".to_owned(), ..UserSeed::default() };
        world.user(bo).await;
        world
            .execute("UPDATE \"user\" SET language = 'es', timezone = 'America/New_York' WHERE email LIKE 'bo@%'")
            .await;
        for status in [UserStatus::Invited, UserStatus::Deleted] {
            world.user(UserSeed { status, ..UserSeed::default() }).await;
        }
        world.administrator().await;
        keep_elsewhere(&world, "administrator").await;
        security::plan(&owner, PLANNED).await.unwrap();

        let es = "Kestrel Yard exigirá la autenticación en dos pasos desde el 4 de diciembre de 2026";
        let both = [("ana@kestrel.example", SUBJECT), ("bo@kestrel.example", es)];
        let both = both.map(|(to, subject)| (to.to_owned(), subject.to_owned()));
        let left = &mut 0;
        for days in [7, 3, 1] {
            let at = FROM.plus_seconds(-days * DAY);
            assert_eq!(world.come_around(at.plus_seconds(-1), left).await, [], "{days}");
            let told = world.come_around(at, left).await;
            match days {
                1 => assert_eq!(told, both[1..]),
                _ => assert_eq!(told, both, "{days}"),
            }
            assert_eq!(world.come_around(at.plus_seconds(HOUR), left).await, [], "{days}");
            if days == 3 {
                world.enroll(ana).await;
            }
        }
        let mails = world.mails().await;
        let to_bo = mails.iter().find(|mail| mail.to.starts_with("bo@")).unwrap();
        assert!(to_bo.text.contains("18:00 (UTC-05:00)") && to_bo.text.contains("/account/security"), "{}", to_bo.text);
        // The day has come: nothing is left to remind of by itself.
        assert_eq!(world.come_around(FROM, left).await, []);
        world.assert_sound().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_day_is_reminded_of_anew_and_a_day_taken_back_is_not_told() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let owner = enrolled_owner(&world).await;
        world.user(UserSeed { email: "ana@kestrel.example".to_owned(), ..UserSeed::default() }).await;
        security::plan(&owner, PLANNED).await.unwrap();
        let (left, week) = (&mut 0, FROM.plus_seconds(-7 * DAY));
        assert_eq!(world.come_around(week, left).await.len(), 1);
        security::plan(&owner_again(&world).await, "2026-12-06").await.unwrap();
        assert_eq!(world.come_around(week.plus_seconds(HOUR), left).await, []);
        let told = world.come_around(week.plus_seconds(DAY), left).await;
        assert!(told.len() == 1 && told[0].1.contains("6 December 2026"), "{told:?}");
        // Back to the day before: nobody is told twice.
        security::plan(&owner_again(&world).await, PLANNED).await.unwrap();
        assert_eq!(world.come_around(week.plus_seconds(DAY + HOUR), left).await, []);

        // What waits when the day is moved or taken back does not leave; nor what waits for whoever enrolled.
        let owner = owner_again(&world).await;
        security::remind(&owner).await.unwrap();
        security::release(&owner).await.unwrap();
        assert_eq!(world.come_around(week.plus_seconds(DAY + 2 * HOUR), left).await, []);
        assert_eq!(world.number("SELECT count(*) FROM mail WHERE state = 'failed' AND failure = 'recipient'").await, 1);
    })
    .await;
}

// S0.20
#[tokio::test(flavor = "multi_thread")]
async fn people_are_reminded_by_hand_once_a_day_and_it_is_noted_how_many() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(20).await;
        let owner = enrolled_owner(&world).await;
        world.administrator().await;
        keep_elsewhere(&world, "administrator").await;
        security::plan(&owner, PLANNED).await.unwrap();
        assert!(security::factors(&owner, FactorQuery::default()).await.unwrap().needed);
        assert_eq!(security::remind(&owner).await, Err(EVERYONE_ENROLLED));
        let (member, guest) = (world.member().await.user_id(), world.guest().await.user_id());
        assert_eq!(security::remind(&owner).await, Ok(2));
        assert_eq!(security::remind(&owner).await, Err(REMINDED_TODAY));
        // Who comes later is reminded still.
        world.guest().await;
        assert_eq!(security::remind(&owner).await, Ok(1));
        world.run_jobs().await;
        let mails = world.mails().await;
        assert!(mails.len() == 3 && mails.iter().all(|mail| mail.subject == SUBJECT), "{mails:?}");
        // The next day of the workspace, not a day later.
        world.clock().advance(11 * HOUR - 1);
        assert_eq!(security::remind(&owner_again(&world).await).await, Err(REMINDED_TODAY));
        world.clock().advance(1);
        assert_eq!(security::remind(&owner_again(&world).await).await, Ok(3));

        // Once it is enforced the words are others.
        world.clock().advance(DAY);
        for user in [member, guest] {
            world.enroll(user).await;
        }
        let owner = owner_again(&world).await;
        security::enforce(&owner).await.unwrap();
        assert_eq!(security::remind(&owner).await, Ok(1));
        world.run_jobs().await;
        let last = world.mails().await.pop().unwrap();
        assert_eq!(last.subject, "Kestrel Yard requires two-factor authentication");
        assert!(last.text.contains("/account/security"), "{}", last.text);
        let noted = "SELECT after FROM audit_event WHERE action = 'enrollment_reminded' ORDER BY seq";
        let noted: Vec<serde_json::Value> =
            world.texts(noted).await.iter().map(|entry| serde_json::from_str(entry).unwrap()).collect();
        assert_eq!(noted.iter().map(|entry| entry["people"].as_u64().unwrap()).collect::<Vec<_>>(), [2, 1, 3, 1]);
        world.assert_sound().await;
    })
    .await;
}

/// How often somebody was reminded, and when last, as the list shows it.
async fn reminded(owner: &Ctx, user: UserId) -> (u32, Option<Timestamp>) {
    let list = security::factors(owner, FactorQuery::default()).await.unwrap();
    let row = list.page.rows.into_iter().find(|row| row.id == user).unwrap();
    (row.reminders, row.reminded.map(|last| last.at))
}

// S0.20
#[tokio::test(flavor = "multi_thread")]
async fn those_who_are_selected_are_reminded_once_a_day_and_the_list_says_how_often() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(20).await;
        let owner = enrolled_owner(&world).await;
        let (ana, bo, cy) = (world.member().await, world.member().await, world.guest().await);
        let (ana, bo, cy) = (ana.user_id(), bo.user_id(), cy.user_id());
        world.enroll(cy).await;
        assert_eq!(security::remind_some(&owner, &[ana]).await, Err(STALE));
        security::plan(&owner, PLANNED).await.unwrap();
        let refused = security::remind_some(&world.member().await, &[ana]).await.unwrap_err();
        assert!(blocked(&refused, Action::SecurityEdit, Blocker::NoGrant), "{refused:?}");
        assert_eq!(security::remind_some(&owner, &[]).await, Err(AppError::field("users", FieldCode::Required)));
        let many = vec![ana; 501];
        let beyond = AppError::field("users", FieldCode::OutOfRange { min: 1, max: 500 });
        assert_eq!(security::remind_some(&owner, &many).await, Err(beyond));
        let nobody = Err(AppError::Conflict { reason: ConflictReason::NobodyToRemind });
        let unknown = UserId(uuid::Uuid::from_u128(7));
        assert_eq!(security::remind_some(&owner, &[cy, unknown]).await, nobody);
        assert_eq!(reminded(&owner, ana).await, (0, None));

        let first = world.anonymous().now();
        assert_eq!(security::remind_some(&owner, &[ana, ana, cy, unknown]).await, Ok(1));
        assert_eq!(security::remind_some(&owner, &[ana]).await, nobody);
        assert_eq!(reminded(&owner, ana).await, (1, Some(first)));
        assert_eq!((reminded(&owner, bo).await, reminded(&owner, cy).await), ((0, None), (0, None)));
        // Who was selected today is left out when everybody is reminded, and the other way around.
        assert_eq!(security::remind(&owner).await, Ok(2));
        assert_eq!(security::remind_some(&owner, &[ana, bo]).await, nobody);
        world.clock().advance(DAY);
        let owner = owner_again(&world).await;
        assert_eq!(security::remind_some(&owner, &[ana, bo]).await, Ok(2));
        assert_eq!(reminded(&owner, ana).await, (2, Some(first.plus_seconds(DAY))));

        // What the job writes counts too, and mails that are swept away stay counted.
        let week = FROM.plus_seconds(-7 * DAY);
        world.come_around(week, &mut 0).await;
        world.execute("DELETE FROM mail").await;
        assert_eq!(reminded(&owner_again(&world).await, bo).await, (3, Some(week)));
        let noted = "SELECT count(*) FROM audit_event WHERE action = 'enrollment_reminded'";
        assert_eq!(world.number(noted).await, 3);
        world.assert_sound().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_who_is_selected_several_times_at_once_is_reminded_once() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let owner = enrolled_owner(&world).await;
        let ana = world.member().await.user_id();
        security::plan(&owner, PLANNED).await.unwrap();
        let answers = at_once((0..4).map(|_| {
            let owner = owner.clone();
            async move { security::remind_some(&owner, &[ana]).await }
        }))
        .await;
        let nobody = Err(AppError::Conflict { reason: ConflictReason::NobodyToRemind });
        assert_eq!(answers.iter().filter(|answer| **answer == Ok(1)).count(), 1, "{answers:?}");
        assert_eq!(answers.iter().filter(|answer| **answer == nobody).count(), 3, "{answers:?}");
        assert_eq!(reminded(&owner, ana).await.0, 1);
        assert_eq!(world.number("SELECT count(*) FROM mail WHERE template = 'enrollment_reminder'").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reminders_at_the_same_moment_write_one_mail_to_each() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let owner = enrolled_owner(&world).await;
        for _ in 0..3 {
            world.member().await;
        }
        security::plan(&owner, PLANNED).await.unwrap();
        let answers = at_once((0..4).map(|_| {
            let owner = owner.clone();
            async move { security::remind(&owner).await }
        }))
        .await;
        assert_eq!(answers.iter().filter(|answer| **answer == Ok(3)).count(), 1, "{answers:?}");
        assert_eq!(answers.iter().filter(|answer| **answer == Err(REMINDED_TODAY)).count(), 3, "{answers:?}");
        assert_eq!(world.number("SELECT count(*) FROM mail WHERE template = 'enrollment_reminder'").await, 3);
        assert_eq!(world.number("SELECT count(*) FROM audit_event WHERE action = 'enrollment_reminded'").await, 1);
    })
    .await;
}
