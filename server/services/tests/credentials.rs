//! Passwords, reset links and what else proves who someone is, on both engines.

use model::access::{Action, CompanyRole};
use model::account::{LanguageChoice, PreferenceChange};
use model::error::{AppError, ConflictReason, Noun};
use model::fields::FieldCode;
use model::language::Language;
use model::session::Theme;
use model::sign_in::ResetForm;
use model::users::UserStatus;
use services::System;
use services::credentials::{authenticate, new_reset_link, reset, reset_page};
use services::sign_in::{SignedIn, sign_in};
use services::testing::{PASSWORD, TestWorld, UserSeed, at_once, for_each_engine};

const MARIT: &str = "marit@kestrel.example";
const NEW: &str = "plinth ferry 84";
const MINUTE: i64 = 60;
const DEAD: AppError = AppError::NotFound { what: Noun::Link };

fn operator(world: &TestWorld) -> System {
    world.services().system("operator", &[Action::CredentialsHelp])
}

async fn link(world: &TestWorld, who: &str) -> String {
    let url = new_reset_link(&operator(world), who).await.unwrap();
    assert!(url.as_str().starts_with("http://localhost:3000/reset/"), "{url}");
    url.path().trim_start_matches("/reset/").to_owned()
}

fn form(token: &str, password: &str) -> ResetForm {
    ResetForm { token: token.to_owned(), password: password.to_owned(), password_again: password.to_owned() }
}

async fn signs_in(world: &TestWorld, who: &str, password: &str) -> Result<SignedIn, AppError> {
    let begun = sign_in(&world.anonymous(), who, password.into(), None).await?;
    Ok(begun.signed_in().expect("nobody here has a second factor"))
}

// PR-14 PR-15 LG-03 S1.53
#[tokio::test(flavor = "multi_thread")]
async fn reset_link_sets_a_new_password_and_ends_every_session() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let marit = world.owner().await.user_id();
        let (old, other) = (world.session_of(marit).await, world.member().await);
        let token = link(&world, " Marit@Kestrel.Example").await;
        for _ in 0..5 {
            let page = reset_page(&world.anonymous(), &token).await.unwrap();
            assert_eq!((page.workspace.as_str(), page.password_min), ("Kestrel Yard", 8));
        }
        assert_eq!(
            reset(&world.anonymous(), form(&token, "short 7")).await,
            Err(AppError::field("password", FieldCode::TooShort { min: 8 }))
        );
        let differs = ResetForm { password_again: PASSWORD.to_owned(), ..form(&token, NEW) };
        assert_eq!(reset(&world.anonymous(), differs).await, Err(AppError::field("password_again", FieldCode::NotEqual)));

        assert_eq!(reset(&world.anonymous(), form(&token, NEW)).await, Ok(()));

        assert_eq!(authenticate(&world.anonymous(), &old).await.err(), Some(AppError::Unauthenticated));
        assert_eq!(signs_in(&world, MARIT, PASSWORD).await.err(), Some(AppError::Unauthenticated));
        assert_eq!(signs_in(&world, MARIT, NEW).await.unwrap().user, marit);
        let others = "SELECT count(*) FROM session WHERE user_id <> (SELECT id FROM \"user\" WHERE role = 'owner') AND revoked_at IS NULL";
        assert_eq!(world.number(others).await, 1, "{}", other.user_id());
        let audit = world.texts("SELECT action FROM audit_event WHERE action LIKE '%reset%' ORDER BY seq").await;
        assert_eq!(audit, ["reset_link_created", "password_reset"]);
        let credentials = world.texts("SELECT credential FROM audit_event WHERE action LIKE '%reset%' ORDER BY seq").await;
        assert_eq!(credentials, ["operator", "link"]);
        assert_eq!(world.texts("SELECT template FROM mail").await, ["password_changed"]);
        assert_eq!(world.texts("SELECT recipient FROM mail").await, [MARIT]);
        world.assert_sound().await;
    })
    .await;
}

// PR-02 PR-03
#[tokio::test(flavor = "multi_thread")]
async fn link_works_once_and_only_the_newest() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let (first, second) = (link(&world, MARIT).await, link(&world, MARIT).await);
        assert_eq!(reset_page(&world.anonymous(), &first).await, Err(DEAD));
        assert_eq!(reset(&world.anonymous(), form(&first, NEW)).await, Err(DEAD));
        assert_eq!(reset(&world.anonymous(), form(&second, NEW)).await, Ok(()));
        assert_eq!(reset(&world.anonymous(), form(&second, PASSWORD)).await, Err(DEAD));
        assert_eq!(reset_page(&world.anonymous(), &second).await, Err(DEAD));
        assert!(signs_in(&world, MARIT, NEW).await.is_ok());
    })
    .await;
}

// PR-02
#[tokio::test(flavor = "multi_thread")]
async fn forms_sent_at_once_use_a_link_once() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        for round in 0..5 {
            let token = link(&world, MARIT).await;
            let forms = (0..16).map(|number| {
                let (from, form) = (world.anonymous(), form(&token, &format!("{NEW} {round} {number}")));
                async move { (form.password.clone(), reset(&from, form).await) }
            });
            let outcomes = at_once(forms).await;
            let (won, lost): (Vec<_>, Vec<_>) = outcomes.into_iter().partition(|(_, outcome)| outcome.is_ok());
            assert!(lost.iter().all(|(_, outcome)| *outcome == Err(DEAD)), "{lost:?}");
            let [(password, _)] = won.as_slice() else { panic!("{won:?}") };
            assert!(signs_in(&world, MARIT, password).await.is_ok());
        }
        assert_eq!(world.number("SELECT count(*) FROM audit_event WHERE action = 'password_reset'").await, 5);
        world.assert_sound().await;
    })
    .await;
}

// PR-15
#[tokio::test(flavor = "multi_thread")]
async fn session_of_the_old_password_does_not_outlive_a_reset() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let mut password = PASSWORD.to_owned();
        for round in 0..15 {
            let token = link(&world, MARIT).await;
            let next = format!("{NEW} {round}");
            let things = (0..5).map(|number| {
                let (from, old, form) = (world.anonymous(), password.clone(), form(&token, &next));
                async move {
                    match number {
                        0 => reset(&from, form).await.unwrap(),
                        _ => drop(sign_in(&from, MARIT, old.into(), None).await),
                    }
                }
            });
            at_once(things).await;
            let live = world.number("SELECT count(*) FROM session WHERE revoked_at IS NULL").await;
            assert_eq!(live, 0, "{round}");
            password = next;
        }
    })
    .await;
}

// PR-04
#[tokio::test(flavor = "multi_thread")]
async fn link_ends_after_an_hour_with_nobody_tidying_up() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let token = link(&world, MARIT).await;
        world.clock().advance(59 * MINUTE);
        assert!(reset_page(&world.anonymous(), &token).await.is_ok());
        world.clock().advance(MINUTE);
        assert_eq!(reset_page(&world.anonymous(), &token).await, Err(DEAD));
        assert_eq!(reset(&world.anonymous(), form(&token, NEW)).await, Err(DEAD));
        let token = link(&world, MARIT).await;
        world.clock().advance(59 * MINUTE);
        assert_eq!(reset(&world.anonymous(), form(&token, NEW)).await, Ok(()));
    })
    .await;
}

// PR-05
#[tokio::test(flavor = "multi_thread")]
async fn database_holds_no_link_that_works() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let token = link(&world, MARIT).await;
        assert!(!world.dump().await.contains(&token));
        reset(&world.anonymous(), form(&token, NEW)).await.unwrap();
        let dump = world.dump().await;
        assert!(!dump.contains(&token) && !dump.contains(NEW));
    })
    .await;
}

// PR-12
#[tokio::test(flavor = "multi_thread")]
async fn state_of_the_user_is_looked_at_again_when_the_link_is_used() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let seed = |email: &str, status| UserSeed { email: email.to_owned(), status, ..UserSeed::default() };
        world.user(UserSeed { has_password: true, ..seed("ana@kestrel.example", UserStatus::Active) }).await;
        let token = link(&world, "ana@kestrel.example").await;
        for change in ["status = 'disabled', disabled_by = 'administrator'", "status = 'active', access_ends_at = 1"] {
            world.execute(&format!("UPDATE \"user\" SET {change} WHERE email_key = 'ana@kestrel.example'")).await;
            assert_eq!(reset_page(&world.anonymous(), &token).await, Err(DEAD));
            assert_eq!(reset(&world.anonymous(), form(&token, NEW)).await, Err(DEAD));
        }
        assert_eq!(world.number("SELECT count(*) FROM audit_event WHERE action = 'password_reset'").await, 0);

        let wrong_status = Err(AppError::Conflict { reason: ConflictReason::WrongStatus });
        assert_eq!(new_reset_link(&operator(&world), "ana@kestrel.example").await, wrong_status);
        world.user(seed("invited@kestrel.example", UserStatus::Invited)).await;
        assert_eq!(new_reset_link(&operator(&world), "invited@kestrel.example").await, wrong_status);
        let nobody = Err(AppError::NotFound { what: Noun::User });
        assert_eq!(new_reset_link(&operator(&world), "nobody@kestrel.example").await, nobody);
        // A command that was not given the right cannot.
        assert!(new_reset_link(&world.services().system("other", &[]), MARIT).await.is_err());
        world.assert_sound().await;
    })
    .await;
}

// PR-18
#[tokio::test(flavor = "multi_thread")]
async fn every_other_link_is_dead_in_the_same_way() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let token = link(&world, MARIT).await;
        let flipped = format!("{}{}", if token.starts_with('A') { "B" } else { "A" }, &token[1..]);
        for odd in [&flipped, &token[1..], &format!("{token}="), "", "../", "\0", "%00", &"x".repeat(10_000)] {
            assert_eq!(reset_page(&world.anonymous(), odd).await, Err(DEAD), "{odd}");
            assert_eq!(reset(&world.anonymous(), form(odd, NEW)).await, Err(DEAD), "{odd}");
        }
        for purpose in ["invite", "set_up", "pre_auth"] {
            world.execute(&format!("UPDATE token SET purpose = '{purpose}'")).await;
            assert_eq!(reset(&world.anonymous(), form(&token, NEW)).await, Err(DEAD), "{purpose}");
        }
        world.execute("UPDATE token SET purpose = 'reset'").await;
        assert_eq!(reset(&world.anonymous(), form(&token, NEW)).await, Ok(()));
    })
    .await;
}

// AU-06 S1.53
#[tokio::test(flavor = "multi_thread")]
async fn passwords_work_exactly_as_they_were_typed() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let longest = "gulls over the pier 7 ".repeat(6)[..128].to_owned();
        for good in ["gul7 pie", "🎬🎞🎥📽🎙🎚🎛🎧", "        ", " leading and trailing ", &longest[..64], &longest]
        {
            let token = link(&world, MARIT).await;
            assert_eq!(reset(&world.anonymous(), form(&token, good)).await, Ok(()), "{good:?}");
            assert!(signs_in(&world, MARIT, good).await.is_ok(), "{good:?}");
            assert!(signs_in(&world, MARIT, &format!("{good} ")).await.is_err());
            assert!(
                signs_in(&world, MARIT, &good[..good.len() - good.chars().last().unwrap().len_utf8()]).await.is_err()
            );
        }
        let token = link(&world, MARIT).await;
        for (bad, code) in [
            ("gul7pie", FieldCode::TooShort { min: 8 }),
            (&format!("{longest}x"), FieldCode::TooLong { max: 128 }),
            (&"x".repeat(1 << 20), FieldCode::TooLong { max: 128 }),
            ("gulls\0pier", FieldCode::InvalidCharacters),
        ] {
            let outcome = reset(&world.anonymous(), form(&token, bad)).await;
            assert_eq!(outcome, Err(AppError::field("password", code)));
        }
        world.execute("UPDATE workspace SET password_min = 12").await;
        let outcome = reset(&world.anonymous(), form(&token, "elevenchars")).await;
        assert_eq!(outcome, Err(AppError::field("password", FieldCode::TooShort { min: 12 })));
        assert_eq!(reset(&world.anonymous(), form(&token, "twelve chars")).await, Ok(()));
    })
    .await;
}

// AU-08
#[tokio::test(flavor = "multi_thread")]
async fn common_and_predictable_passwords_are_refused() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        world.execute("UPDATE organization SET name = 'North Light Films'").await;
        let token = link(&world, MARIT).await;
        for bad in
            ["password", "12345678", "rollcall1", "KestrelYard2026", "northlight2026", "marit.solberg", "Solberg1990!"]
        {
            let outcome = reset(&world.anonymous(), form(&token, bad)).await;
            assert_eq!(outcome, Err(AppError::field("password", FieldCode::PasswordTooCommon)), "{bad}");
        }
        assert_eq!(reset(&world.anonymous(), form(&token, NEW)).await, Ok(()));
    })
    .await;
}

// AU-09
#[tokio::test(flavor = "multi_thread")]
async fn accents_may_be_typed_in_either_form() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let token = link(&world, MARIT).await;
        assert_eq!(reset(&world.anonymous(), form(&token, "caf\u{e9} au bord")).await, Ok(()));
        assert!(signs_in(&world, MARIT, "cafe\u{301} au bord").await.is_ok());
        assert!(signs_in(&world, MARIT, "cafe au bord").await.is_err());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn frame_and_session_show_who_is_signed_in() {
    for_each_engine(async |world: TestWorld| {
        let empty = services::session::frame(&world.anonymous()).await.unwrap();
        assert_eq!((empty.workspace.as_str(), empty.session), ("", None));
        world.set_up(5).await;
        assert_eq!(services::session::frame(&world.anonymous()).await.unwrap().workspace, "Kestrel Yard");
        let owner = world.owner().await;
        let info = services::session::info(&owner).await.unwrap();
        assert_eq!((info.name.as_str(), info.email.as_str(), info.role), ("Marit Solberg", MARIT, CompanyRole::Owner));
        assert_eq!(info.seats.map(|seats| (seats.purchased, seats.used)), Some((5, 1)));
        assert_eq!((info.users, info.language, info.theme, info.now.offset), (1, None, Theme::System, 60));
        assert!(info.actions.allows(Action::InvitationsSend) && info.actions.allows(Action::MailAll));

        let member = services::session::info(&world.member().await).await.unwrap();
        assert_eq!((member.seats, member.users), (None, 2));
        assert!(!member.actions.allows(Action::InvitationsSend));
    })
    .await;
}

// S1.17 S1.18
#[tokio::test(flavor = "multi_thread")]
async fn preferences_are_ones_own_and_recorded() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let (owner, member) = (world.owner().await, world.member().await);
        let change = |theme, language| PreferenceChange { theme, language };
        let set = async |change| services::account::change_preferences(&member, change).await;
        assert_eq!(set(change(None, None)).await, Ok(()));
        assert_eq!(world.number("SELECT count(*) FROM audit_event").await, 0);
        assert_eq!(set(change(Some(Theme::Dark), Some(LanguageChoice::Fixed(Language::Ko)))).await, Ok(()));
        let shown = async |user| services::session::info(&world.signed_in(user).await).await.unwrap();
        let now = shown(member.user_id()).await;
        assert_eq!((now.theme, now.language), (Theme::Dark, Some(Language::Ko)));
        assert_eq!(set(change(None, Some(LanguageChoice::Browser))).await, Ok(()));
        let now = shown(member.user_id()).await;
        assert_eq!((now.theme, now.language), (Theme::Dark, None));
        let untouched = shown(owner.user_id()).await;
        assert_eq!((untouched.theme, untouched.language), (Theme::System, None));
        assert_eq!(world.number("SELECT count(*) FROM audit_event WHERE action = 'preferences_changed'").await, 2);
        world.assert_sound().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn cookies_open_under_their_own_name_only() {
    for_each_engine(async |world: TestWorld| {
        let services = world.services();
        let sealed = services.seal_cookie("flash", b"note");
        assert_eq!(services.open_cookie("flash", &sealed).as_deref(), Some(b"note".as_slice()));
        assert_eq!(services.open_cookie("device", &sealed), None);
        assert_eq!(services.open_cookie("flash", &format!("{sealed}A")), None);
        let ready = services.ready().await;
        assert!(ready.is_ready());
        assert_eq!(ready.jobs_late_secs, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tidying_up_removes_what_ended_long_ago_and_decides_nothing() {
    for_each_engine(async |world: TestWorld| {
        const DAY: i64 = 24 * 60 * MINUTE;
        world.set_up(5).await;
        let marit = world.owner().await.user_id();
        world.execute("UPDATE session SET revoked_at = last_seen_at").await;
        assert!(signs_in(&world, MARIT, NEW).await.is_err());
        for _ in 0..3 {
            link(&world, MARIT).await;
        }
        // The link of an invitation has a page of its own when it has ended, so it stays.
        world.execute("UPDATE token SET purpose = 'invite' WHERE used_at IS NULL").await;
        link(&world, MARIT).await;
        let sweep = async || {
            world.plan_jobs().await;
            world.run_jobs().await;
            let mut left = Vec::new();
            for table in ["session", "token", "throttle"] {
                left.push(world.number(&format!("SELECT count(*) FROM {table}")).await);
            }
            left
        };
        assert_eq!(sweep().await, [1, 4, 2]);
        world.clock().advance(29 * DAY);
        assert_eq!(sweep().await, [1, 4, 1]);
        world.session_of(marit).await;
        world.clock().advance(2 * DAY);
        assert_eq!(sweep().await, [1, 1, 1]);
        world.clock().advance(90 * DAY);
        assert_eq!(sweep().await, [0, 1, 0]);
    })
    .await;
}
