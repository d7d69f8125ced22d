//! Signing in, on both engines: who gets in, and what everybody else learns.

mod limits;
mod sessions;

use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use model::access::DisabledBy;
use model::error::AppError;
use model::fields::FieldCode;
use model::ids::UserId;
use model::users::UserStatus;
use secrecy::{ExposeSecret, SecretString};
use services::credentials::authenticate;
use services::sign_in::{SignedIn, sign_in};
use services::testing::{PASSWORD, TestWorld, UserSeed, for_each_engine};

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
    let begun = sign_in(&world.anonymous_from(&fresh_address()), who, password.into(), device).await?;
    Ok(begun.signed_in().expect("nobody here has a second factor"))
}

fn fresh_address() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0x0a00_0000); // 10.0.0.0/8
    Ipv4Addr::from_bits(NEXT.fetch_add(1, Ordering::Relaxed)).to_string()
}

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
        let odd =
            ["nobody@kestrel.example", "nobody", "no\0body", "\u{202E}", &"x".repeat(5000), "'; DROP TABLE user; --"];
        let shut = ["administrator", "organization", "ended", "past", "invited", "deleted", "erased"];
        let shut = shut.map(|name| format!("{name}@kestrel.example"));
        for (who, password) in
            odd.into_iter().chain(shut.iter().map(String::as_str)).map(|who| (who, PASSWORD)).chain([(MARIT, WRONG)])
        {
            let begun = Instant::now();
            let outcome = try_as(&world, who, password).await;
            assert_eq!(word(&outcome), "Unauthenticated", "{who:?}");
            assert!(begun.elapsed() >= Duration::from_millis(100), "{who:?}");
        }
        assert_eq!(world.number("SELECT count(*) FROM audit_event WHERE action = 'signed_in'").await, 0);
        assert_eq!(
            world
                .number(
                    "SELECT count(*) FROM session WHERE user_id IN (SELECT id FROM \"user\" WHERE status <> 'active')"
                )
                .await,
            0
        );
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
            assert_eq!(try_as(&world, who, password).await.unwrap_err(), AppError::field(field, code));
        }
        assert_eq!(world.number("SELECT count(*) FROM throttle").await, 0);
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
        let agent = world.texts("SELECT user_agent FROM session WHERE user_agent <> 'Test'").await.remove(0);
        assert!(agent.starts_with("Evil[31mx") && agent.len() == 300, "{agent}");
    })
    .await;
}
