//! Signing in, on both engines: who gets in, what everybody else learns, and when it ends.

use std::net::Ipv4Addr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use model::access::DisabledBy;
use model::error::AppError;
use model::fields::FieldCode;
use model::ids::UserId;
use model::users::UserStatus;
use secrecy::{ExposeSecret, SecretString};
use services::credentials::authenticate;
use services::sign_in::{SignedIn, sign_in, sign_out, step_up};
use services::testing::{PASSWORD, TestWorld, UserSeed, for_each_engine};
use tokio::sync::Barrier;
use tokio::task::JoinSet;

const MARIT: &str = "marit@kestrel.example";
const WRONG: &str = "plinth ferry 84";
const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;

async fn kestrel(world: &TestWorld) -> UserId {
    world.set_up(50).await;
    world.owner().await.user_id()
}

async fn person(world: &TestWorld, email: &str) -> UserId {
    world.user(UserSeed { email: email.to_owned(), has_password: true, ..UserSeed::default() }).await
}

/// A try from an address of its own, so that only the account is counted.
async fn try_as(world: &TestWorld, who: &str, password: &str) -> Result<SignedIn, AppError> {
    try_with(world, who, password, None).await
}

async fn try_with(world: &TestWorld, who: &str, password: &str, device: Option<&str>) -> Result<SignedIn, AppError> {
    sign_in(&world.anonymous_from(&fresh_address()), who, password.into(), device).await
}

fn fresh_address() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0x0a00_0000); // 10.0.0.0/8
    Ipv4Addr::from_bits(NEXT.fetch_add(1, Ordering::Relaxed)).to_string()
}

/// Outcomes of the same thing done by so many at the same moment.
async fn at_once<T: Send + 'static>(many: usize, mut make: impl FnMut(usize) -> BoxFuture<T>) -> Vec<T> {
    let gate = Arc::new(Barrier::new(many));
    let mut tasks = JoinSet::new();
    for number in 0..many {
        let (gate, work) = (Arc::clone(&gate), make(number));
        tasks.spawn(async move {
            gate.wait().await;
            work.await
        });
    }
    tasks.join_all().await
}

type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;

async fn is_live(world: &TestWorld, session: &SecretString) -> bool {
    match authenticate(&world.anonymous(), session.expose_secret()).await {
        Ok(_) => true,
        Err(error) => {
            assert_eq!(error, AppError::Unauthenticated);
            false
        }
    }
}

fn word<T>(outcome: &Result<T, AppError>) -> &'static str {
    match outcome {
        Ok(_) => "in",
        Err(AppError::Unauthenticated) => "Unauthenticated",
        Err(AppError::RateLimited { .. }) => "RateLimited",
        Err(AppError::Unavailable { .. }) => "Unavailable",
        Err(_) => "something else",
    }
}

fn wait<T>(outcome: &Result<T, AppError>) -> Option<u32> {
    match outcome {
        Err(AppError::RateLimited { retry_after_secs }) => Some(*retry_after_secs),
        _ => None,
    }
}

// AU-01
#[tokio::test(flavor = "multi_thread")]
async fn right_password_opens_a_session_by_address_or_username() {
    for_each_engine(async |world: TestWorld| {
        let marit = kestrel(&world).await;
        let username = world.texts("SELECT username FROM \"user\"").await.remove(0);
        for who in [MARIT, " Marit@Kestrel.Example ", &username, &username.to_uppercase()] {
            assert_eq!(word(&try_as(&world, who, WRONG).await), "Unauthenticated", "{who}");
            let signed_in = try_as(&world, who, PASSWORD).await.unwrap();
            assert_eq!(signed_in.user, marit);
            let ctx = authenticate(&world.anonymous(), signed_in.session.expose_secret()).await.unwrap();
            assert_eq!(ctx.user_id(), marit);
        }
        assert_eq!(world.number("SELECT failures FROM throttle WHERE kind = 'account'").await, 0);
        assert_eq!(world.number("SELECT count(*) FROM audit_event WHERE action = 'signed_in'").await, 4);
        assert_eq!(world.number("SELECT count(*) FROM audit_event WHERE action = 'sign_in_refused'").await, 4);
        world.assert_sound().await;
    })
    .await;
}

// EN-01
#[tokio::test(flavor = "multi_thread")]
async fn every_refusal_answers_the_same_and_leaves_at_the_beat() {
    for_each_engine(async |world: TestWorld| {
        kestrel(&world).await;
        let seed = |email: &str, status| UserSeed {
            email: email.to_owned(),
            status,
            has_password: true,
            ..UserSeed::default()
        };
        for disabled_by in DisabledBy::ALL {
            let email = format!("{disabled_by}@kestrel.example");
            world.user(UserSeed { disabled_by: Some(*disabled_by), ..seed(&email, UserStatus::Disabled) }).await;
        }
        let ended = Some(world.anonymous().now());
        world.user(UserSeed { access_ends_at: ended, ..seed("past@kestrel.example", UserStatus::Active) }).await;
        let until = Some(world.anonymous().now().plus_seconds(24 * HOUR));
        let invited = UserSeed { invite_until: until, ..seed("invited@kestrel.example", UserStatus::Invited) };
        world.user(UserSeed { has_password: false, ..invited }).await;
        world.user(seed("deleted@kestrel.example", UserStatus::Deleted)).await;
        world.user(seed("erased@kestrel.example", UserStatus::Erased)).await;
        let odd = ["nobody@kestrel.example", "nobody", "no\0body", "\u{202E}", &"x".repeat(5000), "'; DROP TABLE user; --"];
        let shut = ["administrator", "organization", "ended", "past", "invited", "deleted", "erased"];
        let shut = shut.map(|name| format!("{name}@kestrel.example"));
        for (who, password) in odd.into_iter().chain(shut.iter().map(String::as_str)).map(|who| (who, PASSWORD)).chain([(MARIT, WRONG)]) {
            let begun = Instant::now();
            let outcome = try_as(&world, who, password).await;
            assert_eq!(word(&outcome), "Unauthenticated", "{who:?}");
            assert!(begun.elapsed() >= Duration::from_millis(100), "{who:?}");
        }
        assert_eq!(world.number("SELECT count(*) FROM audit_event WHERE action = 'signed_in'").await, 0);
        assert_eq!(world.number("SELECT count(*) FROM session WHERE user_id IN (SELECT id FROM \"user\" WHERE status <> 'active')").await, 0);
        world.assert_sound().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn empty_fields_are_named_and_cost_nothing() {
    for_each_engine(async |world: TestWorld| {
        kestrel(&world).await;
        let huge = "x".repeat(1 << 20);
        for (who, password, field, code) in [
            (" ", PASSWORD, "identifier", FieldCode::Required),
            (MARIT, "", "password", FieldCode::Required),
            // AU-06
            (MARIT, &huge, "password", FieldCode::TooLong { max: 128 }),
        ] {
            let begun = Instant::now();
            assert_eq!(try_as(&world, who, password).await.unwrap_err(), AppError::field(field, code));
            assert!(begun.elapsed() < Duration::from_millis(50));
        }
        assert_eq!(world.number("SELECT count(*) FROM throttle").await, 0);
    })
    .await;
}

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

        let operator = world.services().system("operator", &[model::access::Action::CredentialsHelp]);
        let link = services::credentials::new_reset_link(&operator, MARIT).await.unwrap();
        let token = link.path().trim_start_matches("/reset/").to_owned();
        let (password, password_again) = (WRONG.to_owned(), WRONG.to_owned());
        let form = model::sign_in::ResetForm { token, password, password_again };
        services::credentials::reset(&world.anonymous(), form).await.unwrap();
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
        assert_eq!(wait(&sign_in(&world.anonymous_from("2001:db8:7:9::ffff"), MARIT, PASSWORD.into(), None).await), Some(600));
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
            let tries = at_once(32, |_| {
                let (from, who) = (world.anonymous_from(&fresh_address()), who.clone());
                Box::pin(async move { sign_in(&from, &who, WRONG.into(), None).await })
            });
            let words: Vec<_> = tries.await.iter().map(word).collect();
            let looked_at = words.iter().filter(|word| **word == "Unauthenticated").count();
            assert_eq!(looked_at, 5, "{words:?}");
            assert_eq!(words.iter().filter(|word| **word == "RateLimited").count(), 27, "{words:?}");
        }
    })
    .await;
}

// AU-14
#[tokio::test(flavor = "multi_thread")]
async fn weaker_hash_is_replaced_when_its_owner_signs_in() {
    for_each_engine(async |world: TestWorld| {
        kestrel(&world).await;
        // Half the memory, of `PASSWORD`.
        let weak = weak_hash();
        world.execute(&format!("UPDATE credential SET password_hash = '{weak}'")).await;
        assert_eq!(word(&try_as(&world, MARIT, WRONG).await), "Unauthenticated");
        let stored = async || world.texts("SELECT password_hash FROM credential").await.remove(0);
        assert_eq!(stored().await, weak);
        assert_eq!(word(&try_as(&world, MARIT, PASSWORD).await), "in");
        assert!(stored().await.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert_eq!(word(&try_as(&world, MARIT, PASSWORD).await), "in");
    })
    .await;
}

fn weak_hash() -> String {
    use argon2::{Algorithm, Argon2, Params, PasswordHasher, Version};
    let params = Params::new(9728, 2, 1, None).unwrap();
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    argon2.hash_password(PASSWORD.as_bytes()).unwrap().to_string()
}

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
        let swapped: String =
            token.chars().map(|c| if c.is_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() }).collect();
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
            let outcomes = at_once(4, |_| {
                let from = world.anonymous_from(&fresh_address());
                Box::pin(async move { sign_in(&from, MARIT, PASSWORD.into(), None).await })
            });
            assert!(outcomes.await.iter().all(|outcome| word(outcome) == "in"));
            assert_eq!(world.number("SELECT count(*) FROM session WHERE revoked_at IS NULL").await, 20, "{round}");
        }
    })
    .await;
}

// SE-15
#[tokio::test(flavor = "multi_thread")]
async fn database_holds_nothing_that_signs_in() {
    for_each_engine(async |world: TestWorld| {
        kestrel(&world).await;
        let signed_in = try_as(&world, MARIT, PASSWORD).await.unwrap();
        let dump = world.dump().await;
        assert!(dump.contains("$argon2id$") && dump.contains(MARIT));
        for secret in [signed_in.session.expose_secret(), &signed_in.device, PASSWORD] {
            assert!(!dump.contains(secret));
        }
        // Who tried from where is not to be read in the counters either.
        let counters: Vec<_> = dump.lines().filter(|line| line.starts_with("throttle:")).collect();
        assert_eq!(counters.len(), 2);
        assert!(!counters.concat().contains("kestrel") && !counters.concat().contains("10.0."));
    })
    .await;
}

// LG-02
#[tokio::test(flavor = "multi_thread")]
async fn what_a_browser_calls_itself_is_one_short_line() {
    for_each_engine(async |world: TestWorld| {
        kestrel(&world).await;
        let mut request = world.anonymous().request().clone();
        request.user_agent = format!("Evil\n\u{1b}[31m\0{}", "x".repeat(10_000));
        sign_in(&world.services().anonymous(request), MARIT, PASSWORD.into(), None).await.unwrap();
        let agent = world.texts("SELECT user_agent FROM session").await.remove(0);
        assert!(agent.starts_with("Evil[31mx") && agent.len() == 300, "{agent}");
    })
    .await;
}
