//! The personal API key: one for each user, theirs alone, and as good as they are at that moment.

use model::access::{Action, Blocker, CompanyPermission};
use model::account::PreferenceChange;
use model::api_keys::ApiKeyInfo;
use model::error::{AppError, ConflictReason};
use model::fields::FieldCode;
use model::users::UserQuery;
use secrecy::ExposeSecret;
use services::credentials::api_key::{authenticate, create, panel, remove, reset, reveal};
use services::testing::{TestWorld, UserSeed, at_once, for_each_engine};
use services::{Ctx, account, lifecycle, users};

const STALE: AppError = AppError::Conflict { reason: ConflictReason::Stale };

/// A key of somebody new, with the session that made it.
async fn keyed(world: &TestWorld, extras: &[CompanyPermission]) -> (Ctx, String) {
    let ctx = world.stepped_up(&world.member_with(extras).await).await;
    let key = make(&ctx).await;
    (ctx, key)
}

async fn make(ctx: &Ctx) -> String {
    create(ctx, "").await.unwrap().expose_secret().to_owned()
}

async fn program(world: &TestWorld, key: &str) -> Result<Ctx, AppError> {
    authenticate(&world.anonymous(), key).await.map(|(ctx, _)| ctx)
}

async fn info(ctx: &Ctx) -> ApiKeyInfo {
    panel(ctx, false).await.unwrap().key.unwrap()
}

async fn refused(world: &TestWorld, key: &str) {
    assert_eq!(program(world, key).await.err(), Some(AppError::Unauthenticated));
}

// S1.58 S1.59 S2.3 AK-06 AK-08 LG-03
#[tokio::test(flavor = "multi_thread")]
async fn key_is_made_revealed_replaced_and_removed_by_its_owner() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let ctx = world.stepped_up(&world.member().await).await;
        assert_eq!(panel(&ctx, false).await.unwrap().key, None);
        assert_eq!(reveal(&ctx).await.err(), Some(STALE));
        assert_eq!(remove(&ctx).await, Err(STALE));

        let key = make(&ctx).await;
        assert_eq!(program(&world, &key).await.unwrap().user_id(), ctx.user_id());
        assert_eq!(create(&ctx, "").await.err(), Some(STALE));
        let seen = info(&ctx).await;
        assert!(key.starts_with(&seen.start) && seen.start.len() == "rc_pat_k7m2".len(), "{seen:?}");
        assert_eq!(reveal(&ctx).await.unwrap().expose_secret(), key);
        assert_eq!(panel(&ctx, true).await.unwrap().revealed, Some(key.clone()));
        assert_eq!(panel(&ctx, false).await.unwrap().revealed, None);

        let next = reset(&ctx, &seen.selector, "").await.unwrap().expose_secret().to_owned();
        refused(&world, &key).await;
        assert!(program(&world, &next).await.is_ok());
        assert_eq!(reset(&ctx, &seen.selector, "").await.err(), Some(STALE));
        assert_eq!(remove(&ctx).await, Ok(()));
        refused(&world, &next).await;
        assert_eq!(panel(&ctx, false).await.unwrap().key, None);

        let actions = world.texts("SELECT action FROM audit_event WHERE action LIKE 'api_key%' ORDER BY seq").await;
        let all = ["api_key_created", "api_key_revealed", "api_key_revealed", "api_key_reset", "api_key_removed"];
        assert_eq!(actions, all);
        let mails = world.texts("SELECT payload FROM mail WHERE template = 'api_key' ORDER BY id").await;
        let told: Vec<_> =
            ["created", "reset", "removed"].map(|word| mails.iter().any(|mail| mail.contains(word))).into();
        assert_eq!((mails.len(), told), (3, vec![true; 3]));
        world.run_jobs().await;
        assert_eq!(world.mails().await.len(), 3);
        let dump = world.dump().await;
        for key in [&key, &next] {
            assert!(!dump.contains(key.as_str()) && !dump.contains(&key[20..72]), "the key is in the database");
        }
        world.assert_sound().await;
    })
    .await;
}

// AK-08
#[tokio::test(flavor = "multi_thread")]
async fn without_the_password_of_a_moment_ago_nothing_is_done_with_a_key() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let (stepped_up, key) = keyed(&world, &[]).await;
        let selector = info(&stepped_up).await.selector;
        let plain = world.signed_in(stepped_up.user_id()).await;
        world.clock().advance(10 * 60);
        for ctx in [&plain, &world.signed_in(stepped_up.user_id()).await, &stepped_up] {
            assert_eq!(create(ctx, "").await.err(), Some(AppError::StepUpRequired));
            assert_eq!(reset(ctx, &selector, "").await.err(), Some(AppError::StepUpRequired));
            assert_eq!(reveal(ctx).await.err(), Some(AppError::StepUpRequired));
            assert_eq!(panel(ctx, true).await.err(), Some(AppError::StepUpRequired));
            assert_eq!(remove(ctx).await, Err(AppError::StepUpRequired));
        }
        assert!(panel(&plain, false).await.unwrap().needs_step_up);
        assert!(program(&world, &key).await.is_ok());
        assert_eq!(world.number("SELECT count(*) FROM audit_event WHERE action LIKE 'api_key%'").await, 1);
    })
    .await;
}

// AK-04 C27
#[tokio::test(flavor = "multi_thread")]
async fn program_may_what_its_owner_may_but_nothing_that_asks_for_the_password() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let (owner, key) = keyed(&world, &[CompanyPermission::Users]).await;
        let selector = info(&owner).await.selector;
        let ctx = program(&world, &key).await.unwrap();
        assert!(users::list(&ctx, UserQuery::default()).await.unwrap().figures.is_some());
        let change = PreferenceChange { theme: Some(model::session::Theme::Dark), ..PreferenceChange::default() };
        assert_eq!(account::change_preferences(&ctx, change).await, Ok(()));
        let credential = world.texts("SELECT credential FROM audit_event WHERE action = 'preferences_changed'").await;
        assert_eq!(credential, ["api_key"]);

        let not_by_key =
            AppError::Forbidden { action: Action::CredentialsEdit, blockers: vec![Blocker::ApiKeyNotAllowed] };
        assert_eq!(create(&ctx, "").await.err(), Some(not_by_key.clone()));
        assert_eq!(reset(&ctx, &selector, "").await.err(), Some(not_by_key.clone()));
        assert_eq!(reveal(&ctx).await.err(), Some(not_by_key.clone()));
        assert_eq!(remove(&ctx).await, Err(not_by_key));
        // It has no session that could be ended, or proven again.
        assert_eq!(services::sign_in::sign_out(&ctx).await, Err(AppError::Unauthenticated));
        let password = services::testing::PASSWORD.into();
        assert_eq!(services::sign_in::step_up(&ctx, password).await.err(), Some(AppError::Unauthenticated));
    })
    .await;
}

// S0.16 AK-03 UL-01
#[tokio::test(flavor = "multi_thread")]
async fn key_of_somebody_who_was_shut_out_is_refused_from_the_next_request_on() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(20).await;
        let owner = world.owner().await;
        for status in ["disabled", "deleted", "erased", "invited"] {
            let (ctx, key) = keyed(&world, &[]).await;
            assert!(program(&world, &key).await.is_ok());
            world
                .execute(&format!(
                    "UPDATE \"user\" SET status = '{status}' WHERE username = '{}'",
                    name(&world, &ctx).await
                ))
                .await;
            refused(&world, &key).await;
        }
        // An end that has passed counts whether or not a job has stored it.
        let (ctx, key) = keyed(&world, &[]).await;
        let end = world.anonymous().now().0 - 1;
        world
            .execute(&format!(
                "UPDATE \"user\" SET access_ends_at = {end} WHERE username = '{}'",
                name(&world, &ctx).await
            ))
            .await;
        refused(&world, &key).await;

        // Disabling ends the key for good; enabling brings back neither it nor a session.
        let (ctx, key) = keyed(&world, &[]).await;
        lifecycle::disable(&owner, ctx.user_id()).await.unwrap();
        refused(&world, &key).await;
        lifecycle::enable(&owner, ctx.user_id()).await.unwrap();
        refused(&world, &key).await;
    })
    .await;
}

async fn name(world: &TestWorld, ctx: &Ctx) -> String {
    let id = ctx.user_id().to_string().replace('-', "");
    let hex = world.either("lower(hex(id))", "replace(id::text, '-', '')");
    world.texts(&format!("SELECT username FROM \"user\" WHERE {hex} = '{id}'")).await.remove(0)
}

// S1.59 AK-03
#[tokio::test(flavor = "multi_thread")]
async fn rights_of_a_key_are_those_of_its_owner_now() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(20).await;
        let (owner, key) = keyed(&world, &[CompanyPermission::Users]).await;
        let before = program(&world, &key).await.unwrap();
        assert!(users::list(&before, UserQuery::default()).await.unwrap().figures.is_some());
        world.execute("DELETE FROM user_permission").await;
        let after = program(&world, &key).await.unwrap();
        assert_eq!(users::list(&after, UserQuery::default()).await.unwrap().figures, None);
        let other = world.user(UserSeed::default()).await;
        // A request that had begun with the right is checked again in its transaction.
        assert!(matches!(lifecycle::disable(&before, other).await, Err(AppError::Forbidden { .. })));
        // And so is its key.
        reset(&owner, &info(&owner).await.selector, "").await.unwrap();
        assert_eq!(lifecycle::disable(&after, other).await.err(), Some(AppError::Unauthenticated));
    })
    .await;
}

// AK-06
#[tokio::test(flavor = "multi_thread")]
async fn keys_of_two_users_cannot_be_swapped() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let ((ana, first), (bo, second)) = (keyed(&world, &[]).await, keyed(&world, &[]).await);
        let sealed = world.texts("SELECT secret_encrypted FROM api_key ORDER BY created_at, selector").await;
        assert_ne!(sealed[0], sealed[1]);
        let swap = format!(
            "UPDATE api_key SET secret_encrypted = CASE secret_encrypted WHEN '{0}' THEN '{1}' ELSE '{0}' END",
            sealed[0], sealed[1]
        );
        assert_eq!(world.execute(&swap).await, 2);
        for ctx in [&ana, &bo] {
            assert!(matches!(reveal(ctx).await, Err(AppError::Internal { .. })));
        }
        assert_eq!(program(&world, &first).await.unwrap().user_id(), ana.user_id());
        assert_eq!(program(&world, &second).await.unwrap().user_id(), bo.user_id());
    })
    .await;
}

// S1.63 AK-02
#[tokio::test(flavor = "multi_thread")]
async fn of_resets_at_once_one_wins_and_one_key_lives() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let (ctx, old) = keyed(&world, &[]).await;
        let selector = info(&ctx).await.selector;
        let resets = (0..32).map(|_| {
            let (ctx, seen) = (ctx.clone(), selector.clone());
            async move { reset(&ctx, &seen, "").await }
        });
        let (won, lost): (Vec<_>, Vec<_>) = at_once(resets).await.into_iter().partition(Result::is_ok);
        assert_eq!(won.len(), 1);
        assert!(
            lost.iter().all(|outcome| matches!(outcome, Err(AppError::Conflict { .. } | AppError::Unavailable { .. })))
        );
        refused(&world, &old).await;
        assert!(program(&world, won[0].as_ref().unwrap().expose_secret()).await.is_ok());
        assert_eq!(world.number("SELECT count(*) FROM audit_event WHERE action = 'api_key_reset'").await, 1);
    })
    .await;
}

// S1.59 AK-02
#[tokio::test(flavor = "multi_thread")]
async fn of_keys_made_at_once_one_is_left() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let ctx = world.stepped_up(&world.member().await).await;
        let outcomes = at_once((0..16).map(|_| {
            let ctx = ctx.clone();
            async move { create(&ctx, "").await }
        }))
        .await;
        let made: Vec<_> = outcomes.iter().filter_map(|outcome| outcome.as_ref().ok()).collect();
        assert_eq!(made.len(), 1);
        assert!(outcomes.iter().all(|outcome| !matches!(outcome, Err(AppError::Internal { .. }))));
        assert!(program(&world, made[0].expose_secret()).await.is_ok());
    })
    .await;
}

// S1.61
#[tokio::test(flavor = "multi_thread")]
async fn key_with_a_last_day_works_through_it() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let ctx = world.stepped_up(&world.member().await).await;
        for (day, code) in
            [("2026-11-20", FieldCode::Past), ("soon", FieldCode::NotOffered), ("2026-02-30", FieldCode::NotOffered)]
        {
            assert_eq!(create(&ctx, day).await.err(), Some(AppError::field("last_day", code)), "{day}");
        }
        // It is Saturday noon in Greenwich, and 13:00 in Oslo: eleven hours are left of the day.
        let key = create(&ctx, "2026-11-21").await.unwrap();
        assert!(!info(&ctx).await.has_ended);
        world.clock().advance(11 * 60 * 60 - 1);
        assert!(program(&world, key.expose_secret()).await.is_ok());
        world.clock().advance(1);
        refused(&world, key.expose_secret()).await;
        assert!(info(&world.signed_in(ctx.user_id()).await).await.has_ended);
    })
    .await;
}

// S1.62
#[tokio::test(flavor = "multi_thread")]
async fn last_use_is_noted_once_a_minute_with_its_address() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let (ctx, key) = keyed(&world, &[]).await;
        assert_eq!(info(&ctx).await.last_use, None);
        let from = async |address: &str| authenticate(&world.anonymous_from(address), &key).await.unwrap();
        let begin = world.anonymous().now().0;
        let last = async || info(&ctx).await.last_use.map(|used| (used.at.at.0 - begin, used.address)).unwrap();
        from("10.0.4.7").await;
        assert_eq!(last().await, (0, "10.0.4.7".to_owned()));
        world.clock().advance(59);
        from("10.0.4.8").await;
        assert_eq!(last().await, (0, "10.0.4.7".to_owned()));
        world.clock().advance(1);
        from("::ffff:10.0.4.9").await;
        assert_eq!(last().await, (60_000, "10.0.4.9".to_owned()));
    })
    .await;
}

// AK-07 EN-06
#[tokio::test(flavor = "multi_thread")]
async fn wrong_keys_open_nothing_and_an_address_may_not_try_many() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let ((_, key), (_, other)) = (keyed(&world, &[]).await, keyed(&world, &[]).await);
        let long = "x".repeat(100_000);
        let typo = key.replacen('_', "-", 1);
        for odd in ["", "rc_pat_a_b_c", typo.as_str(), &key[..key.len() - 1], long.as_str(), "rc_pat_\0"] {
            refused(&world, odd).await;
        }
        assert_eq!(world.number("SELECT count(*) FROM throttle WHERE kind = 'api_guess'").await, 0);

        // A key that looks right: it was one.
        let (gone, dead) = keyed(&world, &[]).await;
        remove(&gone).await.unwrap();
        for _ in 0..50 {
            refused(&world, &dead).await;
        }
        let RateLimited(seconds) = limited(program(&world, &dead).await.err());
        assert!((1..=600).contains(&seconds), "{seconds}");
        // Whoever has a key is not kept out by neighbors.
        assert!(program(&world, &other).await.is_ok());
        let elsewhere = authenticate(&world.anonymous_from("203.0.113.8"), &dead).await;
        assert_eq!(elsewhere.err(), Some(AppError::Unauthenticated));
        world.clock().advance(600);
        refused(&world, &dead).await;
    })
    .await;
}

/// The last part of a key, made anew: CRC-32 over all before it.
fn with_checksum(front: &str) -> String {
    let step = |crc: u32| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 };
    let crc = front.bytes().fold(u32::MAX, |crc, byte| (0..8).fold(crc ^ u32::from(byte), |crc, _| step(crc)));
    format!("{front}_{:08x}", !crc)
}

// AK-07
#[tokio::test(flavor = "multi_thread")]
async fn selector_of_somebody_with_another_secret_is_a_guess_and_its_owner_is_not_kept_out() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let ((ctx, key), (_, other)) = (keyed(&world, &[]).await, keyed(&world, &[]).await);
        assert_eq!(with_checksum(&key[..72]), key);
        // The form of a key, its selector and its checksum are right; the secret is that of somebody else.
        let mixed = with_checksum(&format!("{}{}", &key[..20], &other[20..72]));
        let guesses = "SELECT coalesce(sum(failures), 0) FROM throttle WHERE kind = 'api_guess'";
        refused(&world, &mixed).await;
        assert_eq!(world.number(guesses).await, 1);
        for _ in 1..50 {
            refused(&world, &mixed).await;
        }
        limited(program(&world, &mixed).await.err());
        assert_eq!(program(&world, &key).await.unwrap().user_id(), ctx.user_id());
        assert_eq!(world.number("SELECT count(*) FROM api_key WHERE last_used_at IS NOT NULL").await, 1);
    })
    .await;
}

/// How long somebody is to wait.
struct RateLimited(u32);

fn limited(error: Option<AppError>) -> RateLimited {
    match error {
        Some(AppError::RateLimited { retry_after_secs }) => RateLimited(retry_after_secs),
        other => panic!("{other:?}"),
    }
}

// AK-09 RL-01
#[tokio::test(flavor = "multi_thread")]
async fn key_may_ask_three_hundred_times_a_minute() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let ((ctx, key), (_, other)) = (keyed(&world, &[]).await, keyed(&world, &[]).await);
        for left in (0..300).rev() {
            let (_, rate) = authenticate(&world.anonymous(), &key).await.unwrap();
            assert_eq!((rate.limit, rate.remaining), (300, left));
        }
        world.clock().advance(20);
        assert_eq!(limited(program(&world, &key).await.err()).0, 40);
        // Another key of the same user begins no new minute; that of somebody else has its own.
        let next = reset(&ctx, &info(&ctx).await.selector, "").await.unwrap();
        assert_eq!(limited(program(&world, next.expose_secret()).await.err()).0, 40);
        assert!(program(&world, &other).await.is_ok());
        world.clock().advance(40);
        assert!(program(&world, next.expose_secret()).await.is_ok());
    })
    .await;
}

// AK-09
#[tokio::test(flavor = "multi_thread")]
async fn requests_at_once_are_all_counted() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let (_, key) = keyed(&world, &[]).await;
        world.execute("DELETE FROM throttle").await;
        let outcomes = at_once((0..24).map(|_| {
            let (from, key) = (world.anonymous(), key.clone());
            async move { authenticate(&from, &key).await.map(|(_, rate)| rate.remaining) }
        }))
        .await;
        let mut left: Vec<_> = outcomes.into_iter().filter_map(Result::ok).collect();
        left.sort_unstable();
        let all = left.len();
        left.dedup();
        assert_eq!(left.len(), all, "two requests were counted as one");
    })
    .await;
}
