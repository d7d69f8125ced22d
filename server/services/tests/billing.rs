//! Buying seats: the price is ours, the seats come at once, and a key buys once.

use model::access::{Action, CompanyPermission, Verdict};
use model::billing::{Money, SeatOrder};
use model::error::AppError;
use model::fields::FieldCode;
use model::seats::SEATS_MAX;
use services::billing;
use services::testing::{TestWorld, at_once, for_each_engine};
use uuid::Uuid;

fn order(key: u128, more: u32) -> SeatOrder {
    SeatOrder { key: Uuid::from_u128(key), more }
}

fn euros(text: &str) -> Money {
    format!("{text} EUR").parse().unwrap()
}

// S0.7 ST-04
#[tokio::test]
async fn price_is_for_the_rest_of_the_month() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(48).await;
        let owner = world.owner().await;
        // 21 November, noon: ten days are left of thirty.
        let quote = billing::quote(&owner, 2).await.unwrap();
        assert_eq!((quote.days_left, quote.days), (10, 30));
        assert_eq!((quote.unit, quote.today, quote.monthly), (euros("19.00"), euros("12.67"), euros("950.00")));
        assert_eq!((quote.seats.purchased, quote.more, quote.buy), (48, 2, Verdict::Allowed));
    })
    .await;
}

// S0.8 ST-03
#[tokio::test]
async fn purchase_raises_the_seats_by_exactly_what_was_bought() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(3).await;
        let owner = world.stepped_up(&world.owner().await).await;
        let bought = billing::buy(&owner, order(1, 2)).await.unwrap();
        assert_eq!((bought.seats.purchased, bought.more, bought.invoice.as_str()), (5, 2, "2026-0001"));
        let bought = billing::buy(&owner, order(2, 1)).await.unwrap();
        assert_eq!((bought.seats.purchased, bought.invoice.as_str()), (6, "2026-0002"));
        let range = |error: AppError| match error {
            AppError::Invalid { fields } => fields.of("more"),
            other => panic!("{other:?}"),
        };
        let max = SEATS_MAX - 6;
        for (number, more) in [0, max + 1, u32::MAX].into_iter().enumerate() {
            let refused = billing::buy(&owner, order(100 + number as u128, more)).await.unwrap_err();
            assert_eq!(range(refused), Some(FieldCode::OutOfRange { min: 1, max }), "{more}");
            assert_eq!(
                range(billing::quote(&owner, more).await.unwrap_err()),
                Some(FieldCode::OutOfRange { min: 1, max })
            );
        }
        assert_eq!(world.number("SELECT count(*) FROM seat_order").await, 2);
        assert_eq!(world.number("SELECT CAST(sum(delta) AS BIGINT) FROM seat_ledger").await, 6);
        world.assert_sound().await;
    })
    .await;
}

// ST-07 CS-15
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_key_buys_once_however_often_it_comes() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(3).await;
        let owner = world.stepped_up(&world.owner().await).await;
        let tries = (0..16).map(|_| {
            let owner = owner.clone();
            async move { billing::buy(&owner, order(7, 2)).await }
        });
        for answer in at_once(tries).await {
            let bought = answer.unwrap();
            assert_eq!((bought.more, bought.invoice.as_str(), bought.seats.purchased), (2, "2026-0001", 5));
        }
        // Another number with the same key is still the first order.
        assert_eq!(billing::buy(&owner, order(7, 40)).await.unwrap().more, 2);
        assert_eq!(world.number("SELECT count(*) FROM seat_order").await, 1);
        assert_eq!(world.number("SELECT CAST(sum(delta) AS BIGINT) FROM seat_ledger").await, 5);
        world.assert_sound().await;
    })
    .await;
}

// ST-06
#[tokio::test]
async fn only_holders_of_billing_buy() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let (member, guest) = (world.member().await, world.guest().await);
        let manager = world.member_with(&[CompanyPermission::Users]).await;
        for who in [&member, &guest, &manager] {
            let refused = billing::buy(who, order(1, 1)).await.unwrap_err();
            assert!(matches!(refused, AppError::Forbidden { action: Action::SeatsBuy, .. }), "{refused:?}");
        }
        assert!(matches!(billing::quote(&member, 1).await, Err(AppError::Forbidden { .. })));
        assert!(!billing::quote(&manager, 1).await.unwrap().buy.is_allowed());
        let buyer = world.member_with(&[CompanyPermission::Billing]).await;
        assert_eq!(billing::buy(&buyer, order(2, 1)).await.unwrap_err(), AppError::StepUpRequired);
        let buyer = world.stepped_up(&buyer).await;
        assert_eq!(billing::buy(&buyer, order(2, 1)).await.unwrap().seats.purchased, 11);
        assert_eq!(world.number("SELECT count(*) FROM seat_order").await, 1);
    })
    .await;
}

// S0.5
#[tokio::test]
async fn whoever_may_not_buy_asks_those_who_may_once_a_day() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let manager = world.member_with(&[CompanyPermission::Users]).await;
        let _buyer = world.member_with(&[CompanyPermission::Billing]).await;
        assert!(matches!(billing::ask(&world.member().await).await, Err(AppError::Forbidden { .. })));
        billing::ask(&manager).await.unwrap();
        let again = billing::ask(&manager).await.unwrap_err();
        assert!(matches!(again, AppError::RateLimited { retry_after_secs } if retry_after_secs > 86_000), "{again:?}");
        assert_eq!(world.run_jobs().await, 2);
        let mails = world.mails().await;
        assert_eq!(mails.len(), 2);
        for mail in mails {
            assert!(
                String::from_utf8_lossy(&mail.raw).contains("dialog=3Dbuy-seats"),
                "{}",
                String::from_utf8_lossy(&mail.raw)
            );
        }
        world.clock().advance(24 * 60 * 60 + 1);
        billing::ask(&manager).await.unwrap();
    })
    .await;
}

// S0.5 RL-01: the same wish many times at once. Without the lock of the workspace in `billing::ask` several find no earlier
// one on PostgreSQL, and fail at the mails of the first instead of being told when to ask again.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_wishes_at_once_one_leaves() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let _buyer = world.member_with(&[CompanyPermission::Billing]).await;
        for _ in 0..5 {
            let manager = world.member_with(&[CompanyPermission::Users]).await;
            let answers = at_once((0..8).map(|_| {
                let manager = manager.clone();
                async move { billing::ask(&manager).await }
            }))
            .await;
            let (left, told): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
            assert_eq!(left.len(), 1, "{told:?}");
            let later = Err(AppError::RateLimited { retry_after_secs: 24 * 60 * 60 });
            assert!(told.iter().all(|answer| *answer == later), "{told:?}");
        }
        assert_eq!(world.number("SELECT count(*) FROM mail").await, 10);
        world.assert_sound().await;
    })
    .await;
}
