//! Inviting people and coming in, on both engines: who may, what arrives, what a link opens, and what never happens twice.

mod accepting;
mod again;

use std::sync::Arc;

use model::access::{Action, Blocker, CompanyPermission, CompanyRole, DisabledBy};
use model::error::{AppError, ConflictReason, Noun};
use model::fields::FieldCode;
use model::ids::UserId;
use model::invitations::{AddressList, AddressVerdict, Invitee, NewInvitations};
use model::language::Language;
use model::seats::SeatCount;
use model::sign_in::AcceptForm;
use model::users::{StatusView, UserStatus};
use secrecy::ExposeSecret;
use services::sign_in::{SignedIn, sign_in};
use services::testing::{PASSWORD, SentMail, TestWorld, UserSeed, for_each_engine};
use services::{Clock as _, Ctx, credentials, invitations, users};
use tokio::sync::Barrier;
use tokio::task::JoinSet;
use uuid::Uuid;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// The undo window.
const UNDO: i64 = 10;

const DEAD: AppError = AppError::NotFound { what: Noun::Link };
const TAKEN: AppError = AppError::Conflict { reason: ConflictReason::AddressTaken };
const WRONG_STATUS: AppError = AppError::Conflict { reason: ConflictReason::WrongStatus };

fn batch(key: u128, addresses: &[&str]) -> NewInvitations {
    NewInvitations {
        key: Uuid::from_u128(key),
        people: addresses.iter().map(|address| Invitee { address: (*address).to_owned(), name: None }).collect(),
        resend: Vec::new(),
        role: CompanyRole::Member,
        permissions: Vec::new(),
        message: None,
        language: Language::En,
    }
}

async fn invite(ctx: &Ctx, key: u128, address: &str) -> UserId {
    invitations::send(ctx, batch(key, &[address])).await.unwrap().sent[0].user
}

/// Lets the undo window pass and the mails leave; those that left now.
async fn post(world: &TestWorld) -> Vec<SentMail> {
    let before = world.mails().await.len();
    world.clock().advance(UNDO);
    world.run_jobs().await;
    let mut mails = world.mails().await.split_off(before);
    mails.sort_by(|one, other| one.to.cmp(&other.to));
    mails
}

fn form(token: &str) -> AcceptForm {
    AcceptForm {
        token: token.to_owned(),
        first_name: "Rin".to_owned(),
        last_name: "Takahashi".to_owned(),
        password: PASSWORD.to_owned(),
        password_again: PASSWORD.to_owned(),
        language: "ja".to_owned(),
    }
}

async fn accept(world: &TestWorld, token: &str) -> Result<SignedIn, AppError> {
    invitations::accept(&world.anonymous(), form(token), None).await
}

async fn status(world: &TestWorld, user: UserId) -> StatusView {
    users::row(&world.owner().await, user).await.unwrap().details.unwrap().status
}

async fn count(world: &TestWorld, table: &str) -> i64 {
    world.number(&format!("SELECT COUNT(*) FROM {table}")).await
}

/// The same thing done by so many at the same moment.
async fn at_once<T: Send + 'static, F>(many: usize, mut make: impl FnMut(usize) -> F) -> Vec<T>
where
    F: Future<Output = T> + Send + 'static,
{
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

// S0.10
#[tokio::test]
async fn every_address_of_a_list_gets_its_verdict_and_what_needs_attention_comes_first() {
    for_each_engine(async |world| {
        world.set_up(10).await;
        let seed = |email: &str, status| UserSeed { email: email.to_owned(), status, ..UserSeed::default() };
        let now = world.clock().now();
        let active =
            world.user(UserSeed { first_name: "Ada".to_owned(), ..seed("Ada@k.example", UserStatus::Active) }).await;
        let until = Some(now.plus_seconds(HOUR));
        let invited = world.user(UserSeed { invite_until: until, ..seed("ivo@k.example", UserStatus::Invited) }).await;
        let ended = Some(now.plus_seconds(-HOUR));
        let late = world.user(UserSeed { invite_until: ended, ..seed("lia@k.example", UserStatus::Invited) }).await;
        let by = DisabledBy::Administrator;
        let off = world.user(UserSeed { disabled_by: Some(by), ..seed("dan@k.example", UserStatus::Disabled) }).await;
        let gone = world.user(seed("del@k.example", UserStatus::Deleted)).await;
        world.execute("UPDATE \"user\" SET joined_at = 1 WHERE status = 'deleted'").await;

        let text = "new@k.example, ADA@k.example; Ivo <ivo@k.example>\nlia@k.example\tdan@k.example, del@k.example, \
                    mika@kestrel, new@k.example, x@xn--e1awd7f.com, \u{430}dmin@k.example, bad@xn--0.com";
        let report = invitations::check(&world.owner().await, AddressList { text: text.to_owned() }).await.unwrap();
        assert_eq!(report.listed, 11);
        assert_eq!(report.seats, SeatCount { purchased: 10, used: 2, reserved: 1 });
        let shown: Vec<_> =
            report.entries.iter().map(|entry| (entry.text.as_str(), entry.times, entry.lookalike)).collect();
        assert_eq!(
            shown,
            [
                ("mika@kestrel", 1, false),
                ("\u{430}dmin@k.example", 1, true),
                ("bad@xn--0.com", 1, true),
                ("dan@k.example", 1, false),
                ("del@k.example", 1, false),
                ("ADA@k.example", 1, false),
                ("Ivo <ivo@k.example>", 1, false),
                ("lia@k.example", 1, false),
                ("new@k.example", 2, false),
                ("x@xn--e1awd7f.com", 1, true),
            ]
        );
        let verdict = |at: usize| report.entries[at].verdict;
        assert_eq!(verdict(0), AddressVerdict::Invalid { code: FieldCode::MissingDomainEnding });
        assert_eq!(verdict(2), AddressVerdict::Invalid { code: FieldCode::InvalidEmail });
        assert_eq!(verdict(3), AddressVerdict::Disabled { user: off, by });
        assert_eq!(verdict(4), AddressVerdict::Deleted { user: gone });
        assert_eq!(verdict(5), AddressVerdict::Active { user: active });
        assert!(
            matches!(verdict(6), AddressVerdict::Invited { user, until: at } if user == invited && Some(at.at) == until)
        );
        assert!(
            matches!(verdict(7), AddressVerdict::NotAccepted { user, since } if user == late && Some(since.at) == ended)
        );
        assert_eq!((verdict(8), verdict(9)), (AddressVerdict::New, AddressVerdict::New));
        assert_eq!(report.entries[5].name.as_deref(), Some("Ada"));
        assert_eq!(report.entries[6].name.as_deref(), Some("Ivo"));
    })
    .await;
}

// S0.3 S0.11 S0.12 S4.13
#[tokio::test]
async fn every_address_gets_its_own_mail_in_the_chosen_language_after_the_undo_window() {
    for_each_engine(async |world| {
        world.set_up(10).await;
        let owner = world.owner().await;
        let mut new = batch(1, &["rin@kestrel.example", "Ana.M@kestrel.example"]);
        new.people[0].name = Some("高橋 凛".to_owned());
        new.people[1].name = Some("Moreau, Ana".to_owned());
        new.permissions = vec![CompanyPermission::Creator, CompanyPermission::Billing];
        new.message = Some("Welcome aboard,\nMarit".to_owned());
        new.language = Language::Ja;
        let report = invitations::send(&owner, new).await.unwrap();
        assert_eq!(report.seats, SeatCount { purchased: 10, used: 1, reserved: 2 });
        assert_eq!(report.mails_leave_at, world.clock().now().plus_seconds(UNDO));
        assert_eq!(report.sent[0].until.at, world.clock().now().plus_seconds(DAY));

        assert_eq!(world.run_jobs().await, 0);
        world.clock().advance(UNDO - 1);
        assert_eq!(world.run_jobs().await, 0);
        let mails = post(&world).await;
        assert_eq!(
            mails.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(),
            ["Ana.M@kestrel.example", "rin@kestrel.example"]
        );
        assert_eq!(mails[0].subject, "Marit SolbergさんからKestrel Yardへの招待");
        assert!(mails[0].html.contains("<html lang=\"ja\">") && mails[0].text.contains("> Welcome aboard,"));
        assert_ne!(mails[0].token(), mails[1].token());

        let row = users::row(&owner, report.sent[1].user).await.unwrap();
        assert_eq!(row.name, "Ana Moreau");
        let details = row.details.unwrap();
        assert!(
            [CompanyPermission::Creator, CompanyPermission::Billing].iter().all(|extra| details.extras.contains(extra))
        );
        assert_eq!((details.username.as_str(), details.email.as_str()), ("ana.m", "Ana.M@kestrel.example"));
        assert!(matches!(details.status, StatusView::Invited { .. }));
        assert_eq!(world.texts("SELECT kind FROM event ORDER BY kind").await, ["invitation_sent", "invitation_sent"]);
    })
    .await;
}

// IV-07
#[tokio::test]
async fn address_that_somebody_has_refuses_the_whole_batch() {
    for_each_engine(async |world| {
        world.set_up(20).await;
        let owner = world.owner().await;
        let statuses = [UserStatus::Active, UserStatus::Invited, UserStatus::Disabled, UserStatus::Deleted];
        for status in statuses {
            let by = (status == UserStatus::Disabled).then_some(DisabledBy::Administrator);
            let email = format!("{status}@kestrel.example");
            world.user(UserSeed { email, status, disabled_by: by, ..UserSeed::default() }).await;
        }
        world.execute("UPDATE \"user\" SET joined_at = 1 WHERE status = 'deleted'").await;
        for (number, status) in statuses.iter().enumerate() {
            let known = format!("{}@Kestrel.example", status.as_str().to_uppercase());
            let new = batch(number as u128 + 1, &["new@kestrel.example", &known]);
            assert_eq!(invitations::send(&owner, new).await, Err(TAKEN), "{status}");
        }
        assert_eq!(count(&world, "\"user\"").await, 5);
        assert_eq!(count(&world, "mail").await, 0);
    })
    .await;
}

// IV-08 AZ-04
#[tokio::test]
async fn nobody_invites_beyond_what_they_hold() {
    for_each_engine(async |world| {
        world.set_up(20).await;
        let refused = |blocker, also: &[Blocker]| AppError::Forbidden {
            action: Action::InvitationsSend,
            blockers: [&[blocker], also].concat(),
        };
        let new = |key, role, permissions: &[CompanyPermission]| NewInvitations {
            role,
            permissions: permissions.to_vec(),
            ..batch(key, &[&format!("p{key}@kestrel.example")])
        };
        let member = world.member().await;
        let guest = world.guest().await;
        for ctx in [&member, &guest] {
            let answer = invitations::send(ctx, new(1, CompanyRole::Guest, &[])).await.unwrap_err();
            assert!(
                matches!(&answer, AppError::Forbidden { blockers, .. } if blockers[0] == Blocker::NoGrant),
                "{answer:?}"
            );
            assert_eq!(invitations::check(ctx, AddressList::default()).await.unwrap_err().status_code(), 403);
        }
        let manager = world.member_with(&[CompanyPermission::Users]).await;
        let administrator = invitations::send(&manager, new(2, CompanyRole::Administrator, &[])).await.unwrap_err();
        assert_eq!(administrator.status_code(), 403);
        let billing = invitations::send(&manager, new(3, CompanyRole::Member, &[CompanyPermission::Billing])).await;
        assert_eq!(billing, Err(refused(Blocker::NotOwnToGrant, &[])));
        invitations::send(&manager, new(4, CompanyRole::Member, &[CompanyPermission::Users])).await.unwrap();
        invitations::send(&manager, new(5, CompanyRole::Guest, &[])).await.unwrap();
        let owner = invitations::send(&world.owner().await, new(6, CompanyRole::Owner, &[])).await;
        assert_eq!(owner, Err(AppError::field("role", FieldCode::NotOffered)));

        let boss = world.administrator().await;
        let wanted = new(7, CompanyRole::Administrator, &[]);
        assert_eq!(invitations::send(&boss, wanted.clone()).await, Err(AppError::StepUpRequired));
        let boss = world.stepped_up(&boss).await;
        let invited = invitations::send(&boss, wanted).await.unwrap().sent[0].user;
        // Whoever could not have sent it reads no link of it and sends none.
        for answer in [
            invitations::resend(&manager, invited).await.unwrap_err(),
            invitations::copy_link(&manager, invited).await.unwrap_err(),
        ] {
            assert_eq!(answer.status_code(), 403, "{answer:?}");
        }
        assert_eq!(invitations::resend(&world.administrator().await, invited).await, Err(AppError::StepUpRequired));
        for ctx in [&member, &guest] {
            for answer in [
                invitations::resend(ctx, invited).await.unwrap_err(),
                invitations::copy_link(ctx, invited).await.unwrap_err(),
                invitations::cancel(ctx, invited).await.unwrap_err(),
            ] {
                assert!(matches!(answer.status_code(), 403 | 404), "{answer:?}");
            }
        }
    })
    .await;
}

// EM-01; with the lock of the workspace taken out of `invitations::send` the loser meets the unique key instead.
#[tokio::test(flavor = "multi_thread")]
async fn the_same_address_from_two_people_at_once_is_invited_once() {
    for_each_engine(async |world| {
        world.set_up(50).await;
        let owner = world.owner().await;
        let mut callers = Vec::new();
        for _ in 0..8 {
            callers.push(world.signed_in(owner.user_id()).await);
        }
        let outcomes = at_once(callers.len(), |number| {
            let ctx = callers[number].clone();
            let address = if number % 2 == 0 { "Rin@kestrel.example" } else { "rin@KESTREL.example" };
            let new = batch(number as u128 + 1, &[address]);
            async move { invitations::send(&ctx, new).await.map(drop) }
        })
        .await;
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
        assert!(
            outcomes.iter().all(|outcome| outcome.as_ref().map_or_else(|error| *error == TAKEN, |()| true)),
            "{outcomes:?}"
        );
        assert_eq!(count(&world, "invitation").await, 1);
    })
    .await;
}

// IV-11
#[tokio::test]
async fn two_hundred_addresses_are_invited_at_a_time_and_no_more() {
    for_each_engine(async |world| {
        world.set_up(500).await;
        let owner = world.owner().await;
        // All the same local part: each needs a username of its own.
        let addresses: Vec<_> = (0..200).map(|n| format!("info@studio{n}.example")).collect();
        let addresses: Vec<_> = addresses.iter().map(String::as_str).collect();
        let new = NewInvitations { permissions: vec![CompanyPermission::Creator], ..batch(1, &addresses) };
        let report = invitations::send(&owner, new).await.unwrap();
        assert_eq!(report.sent.len(), 200);
        assert_eq!(world.number("SELECT COUNT(DISTINCT username) FROM \"user\"").await, 201);
        assert_eq!(world.number("SELECT COUNT(*) FROM user_permission").await, 200);
        let too_many: Vec<_> = (0..201).map(|n| format!("p{n}@studio.example")).collect();
        let too_many: Vec<_> = too_many.iter().map(String::as_str).collect();
        let refused = invitations::send(&owner, batch(2, &too_many)).await;
        assert_eq!(refused, Err(AppError::field("people", FieldCode::TooMany { max: 200 })));
    })
    .await;
}

// IV-16 RL-01
#[tokio::test]
async fn a_day_takes_a_thousand_invitations_of_one_inviter_and_twice_that_of_all() {
    for_each_engine(async |world| {
        world.set_up(500).await;
        let owner = world.owner().await;
        let other = world.administrator().await;
        invite(&owner, 1, "first@kestrel.example").await;
        // More of the same: only who and when counts.
        let id = world.either("randomblob(16)", "gen_random_uuid()");
        let first = "FROM invitation WHERE sent_at = (SELECT MIN(sent_at) FROM invitation) LIMIT 1";
        let sent = async |count: u32, role: &str| {
            let copy = format!(
                "INSERT INTO invitation (id, user_id, batch, language, role, permissions, invited_by, sent_at) \
                 WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {count}) \
                 SELECT {id}, it.user_id, {id}, it.language, it.role, it.permissions, \
                 (SELECT id FROM \"user\" WHERE role = '{role}'), it.sent_at FROM n, (SELECT * {first}) AS it"
            );
            assert_eq!(world.execute(&copy).await, u64::from(count));
        };
        let limited = |seconds: i64| Err(AppError::RateLimited { retry_after_secs: u32::try_from(seconds).unwrap() });
        let send = async |ctx, key, address| {
            invitations::send(ctx, batch(key, &[address])).await.map(|report| report.sent.len())
        };

        sent(998, "owner").await;
        world.clock().advance(MINUTE);
        assert_eq!(send(&owner, 2, "a@kestrel.example").await, Ok(1));
        assert_eq!(send(&owner, 3, "b@kestrel.example").await, limited(DAY - MINUTE));
        assert_eq!(send(&other, 4, "b@kestrel.example").await, Ok(1));
        sent(999, "administrator").await;
        let third = world.stepped_up(&world.administrator().await).await;
        assert_eq!(send(&third, 5, "c@kestrel.example").await, limited(DAY - MINUTE));
        world.execute("UPDATE seat_ledger SET delta = 1001").await;
        assert_eq!(send(&third, 6, "c@kestrel.example").await, Ok(1));
        world.execute("UPDATE seat_ledger SET delta = 500").await;
        world.clock().advance(DAY - MINUTE);
        assert_eq!(send(&world.owner().await, 7, "d@kestrel.example").await, Ok(1));
    })
    .await;
}
