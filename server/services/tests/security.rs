//! The Security page, on both engines: rules that count at once, and who may switch enforcement on and off.

use std::pin::Pin;

use model::access::{Action, Blocker, CompanyPermission};
use model::branding::BrandingChange;
use model::deletion::{Deletion, DeletionOrder};
use model::error::{AppError, ConflictReason};
use model::factors::{FactorFilter, FactorQuery, FactorSort};
use model::fields::FieldCode;
use model::security::{SecurityChange, SecurityRules};
use model::sign_in::PasswordForm;
use model::users::{UserQuery, UserStatus};
use secrecy::ExposeSecret;
use services::credentials::{api_key, authenticate};
use services::testing::{PASSWORD, TestDatabase, TestWorld, UserSeed, at_once, for_each_engine};
use services::{
    Clock as _, Ctx, Edition, account, branding, deletion, iso, security, sign_in, two_factor, user_window, users,
};

const STALE: AppError = AppError::Conflict { reason: ConflictReason::Stale };
const HOUR: i64 = 60 * 60;
const DAY: i64 = 24 * HOUR;

async fn page(ctx: &Ctx) -> (SecurityRules, i64) {
    let page = security::page(ctx).await.unwrap();
    (page.rules, page.version)
}

/// Changes the rules as they are now.
async fn set(ctx: &Ctx, change: impl FnOnce(&mut SecurityRules)) {
    let (mut rules, version) = page(ctx).await;
    change(&mut rules);
    security::save(ctx, SecurityChange { version, rules }).await.unwrap();
}

/// The Owner with a second factor, and the password shown a moment ago.
async fn enrolled_owner(world: &TestWorld) -> Ctx {
    let owner = world.owner().await;
    world.enroll(owner.user_id()).await;
    world.stepped_up(&owner).await
}

fn must_enroll<T>(answer: Result<T, AppError>) -> bool {
    matches!(answer, Err(AppError::Forbidden { blockers, .. }) if blockers.first() == Some(&Blocker::MustEnroll))
}

/// Whether one of two did something, and the other was told.
fn once(answers: &[Result<(), AppError>]) -> bool {
    answers.len() == 2 && answers.contains(&Ok(())) && answers.contains(&Err(STALE))
}

fn refused(action: Action, blocker: Blocker) -> impl Fn(&AppError) -> bool {
    move |error| matches!(error, AppError::Forbidden { action: asked, blockers } if *asked == action && blockers[0] == blocker)
}

// S0.20 S0.24
#[tokio::test(flavor = "multi_thread")]
async fn rules_are_changed_by_holders_of_security_and_by_nobody_else() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let every: Vec<_> =
            CompanyPermission::ALL.iter().copied().filter(|one| *one != CompanyPermission::Security).collect();
        for outsider in [world.guest().await, world.member().await, world.member_with(&every).await] {
            let error = security::page(&outsider).await.unwrap_err();
            assert!(refused(Action::SecurityEdit, Blocker::NoGrant)(&error), "{error:?}");
            let (rules, version) = page(&world.owner().await).await;
            let change = SecurityChange { version, rules: SecurityRules { password_min: 20, ..rules } };
            assert!(refused(Action::SecurityEdit, Blocker::NoGrant)(
                &security::save(&outsider, change).await.unwrap_err()
            ));
            assert!(security::enforce(&world.stepped_up(&outsider).await).await.is_err());
            assert!(security::release(&world.stepped_up(&outsider).await).await.is_err());
        }
        for holder in [world.owner().await, world.administrator().await] {
            set(&holder, |rules| rules.password_min += 1).await;
        }
        let (rules, version) = page(&world.owner().await).await;
        assert_eq!((rules.password_min, version), (10, 3));
        world.assert_sound().await;
    })
    .await;
}

// S0.20
#[tokio::test(flavor = "multi_thread")]
async fn change_of_rules_is_noted_from_what_to_what_and_an_old_page_changes_nothing() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let owner = world.owner().await;
        let (rules, version) = page(&owner).await;
        let change =
            SecurityChange { version, rules: SecurityRules { password_min: 15, api_key_days: Some(90), ..rules } };
        security::save(&owner, change).await.unwrap();
        // What is stored already is no change.
        security::save(&owner, SecurityChange { version: version + 1, ..change }).await.unwrap();
        assert_eq!(security::save(&owner, change).await, Err(STALE));
        let noted = world.texts("SELECT after FROM audit_event WHERE action = 'security_rules_changed'").await;
        let [noted] = noted.try_into().unwrap();
        let noted: serde_json::Value = serde_json::from_str(&noted).unwrap();
        assert_eq!(noted["before"], serde_json::json!({ "password_min": 8, "api_key_days": 0 }));
        assert_eq!(noted["after"], serde_json::json!({ "password_min": 15, "api_key_days": 90 }));
        let beyond = SecurityRules { password_min: 7, ..rules };
        let refused = security::save(&owner, SecurityChange { version: version + 1, rules: beyond }).await;
        assert_eq!(refused, Err(AppError::field("password_min", FieldCode::OutOfRange { min: 8, max: 64 })));
        world.assert_sound().await;
    })
    .await;
}

// S0.20: several editors of the same page. Without the look at the version in `save` all are stored, on both engines;
// without the lock of the row in `workspace::lock` they are on PostgreSQL.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_changes_at_once_one_is_stored_and_the_others_are_told() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let (owner, administrator) = (world.owner().await, world.administrator().await);
        for round in 1..=6 {
            let (rules, version) = page(&owner).await;
            let changes = (0..6).map(|n| {
                let who = if n % 2 == 0 { owner.clone() } else { administrator.clone() };
                let rules = SecurityRules { password_min: 8 + (rules.password_min + n) % 50, ..rules };
                async move { security::save(&who, SecurityChange { version, rules }).await.map(|()| rules) }
            });
            let answers = at_once(changes).await;
            let (stored, told): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
            assert_eq!(stored, [Ok(page(&owner).await.0)], "{told:?}");
            assert!(told.iter().all(|answer| *answer == Err(STALE)), "{told:?}");
            assert_eq!(page(&owner).await.1, version + 1);
            let entries = "SELECT count(*) FROM audit_event WHERE action = 'security_rules_changed'";
            assert_eq!(world.number(entries).await, round);
        }
        world.assert_sound().await;
    })
    .await;
}

// S0.20: the rules and the branding stand in one row. Without one of the looks at the version both are stored on both
// engines; without the lock of the row here, or the condition on the version there, they are on PostgreSQL.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_a_rule_and_a_name_at_once_one_is_told() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let (owner, administrator) = (world.owner().await, world.administrator().await);
        for round in 0..16 {
            let (mut rules, version) = page(&owner).await;
            rules.password_min = 9 + round;
            let mut fields = branding::page(&owner).await.unwrap().fields;
            fields.name = format!("Kestrel {round}");
            let (one, other) = (owner.clone(), administrator.clone());
            let answers = at_once([
                Box::pin(async move { security::save(&one, SecurityChange { version, rules }).await })
                    as Pin<Box<dyn Future<Output = Result<(), AppError>> + Send>>,
                Box::pin(async move { branding::save(&other, BrandingChange { version, fields }).await }),
            ])
            .await;
            assert!(once(&answers), "{answers:?}");
            assert_eq!(page(&owner).await.1, version + 1);
        }
        world.assert_sound().await;
    })
    .await;
}

// S1.53: two who switch it on or off at once. Without the look at what is so already both are noted, on both engines;
// without the lock of the row they are on PostgreSQL.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn enforcement_is_switched_once_when_two_do_so_at_once() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let owner = enrolled_owner(&world).await;
        for _ in 0..4 {
            let switch =
                at_once([owner.clone(), owner.clone()].map(|who| async move { security::enforce(&who).await }));
            assert!(once(&switch.await));
            let switch =
                at_once([owner.clone(), owner.clone()].map(|who| async move { security::release(&who).await }));
            assert!(once(&switch.await));
        }
        assert_eq!(world.number("SELECT count(*) FROM audit_event WHERE action = 'enforcement_changed'").await, 8);
        world.assert_sound().await;
    })
    .await;
}

// S1.53 SE-08 AU-06
#[tokio::test(flavor = "multi_thread")]
async fn rules_for_passwords_and_sessions_count_from_the_next_request_on() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let (owner, member) = (world.owner().await, world.member().await);
        let form = |password: &str| PasswordForm {
            old_password: PASSWORD.to_owned(),
            password: password.to_owned(),
            password_again: password.to_owned(),
        };
        set(&owner, |rules| rules.password_min = 20).await;
        let short = sign_in::change_password(&member, form("nineteen characters")).await.err();
        assert_eq!(short, Some(AppError::field("password", FieldCode::TooShort { min: 20 })));
        assert!(sign_in::change_password(&member, form("twenty characters ok")).await.is_ok());

        let token = world.session_of(member.user_id()).await;
        world.clock().advance(10 * 60);
        assert!(authenticate(&world.anonymous(), &token).await.is_ok());
        world.clock().advance(10 * 60);
        set(&world.owner().await, |rules| rules.session_idle_minutes = 10).await;
        assert_eq!(authenticate(&world.anonymous(), &token).await.err(), Some(AppError::Unauthenticated));

        let owner = world.owner().await;
        set(&owner, |rules| (rules.session_idle_minutes, rules.session_max_hours) = (60, 1)).await;
        let token = world.session_of(member.user_id()).await;
        for _ in 0..3 {
            world.clock().advance(19 * 60);
            assert!(authenticate(&world.anonymous(), &token).await.is_ok());
        }
        world.clock().advance(3 * 60);
        assert_eq!(authenticate(&world.anonymous(), &token).await.err(), Some(AppError::Unauthenticated));
    })
    .await;
}

// S0.20
#[tokio::test(flavor = "multi_thread")]
async fn undo_window_and_permanent_deletion_follow_the_rules() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let owner = world.owner().await;
        set(&owner, |rules| (rules.undo_seconds, rules.permanent_deletion) = (45, false)).await;
        let owner = world.stepped_up(&owner).await;
        let seed = UserSeed { first_name: "Ana".to_owned(), last_name: "Lind".to_owned(), ..UserSeed::default() };
        let ana = world.user(seed).await;
        assert!(!deletion::plan(&owner, ana).await.unwrap().can_erase);
        let order = |deletion| DeletionOrder { version: 1, deletion, name: "Ana Lind".to_owned() };
        let forbidden = AppError::Conflict { reason: ConflictReason::ErasureForbidden };
        assert_eq!(deletion::delete(&owner, ana, order(Deletion::Erase)).await.err(), Some(forbidden));
        assert_eq!(deletion::delete(&owner, ana, order(Deletion::Archive)).await.unwrap().seconds, 45);
        world.clock().advance(44);
        deletion::take_back(&owner, ana).await.unwrap();
        set(&owner, |rules| rules.permanent_deletion = true).await;
        assert!(deletion::plan(&owner, ana).await.unwrap().can_erase);
    })
    .await;
}

// S2.3
#[tokio::test(flavor = "multi_thread")]
async fn keys_live_no_longer_than_the_workspace_allows_old_ones_included() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let member = world.stepped_up(&world.member().await).await;
        let endless = api_key::create(&member, "").await.unwrap().expose_secret().to_owned();
        let works = async |key: &str| api_key::authenticate(&world.anonymous(), key).await.is_ok();
        set(&world.owner().await, |rules| rules.api_key_days = Some(30)).await;
        let panel = api_key::panel(&member, false).await.unwrap();
        assert_eq!(panel.longest.unwrap().days, 30);
        assert!(panel.key.unwrap().expires.is_some() && works(&endless).await);
        world.clock().advance(32 * DAY);
        assert!(!works(&endless).await);

        let member = world.stepped_up(&world.signed_in(member.user_id()).await).await;
        let seen = api_key::panel(&member, false).await.unwrap().key.unwrap();
        assert!(seen.has_ended);
        // It is noon, in the zone of the workspace too.
        let day = |days: i64| iso(world.clock().now().plus_seconds(days * DAY))[..10].to_owned();
        let asked = async |day: &str| api_key::reset(&member, &seen.selector, day).await.err();
        assert_eq!(asked("").await, Some(AppError::field("last_day", FieldCode::Required)));
        let beyond = FieldCode::OutOfRange { min: 0, max: 30 };
        assert_eq!(asked(&day(32)).await, Some(AppError::field("last_day", beyond)));
        assert_eq!(asked(&day(30)).await, None);
    })
    .await;
}

// S1.65 S1.66 S1.67 S1.84 TF-16
#[tokio::test(flavor = "multi_thread")]
async fn enforcement_reaches_live_sessions_at_their_next_request() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let member = world.member().await;
        let token = world.session_of(member.user_id()).await;
        let next_request = async || authenticate(&world.anonymous(), &token).await.unwrap();
        assert!(users::list(&next_request().await, UserQuery::default()).await.is_ok());

        let owner = world.stepped_up(&world.owner().await).await;
        let own = security::enforce(&owner).await.unwrap_err();
        assert!(refused(Action::SecurityEnforce, Blocker::OwnFactorOff)(&own), "{own:?}");
        world.enroll(owner.user_id()).await;
        assert_eq!(security::enforce(&world.owner().await).await, Err(AppError::StepUpRequired));
        let owner = world.stepped_up(&world.owner().await).await;
        security::enforce(&owner).await.unwrap();
        assert_eq!(security::enforce(&owner).await, Err(STALE));
        assert!(security::page(&owner).await.unwrap().enforcement.on);

        let member = next_request().await;
        assert!(member.must_enroll());
        assert!(must_enroll(users::list(&member, UserQuery::default()).await));
        assert!(must_enroll(account::profile(&member).await));
        assert!(must_enroll(two_factor::page(&member).await));
        assert!(two_factor::enroll_page(&member).await.unwrap().required);

        security::release(&owner).await.unwrap();
        assert_eq!(security::release(&owner).await, Err(STALE));
        assert!(users::list(&next_request().await, UserQuery::default()).await.is_ok());
        let noted =
            world.texts("SELECT after FROM audit_event WHERE action = 'enforcement_changed' ORDER BY seq").await;
        let noted: Vec<serde_json::Value> = noted.iter().map(|entry| serde_json::from_str(entry).unwrap()).collect();
        assert_eq!(noted.len(), 2);
        assert_eq!((&noted[0]["before"]["enforced"], &noted[0]["after"]["enforced"]), (&false.into(), &true.into()));
        world.assert_sound().await;
    })
    .await;
}

// TF-15 AK-03 AK-04
#[tokio::test(flavor = "multi_thread")]
async fn key_of_whoever_must_enroll_opens_nothing_and_no_key_enforces() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let owner = enrolled_owner(&world).await;
        let member = world.stepped_up(&world.member().await).await;
        let keys = [api_key::create(&member, "").await.unwrap(), api_key::create(&owner, "").await.unwrap()];
        let of = async |key: &secrecy::SecretString| {
            api_key::authenticate(&world.anonymous(), key.expose_secret()).await.unwrap().0
        };
        let refused = security::enforce(&of(&keys[1]).await).await.unwrap_err();
        assert!(
            matches!(refused, AppError::Forbidden { ref blockers, .. } if blockers[..] == [Blocker::ApiKeyNotAllowed])
        );
        security::enforce(&owner).await.unwrap();
        let program = of(&keys[0]).await;
        assert!(must_enroll(services::session::me(&program).await));
        assert!(must_enroll(users::list(&program, UserQuery::default()).await));
        // The key of whoever is enrolled works on.
        assert!(services::session::me(&of(&keys[1]).await).await.is_ok());
        assert!(security::release(&of(&keys[1]).await).await.is_err());
    })
    .await;
}

// S1.75 S1.84 TF-17
#[tokio::test(flavor = "multi_thread")]
async fn nobody_switches_their_own_second_factor_off_under_enforcement() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let owner = enrolled_owner(&world).await;
        security::enforce(&owner).await.unwrap();
        let before = world.dump().await;
        let enforced = AppError::Conflict { reason: ConflictReason::TwoFactorEnforced };
        assert_eq!(two_factor::disable(&owner, "123456").await.err(), Some(enforced));
        assert!(world.dump().await == before, "the refusal had an effect");
        assert!(two_factor::page(&owner).await.unwrap().two_factor.enforced);
    })
    .await;
}

// An account that another system keeps has the second factor of that system.
#[tokio::test(flavor = "multi_thread")]
async fn external_accounts_are_never_locked_out() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let member = world.member().await.user_id();
        let members = "SELECT id FROM \"user\" WHERE role = 'member'";
        world.execute(&format!("UPDATE credential SET auth_source = 'ldap' WHERE user_id IN ({members})")).await;
        security::enforce(&enrolled_owner(&world).await).await.unwrap();
        assert!(!world.signed_in(member).await.must_enroll());
    })
    .await;
}

// Whether or not a job has run.
#[tokio::test(flavor = "multi_thread")]
async fn a_planned_day_counts_by_itself() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let member = world.member().await.user_id();
        let day = world.clock().now().plus_seconds(HOUR / 2).0;
        world.execute(&format!("UPDATE workspace SET enforce_2fa_from = {day}")).await;
        assert!(!world.signed_in(member).await.must_enroll());
        world.clock().advance(HOUR / 2 - 1);
        assert!(!world.signed_in(member).await.must_enroll());
        world.clock().advance(1);
        assert!(world.signed_in(member).await.must_enroll());
    })
    .await;
}

// S1.65 S1.66 TF-16
#[tokio::test(flavor = "multi_thread")]
async fn standard_edition_keeps_what_was_on_until_it_is_switched_off() {
    for database in TestDatabase::engines().await {
        let world = TestWorld::in_edition(database, Edition::Standard).await;
        world.set_up(10).await;
        let owner = enrolled_owner(&world).await;
        let edition = security::enforce(&owner).await.unwrap_err();
        assert!(refused(Action::SecurityEnforce, Blocker::EditionStandard)(&edition), "{edition:?}");
        let panel = security::page(&owner).await.unwrap().enforcement;
        assert!(!panel.on && !panel.last && panel.enforce.blocker() == Some(Blocker::EditionStandard));
        // A day that was planned does not come in this edition.
        world.execute("UPDATE workspace SET enforce_2fa_from = 1").await;
        assert!(!security::page(&owner).await.unwrap().enforcement.on);

        world.execute("UPDATE workspace SET enforce_2fa = TRUE, enforce_2fa_from = NULL").await;
        let panel = security::page(&owner).await.unwrap().enforcement;
        assert!(panel.on && panel.last && panel.release.is_allowed());
        assert!(world.member().await.must_enroll());
        security::release(&owner).await.unwrap();
        assert!(!world.member().await.must_enroll());
        let again = security::enforce(&owner).await.unwrap_err();
        assert!(refused(Action::SecurityEnforce, Blocker::EditionStandard)(&again), "{again:?}");
    }
}

// TF-22
#[tokio::test(flavor = "multi_thread")]
async fn second_factor_of_others_is_reset_by_administrators_never_that_of_the_owner_nor_ones_own() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let owner = world.owner().await;
        let (a, a2, m) = (world.administrator().await, world.administrator().await, world.member().await);
        for ctx in [&owner, &a, &a2, &m] {
            world.enroll(ctx.user_id()).await;
        }
        let token = world.session_of(m.user_id()).await;
        let why = "lost the phone";
        let reset = async |by: &Ctx, of: &Ctx| {
            user_window::reset_second_factor(&world.stepped_up(by).await, of.user_id(), why).await
        };
        assert_eq!(user_window::reset_second_factor(&a, m.user_id(), why).await, Err(AppError::StepUpRequired));
        let without = user_window::reset_second_factor(&world.stepped_up(&a).await, m.user_id(), " ").await;
        assert_eq!(without, Err(AppError::field("reason", FieldCode::Required)));
        for (by, of) in [(&a, &owner), (&a, &a), (&owner, &owner)] {
            assert!(matches!(reset(by, of).await, Err(AppError::Forbidden { .. })));
        }
        for by in [world.member_with(&[CompanyPermission::Users]).await, world.member().await] {
            let error = reset(&by, &m).await.unwrap_err();
            assert!(refused(Action::CredentialsHelp, Blocker::NoGrant)(&error), "{error:?}");
        }
        assert_eq!(world.number("SELECT count(*) FROM totp").await, 4);

        for (by, of) in [(&a, &m), (&a, &a2), (&owner, &a)] {
            assert_eq!(reset(by, of).await, Ok(()));
        }
        assert_eq!(reset(&owner, &a).await, Err(STALE));
        assert_eq!(authenticate(&world.anonymous(), &token).await.err(), Some(AppError::Unauthenticated));
        assert_eq!(world.number("SELECT count(*) FROM totp").await, 1);
        let noted = "SELECT count(*) FROM audit_event WHERE action = 'two_factor_reset' AND reason = 'lost the phone'";
        assert_eq!(world.number(noted).await, 3);
        for template in ["two_factor_disabled", "sessions_ended"] {
            assert_eq!(world.number(&format!("SELECT count(*) FROM mail WHERE template = '{template}'")).await, 3);
        }
        world.assert_sound().await;
    })
    .await;
}

// Who would be locked out is exactly who `decide` keeps out once it is enforced.
#[tokio::test(flavor = "multi_thread")]
async fn list_of_second_factors_counts_everybody_once_and_names_who_would_be_locked_out() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(20).await;
        let owner = enrolled_owner(&world).await;
        let (member, guest, elsewhere) = (world.member().await, world.guest().await, world.administrator().await);
        world.enroll(guest.user_id()).await;
        let administrators = "SELECT id FROM \"user\" WHERE role = 'administrator'";
        world.execute(&format!("UPDATE credential SET auth_source = 'ldap' WHERE user_id IN ({administrators})")).await;
        for status in [UserStatus::Invited, UserStatus::Deleted] {
            world.user(UserSeed { status, ..UserSeed::default() }).await;
        }
        let of = async |state, sort| {
            let query = FactorQuery { state, sort, page: 1 };
            let found = security::factors(&owner, query).await.unwrap();
            assert_eq!((found.on, found.off, found.external), (2, 1, 1));
            found.page.rows.into_iter().map(|row| row.id).collect::<Vec<_>>()
        };
        assert_eq!(of(Some(FactorFilter::Off), FactorSort::Name).await, [member.user_id()]);
        assert_eq!(of(Some(FactorFilter::External), FactorSort::Seen).await, [elsewhere.user_id()]);
        assert_eq!(of(Some(FactorFilter::Few), FactorSort::Name).await.len(), 2);
        let mut all = of(None, FactorSort::Name).await;
        let turned = of(None, FactorSort::NameDown).await;
        all.reverse();
        assert_eq!(all, turned);
        // A page beyond the last one shows the last one.
        let beyond = FactorQuery { page: 9, ..FactorQuery::default() };
        assert_eq!(security::factors(&owner, beyond).await.unwrap().page.rows.len(), 4);
        let refused_to = security::factors(&member, FactorQuery::default()).await.unwrap_err();
        assert!(refused(Action::SecurityEdit, Blocker::NoGrant)(&refused_to), "{refused_to:?}");

        security::enforce(&owner).await.unwrap();
        for id in all {
            assert_eq!(world.signed_in(id).await.must_enroll(), id == member.user_id());
        }
    })
    .await;
}
