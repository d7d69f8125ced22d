//! One's own account: profile, sessions and permissions, on both engines.

use model::access::{Action, CompanyPermission, CompanyRole};
use model::account::{LanguageChoice, PreferenceChange};
use model::error::{AppError, ConflictReason, Noun};
use model::fields::FieldCode;
use model::language::Language;
use model::profile::{DefaultPage, ProfileChange, ProfileFields};
use model::session::{Density, Theme};
use services::credentials::authenticate;
use services::testing::{TestWorld, for_each_engine};
use services::{Ctx, account};

async fn fields(who: &Ctx) -> ProfileFields {
    account::profile(who).await.unwrap().fields
}

/// Saves over what is stored at the moment.
async fn save(who: &Ctx, change: impl FnOnce(&mut ProfileFields)) -> Result<(), AppError> {
    let profile = account::profile(who).await.unwrap();
    let mut fields = profile.fields;
    change(&mut fields);
    account::save_profile(who, ProfileChange { version: profile.version, fields, email: None }).await
}

// S1.3 S1.4 S1.8 S1.9 S2.6
#[tokio::test(flavor = "multi_thread")]
async fn names_and_preferences_are_stored_for_oneself_and_nobody_else() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let (owner, member) = (world.owner().await, world.member().await);
        let others = fields(&owner).await;
        let before = account::profile(&member).await.unwrap();
        assert!(before.fields.fuzzy_dates && before.fields.shortcuts);
        assert_eq!(before.fields.language, LanguageChoice::Browser);
        assert_eq!(before.fields.default_page, DefaultPage::Overview);
        assert_eq!(before.fields.timezone, before.workspace_timezone);
        assert!(before.timezones.contains(&"Asia/Tokyo".to_owned()));

        let wanted = ProfileFields {
            first_name: "Ana".to_owned(),
            last_name: "高橋".to_owned(),
            language: LanguageChoice::Fixed(Language::Ja),
            timezone: "Asia/Tokyo".to_owned(),
            fuzzy_dates: false,
            default_page: DefaultPage::MyTasks,
            theme: Theme::Dark,
            density: Density::Compact,
            shortcuts: false,
        };
        assert_eq!(save(&member, |fields| *fields = wanted.clone()).await, Ok(()));

        // Another browser brings them along.
        let elsewhere = world.signed_in(member.user_id()).await;
        let after = account::profile(&elsewhere).await.unwrap();
        assert_eq!(after.fields, wanted);
        assert_eq!((after.username, after.email), (before.username, before.email));
        assert_eq!(after.now.offset, 9 * 60);
        let frame = services::session::info(&elsewhere).await.unwrap();
        assert_eq!((frame.name.as_str(), frame.language, frame.theme), ("Ana 高橋", Some(Language::Ja), Theme::Dark));
        assert_eq!((before.fields.density, frame.density), (Density::Standard, Density::Compact));
        assert_eq!((frame.shortcuts, frame.fuzzy_dates, frame.default_page), (false, false, DefaultPage::MyTasks));
        assert_eq!(fields(&owner).await, others);

        // What names others see is recorded apart from what only oneself sees; neither holds a name.
        let recorded = "SELECT action || ' ' || after FROM audit_event ORDER BY seq";
        let recorded = world.texts(recorded).await;
        assert_eq!(recorded.len(), 2, "{recorded:?}");
        assert!(recorded[0].starts_with("names_changed ") && recorded[1].starts_with("preferences_changed "));
        assert!(recorded.iter().all(|entry| !entry.contains("Ana") && !entry.contains("Tokyo")), "{recorded:?}");
        for field in ["timezone", "fuzzy_dates", "default_page", "shortcuts", "density", "dark", "ja"] {
            assert!(recorded[1].contains(field), "{field}: {recorded:?}");
        }
        world.assert_sound().await;
    })
    .await;
}

// S1.5: what is stored already is no change, and leaves no trace.
#[tokio::test(flavor = "multi_thread")]
async fn saving_what_is_stored_changes_nothing() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let member = world.member().await;
        let before = account::profile(&member).await.unwrap().version;
        assert_eq!(save(&member, |_| ()).await, Ok(()));
        let elsewhere = world.signed_in(member.user_id()).await;
        assert_eq!(account::profile(&elsewhere).await.unwrap().version, before);
        assert_eq!(world.number("SELECT count(*) FROM audit_event").await, 0);
    })
    .await;
}

// UN-01 UN-02 IN-08
#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_is_refused_with_its_field() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let member = world.member().await;
        let before = world.dump().await;
        let no = |field, code| Err(AppError::field(field, code));
        assert_eq!(save(&member, |f| f.first_name = " ".to_owned()).await, no("first_name", FieldCode::Required));
        assert_eq!(save(&member, |f| f.last_name = "Owner".to_owned()).await, no("last_name", FieldCode::Reserved));
        assert_eq!(
            save(&member, |f| f.first_name = "a\u{202e}b".to_owned()).await,
            no("first_name", FieldCode::InvalidCharacters)
        );
        for zone in ["Mars/Olympus", "", "../etc/passwd", "europe/oslo"] {
            let refused = save(&member, |f| f.timezone = zone.to_owned()).await;
            assert_eq!(refused, no("timezone", FieldCode::NotOffered), "{zone:?}");
        }
        assert!(world.dump().await == before);
    })
    .await;
}

// S1.5: of two browsers the second learns that the first was there.
#[tokio::test(flavor = "multi_thread")]
async fn an_older_form_does_not_overwrite_a_newer_one() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let member = world.member().await;
        let seen = account::profile(&member).await.unwrap();
        let menu = PreferenceChange { theme: Some(Theme::Light), language: None };
        assert_eq!(account::change_preferences(&member, menu).await, Ok(()));
        let fields = ProfileFields { first_name: "Ana".to_owned(), ..seen.fields };
        let late = ProfileChange { version: seen.version, fields, email: None };
        let stale = Err(AppError::Conflict { reason: ConflictReason::Stale });
        assert_eq!(account::save_profile(&member, late.clone()).await, stale);

        let elsewhere = world.signed_in(member.user_id()).await;
        let now = account::profile(&elsewhere).await.unwrap();
        assert_eq!(now.fields.theme, Theme::Light);
        assert_eq!(account::save_profile(&elsewhere, ProfileChange { version: now.version, ..late }).await, Ok(()));
    })
    .await;
}

// S0.23
#[tokio::test(flavor = "multi_thread")]
async fn every_role_has_an_account_of_its_own() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        for who in [&world.owner().await, &world.member().await, &world.guest().await] {
            assert_eq!(save(who, |fields| fields.fuzzy_dates = false).await, Ok(()));
        }
    })
    .await;
}

// SE-09 S0.23: the list is one's own, and so is what can be ended.
#[tokio::test(flavor = "multi_thread")]
async fn sessions_are_listed_and_ended_by_their_owner_alone() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let (guest, owner) = (world.guest().await, world.owner().await);
        world.signed_in(guest.user_id()).await;
        world.signed_in(guest.user_id()).await;
        let listed = account::own_sessions(&guest).await.unwrap();
        assert_eq!(listed.others.len(), 2);
        assert!(listed.others.iter().all(|other| other.id != listed.this.id));
        assert!(!listed.this.second_factor);
        assert!(listed.needs_step_up);
        let [one, two] = [listed.others[0].id, listed.others[1].id];

        // The password comes first.
        let before = world.dump().await;
        assert_eq!(account::end_own_session(&guest, one).await, Err(AppError::StepUpRequired));
        assert_eq!(account::end_other_sessions(&guest).await, Err(AppError::StepUpRequired));
        assert!(world.dump().await == before);

        // Somebody else's session is not there.
        let owner = world.stepped_up(&owner).await;
        let missing = Err(AppError::NotFound { what: Noun::Session });
        assert_eq!(account::end_own_session(&owner, one).await, missing);
        assert_eq!(account::own_sessions(&guest).await.unwrap().others.len(), 2);

        let guest = world.stepped_up(&guest).await;
        assert_eq!(account::end_own_session(&guest, one).await, Ok(()));
        assert_eq!(account::end_own_session(&guest, one).await, missing);
        let left: Vec<_> = account::own_sessions(&guest).await.unwrap().others.iter().map(|other| other.id).collect();
        assert!(left.contains(&two) && !left.contains(&one));
        assert_eq!(world.number("SELECT count(*) FROM audit_event WHERE action = 'sessions_ended'").await, 1);
        world.assert_sound().await;
    })
    .await;
}

// SE-09
#[tokio::test(flavor = "multi_thread")]
async fn signing_out_everywhere_else_keeps_this_session_and_other_people() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let member = world.member().await;
        let elsewhere = world.session_of(member.user_id()).await;
        let owners = world.session_of(world.owner().await.user_id()).await;
        let member = world.stepped_up(&member).await;
        let live = "SELECT count(*) FROM session WHERE revoked_at IS NULL";
        let before = world.number(live).await;
        assert_eq!(account::end_other_sessions(&member).await, Ok(()));
        assert_eq!(account::own_sessions(&member).await.unwrap().others, []);
        assert_eq!(authenticate(&world.anonymous(), &elsewhere).await.err(), Some(AppError::Unauthenticated));
        assert!(authenticate(&world.anonymous(), &owners).await.is_ok());
        // The one of before the password was proven, and the one elsewhere.
        assert_eq!(world.number(live).await, before - 2);
        world.assert_sound().await;
    })
    .await;
}

// S0.23
#[tokio::test(flavor = "multi_thread")]
async fn permissions_answer_every_question_about_oneself() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let member = world.member_with(&[CompanyPermission::Billing]).await;
        let (owner, guest) = (world.owner().await, world.guest().await);
        let of = async |who: &Ctx| account::own_permissions(who).await.unwrap();
        let allowed = async |who: &Ctx| {
            let answers = of(who).await.answers;
            answers.into_iter().filter(|answer| answer.allowed).map(|answer| answer.action).collect::<Vec<_>>()
        };
        let own = of(&member).await;
        assert_eq!(own.user, member.user_id());
        assert_eq!(own.held.role, CompanyRole::Member);
        assert_eq!(own.held.extras, [(CompanyPermission::Billing, None)]);
        assert_eq!(own.held.workspace, "Kestrel Yard");

        // The strict order of the roles, as people see it.
        let (everything, some) = (allowed(&owner).await, allowed(&member).await);
        assert!(some.contains(&Action::SeatsBuy) && some.len() < everything.len());
        assert!(some.iter().all(|action| everything.contains(action)));

        // Each refusal has its reason, and names only people whom one sees.
        for answer in own.answers.iter().filter(|answer| !answer.allowed) {
            assert!(!answer.blockers.is_empty(), "{}", answer.action);
        }
        assert!(own.answers.iter().any(|answer| answer.fixes.iter().any(|fix| !fix.by.is_empty())));
        let guests = of(&guest).await;
        assert!(guests.answers.iter().all(|answer| answer.fixes.iter().all(|fix| fix.by.is_empty() && !fix.yours)));
    })
    .await;
}
