//! The second factor, on both engines: setting it up, signing in with it, backup codes, and who gets no further.

use model::error::{AppError, ConflictReason};
use model::fields::FieldCode;
use model::sign_in::ResetForm;
use secrecy::{ExposeSecret, SecretString};
use services::credentials::{authenticate, reset};
use services::sign_in::{
    Begun, SignedIn, cancel, code_page, enter_backup_code, enter_code, forgot, sign_in, step_up, step_up_with_code,
};
use services::testing::{PASSWORD, TestWorld, UserSeed, at_once, for_each_engine};
use services::{Ctx, two_factor};

const MARIT: &str = "marit@kestrel.example";
const BO: &str = "bo@kestrel.example";
const STEP: i64 = 30;
const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;

/// Somebody's authenticator app.
struct App(String);

impl App {
    /// The code that it shows so many steps from now.
    fn code(&self, world: &TestWorld, steps: i64) -> String {
        world.app_code(&self.0, steps)
    }

    /// A code that no clock near this one shows.
    fn wrong(&self, world: &TestWorld) -> String {
        let near: Vec<_> = (-2..=2).map(|steps| self.code(world, steps)).collect();
        ["000000", "111111", "222222", "333333", "444444", "555555"]
            .into_iter()
            .find(|code| !near.iter().any(|shown| shown == code))
            .unwrap()
            .to_owned()
    }
}

fn wrong_code() -> AppError {
    AppError::field("code", FieldCode::WrongCode)
}

fn used_code() -> AppError {
    AppError::field("code", FieldCode::UsedCode)
}

/// A session of the Owner that has just shown the password.
async fn fresh(world: &TestWorld) -> Ctx {
    let ctx = session(world).await;
    let session = step_up(&ctx, PASSWORD.into()).await.unwrap();
    authenticate(&world.anonymous(), session.expose_secret()).await.unwrap()
}

async fn session(world: &TestWorld) -> Ctx {
    let marit = world.owner().await.user_id();
    let session = world.session_of(marit).await;
    authenticate(&world.anonymous(), &session).await.unwrap()
}

/// What the page shows for the app to scan.
async fn scan(ctx: &Ctx) -> Option<App> {
    let enrollment = two_factor::page(ctx).await.unwrap().two_factor.enrollment?;
    assert!(enrollment.size > 20 && enrollment.path.starts_with('M'));
    Some(App(enrollment.key.replace(' ', "")))
}

/// The Owner with a second factor, and the step of its first code over.
async fn enrolled(world: &TestWorld) -> App {
    world.set_up(10).await;
    let ctx = fresh(world).await;
    two_factor::begin(&ctx).await.unwrap();
    let app = scan(&ctx).await.unwrap();
    two_factor::confirm(&ctx, &app.code(world, 0)).await.unwrap();
    world.clock().advance(2 * STEP);
    app
}

async fn first_step(world: &TestWorld) -> SecretString {
    match sign_in(&world.anonymous(), MARIT, PASSWORD.into(), None).await.unwrap() {
        Begun::NeedsCode(pre) => pre,
        Begun::SignedIn(_) => panic!("a session began without the code"),
    }
}

async fn enter(world: &TestWorld, pre: &SecretString, code: &str) -> Result<SignedIn, AppError> {
    enter_code(&world.anonymous(), Some(pre.expose_secret()), code, None).await
}

async fn enter_backup(world: &TestWorld, pre: &SecretString, code: &str) -> Result<u32, AppError> {
    enter_backup_code(&world.anonymous(), Some(pre.expose_secret()), code, None).await.map(|(_, left)| left)
}

/// A new set of backup codes, made with the code of the next step.
async fn backup_codes(world: &TestWorld, app: &App) -> Vec<String> {
    let made = two_factor::new_backup_codes(&session(world).await, &app.code(world, 0)).await.unwrap();
    world.clock().advance(2 * STEP);
    made.1.iter().map(|code| code.expose_secret().to_owned()).collect()
}

async fn sessions(world: &TestWorld) -> i64 {
    world.number("SELECT count(*) FROM session WHERE mfa_at IS NOT NULL").await
}

async fn noted(world: &TestWorld, action: &str) -> i64 {
    world.number(&format!("SELECT count(*) FROM audit_event WHERE action = '{action}'")).await
}

async fn mailed(world: &TestWorld, template: &str) -> i64 {
    world.number(&format!("SELECT count(*) FROM mail WHERE template = '{template}' AND recipient = '{MARIT}'")).await
}

// S1.67 S1.70 S1.71 S1.73 TF-04 TF-10 SE-02
#[tokio::test(flavor = "multi_thread")]
async fn second_factor_is_set_up_with_a_code_and_asked_for_at_the_next_sign_in() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let ctx = fresh(&world).await;
        assert_eq!(scan(&ctx).await.map(|app| app.0), None);
        two_factor::begin(&ctx).await.unwrap();
        let app = scan(&ctx).await.unwrap();
        // Nothing is asked for before it is confirmed.
        assert!(sign_in(&world.anonymous(), MARIT, PASSWORD.into(), None).await.unwrap().signed_in().is_some());
        assert_eq!(two_factor::confirm(&ctx, &app.wrong(&world)).await.err(), Some(wrong_code()));
        let first = app.code(&world, 0);
        let token = two_factor::confirm(&ctx, &first).await.unwrap();
        let ctx = authenticate(&world.anonymous(), token.expose_secret()).await.unwrap();
        let page = two_factor::page(&ctx).await.unwrap().two_factor;
        assert!(page.since.is_some() && page.enrollment.is_none());

        let before = world.number("SELECT count(*) FROM session").await;
        let pre = first_step(&world).await;
        assert_eq!(world.number("SELECT count(*) FROM session").await, before);
        assert_eq!(authenticate(&world.anonymous(), pre.expose_secret()).await.err(), Some(AppError::Unauthenticated));
        // The code of the set-up is used up.
        assert_eq!(enter(&world, &pre, &first).await.err(), Some(used_code()));
        world.clock().advance(STEP);
        let signed_in = enter(&world, &pre, &format!(" {} ", app.code(&world, 0))).await.unwrap();
        assert!(authenticate(&world.anonymous(), signed_in.session.expose_secret()).await.is_ok());
        assert_eq!(enter(&world, &pre, &app.code(&world, 1)).await.err(), Some(AppError::Unauthenticated));
        assert_eq!((sessions(&world).await, mailed(&world, "two_factor_enabled").await), (1, 1));
        world.run_jobs().await;
        assert!(world.mails().await.iter().all(|mail| mail.to == MARIT));
        world.assert_sound().await;
    })
    .await;
}

// TF-13 S1.70
#[tokio::test(flavor = "multi_thread")]
async fn set_up_belongs_to_one_session_ends_after_a_quarter_of_an_hour_and_only_the_latest_counts() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let (here, elsewhere) = (fresh(&world).await, fresh(&world).await);
        let over = Some(AppError::field("code", FieldCode::Outdated));
        assert_eq!(two_factor::begin(&session(&world).await).await.err(), Some(AppError::StepUpRequired));
        two_factor::begin(&here).await.unwrap();
        let first = scan(&here).await.unwrap();
        assert!(scan(&elsewhere).await.is_none());
        assert_eq!(two_factor::confirm(&elsewhere, &first.code(&world, 0)).await.err(), over);
        two_factor::begin(&here).await.unwrap();
        let second = scan(&here).await.unwrap();
        assert_ne!(first.0, second.0);
        assert_eq!(two_factor::confirm(&here, &first.code(&world, 0)).await.err(), Some(wrong_code()));
        world.clock().advance(15 * MINUTE);
        assert!(scan(&here).await.is_none());
        assert_eq!(two_factor::confirm(&here, &second.code(&world, 0)).await.err(), over);
    })
    .await;
}

// TF-01 TF-05
#[tokio::test(flavor = "multi_thread")]
async fn each_code_works_once_and_only_forward() {
    for_each_engine(async |world: TestWorld| {
        let app = enrolled(&world).await;
        for (steps, answer) in
            [(-2, Some(wrong_code())), (-1, None), (0, None), (1, None), (1, Some(used_code())), (0, Some(used_code()))]
        {
            let pre = first_step(&world).await;
            assert_eq!(enter(&world, &pre, &app.code(&world, steps)).await.err(), answer, "{steps}");
        }
        assert_eq!((sessions(&world).await, noted(&world, "code_reused").await), (3, 2));
    })
    .await;
}

// TF-03
#[tokio::test(flavor = "multi_thread")]
async fn one_code_shown_at_once_gives_one_session() {
    for_each_engine(async |world: TestWorld| {
        let app = enrolled(&world).await;
        for round in 1..=3 {
            let mut begun = Vec::new();
            for _ in 0..32 {
                begun.push(first_step(&world).await);
            }
            let code = app.code(&world, 0);
            let tries = begun.into_iter().enumerate().map(|(number, pre)| {
                let (from, code) = (world.anonymous_from(&format!("10.1.{round}.{number}")), code.clone());
                async move { enter_code(&from, Some(pre.expose_secret()), &code, None).await.is_ok() }
            });
            let won = at_once(tries).await.into_iter().filter(|won| *won).count();
            assert_eq!((won, sessions(&world).await), (1, round));
            // What the losers were made to wait is over.
            world.clock().advance(2 * HOUR);
        }
        world.assert_sound().await;
    })
    .await;
}

// TF-06
#[tokio::test(flavor = "multi_thread")]
async fn five_wrong_codes_lead_back_to_the_password_and_are_remembered() {
    for_each_engine(async |world: TestWorld| {
        let app = enrolled(&world).await;
        let pre = first_step(&world).await;
        for left in (0..5).rev() {
            assert_eq!(code_page(&world.anonymous(), Some(pre.expose_secret())).await.unwrap().left, left + 1);
            assert_eq!(enter(&world, &pre, &app.wrong(&world)).await.err(), Some(wrong_code()));
        }
        let over = Some(AppError::Unauthenticated);
        assert_eq!(code_page(&world.anonymous(), Some(pre.expose_secret())).await.err(), over);
        assert_eq!(enter(&world, &pre, &app.code(&world, 0)).await.err(), over);
        let again = first_step(&world).await;
        let waits = AppError::RateLimited { retry_after_secs: 30 };
        assert_eq!(enter(&world, &again, &app.code(&world, 0)).await.err(), Some(waits));
        world.clock().advance(STEP);
        assert!(enter(&world, &again, &app.code(&world, 0)).await.is_ok());
        assert_eq!(world.number("SELECT failures FROM throttle WHERE kind = 'code'").await, 0);
    })
    .await;
}

// TF-07 BC-08
#[tokio::test(flavor = "multi_thread")]
async fn hundred_wrong_codes_lock_the_second_factor_and_the_owner_is_told() {
    for_each_engine(async |world: TestWorld| {
        let app = enrolled(&world).await;
        let codes = backup_codes(&world, &app).await;
        world.execute("UPDATE throttle SET failures = 99, blocked_until = NULL WHERE kind = 'code'").await;
        let pre = first_step(&world).await;
        assert_eq!(enter(&world, &pre, &app.wrong(&world)).await.err(), Some(wrong_code()));
        assert_eq!((mailed(&world, "second_factor_locked").await, noted(&world, "second_factor_locked").await), (1, 1));
        let day = AppError::RateLimited { retry_after_secs: 24 * 3600 };
        assert_eq!(enter(&world, &pre, &app.code(&world, 0)).await.err(), Some(day.clone()));
        assert_eq!(enter_backup(&world, &pre, &codes[0]).await.err(), Some(day));
        world.clock().advance(24 * HOUR);
        assert!(enter(&world, &first_step(&world).await, &app.code(&world, 0)).await.is_ok());
    })
    .await;
}

// S1.73 PR-09
#[tokio::test(flavor = "multi_thread")]
async fn half_a_sign_in_ends_after_five_minutes_when_canceled_and_with_a_new_password() {
    for_each_engine(async |world: TestWorld| {
        let app = enrolled(&world).await;
        let over = Some(AppError::Unauthenticated);
        let late = first_step(&world).await;
        world.clock().advance(5 * MINUTE);
        assert_eq!(enter(&world, &late, &app.code(&world, 0)).await.err(), over);
        let canceled = first_step(&world).await;
        cancel(&world.anonymous(), Some(canceled.expose_secret())).await.unwrap();
        assert_eq!(enter(&world, &canceled, &app.code(&world, 0)).await.err(), over);
        for odd in [None, Some(""), Some("no such thing"), Some(&*"x".repeat(10_000))] {
            assert_eq!(enter_code(&world.anonymous(), odd, "123456", None).await.err(), over);
            assert!(cancel(&world.anonymous(), odd).await.is_ok());
        }
        let old = first_step(&world).await;
        forgot(&world.anonymous(), MARIT).await.unwrap();
        world.run_jobs().await;
        let mails = world.mails().await;
        let token = mails.iter().find(|mail| mail.link.is_some()).unwrap().token().to_owned();
        let form = ResetForm { token, password: PASSWORD.to_owned(), password_again: PASSWORD.to_owned() };
        reset(&world.anonymous(), form).await.unwrap();
        assert_eq!(enter(&world, &old, &app.code(&world, 0)).await.err(), over);
        // A new password alone signs nobody in.
        assert!(enter(&world, &first_step(&world).await, &app.code(&world, 0)).await.is_ok());
    })
    .await;
}

// TF-09
#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_code_is_refused_and_not_counted() {
    for_each_engine(async |world: TestWorld| {
        enrolled(&world).await;
        let pre = first_step(&world).await;
        let huge = "1".repeat(10_000);
        for odd in ["", "12345", "1234567", "１２３４５６", "١٢٣٤٥٦", "-00001", "1e5", &huge] {
            let Err(AppError::Invalid { fields }) = enter(&world, &pre, odd).await else { panic!("{odd:?}") };
            assert!(matches!(fields.of("code"), Some(FieldCode::Required | FieldCode::NotACode)), "{odd:?}");
            assert!(enter_backup(&world, &pre, odd).await.is_err());
        }
        assert_eq!(code_page(&world.anonymous(), Some(pre.expose_secret())).await.unwrap().left, 5);
    })
    .await;
}

// S1.74 S1.75 TF-11 BC-12
#[tokio::test(flavor = "multi_thread")]
async fn only_a_code_of_the_authenticator_switches_it_off_and_backup_codes_go_along() {
    for_each_engine(async |world: TestWorld| {
        let app = enrolled(&world).await;
        let codes = backup_codes(&world, &app).await;
        let ctx = session(&world).await;
        assert_eq!(two_factor::disable(&ctx, "").await.err(), Some(AppError::field("code", FieldCode::Required)));
        assert_eq!(
            two_factor::disable(&ctx, &codes[0]).await.err(),
            Some(AppError::field("code", FieldCode::NotACode))
        );
        assert_eq!(two_factor::disable(&ctx, &app.wrong(&world)).await.err(), Some(wrong_code()));
        assert!(two_factor::disable(&ctx, &app.code(&world, 0)).await.is_ok());
        assert_eq!(mailed(&world, "two_factor_disabled").await, 1);
        assert!(sign_in(&world.anonymous(), MARIT, PASSWORD.into(), None).await.unwrap().signed_in().is_some());
        let gone = Some(AppError::Conflict { reason: ConflictReason::Stale });
        assert_eq!(two_factor::disable(&session(&world).await, &app.code(&world, 1)).await.err(), gone);

        let ctx = fresh(&world).await;
        two_factor::begin(&ctx).await.unwrap();
        let app = scan(&ctx).await.unwrap();
        two_factor::confirm(&ctx, &app.code(&world, 0)).await.unwrap();
        assert_eq!(enter_backup(&world, &first_step(&world).await, &codes[1]).await.err(), Some(wrong_code()));
        world.assert_sound().await;
    })
    .await;
}

// TF-18 BC-10 SE-15
#[tokio::test(flavor = "multi_thread")]
async fn database_holds_no_secret_and_no_code() {
    for_each_engine(async |world: TestWorld| {
        let app = enrolled(&world).await;
        let codes = backup_codes(&world, &app).await;
        let pre = first_step(&world).await;
        world.run_jobs().await;
        let dump = world.dump().await;
        assert!(!dump.contains(&app.0) && !dump.contains(pre.expose_secret()));
        for code in &codes {
            assert!(!dump.contains(code.as_str()) && !dump.contains(&code.replace('-', "")[4..]));
        }
        // Bound to its user: somebody else's secret opens nothing.
        let bo = UserSeed { email: BO.to_owned(), has_password: true, ..UserSeed::default() };
        world.user(bo).await;
        world.execute(&format!("UPDATE totp SET user_id = (SELECT id FROM \"user\" WHERE email = '{BO}')")).await;
        let Begun::NeedsCode(pre) = sign_in(&world.anonymous(), BO, PASSWORD.into(), None).await.unwrap() else {
            panic!()
        };
        assert_eq!(enter(&world, &pre, &app.code(&world, 0)).await.err(), Some(wrong_code()));
    })
    .await;
}

// BC-01 S1.77 S1.78 S1.80
#[tokio::test(flavor = "multi_thread")]
async fn ten_backup_codes_are_made_with_a_code_of_the_authenticator_only() {
    for_each_engine(async |world: TestWorld| {
        let app = enrolled(&world).await;
        let ctx = session(&world).await;
        for (typed, code) in [("", FieldCode::Required), (&*app.wrong(&world), FieldCode::WrongCode)] {
            let refused = two_factor::new_backup_codes(&ctx, typed).await.err();
            assert_eq!(refused, Some(AppError::field("code", code)));
        }
        assert_eq!(world.number("SELECT count(*) FROM backup_code").await, 0);
        let codes = backup_codes(&world, &app).await;
        assert_eq!(codes.len(), 10);
        let selectors: std::collections::BTreeSet<_> = codes.iter().map(|code| &code[..4]).collect();
        assert_eq!(selectors.len(), 10);
        assert!(codes.iter().all(|code| code.split('-').all(|group| group.len() == 4) && code.len() == 19));
        assert_eq!(two_factor::page(&session(&world).await).await.unwrap().two_factor.codes_left, 10);
        assert_eq!((mailed(&world, "backup_codes_created").await, noted(&world, "backup_codes_created").await), (1, 1));
    })
    .await;
}

// BC-02 BC-04 BC-09 BC-11 S1.76 S1.81
#[tokio::test(flavor = "multi_thread")]
async fn backup_code_signs_in_once_and_a_new_set_voids_the_old() {
    for_each_engine(async |world: TestWorld| {
        let app = enrolled(&world).await;
        let old = backup_codes(&world, &app).await;
        let typed = [old[0].clone(), old[1].to_lowercase(), old[2].replace('-', " ")];
        for (used, typed) in (1..).zip(&typed) {
            assert_eq!(enter_backup(&world, &first_step(&world).await, typed).await, Ok(10 - used));
        }
        assert_eq!(enter_backup(&world, &first_step(&world).await, &old[0]).await.err(), Some(used_code()));
        assert_eq!((mailed(&world, "backup_code_used").await, noted(&world, "backup_code_used").await), (3, 3));
        let new = backup_codes(&world, &app).await;
        for code in &old[3..6] {
            assert_eq!(enter_backup(&world, &first_step(&world).await, code).await.err(), Some(wrong_code()));
        }
        assert_eq!(enter_backup(&world, &first_step(&world).await, &new[9]).await, Ok(9));
        // The authenticator works as before.
        assert!(enter(&world, &first_step(&world).await, &app.code(&world, 0)).await.is_ok());
        world.assert_sound().await;
    })
    .await;
}

// BC-03
#[tokio::test(flavor = "multi_thread")]
async fn one_backup_code_shown_at_once_gives_one_session() {
    for_each_engine(async |world: TestWorld| {
        let app = enrolled(&world).await;
        let codes = backup_codes(&world, &app).await;
        let mut begun = Vec::new();
        for _ in 0..32 {
            begun.push(first_step(&world).await);
        }
        let tries = begun.into_iter().enumerate().map(|(number, pre)| {
            let (from, code) = (world.anonymous_from(&format!("10.2.0.{number}")), codes[0].clone());
            async move { enter_backup_code(&from, Some(pre.expose_secret()), &code, None).await.is_ok() }
        });
        let won = at_once(tries).await.into_iter().filter(|won| *won).count();
        assert_eq!((won, sessions(&world).await), (1, 1));
        assert_eq!(world.number("SELECT count(*) FROM backup_code WHERE used_at IS NULL").await, 9);
        world.assert_sound().await;
    })
    .await;
}

// BC-06 S1.82
#[tokio::test(flavor = "multi_thread")]
async fn backup_code_is_neither_a_password_nor_a_link() {
    for_each_engine(async |world: TestWorld| {
        let app = enrolled(&world).await;
        let codes = backup_codes(&world, &app).await;
        let refused = sign_in(&world.anonymous(), MARIT, codes[0].as_str().into(), None).await.err();
        assert_eq!(refused, Some(AppError::Unauthenticated));
        let form =
            ResetForm { token: codes[0].clone(), password: PASSWORD.to_owned(), password_again: PASSWORD.to_owned() };
        assert!(matches!(reset(&world.anonymous(), form).await, Err(AppError::NotFound { .. })));
        assert!(enter_backup_code(&world.anonymous(), None, &codes[0], None).await.is_err());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_a_second_factor_confirms_with_a_code() {
    for_each_engine(async |world: TestWorld| {
        let app = enrolled(&world).await;
        let ctx = session(&world).await;
        let asked = step_up(&ctx, PASSWORD.into()).await.err();
        assert_eq!(asked, Some(AppError::field("code", FieldCode::Required)));
        assert_eq!(step_up_with_code(&ctx, &app.wrong(&world)).await.err(), Some(wrong_code()));
        let code = app.code(&world, 0);
        let session = step_up_with_code(&ctx, &code).await.unwrap();
        let ctx = authenticate(&world.anonymous(), session.expose_secret()).await.unwrap();
        assert_eq!(step_up_with_code(&ctx, &code).await.err(), Some(used_code()));
        // What needs the password fresh is open now; there is one authenticator at a time.
        let conflict = AppError::Conflict { reason: ConflictReason::Stale };
        assert_eq!(two_factor::begin(&ctx).await.err(), Some(conflict));
    })
    .await;
}
