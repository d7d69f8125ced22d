//! Seats, on both engines: never more people than seats, whatever happens at the same time.

use std::sync::Arc;

use model::access::CompanyRole;
use model::error::AppError;
use model::ids::UserId;
use model::invitations::{Invitee, NewInvitations};
use model::language::Language;
use model::seats::SeatCount;
use model::sign_in::AcceptForm;
use proptest::prelude::*;
use services::testing::{PASSWORD, TestWorld, for_each_engine};
use services::{Ctx, invitations};
use tokio::sync::Barrier;
use tokio::task::JoinSet;
use uuid::Uuid;

const DAY: i64 = 24 * 60 * 60;
const MANY: u32 = 32;

fn people(key: u128, addresses: &[&str]) -> NewInvitations {
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

async fn invite(ctx: &Ctx, key: u128, address: &str) -> Result<UserId, AppError> {
    invitations::send(ctx, people(key, &[address])).await.map(|report| report.sent[0].user)
}

async fn accept(world: &TestWorld, token: &str) -> Result<UserId, AppError> {
    let form = AcceptForm {
        token: token.to_owned(),
        first_name: "Rin".to_owned(),
        last_name: "Takahashi".to_owned(),
        password: PASSWORD.to_owned(),
        password_again: PASSWORD.to_owned(),
        language: String::new(),
    };
    invitations::accept(&world.anonymous(), form, None).await.map(|signed_in| signed_in.user)
}

/// What the tables say, past all services.
async fn seats(world: &TestWorld) -> SeatCount {
    use services::Clock as _;
    let now = world.clock().now().0;
    let number = async |sql: String| u32::try_from(world.number(&sql).await).unwrap();
    let invited = format!("SELECT COUNT(*) FROM \"user\" WHERE status = 'invited' AND invite_until > {now}");
    let bought = format!("SELECT COALESCE(SUM(delta), 0) FROM seat_ledger WHERE effective_at <= {now}");
    SeatCount {
        purchased: number(bought).await,
        used: number("SELECT COUNT(*) FROM \"user\" WHERE status = 'active'".to_owned()).await,
        reserved: number(invited).await,
    }
}

async fn change_seats(world: &TestWorld, delta: i32) {
    world.execute(&format!("UPDATE seat_ledger SET delta = delta + {delta}")).await;
}

// ST-01 S0.11; without `tx.lock_workspace()` in `seats::take` more than one gets in on PostgreSQL.
#[tokio::test(flavor = "multi_thread")]
async fn of_many_invitations_at_once_only_the_one_with_a_seat_is_sent() {
    for_each_engine(async |world| {
        world.set_up(2).await;
        let mut owners = Vec::new();
        let owner = world.owner().await;
        for _ in 0..MANY {
            owners.push(world.signed_in(owner.user_id()).await);
        }
        for round in 0..5 {
            let gate = Arc::new(Barrier::new(owners.len()));
            let mut tasks = JoinSet::new();
            for (number, ctx) in owners.iter().cloned().enumerate() {
                let gate = Arc::clone(&gate);
                tasks.spawn(async move {
                    gate.wait().await;
                    let key = u128::from(round * MANY) + number as u128 + 1;
                    invite(&ctx, key, &format!("p{round}-{number}@kestrel.example")).await
                });
            }
            let (sent, refused): (Vec<_>, Vec<_>) = tasks.join_all().await.into_iter().partition(Result::is_ok);
            assert_eq!(sent.len(), 1, "round {round}: {refused:?}");
            let full = AppError::SeatsExhausted { purchased: 2, used: 1, reserved: 1, missing: 1 };
            assert!(refused.iter().all(|error| error.as_ref() == Err(&full)), "{refused:?}");
            assert_eq!(seats(&world).await, SeatCount { purchased: 2, used: 1, reserved: 1 });
            invitations::cancel(&owner, *sent[0].as_ref().unwrap()).await.unwrap();
        }
    })
    .await;
}

// IV-15 ST-09 S3.20
#[tokio::test]
async fn batch_that_does_not_fit_creates_nobody_and_names_the_shortfall() {
    for_each_engine(async |world| {
        world.set_up(4).await;
        let owner = world.owner().await;
        let five: Vec<_> = (0..5).map(|n| format!("p{n}@kestrel.example")).collect();
        let five: Vec<_> = five.iter().map(String::as_str).collect();
        let refused = invitations::send(&owner, people(1, &five)).await;
        assert_eq!(refused, Err(AppError::SeatsExhausted { purchased: 4, used: 1, reserved: 0, missing: 2 }));
        for table in ["invitation", "mail", "job", "token", "event"] {
            assert_eq!(world.number(&format!("SELECT COUNT(*) FROM {table}")).await, 0, "{table}");
        }
        assert_eq!(seats(&world).await, SeatCount { purchased: 4, used: 1, reserved: 0 });
        // The number is that of this moment, not of the page that was opened before.
        let report = invitations::send(&owner, people(2, &five[..2])).await.unwrap();
        assert_eq!(report.seats, SeatCount { purchased: 4, used: 1, reserved: 2 });
        let refused = invitations::send(&owner, people(3, &five[2..])).await;
        assert_eq!(refused, Err(AppError::SeatsExhausted { purchased: 4, used: 1, reserved: 2, missing: 2 }));
    })
    .await;
}

// IV-01 S3.12
#[tokio::test]
async fn seat_of_an_ended_invitation_is_free_without_any_job() {
    for_each_engine(async |world| {
        world.set_up(2).await;
        let owner = world.owner().await;
        let first = invite(&owner, 1, "a@kestrel.example").await.unwrap();
        world.clock().advance(DAY - 1);
        let owner = world.owner().await;
        assert!(matches!(invite(&owner, 2, "b@kestrel.example").await, Err(AppError::SeatsExhausted { .. })));
        world.clock().advance(1);
        invite(&owner, 3, "b@kestrel.example").await.unwrap();
        // The first one needs a seat of its own now.
        let refused = invitations::resend(&owner, first).await;
        assert_eq!(refused, Err(AppError::SeatsExhausted { purchased: 2, used: 1, reserved: 1, missing: 1 }));
        change_seats(&world, 1).await;
        invitations::resend(&owner, first).await.unwrap();
        assert_eq!(seats(&world).await, SeatCount { purchased: 3, used: 1, reserved: 2 });
    })
    .await;
}

#[tokio::test]
async fn accepting_needs_a_seat_and_the_link_survives_when_there_is_none() {
    for_each_engine(async |world| {
        world.set_up(2).await;
        let owner = world.owner().await;
        invite(&owner, 1, "rin@kestrel.example").await.unwrap();
        world.clock().advance(10);
        world.run_jobs().await;
        let token = world.mails().await[0].token().to_owned();
        change_seats(&world, -1).await;
        let refused = accept(&world, &token).await;
        assert_eq!(refused, Err(AppError::SeatsExhausted { purchased: 1, used: 1, reserved: 1, missing: 1 }));
        assert_eq!(seats(&world).await, SeatCount { purchased: 1, used: 1, reserved: 1 });
        change_seats(&world, 2).await;
        accept(&world, &token).await.unwrap();
        assert_eq!(seats(&world).await, SeatCount { purchased: 3, used: 2, reserved: 0 });
    })
    .await;
}

/// One step of a random history.
#[derive(Clone, Debug)]
enum Step {
    Invite(u8),
    Resend(usize),
    CopyLink(usize),
    Cancel(usize),
    Accept(usize),
    Wait(i64),
    Buy(i32),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (1_u8..4).prop_map(Step::Invite),
        2 => any::<usize>().prop_map(Step::Resend),
        1 => any::<usize>().prop_map(Step::CopyLink),
        1 => any::<usize>().prop_map(Step::Cancel),
        2 => any::<usize>().prop_map(Step::Accept),
        2 => (60_i64..DAY).prop_map(Step::Wait),
        1 => (1_i32..3).prop_map(Step::Buy),
    ]
}

/// Does one step; that it is refused is fine.
async fn take(world: &TestWorld, invited: &mut Vec<UserId>, number: usize, step: &Step) {
    let owner = world.owner().await;
    let pick = |at: usize| invited.get(at % invited.len().max(1)).copied();
    match *step {
        Step::Invite(count) => {
            let addresses: Vec<_> = (0..count).map(|n| format!("s{number}-{n}@kestrel.example")).collect();
            let addresses: Vec<_> = addresses.iter().map(String::as_str).collect();
            if let Ok(report) = invitations::send(&owner, people(number as u128 + 1, &addresses)).await {
                invited.extend(report.sent.iter().map(|person| person.user));
            }
        }
        Step::Resend(at) => drop(async { Some(invitations::resend(&owner, pick(at)?).await) }.await),
        Step::CopyLink(at) => drop(async { Some(invitations::copy_link(&owner, pick(at)?).await) }.await),
        Step::Cancel(at) => drop(async { Some(invitations::cancel(&owner, pick(at)?).await) }.await),
        Step::Accept(at) => {
            world.clock().advance(10);
            world.run_jobs().await;
            let mails = world.mails().await;
            if let Some(mail) = mails.get(at % mails.len().max(1)).filter(|mail| mail.link.is_some()) {
                drop(accept(world, mail.token()).await);
            }
        }
        Step::Wait(seconds) => world.clock().advance(seconds),
        Step::Buy(seats) => change_seats(world, seats).await,
    }
}

// Invariants 1, 4 and 24 of the model.
#[test]
fn no_history_puts_more_people_than_seats() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let config = ProptestConfig { cases: 12, max_shrink_iters: 60, failure_persistence: None, ..Default::default() };
    proptest!(config, |(history in prop::collection::vec(step(), 1..25))| {
        runtime.block_on(for_each_engine(async |world| {
            world.set_up(4).await;
            let mut invited = Vec::new();
            for (number, step) in history.iter().enumerate() {
                take(&world, &mut invited, number, step).await;
                let now = seats(&world).await;
                assert!(now.used + now.reserved <= now.purchased, "{now:?} after {:?}", &history[..=number]);
                let links = "SELECT COUNT(*) AS live FROM token WHERE purpose = 'invite' AND used_at IS NULL GROUP BY user_id";
                let most = format!("SELECT COALESCE(MAX(live), 0) FROM ({links}) AS links");
                assert!(world.number(&most).await <= 1);
            }
        }));
    });
}
