//! Changing an address: asked for, confirmed by its user alone, on both engines.

use model::access::{Action, Blocker, CompanyPermission, CompanyRole};
use model::error::{AppError, ConflictReason, Noun};
use model::fields::FieldCode;
use model::ids::UserId;
use model::profile::ProfileChange;
use model::sign_in::PasswordForm;
use services::account::{
    cancel_email_change, confirm_email, email_page, profile, save_profile, send_email_change_again,
};
use services::credentials::reset_page;
use services::sign_in::{change_password, forgot, sign_in};
use services::testing::{PASSWORD, TestWorld, UserSeed, at_once, for_each_engine};
use services::user_window::request_email_change;
use services::{Ctx, lifecycle};

const MARIT: &str = "marit@kestrel.example";
const NEW: &str = "Marit.Solberg@plover.example";
const HOUR: i64 = 60 * 60;
const DEAD: AppError = AppError::NotFound { what: Noun::Link };
const TAKEN: AppError = AppError::Conflict { reason: ConflictReason::AddressTaken };
const OTHER: AppError = AppError::Conflict { reason: ConflictReason::SignedInAsOther };

/// Asks for another address of one's own; nothing else of the profile changes.
async fn ask(who: &Ctx, address: &str) -> Result<(), AppError> {
    let seen = profile(who).await.unwrap();
    let change = ProfileChange { version: seen.version, fields: seen.fields, email: Some(address.to_owned()) };
    save_profile(who, change).await
}

/// The Owner, who has shown the password a moment ago.
async fn marit(world: &TestWorld) -> Ctx {
    world.stepped_up(&world.owner().await).await
}

async fn ana(world: &TestWorld) -> UserId {
    let seed = UserSeed {
        first_name: "Ana".to_owned(),
        last_name: "Lind".to_owned(),
        email: "ana@kestrel.example".to_owned(),
        has_password: true,
        ..UserSeed::default()
    };
    world.user(seed).await
}

/// The secret of the last mail to this address that carries a link.
async fn link_to(world: &TestWorld, address: &str) -> String {
    world.run_jobs().await;
    let mails = world.mails().await;
    let last = mails.iter().rfind(|mail| mail.to == address && mail.link.is_some());
    last.expect("a mail with a link").token().to_owned()
}

/// Recipients and subjects, oldest first.
async fn mails(world: &TestWorld) -> Vec<(String, String)> {
    world.run_jobs().await;
    world.mails().await.into_iter().map(|mail| (mail.to, mail.subject)).collect()
}

async fn address_of(world: &TestWorld, user: UserId) -> String {
    profile(&world.signed_in(user).await).await.unwrap().email
}

async fn noted(world: &TestWorld, action: &str) -> i64 {
    world.number(&format!("SELECT count(*) FROM audit_event WHERE action = '{action}'")).await
}

async fn signs_in(world: &TestWorld, identifier: &str) -> bool {
    sign_in(&world.anonymous(), identifier, PASSWORD.into(), None).await.is_ok()
}

// S1.2 S1.8 S1.10 EM-04 NT-07: mails M18 and M19
#[tokio::test(flavor = "multi_thread")]
async fn old_address_stays_until_the_new_one_is_confirmed_and_both_are_told() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let ctx = marit(&world).await;
        assert_eq!(ask(&ctx, NEW).await, Ok(()));

        let shown = profile(&ctx).await.unwrap();
        let pending = shown.pending_email.unwrap();
        assert_eq!((shown.email.as_str(), pending.address.as_str(), pending.asked_by), (MARIT, NEW, None));
        assert!(signs_in(&world, MARIT).await && !signs_in(&world, NEW).await);
        let sent = mails(&world).await;
        let to: Vec<_> = sent.iter().map(|(to, _)| to.as_str()).collect();
        assert_eq!(to.len(), 2);
        assert!(to.contains(&MARIT) && to.contains(&NEW), "{to:?}");
        let told = world.mails().await.into_iter().find(|mail| mail.to == MARIT).unwrap();
        assert!(told.text.contains(NEW) && told.link.is_none(), "{}", told.text);

        let token = link_to(&world, NEW).await;
        assert!(!world.dump().await.contains(&token), "only a hash is kept");
        let page = email_page(&world.anonymous(), Some(&ctx), &token).await.unwrap();
        assert_eq!((page.former.as_str(), page.address.as_str(), page.asked_by), (MARIT, NEW, None));
        // Looking consumes nothing, and neither does a second look.
        assert!(email_page(&world.anonymous(), Some(&ctx), &token).await.is_ok());
        assert_eq!(confirm_email(&ctx, &token).await, Ok(()));
        assert_eq!(confirm_email(&ctx, &token).await, Err(DEAD));

        let after = profile(&world.owner().await).await.unwrap();
        assert_eq!((after.email.as_str(), after.pending_email), (NEW, None));
        assert!(signs_in(&world, &NEW.to_lowercase()).await && !signs_in(&world, MARIT).await);
        let told: Vec<_> = mails(&world).await.split_off(2).into_iter().map(|(to, _)| to).collect();
        assert!(told.len() == 2 && told.contains(&MARIT.to_owned()) && told.contains(&NEW.to_owned()), "{told:?}");
        for mail in &world.mails().await[2..] {
            assert!(mail.text.contains(MARIT) && mail.text.contains(NEW), "{}", mail.text);
        }
        assert_eq!((noted(&world, "email_change_requested").await, noted(&world, "email_changed").await), (1, 1));
        world.assert_sound().await;
    })
    .await;
}

// S1.8 D7 EM-08
#[tokio::test(flavor = "multi_thread")]
async fn change_asks_for_the_password_and_for_an_address() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let owner = world.owner().await;
        assert_eq!(ask(&owner, NEW).await, Err(AppError::StepUpRequired));
        let ctx = marit(&world).await;
        for (address, code) in [
            ("", FieldCode::Required),
            ("marit", FieldCode::InvalidEmail),
            ("marit@localhost", FieldCode::MissingDomainEnding),
            ("märit@plover.example", FieldCode::InvalidEmail),
        ] {
            assert_eq!(ask(&ctx, address).await, Err(AppError::field("email", code)), "{address}");
        }
        // The one that is there is no change, and asks for nothing.
        assert_eq!(ask(&owner, MARIT).await, Ok(()));
        assert_eq!(mails(&world).await, []);
        // The rest of the profile is saved with it or not at all.
        let seen = profile(&owner).await.unwrap();
        let mut fields = seen.fields.clone();
        fields.first_name = "Maret".to_owned();
        let change = ProfileChange { version: seen.version, fields, email: Some(NEW.to_owned()) };
        assert_eq!(save_profile(&owner, change.clone()).await, Err(AppError::StepUpRequired));
        assert_eq!(profile(&owner).await.unwrap().fields, seen.fields);
        assert_eq!(save_profile(&ctx, change).await, Ok(()));
        let after = profile(&world.owner().await).await.unwrap();
        assert!(after.fields.first_name == "Maret" && after.pending_email.is_some());
    })
    .await;
}

// S1.8: the address of an external account is kept elsewhere.
#[tokio::test(flavor = "multi_thread")]
async fn address_of_an_external_account_is_read_only() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let (ctx, ana) = (marit(&world).await, ana(&world).await);
        world.execute("UPDATE credential SET auth_source = 'ldap'").await;
        assert!(!profile(&ctx).await.unwrap().email_is_ours);
        let blockers = vec![Blocker::ExternalAccount];
        let refused = AppError::Forbidden { action: Action::CredentialsEdit, blockers: blockers.clone() };
        assert_eq!(ask(&ctx, NEW).await, Err(refused));
        let refused = AppError::Forbidden { action: Action::UsersChangeEmail, blockers };
        assert_eq!(request_email_change(&ctx, ana, "new@kestrel.example").await, Err(refused));
        assert_eq!(mails(&world).await, []);
    })
    .await;
}

// EM-06 EN-05
#[tokio::test(flavor = "multi_thread")]
async fn taken_address_is_answered_like_a_free_one_and_refused_when_it_is_confirmed() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let (ctx, ana) = (marit(&world).await, ana(&world).await);
        assert_eq!(ask(&ctx, "ANA@kestrel.example").await, Ok(()));
        let of_taken = mails(&world).await;
        let token = link_to(&world, "ANA@kestrel.example").await;
        cancel_email_change(&ctx).await.unwrap();
        assert_eq!(confirm_email(&ctx, &token).await, Err(DEAD));
        assert_eq!(ask(&ctx, "free@kestrel.example").await, Ok(()));
        let of_free = mails(&world).await.split_off(2);
        let subjects = |of: &[(String, String)]| of.iter().map(|(_, subject)| subject.clone()).collect::<Vec<_>>();
        assert_eq!(subjects(&of_taken), subjects(&of_free));

        // Somebody takes the free one before it is confirmed.
        let token = link_to(&world, "free@kestrel.example").await;
        world
            .execute("UPDATE \"user\" SET email_key = 'free@kestrel.example' WHERE email = 'ana@kestrel.example'")
            .await;
        assert_eq!(confirm_email(&ctx, &token).await, Err(TAKEN));
        assert_eq!(address_of(&world, ctx.user_id()).await, MARIT);
        // The link was not used up by it.
        world.execute("UPDATE \"user\" SET email_key = email WHERE email = 'ana@kestrel.example'").await;
        assert_eq!(confirm_email(&ctx, &token).await, Ok(()));
        assert_eq!(address_of(&world, ana).await, "ana@kestrel.example");
        world.assert_sound().await;
    })
    .await;
}

// EM-07
#[tokio::test(flavor = "multi_thread")]
async fn link_is_dead_in_another_session_after_a_day_and_when_its_user_was_shut_out() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let owner = marit(&world).await;
        let ana = ana(&world).await;
        let ask_anew = async || {
            let ctx = world.stepped_up(&world.signed_in(ana).await).await;
            assert_eq!(ask(&ctx, "lind@plover.example").await, Ok(()));
            world.clock().advance(HOUR);
            (world.signed_in(ana).await, link_to(&world, "lind@plover.example").await)
        };

        let (ctx, token) = ask_anew().await;
        assert_eq!(confirm_email(&owner, &token).await, Err(OTHER));
        assert_eq!(email_page(&world.anonymous(), Some(&owner), &token).await, Err(OTHER));
        assert_eq!(email_page(&world.anonymous(), None, &token).await, Err(AppError::Unauthenticated));
        for other in
            ["", "x", &token[1..], &token.to_lowercase(), &format!("{token}x"), "../reset", &"x".repeat(10_000)]
        {
            assert_eq!(email_page(&world.anonymous(), Some(&ctx), other).await, Err(DEAD));
            assert_eq!(confirm_email(&ctx, other).await, Err(DEAD));
        }
        // PR-18: links are for one purpose.
        assert_eq!(reset_page(&world.anonymous(), &token).await, Err(DEAD));

        let form = PasswordForm {
            old_password: PASSWORD.to_owned(),
            password: "plinth ferry 84".to_owned(),
            password_again: "plinth ferry 84".to_owned(),
        };
        change_password(&ctx, form).await.unwrap();
        let ctx = world.signed_in(ana).await;
        assert_eq!(confirm_email(&ctx, &token).await, Err(DEAD));
        assert_eq!(profile(&ctx).await.unwrap().pending_email, None);

        let (_, token) = ask_anew().await;
        lifecycle::disable(&owner, ana).await.unwrap();
        assert_eq!(email_page(&world.anonymous(), None, &token).await, Err(DEAD));
        lifecycle::enable(&owner, ana).await.unwrap();
        assert_eq!(confirm_email(&world.signed_in(ana).await, &token).await, Err(DEAD));

        let (_, token) = ask_anew().await;
        world.clock().advance(23 * HOUR - 1);
        let late = world.signed_in(ana).await;
        assert!(email_page(&world.anonymous(), Some(&late), &token).await.is_ok());
        world.clock().advance(1);
        assert_eq!(email_page(&world.anonymous(), Some(&late), &token).await, Err(DEAD));
        assert_eq!(confirm_email(&late, &token).await, Err(DEAD));
        assert_eq!(profile(&late).await.unwrap().pending_email, None);
        assert_eq!(address_of(&world, ana).await, "ana@kestrel.example");
        world.assert_sound().await;
    })
    .await;
}

// AZ-18 S0.19: an administrator asks, the person confirms, and nobody takes an account over by its address.
#[tokio::test(flavor = "multi_thread")]
async fn change_by_an_administrator_takes_effect_by_its_user_alone() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(9).await;
        let ana = ana(&world).await;
        let administrator = world.administrator().await;
        let asks = async |ctx: &Ctx, id| request_email_change(ctx, id, "mine@evil.example").await;
        assert_eq!(asks(&administrator, ana).await, Err(AppError::StepUpRequired));
        let administrator = world.stepped_up(&administrator).await;
        let owner = world.owner().await.user_id();
        assert!(matches!(asks(&administrator, owner).await, Err(AppError::Forbidden { .. })));
        assert!(matches!(asks(&administrator, administrator.user_id()).await, Err(AppError::Forbidden { .. })));
        let member = world.stepped_up(&world.member().await).await;
        assert!(matches!(asks(&member, ana).await, Err(AppError::Forbidden { .. })));
        let manager = world.stepped_up(&world.member_with(&[CompanyPermission::Users]).await).await;
        let guest = world.user(UserSeed { role: CompanyRole::Guest, ..UserSeed::default() }).await;
        assert_eq!(request_email_change(&manager, guest, "guest@kestrel.example").await, Ok(()));
        let present = Err(AppError::field("email", FieldCode::Present));
        assert_eq!(request_email_change(&administrator, ana, "ana@kestrel.example").await, present);
        let odd = Err(AppError::field("email", FieldCode::InvalidEmail));
        assert_eq!(request_email_change(&administrator, ana, "ana").await, odd);

        assert_eq!(asks(&administrator, ana).await, Ok(()));
        let told: Vec<_> = mails(&world).await.into_iter().filter(|(to, _)| to == "ana@kestrel.example").collect();
        assert_eq!(told.len(), 1, "the old address is told");
        let token = link_to(&world, "mine@evil.example").await;
        // Whoever asked has the mailbox, and no session of the person.
        assert_eq!(confirm_email(&administrator, &token).await, Err(OTHER));
        // A link for a new password goes to the old address still.
        forgot(&world.anonymous(), "ana@kestrel.example").await.unwrap();
        assert_eq!(mails(&world).await.pop().unwrap().0, "ana@kestrel.example");

        let ctx = world.signed_in(ana).await;
        let pending = profile(&ctx).await.unwrap().pending_email.unwrap();
        assert!(pending.asked_by.is_some_and(|name| name.starts_with("Some One")));
        // A browser that was left alone is not enough, where somebody else wished for it.
        assert_eq!(confirm_email(&ctx, &token).await, Err(AppError::StepUpRequired));
        assert_eq!(confirm_email(&world.stepped_up(&ctx).await, &token).await, Ok(()));
        assert_eq!(address_of(&world, ana).await, "mine@evil.example");
        let asked = "SELECT count(*) FROM audit_event JOIN \"user\" ON \"user\".id = actor \
                     WHERE action = 'email_change_requested' AND first_name = 'Some'";
        assert_eq!(world.number(asked).await, 2, "the log names who asked");
        world.assert_sound().await;
    })
    .await;
}

// D3: what was mailed to the old address is void.
#[tokio::test(flavor = "multi_thread")]
async fn reset_link_dies_with_the_address_that_it_went_to() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let ctx = marit(&world).await;
        forgot(&world.anonymous(), MARIT).await.unwrap();
        let reset = link_to(&world, MARIT).await;
        ask(&ctx, NEW).await.unwrap();
        assert!(reset_page(&world.anonymous(), &reset).await.is_ok());
        confirm_email(&ctx, &link_to(&world, NEW).await).await.unwrap();
        assert_eq!(reset_page(&world.anonymous(), &reset).await, Err(DEAD));
        forgot(&world.anonymous(), NEW).await.unwrap();
        assert!(reset_page(&world.anonymous(), &link_to(&world, NEW).await).await.is_ok());
    })
    .await;
}

// S1.8
#[tokio::test(flavor = "multi_thread")]
async fn wish_is_sent_again_replaced_and_canceled() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let ctx = marit(&world).await;
        assert_eq!(send_email_change_again(&ctx).await, Err(DEAD));
        ask(&ctx, NEW).await.unwrap();
        let first = link_to(&world, NEW).await;
        assert_eq!(send_email_change_again(&ctx).await, Ok(()));
        let second = link_to(&world, NEW).await;
        assert_eq!(confirm_email(&ctx, &first).await, Err(DEAD));
        ask(&ctx, "solberg@plover.example").await.unwrap();
        assert_eq!(confirm_email(&ctx, &second).await, Err(DEAD));
        let third = link_to(&world, "solberg@plover.example").await;
        assert_eq!(cancel_email_change(&ctx).await, Ok(()));
        assert_eq!(confirm_email(&ctx, &third).await, Err(DEAD));
        assert_eq!(profile(&ctx).await.unwrap().pending_email, None);
        // What was canceled before it left does not leave.
        ask(&ctx, "last@plover.example").await.unwrap();
        cancel_email_change(&ctx).await.unwrap();
        assert!(!mails(&world).await.iter().any(|(to, _)| to == "last@plover.example"));
        assert_eq!(address_of(&world, ctx.user_id()).await, MARIT);
    })
    .await;
}

// S1.8: three mails to one address and twenty wishes of one user, each in an hour.
#[tokio::test(flavor = "multi_thread")]
async fn wishes_are_limited() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let ctx = marit(&world).await;
        let outcomes = async |n: usize, address: &dyn Fn(usize) -> String| {
            let mut sent = 0;
            for n in 0..n {
                match ask(&ctx, &address(n)).await {
                    Ok(()) => sent += 1,
                    Err(AppError::RateLimited { retry_after_secs }) => assert!(retry_after_secs <= 3600),
                    Err(other) => panic!("{other:?}"),
                }
            }
            sent
        };
        assert_eq!(outcomes(5, &|_| NEW.to_owned()).await, 3);
        assert_eq!(send_email_change_again(&ctx).await, Err(AppError::RateLimited { retry_after_secs: 3600 }));
        assert_eq!(outcomes(20, &|n| format!("marit{n}@plover.example")).await, 17);
        world.clock().advance(HOUR);
        let ctx = marit(&world).await;
        assert_eq!(ask(&ctx, NEW).await, Ok(()));
    })
    .await;
}

// EM-06: of two people who confirm the same address at once, one gets it.
#[tokio::test(flavor = "multi_thread")]
async fn address_that_two_people_confirm_at_once_is_one_persons() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(9).await;
        for round in 0..4 {
            let address = format!("wanted{round}@plover.example");
            let mut confirmed = Vec::new();
            for _ in 0..2 {
                let ctx = world.stepped_up(&world.member().await).await;
                ask(&ctx, &address).await.unwrap();
                let token = link_to(&world, &address).await;
                confirmed.push(async move { confirm_email(&ctx, &token).await });
            }
            let mut outcomes = at_once(confirmed).await;
            outcomes.sort_by_key(Result::is_err);
            assert_eq!(outcomes, [Ok(()), Err(TAKEN)]);
            let owners = format!("SELECT count(*) FROM \"user\" WHERE email_key = '{address}'");
            assert_eq!(world.number(&owners).await, 1);
        }
        world.assert_sound().await;
    })
    .await;
}

// D3: a link works once.
#[tokio::test(flavor = "multi_thread")]
async fn link_that_is_confirmed_twice_at_once_changes_the_address_once() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let ctx = marit(&world).await;
        ask(&ctx, NEW).await.unwrap();
        let token = link_to(&world, NEW).await;
        let confirmed = (0..4).map(|_| {
            let (ctx, token) = (ctx.clone(), token.clone());
            async move { confirm_email(&ctx, &token).await }
        });
        let outcomes = at_once(confirmed).await;
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
        assert!(
            outcomes.iter().all(|outcome| matches!(outcome, Ok(()) | Err(AppError::NotFound { .. }))),
            "{outcomes:?}"
        );
        assert_eq!(noted(&world, "email_changed").await, 1);
    })
    .await;
}
