//! Changing one's own password, and asking for a link when it is forgotten; on both engines.

use model::error::{AppError, Noun};
use model::fields::FieldCode;
use model::sign_in::{PasswordForm, ResetForm};
use model::users::UserStatus;
use secrecy::ExposeSecret;
use services::credentials::{authenticate, reset, reset_page};
use services::sign_in::{SignedIn, change_password, forgot, sign_in};
use services::testing::{PASSWORD, TestWorld, UserSeed, at_once, for_each_engine};

const MARIT: &str = "marit@kestrel.example";
const NEW: &str = "plinth ferry 84";
const MINUTE: i64 = 60;
const DEAD: AppError = AppError::NotFound { what: Noun::Link };

fn form(old: &str, new: &str) -> PasswordForm {
    PasswordForm { old_password: old.to_owned(), password: new.to_owned(), password_again: new.to_owned() }
}

async fn signs_in(world: &TestWorld, password: &str) -> Result<SignedIn, AppError> {
    let begun = sign_in(&world.anonymous(), MARIT, password.into(), None).await?;
    Ok(begun.signed_in().expect("nobody here has a second factor"))
}

/// The secrets of the reset mails that left, oldest first.
async fn links(world: &TestWorld) -> Vec<String> {
    world.run_jobs().await;
    world.mails().await.iter().filter(|mail| mail.link.is_some()).map(|mail| mail.token().to_owned()).collect()
}

// AU-10 S2.8 S1.53 SE-05
#[tokio::test(flavor = "multi_thread")]
async fn password_is_changed_with_the_old_one_and_ends_the_other_sessions() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let marit = world.owner().await.user_id();
        let (here, elsewhere) = (world.session_of(marit).await, world.session_of(marit).await);
        let ctx = authenticate(&world.anonymous(), &here).await.unwrap();

        let changed = change_password(&ctx, form(PASSWORD, NEW)).await.unwrap();

        for gone in [&here, &elsewhere] {
            assert_eq!(authenticate(&world.anonymous(), gone).await.err(), Some(AppError::Unauthenticated));
        }
        assert_eq!(authenticate(&world.anonymous(), changed.expose_secret()).await.unwrap().user_id(), marit);
        assert_eq!(signs_in(&world, PASSWORD).await.err(), Some(AppError::Unauthenticated));
        assert_eq!(signs_in(&world, NEW).await.unwrap().user, marit);
        world.run_jobs().await;
        let mails = world.mails().await;
        assert_eq!(mails.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), [MARIT]);
        assert_eq!(world.number("SELECT count(*) FROM audit_event WHERE action = 'password_changed'").await, 1);
        assert!(!world.dump().await.contains(NEW));
        world.assert_sound().await;
    })
    .await;
}

// AU-10 S1.53
#[tokio::test(flavor = "multi_thread")]
async fn change_is_refused_without_the_old_password_and_for_a_poor_new_one() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let ctx = world.owner().await;
        let differs = PasswordForm { password_again: PASSWORD.to_owned(), ..form(PASSWORD, NEW) };
        for (form, field, code) in [
            (form("", NEW), "old_password", FieldCode::Required),
            (form(NEW, NEW), "old_password", FieldCode::WrongPassword),
            (form(&"x".repeat(2000), NEW), "old_password", FieldCode::WrongPassword),
            (form(PASSWORD, "short 7"), "password", FieldCode::TooShort { min: 8 }),
            (form(PASSWORD, "password"), "password", FieldCode::PasswordTooCommon),
            (form(PASSWORD, "kestrel yard"), "password", FieldCode::PasswordTooCommon),
            (differs, "password_again", FieldCode::NotEqual),
        ] {
            assert_eq!(change_password(&ctx, form).await.err(), Some(AppError::field(field, code)));
        }
        assert!(signs_in(&world, PASSWORD).await.is_ok());
        assert_eq!(world.number("SELECT count(*) FROM mail").await, 0);
    })
    .await;
}

// AU-10
#[tokio::test(flavor = "multi_thread")]
async fn wrong_old_passwords_are_slowed_down_like_a_sign_in() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let ctx = world.owner().await;
        for _ in 0..5 {
            let outcome = change_password(&ctx, form(NEW, NEW)).await.err();
            assert_eq!(outcome, Some(AppError::field("old_password", FieldCode::WrongPassword)));
        }
        let waits = AppError::RateLimited { retry_after_secs: 30 };
        assert_eq!(change_password(&ctx, form(PASSWORD, NEW)).await.err(), Some(waits));
        world.clock().advance(30);
        assert!(change_password(&ctx, form(PASSWORD, NEW)).await.is_ok());
    })
    .await;
}

// S1.55 S1.56 S2.9 S2.10 PR-05 PR-17
#[tokio::test(flavor = "multi_thread")]
async fn link_goes_to_the_stored_address_and_opens_the_reset_page() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let username = world.texts("SELECT username FROM \"user\"").await.remove(0);
        for who in [" Marit@Kestrel.Example", &username] {
            assert_eq!(forgot(&world.anonymous(), who).await, Ok(()));
        }
        let dump = world.dump().await;
        let links = links(&world).await;
        // The first was voided by the second before it left.
        let [token] = links.as_slice() else { panic!("{links:?}") };
        assert!(!dump.contains(token.as_str()));
        assert_eq!(world.mails().await[0].to, MARIT);
        assert!(world.mails().await[0].text.contains(&username));
        assert!(reset_page(&world.anonymous(), token).await.is_ok());
        world.clock().advance(59 * MINUTE);
        assert!(reset_page(&world.anonymous(), token).await.is_ok());
        let reset_form = ResetForm { token: token.clone(), password: NEW.to_owned(), password_again: NEW.to_owned() };
        assert_eq!(reset(&world.anonymous(), reset_form.clone()).await, Ok(()));
        assert_eq!(reset(&world.anonymous(), reset_form).await, Err(DEAD));
        assert!(signs_in(&world, NEW).await.is_ok());
        assert_eq!(world.number("SELECT count(*) FROM audit_event WHERE action = 'reset_requested'").await, 2);
        world.assert_sound().await;
    })
    .await;
}

// PR-04
#[tokio::test(flavor = "multi_thread")]
async fn link_ends_after_an_hour_and_with_a_change_of_the_password() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        forgot(&world.anonymous(), MARIT).await.unwrap();
        let first = links(&world).await.pop().unwrap();
        world.clock().advance(61 * MINUTE);
        assert_eq!(reset_page(&world.anonymous(), &first).await, Err(DEAD));
        forgot(&world.anonymous(), MARIT).await.unwrap();
        let second = links(&world).await.pop().unwrap();
        change_password(&world.owner().await, form(PASSWORD, NEW)).await.unwrap();
        assert_eq!(reset_page(&world.anonymous(), &second).await, Err(DEAD));
    })
    .await;
}

// PR-11 S1.57 S2.11 EN-03
#[tokio::test(flavor = "multi_thread")]
async fn answer_is_the_same_for_everybody_and_only_those_who_may_sign_in_get_a_link() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(9).await;
        for (name, status) in [
            ("off", UserStatus::Disabled),
            ("gone", UserStatus::Deleted),
            ("erased", UserStatus::Erased),
            ("invited", UserStatus::Invited),
        ] {
            let email = format!("{name}@kestrel.example");
            world.user(UserSeed { email, status, has_password: true, ..UserSeed::default() }).await;
        }
        let directory =
            UserSeed { email: "ldap@kestrel.example".to_owned(), has_password: true, ..UserSeed::default() };
        let directory = world.user(directory).await;
        let other = format!("SELECT id FROM \"user\" WHERE email = 'ldap@kestrel.example' /* {directory} */");
        world.execute(&format!("UPDATE credential SET auth_source = 'ldap' WHERE user_id = ({other})")).await;
        for who in ["off", "gone", "erased", "invited", "ldap", "nobody", "no\0body"] {
            assert_eq!(forgot(&world.anonymous(), &format!("{who}@kestrel.example")).await, Ok(()));
        }
        let empty = forgot(&world.anonymous(), " ").await;
        assert_eq!(empty, Err(AppError::field("identifier", FieldCode::Required)));
        assert_eq!(links(&world).await, Vec::<String>::new());
        let mails = world.mails().await;
        assert_eq!(mails.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), ["ldap@kestrel.example"]);
        assert_eq!(world.number("SELECT count(*) FROM token").await, 0);
        assert_eq!(world.number("SELECT count(*) FROM audit_event").await, 1);
    })
    .await;
}

// PR-17
#[tokio::test(flavor = "multi_thread")]
async fn three_mails_leave_in_an_hour_and_the_answer_stays_the_same() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        for _ in 0..5 {
            assert_eq!(forgot(&world.anonymous(), MARIT).await, Ok(()));
        }
        let written = "SELECT count(*) FROM mail";
        assert_eq!(world.number(written).await, 3);
        world.clock().advance(60 * MINUTE);
        assert_eq!(forgot(&world.anonymous(), MARIT).await, Ok(()));
        assert_eq!(world.number(written).await, 4);
        world.assert_sound().await;
    })
    .await;
}

// PR-17
#[tokio::test(flavor = "multi_thread")]
async fn one_source_asks_for_twenty_mails_in_an_hour() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(50).await;
        for number in 0..22 {
            let email = format!("p{number}@kestrel.example");
            world.user(UserSeed { email: email.clone(), has_password: true, ..UserSeed::default() }).await;
            assert_eq!(forgot(&world.anonymous(), &email).await, Ok(()));
        }
        assert_eq!(world.number("SELECT count(*) FROM mail").await, 20);
    })
    .await;
}

// PR-17
#[tokio::test(flavor = "multi_thread")]
async fn requests_at_once_send_no_more_than_three() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let asked = (0..16).map(|_| {
            let from = world.anonymous();
            async move { forgot(&from, MARIT).await }
        });
        assert!(at_once(asked).await.iter().all(Result::is_ok));
        assert_eq!(world.number("SELECT count(*) FROM mail").await, 3);
        assert_eq!(world.number("SELECT count(*) FROM token WHERE used_at IS NULL").await, 1);
    })
    .await;
}
