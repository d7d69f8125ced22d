//! What a sign-in opens, and when it ends.

use model::error::AppError;
use secrecy::{ExposeSecret, SecretString};
use services::credentials::authenticate;
use services::sign_in::{sign_in, sign_out, step_up};
use services::testing::{PASSWORD, TestWorld, at_once, for_each_engine};

use super::{MARIT, MINUTE, fresh_address, is_live, kestrel, person, try_as, word};

// SE-02 SE-04
#[tokio::test(flavor = "multi_thread")]
async fn each_step_gives_a_new_token_and_kills_the_old() {
    for_each_engine(async |world: TestWorld| {
        kestrel(&world).await;
        let first = try_as(&world, MARIT, PASSWORD).await.unwrap().session;
        let second = try_as(&world, MARIT, PASSWORD).await.unwrap().session;
        assert_ne!(first.expose_secret(), second.expose_secret());
        assert_eq!(first.expose_secret().len(), 43);

        let ctx = authenticate(&world.anonymous(), first.expose_secret()).await.unwrap();
        let stepped_up = step_up(&ctx, PASSWORD.into()).await.unwrap();
        assert!(!is_live(&world, &first).await);
        assert!(is_live(&world, &stepped_up).await);
        // The session that the request began with has another token by now.
        assert_eq!(step_up(&ctx, PASSWORD.into()).await.unwrap_err(), AppError::Unauthenticated);

        let ctx = authenticate(&world.anonymous(), stepped_up.expose_secret()).await.unwrap();
        sign_out(&ctx).await.unwrap();
        assert!(!is_live(&world, &stepped_up).await);
        assert!(is_live(&world, &second).await);
        assert_eq!(step_up(&ctx, PASSWORD.into()).await.unwrap_err(), AppError::Unauthenticated);
        let audit = world.texts("SELECT action FROM audit_event ORDER BY seq").await;
        assert_eq!(audit, ["signed_in", "signed_in", "stepped_up", "signed_out"]);
        world.assert_sound().await;
    })
    .await;
}

// SE-06
#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_shut_out_is_out_with_the_next_request() {
    for_each_engine(async |world: TestWorld| {
        kestrel(&world).await;
        person(&world, "ana@kestrel.example").await;
        let session = try_as(&world, "ana@kestrel.example", PASSWORD).await.unwrap().session;
        let set = async |change: &str| {
            world.execute(&format!("UPDATE \"user\" SET {change} WHERE email_key = 'ana@kestrel.example'")).await;
            is_live(&world, &session).await
        };
        assert!(!set("status = 'disabled', disabled_by = 'administrator'").await);
        assert!(set("status = 'active', disabled_by = NULL").await);
        let now = world.anonymous().now().0;
        assert!(!set(&format!("access_ends_at = {now}")).await);
        assert!(set(&format!("access_ends_at = {}", now + 1)).await);
        assert!(!set("status = 'deleted'").await);
    })
    .await;
}

// SE-08
#[tokio::test(flavor = "multi_thread")]
async fn sessions_end_when_idle_and_after_a_day_whatever_the_cookie_says() {
    for_each_engine(async |world: TestWorld| {
        kestrel(&world).await;
        let idle = try_as(&world, MARIT, PASSWORD).await.unwrap().session;
        let busy = try_as(&world, MARIT, PASSWORD).await.unwrap().session;
        for _ in 0..47 {
            world.clock().advance(30 * MINUTE);
            assert!(is_live(&world, &busy).await);
        }
        assert!(!is_live(&world, &idle).await);
        world.clock().advance(30 * MINUTE - 1);
        assert!(is_live(&world, &busy).await);
        world.clock().advance(1);
        assert!(!is_live(&world, &busy).await);
        // The limits are the workspace's.
        world.execute("UPDATE workspace SET session_idle_minutes = 5000, session_max_minutes = 43200").await;
        assert!(is_live(&world, &busy).await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn being_there_is_noted_once_a_minute() {
    for_each_engine(async |world: TestWorld| {
        let marit = kestrel(&world).await;
        let session = world.session_of(marit).await;
        let seen = async || {
            authenticate(&world.anonymous(), &session).await.unwrap();
            let session = world.number("SELECT max(last_seen_at) FROM session").await;
            let user = world.number("SELECT coalesce(max(last_seen_at), 0) FROM \"user\"").await;
            (session, user)
        };
        let begin = seen().await.0;
        world.clock().advance(59);
        assert_eq!(seen().await.0, begin);
        world.clock().advance(1);
        assert_eq!(seen().await, (begin + 60_000, begin + 60_000));
        assert_eq!(world.texts("SELECT seen_language FROM \"user\"").await, ["en"]);
        world.assert_sound().await;
    })
    .await;
}

// SE-11
#[tokio::test(flavor = "multi_thread")]
async fn nothing_but_the_exact_token_opens_a_session() {
    for_each_engine(async |world: TestWorld| {
        kestrel(&world).await;
        let session = try_as(&world, MARIT, PASSWORD).await.unwrap().session;
        let token = session.expose_secret();
        let swapped: String = token
            .chars()
            .map(|c| if c.is_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() })
            .collect();
        let hash = world.texts("SELECT token_hash FROM session").await.remove(0);
        for guess in [&format!("{token}="), &swapped, &token[1..], "", "\0", &hash, &"x".repeat(8192), "' OR 1=1 --"] {
            assert!(!is_live(&world, &SecretString::from(guess)).await, "{guess}");
        }
        assert!(is_live(&world, &session).await);
    })
    .await;
}

// SE-13
#[tokio::test(flavor = "multi_thread")]
async fn twenty_sessions_are_kept_and_the_oldest_end() {
    for_each_engine(async |world: TestWorld| {
        kestrel(&world).await;
        let mut sessions = Vec::new();
        for _ in 0..23 {
            world.clock().advance(1);
            sessions.push(try_as(&world, MARIT, PASSWORD).await.unwrap().session);
        }
        for (number, session) in sessions.iter().enumerate() {
            assert_eq!(is_live(&world, session).await, number >= 3, "{number}");
        }
    })
    .await;
}

// SE-13
#[tokio::test(flavor = "multi_thread")]
async fn sessions_that_begin_at_once_do_not_pass_the_limit() {
    for_each_engine(async |world: TestWorld| {
        let marit = kestrel(&world).await;
        for _ in 0..19 {
            world.session_of(marit).await;
        }
        for round in 0..10 {
            let tries = (0..4).map(|_| {
                let from = world.anonymous_from(&fresh_address());
                async move { sign_in(&from, MARIT, PASSWORD.into(), None).await }
            });
            assert!(at_once(tries).await.iter().all(|outcome| word(outcome) == "in"));
            assert_eq!(world.number("SELECT count(*) FROM session WHERE revoked_at IS NULL").await, 20, "{round}");
        }
    })
    .await;
}
