//! How often somebody may guess.

use model::access::Action;
use model::error::AppError;
use model::fields::FieldCode;
use model::sign_in::ResetForm;
use services::credentials::{new_reset_link, reset};
use services::sign_in::{sign_in, step_up};
use services::testing::{PASSWORD, TestWorld, at_once, for_each_engine};

use super::{HOUR, MARIT, MINUTE, WRONG, fresh_address, kestrel, person, try_as, try_with, wait, word};

// AU-02 EN-08
#[tokio::test(flavor = "multi_thread")]
async fn waits_grow_alike_for_accounts_that_exist_and_that_do_not() {
    for_each_engine(async |world: TestWorld| {
        kestrel(&world).await;
        let username = world.texts("SELECT username FROM \"user\"").await.remove(0);
        let mut waits = Vec::new();
        // One user has one counter, by whatever name.
        for names in [[MARIT, &username], ["nobody@kestrel.example", "Nobody@kestrel.example"]] {
            let mut seen = Vec::new();
            for failure in 1..=13 {
                assert_eq!(word(&try_as(&world, names[failure % 2], WRONG).await), "Unauthenticated", "{failure}");
                if failure >= 5 {
                    // Nothing is counted while it has to wait, and the right password does not help.
                    let refused = try_as(&world, names[0], PASSWORD).await;
                    assert_eq!(refused.as_ref().err(), try_as(&world, names[1], WRONG).await.as_ref().err());
                    seen.push(wait(&refused).unwrap());
                    world.clock().advance(i64::from(seen[failure - 5]));
                }
            }
            waits.push(seen);
        }
        assert_eq!(waits[0], [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]);
        assert_eq!(waits[0], waits[1]);
        world.assert_sound().await;
    })
    .await;
}

// AU-02
#[tokio::test(flavor = "multi_thread")]
async fn hundred_failures_in_a_row_refuse_an_account_for_a_day_or_until_a_reset() {
    for_each_engine(async |world: TestWorld| {
        kestrel(&world).await;
        person(&world, "other@kestrel.example").await;
        // The waits in between take two days and a half; they are in the test above.
        for _ in 0..5 {
            assert_eq!(word(&try_as(&world, MARIT, WRONG).await), "Unauthenticated");
        }
        world.execute("UPDATE throttle SET failures = 99, blocked_until = NULL WHERE failures = 5").await;
        assert_eq!(word(&try_as(&world, MARIT, WRONG).await), "Unauthenticated");
        assert_eq!(wait(&try_as(&world, MARIT, PASSWORD).await), Some(24 * 60 * 60));
        assert_eq!(word(&try_as(&world, "other@kestrel.example", PASSWORD).await), "in");
        world.clock().advance(24 * HOUR - 1);
        assert_eq!(wait(&try_as(&world, MARIT, PASSWORD).await), Some(1));
        world.clock().advance(1);
        assert_eq!(word(&try_as(&world, MARIT, WRONG).await), "Unauthenticated");
        assert_eq!(wait(&try_as(&world, MARIT, PASSWORD).await), Some(24 * 60 * 60));

        let operator = world.services().system("operator", &[Action::CredentialsHelp]);
        let link = new_reset_link(&operator, MARIT).await.unwrap();
        let token = link.path().trim_start_matches("/reset/").to_owned();
        let (password, password_again) = (WRONG.to_owned(), WRONG.to_owned());
        let form = ResetForm { token, password, password_again };
        reset(&world.anonymous(), form).await.unwrap();
        assert_eq!(word(&try_as(&world, MARIT, WRONG).await), "in");
        world.assert_sound().await;
    })
    .await;
}

// AU-04
#[tokio::test(flavor = "multi_thread")]
async fn spraying_one_password_is_stopped_by_address_and_locks_nobody() {
    for_each_engine(async |world: TestWorld| {
        kestrel(&world).await;
        let spray = async |number: u16| {
            // One IPv6 network counts as one address.
            let from = world.anonymous_from(&format!("2001:db8:7:9::{number:x}"));
            sign_in(&from, &format!("user{number}@kestrel.example"), WRONG.into(), None).await
        };
        for number in 0..50 {
            assert_eq!(word(&spray(number).await), "Unauthenticated", "{number}");
        }
        assert_eq!(wait(&spray(50).await), Some(600));
        assert_eq!(
            wait(&sign_in(&world.anonymous_from("2001:db8:7:9::ffff"), MARIT, PASSWORD.into(), None).await),
            Some(600)
        );
        assert_eq!(word(&sign_in(&world.anonymous_from("2001:db8:7:a::1"), MARIT, PASSWORD.into(), None).await), "in");
        assert_eq!(world.number("SELECT max(failures) FROM throttle WHERE kind = 'account'").await, 1);
        world.clock().advance(10 * MINUTE);
        assert_eq!(word(&spray(51).await), "Unauthenticated");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn right_passwords_of_one_address_are_not_counted() {
    for_each_engine(async |world: TestWorld| {
        kestrel(&world).await;
        for number in 0..60 {
            let outcome = sign_in(&world.anonymous_from("192.0.2.1"), MARIT, PASSWORD.into(), None).await;
            assert_eq!(word(&outcome), "in", "{number}");
        }
        assert_eq!(world.number("SELECT sum(failures) FROM throttle").await, 0);
    })
    .await;
}

// AU-05
#[tokio::test(flavor = "multi_thread")]
async fn strangers_do_not_lock_somebody_out_of_a_browser_that_was_used_before() {
    for_each_engine(async |world: TestWorld| {
        kestrel(&world).await;
        person(&world, "other@kestrel.example").await;
        let mark = try_as(&world, MARIT, PASSWORD).await.unwrap().device;
        for _ in 0..5 {
            assert_eq!(word(&try_as(&world, MARIT, WRONG).await), "Unauthenticated");
        }
        assert_eq!(word(&try_as(&world, MARIT, PASSWORD).await), "RateLimited");
        let signed_in = try_with(&world, MARIT, PASSWORD, Some(&mark)).await.unwrap();
        // The other way round: tries with the mark are limited too, and leave the others alone.
        let mark = signed_in.device;
        for _ in 0..5 {
            assert_eq!(word(&try_with(&world, MARIT, WRONG, Some(&mark)).await), "Unauthenticated");
        }
        assert_eq!(word(&try_with(&world, MARIT, PASSWORD, Some(&mark)).await), "RateLimited");
        // The mark is for its user, and cannot be made up.
        let other = try_as(&world, "other@kestrel.example", PASSWORD).await.unwrap().device;
        let forged = format!("{}A", &mark[..mark.len() - 1]);
        for device in [other.as_str(), &forged, "", "AAAA", "\u{0}"] {
            assert_eq!(word(&try_with(&world, MARIT, PASSWORD, Some(device)).await), "RateLimited", "{device}");
        }
        world.assert_sound().await;
    })
    .await;
}

// AU-02
#[tokio::test(flavor = "multi_thread")]
async fn tries_at_once_do_not_pass_the_limit() {
    for_each_engine(async |world: TestWorld| {
        kestrel(&world).await;
        for round in 0..6 {
            let who = format!("ghost{round}@kestrel.example");
            let tries = (0..32).map(|_| {
                let (from, who) = (world.anonymous_from(&fresh_address()), who.clone());
                async move { sign_in(&from, &who, WRONG.into(), None).await }
            });
            let words: Vec<_> = at_once(tries).await.iter().map(word).collect();
            let looked_at = words.iter().filter(|word| **word == "Unauthenticated").count();
            assert_eq!(looked_at, 5, "{words:?}");
            assert_eq!(words.iter().filter(|word| **word == "RateLimited").count(), 27, "{words:?}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_password_at_the_step_up_counts_like_one_at_the_sign_in() {
    for_each_engine(async |world: TestWorld| {
        let marit = kestrel(&world).await;
        let mark = try_as(&world, MARIT, PASSWORD).await.unwrap().device;
        let ctx = world.signed_in(marit).await;
        for _ in 0..5 {
            let wrong = step_up(&ctx, WRONG.into()).await.unwrap_err();
            assert_eq!(wrong, AppError::field("password", FieldCode::WrongPassword));
        }
        assert_eq!(wait(&step_up(&ctx, PASSWORD.into()).await), Some(30));
        assert_eq!(wait(&try_with(&world, MARIT, PASSWORD, Some(&mark)).await), Some(30));
        assert_eq!(world.number("SELECT count(*) FROM audit_event WHERE action = 'sign_in_refused'").await, 5);
        world.clock().advance(30);
        assert!(step_up(&ctx, PASSWORD.into()).await.is_ok());
        world.assert_sound().await;
    })
    .await;
}
