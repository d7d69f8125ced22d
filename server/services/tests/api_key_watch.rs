//! The personal API key as others see it: revoking it for somebody, and the mails before it ends.

use model::access::{Blocker, CompanyPermission, Verdict};
use model::account::PreferenceChange;
use model::error::{AppError, ConflictReason};
use model::fields::FieldCode;
use model::ids::UserId;
use model::security::{SecurityChange, SecurityRules};
use model::time::Timestamp;
use model::user_window::{SessionsTab, WindowBody, WindowQuery, WindowTab};
use secrecy::ExposeSecret;
use services::credentials::api_key::{authenticate, create, panel, remove, reset};
use services::testing::{Fault, TestWorld, UserSeed, at_once, for_each_engine};
use services::{Ctx, account, security, user_window};

const STALE: AppError = AppError::Conflict { reason: ConflictReason::Stale };
const REASON: &str = "found in a public repository";
const HOUR: i64 = 60 * 60;
const DAY: i64 = 24 * HOUR;

/// The last day of a key, two weeks after the clock of a world begins; and the moment after it, in Oslo.
const LAST_DAY: &str = "2026-12-04";
const END: Timestamp = Timestamp(1_796_425_200_000);
const SUBJECT: &str = "Your API key for Kestrel Yard expires on 4 December 2026";

/// Somebody new with this address, who has shown the password a moment ago.
async fn somebody(world: &TestWorld, email: &str) -> Ctx {
    let user = world.user(UserSeed { email: email.to_owned(), has_password: true, ..UserSeed::default() }).await;
    again(world, user).await
}

async fn again(world: &TestWorld, user: UserId) -> Ctx {
    world.stepped_up(&world.signed_in(user).await).await
}

async fn make(ctx: &Ctx, last_day: &str) -> String {
    create(ctx, last_day).await.unwrap().expose_secret().to_owned()
}

async fn selector(ctx: &Ctx) -> String {
    panel(ctx, false).await.unwrap().key.unwrap().selector
}

async fn program(world: &TestWorld, key: &str) -> Result<Ctx, AppError> {
    authenticate(&world.anonymous(), key).await.map(|(ctx, _)| ctx)
}

async fn sessions(who: &Ctx, user: UserId) -> SessionsTab {
    let query = WindowQuery { tab: WindowTab::Sessions, list: None, action: None, page: 1, role: None };
    match user_window::open(who, user, query).await.unwrap().body {
        WindowBody::Sessions(sessions) => sessions,
        other => panic!("{other:?}"),
    }
}

fn first_blocker(error: &AppError) -> Option<Blocker> {
    match error {
        AppError::Forbidden { blockers, .. } => blockers.first().copied(),
        _ => None,
    }
}

/// What has waited leaves; how many mails there are.
async fn settled(world: &TestWorld) -> usize {
    world.run_jobs().await;
    world.mails().await.len()
}

// AK-03 AK-08 LG-03
#[tokio::test(flavor = "multi_thread")]
async fn key_of_somebody_is_seen_and_revoked_and_refused_from_the_next_request_on() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(20).await;
        let administrator = world.administrator().await;
        let ana = somebody(&world, "ana@kestrel.example").await;
        let user = ana.user_id();
        assert_eq!(sessions(&administrator, user).await.api_key, None);
        let key = make(&ana, LAST_DAY).await;
        authenticate(&world.anonymous_from("10.0.4.7"), &key).await.unwrap();
        let left = settled(&world).await;

        let seen = sessions(&administrator, user).await.api_key.unwrap();
        assert!(key.starts_with(&seen.start) && seen.start.len() == "rc_pat_k7m2".len(), "{seen:?}");
        assert_eq!(seen.expires.map(|end| end.at), Some(END));
        assert_eq!(seen.last_use.as_ref().map(|used| used.address.as_str()), Some("10.0.4.7"));
        let revoke = async |who: &Ctx, why: &str| user_window::revoke_api_key(who, user, &seen.selector, why).await;
        assert_eq!(revoke(&administrator, REASON).await, Err(AppError::StepUpRequired));
        let proven = world.stepped_up(&administrator).await;
        assert_eq!(revoke(&proven, " ").await, Err(AppError::field("reason", FieldCode::Required)));
        let running = program(&world, &key).await.unwrap();
        assert_eq!(revoke(&proven, REASON).await, Ok(()));
        assert_eq!(program(&world, &key).await.err(), Some(AppError::Unauthenticated));
        // A request that had begun with it changes nothing any more.
        let change = PreferenceChange { theme: Some(model::session::Theme::Dark), ..PreferenceChange::default() };
        assert_eq!(account::change_preferences(&running, change).await, Err(AppError::Unauthenticated));
        assert_eq!(sessions(&administrator, user).await.api_key, None);
        assert_eq!(revoke(&proven, REASON).await, Err(STALE));

        world.run_jobs().await;
        let mails = world.mails().await;
        let [told] = &mails[left..] else { panic!("{mails:?}") };
        let subject = "Your API key for Kestrel Yard was revoked";
        assert_eq!((told.to.as_str(), told.subject.as_str()), ("ana@kestrel.example", subject));
        assert!(mails.iter().all(|mail| !mail.text.contains("rc_pat_") && !mail.html.contains("rc_pat_")));
        let noted = "SELECT after FROM audit_event WHERE action = 'api_key_revoked' AND reason = ";
        let noted = world.texts(&format!("{noted}'{REASON}'")).await;
        assert!(noted.len() == 1 && noted[0].contains(&seen.start) && !noted[0].contains(&key[..19]), "{noted:?}");
        world.assert_sound().await;
    })
    .await;
}

// AK-04
#[tokio::test(flavor = "multi_thread")]
async fn keys_are_revoked_by_holders_of_security_never_that_of_the_owner_nor_ones_own_nor_by_a_key() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(20).await;
        let (owner, administrator) = (world.owner().await, world.administrator().await);
        let (owner, administrator) = (world.stepped_up(&owner).await, world.stepped_up(&administrator).await);
        let other = world.stepped_up(&world.administrator().await).await;
        let ana = somebody(&world, "ana@kestrel.example").await;
        for ctx in [&owner, &administrator, &other, &ana] {
            make(ctx, "").await;
        }
        let revoke = async |who: &Ctx, of: &Ctx| {
            user_window::revoke_api_key(who, of.user_id(), &selector(of).await, REASON).await
        };
        let outranked = revoke(&administrator, &owner).await.unwrap_err();
        assert_eq!(first_blocker(&outranked), Some(Blocker::Outranked));
        let hidden = sessions(&administrator, owner.user_id()).await;
        assert_eq!((hidden.verdict, hidden.api_key), (Verdict::Blocked(Blocker::Outranked), None));
        for own in [&owner, &administrator] {
            assert!(matches!(revoke(own, own).await, Err(AppError::Forbidden { .. })));
        }
        let outsiders = [
            world.member_with(&[CompanyPermission::Users, CompanyPermission::Audit]).await,
            world.member().await,
            world.guest().await,
        ];
        for outsider in outsiders {
            assert!(revoke(&world.stepped_up(&outsider).await, &ana).await.is_err());
        }
        let key = reset(&administrator, &selector(&administrator).await, "").await.unwrap();
        let by_key = program(&world, key.expose_secret()).await.unwrap();
        let refused = revoke(&by_key, &ana).await.unwrap_err();
        assert_eq!(first_blocker(&refused), Some(Blocker::ApiKeyNotAllowed));
        // Somebody else's key is not found under this person.
        let wrong = user_window::revoke_api_key(&other, ana.user_id(), &selector(&administrator).await, REASON).await;
        assert_eq!(wrong, Err(STALE));
        assert_eq!(world.number("SELECT count(*) FROM api_key").await, 4);

        for (by, of) in [(&owner, &administrator), (&administrator, &other), (&administrator, &ana)] {
            assert_eq!(revoke(by, of).await, Ok(()));
        }
        assert_eq!(world.number("SELECT count(*) FROM api_key").await, 1);
        world.assert_sound().await;
    })
    .await;
}

// AK-02
#[tokio::test(flavor = "multi_thread")]
async fn of_revocations_at_once_one_wins_and_a_key_that_was_reset_meanwhile_lives() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(20).await;
        let administrator = world.stepped_up(&world.administrator().await).await;
        let ana = somebody(&world, "ana@kestrel.example").await;
        make(&ana, "").await;
        let old = selector(&ana).await;
        let next = reset(&ana, &old, "").await.unwrap();
        assert_eq!(user_window::revoke_api_key(&administrator, ana.user_id(), &old, REASON).await, Err(STALE));
        assert!(program(&world, next.expose_secret()).await.is_ok());

        let (user, seen) = (ana.user_id(), selector(&ana).await);
        let answers = at_once((0..8).map(|_| {
            let (administrator, seen) = (administrator.clone(), seen.clone());
            async move { user_window::revoke_api_key(&administrator, user, &seen, REASON).await }
        }))
        .await;
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
        assert_eq!(answers.iter().filter(|answer| **answer == Err(STALE)).count(), 7, "{answers:?}");
        assert_eq!(world.number("SELECT count(*) FROM audit_event WHERE action = 'api_key_revoked'").await, 1);
        assert_eq!(world.number("SELECT count(*) FROM mail WHERE payload LIKE '%api_key_revoked%'").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn owners_are_told_seven_three_and_one_day_before_their_key_ends_once_each() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(20).await;
        let ana = somebody(&world, "ana@kestrel.example").await;
        let bo = somebody(&world, "bo@kestrel.example").await;
        world
            .execute("UPDATE \"user\" SET language = 'es', timezone = 'America/New_York' WHERE email LIKE 'bo@%'")
            .await;
        make(&ana, LAST_DAY).await;
        // His day is that of Oslo, because he moved afterward.
        make(&bo, LAST_DAY).await;
        // Keys without an end, and of people who are shut out, are not told of.
        make(&somebody(&world, "cy@kestrel.example").await, "").await;
        let di = somebody(&world, "di@kestrel.example").await;
        make(&di, LAST_DAY).await;
        world
            .execute("UPDATE \"user\" SET status = 'disabled', disabled_by = 'administrator' WHERE email LIKE 'di@%'")
            .await;
        world
            .execute("UPDATE session SET revoked_at = created_at WHERE user_id IN (SELECT id FROM \"user\" WHERE email LIKE 'di@%')")
            .await;
        let left = &mut settled(&world).await;

        let es = "Tu clave de API de Kestrel Yard caduca el 4 de diciembre de 2026";
        let both = [("ana@kestrel.example", SUBJECT), ("bo@kestrel.example", es)];
        let both = both.map(|(to, subject)| (to.to_owned(), subject.to_owned()));
        for days in [7, 3, 1] {
            let at = END.plus_seconds(-days * DAY);
            assert_eq!(world.come_around(at.plus_seconds(-1), left).await, [], "{days}");
            assert_eq!(world.come_around(at, left).await, both, "{days}");
            assert_eq!(world.come_around(at.plus_seconds(HOUR), left).await, [], "{days}");
        }
        assert_eq!(world.come_around(END, left).await, []);
        let mails = world.mails().await;
        let to_ana = mails.iter().rfind(|mail| mail.to.starts_with("ana@")).unwrap();
        let text = &to_ana.text;
        assert!(text.contains("23:59 (UTC+01:00)") && text.contains("/account/security"), "{text}");
        assert!(mails.iter().all(|mail| !mail.text.contains("rc_pat_") && !mail.html.contains("rc_pat_")));
        world.assert_sound().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_so_any_more_is_not_told() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(20).await;
        let ana = somebody(&world, "ana@kestrel.example").await.user_id();
        let bo = somebody(&world, "bo@kestrel.example").await.user_id();
        for user in [ana, bo] {
            make(&again(&world, user).await, LAST_DAY).await;
        }
        let left = &mut settled(&world).await;
        let week = END.plus_seconds(-7 * DAY);
        // The mail server is away while the reminders are written; then one key is reset and the other removed.
        world.fail_mails(&[Fault::Unreachable; 2]);
        assert_eq!(world.come_around(week, left).await, []);
        let ctx = again(&world, ana).await;
        let next = reset(&ctx, &selector(&ctx).await, "2026-12-20").await.unwrap();
        remove(&again(&world, bo).await).await.unwrap();
        let told = world.come_around(week.plus_seconds(HOUR), left).await;
        assert!(told.iter().all(|(_, subject)| !subject.contains("expires")), "{told:?}");
        let held_back = "SELECT count(*) FROM mail WHERE payload LIKE '%api_key_ends%' AND failure = 'recipient'";
        assert_eq!(world.number(held_back).await, 2);
        assert!(program(&world, next.expose_secret()).await.is_ok());

        // The new end has its own reminders.
        let at = END.plus_seconds((16 - 7) * DAY);
        assert_eq!(world.come_around(at, left).await.len(), 1);
        assert_eq!(world.come_around(at.plus_seconds(HOUR), left).await, []);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ends_that_a_key_was_made_close_to_and_ends_by_the_rule_of_the_workspace() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(20).await;
        let begin = world.anonymous().now();
        make(&somebody(&world, "ana@kestrel.example").await, "").await;
        // Made two days before its end: its owner knows that, and is told on the last day only.
        make(&somebody(&world, "bo@kestrel.example").await, "2026-11-23").await;
        let left = &mut settled(&world).await;
        assert_eq!(world.come_around(begin.plus_seconds(HOUR), left).await, []);
        let told = world.come_around(begin.plus_seconds(DAY + 12 * HOUR), left).await;
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].0, "bo@kestrel.example");

        let owner = world.owner().await;
        let page = security::page(&owner).await.unwrap();
        let rules = SecurityRules { api_key_days: Some(30), ..page.rules };
        security::save(&owner, SecurityChange { version: page.version, rules }).await.unwrap();
        // Through thirty days and the one on which it was made, which may have 25 hours.
        let end = begin.plus_seconds(31 * DAY + HOUR);
        for days in [7, 3, 1] {
            let at = end.plus_seconds(-days * DAY);
            assert_eq!(world.come_around(at.plus_seconds(-1), left).await, [], "{days}");
            let told = world.come_around(at, left).await;
            assert!(told.len() == 1 && told[0].0 == "ana@kestrel.example", "{told:?}");
        }
        assert_eq!(world.come_around(end, left).await, []);
        world.assert_sound().await;
    })
    .await;
}
