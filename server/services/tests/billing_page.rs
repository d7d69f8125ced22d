//! Seats & billing: who holds a seat, fewer seats from a renewal on, the past and the outlook, invoices.

use model::access::{Action, CompanyPermission};
use model::billing::{
    BillingContent, BillingPage, BillingQuery, BillingTab, Holding, Idle, Outlook, SeatOrder, SeatReason, SeatsTab,
};
use model::error::{AppError, ConflictReason, Noun};
use model::fields::FieldCode;
use model::time::Timestamp;
use model::users::UserStatus;
use services::testing::{BEGIN, TestWorld, UserSeed, at_once, for_each_engine};
use services::{Clock as _, Ctx, billing, invitations, jobs};
use uuid::Uuid;

const DAY: i64 = 24 * 60 * 60;
/// 2026-11-30T23:00:00Z, when December begins in Oslo.
const RENEWAL: Timestamp = Timestamp(1_796_079_600_000);

async fn buyer(world: &TestWorld) -> Ctx {
    world.stepped_up(&world.owner().await).await
}

async fn buy(world: &TestWorld, key: u128, more: u32) -> String {
    let order = SeatOrder { key: Uuid::from_u128(key), more };
    billing::buy(&buyer(world).await, order).await.unwrap().invoice
}

async fn page(ctx: &Ctx, query: BillingQuery) -> BillingPage {
    billing::page(ctx, query).await.unwrap()
}

async fn seats_tab(ctx: &Ctx, query: BillingQuery) -> SeatsTab {
    match page(ctx, query).await.content {
        BillingContent::Seats(tab) => *tab,
        other @ BillingContent::Orders(_) => panic!("{other:?}"),
    }
}

async fn purchased(world: &TestWorld) -> u32 {
    page(&world.owner().await, BillingQuery::default()).await.head.seats.purchased
}

/// The renewal comes.
async fn renew(world: &TestWorld) {
    world.clock().set(RENEWAL);
    world.run_jobs().await;
}

async fn recorded(world: &TestWorld, kind: &str) -> i64 {
    world.number(&format!("SELECT COUNT(*) FROM event WHERE kind = '{kind}'")).await
}

fn someone() -> UserSeed {
    UserSeed { first_name: "Ana".to_owned(), last_name: "Moreno".to_owned(), ..UserSeed::default() }
}

// ST-08 S0.8
#[tokio::test]
async fn reduction_takes_effect_at_the_renewal_and_not_before() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let planned = billing::reduce(&buyer(&world).await, 4).await.unwrap();
        assert_eq!((planned.seats, planned.on.at, planned.on.offset), (4, RENEWAL, 60));
        world.clock().set(Timestamp(RENEWAL.0 - 1));
        world.run_jobs().await;
        let head = page(&world.owner().await, BillingQuery::default()).await.head;
        assert_eq!((head.seats.purchased, head.reduction.map(|planned| planned.seats)), (10, Some(4)));
        assert_eq!(head.next, "114.00 EUR".parse().unwrap());
        renew(&world).await;
        let shown = page(&world.owner().await, BillingQuery::default()).await;
        assert_eq!((shown.head.seats.purchased, shown.head.reduction, shown.head.missed), (6, None, None));
        let BillingContent::Seats(tab) = shown.content else { panic!("another tab") };
        let changes: Vec<_> =
            tab.changes.rows.iter().map(|change| (change.delta, change.total, change.reason)).collect();
        assert_eq!(changes, [(-4, 6, Some(SeatReason::Reduced)), (10, 10, Some(SeatReason::SetUp))]);
        // A job may run twice.
        world.execute("UPDATE job SET done_at = NULL WHERE name = 'apply_reduction'").await;
        world.run_jobs().await;
        assert_eq!(purchased(&world).await, 6);
        assert_eq!(
            (recorded(&world, "seat_reduction_planned").await, recorded(&world, "seat_reduction_applied").await),
            (1, 1)
        );
        world.assert_sound().await;
    })
    .await;
}

// ST-08
#[tokio::test]
async fn reduction_leaves_what_is_used_and_reserved() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        world.user(someone()).await;
        let until = Some(world.clock().now().plus_seconds(DAY));
        world.user(UserSeed { status: UserStatus::Invited, invite_until: until, ..UserSeed::default() }).await;
        let owner = buyer(&world).await;
        let refused = billing::reduce(&owner, 8).await.unwrap_err();
        assert_eq!(refused, AppError::SeatsHeld { used: 2, reserved: 1, missing: 1 });
        assert_eq!(refused.status_code(), 409);
        for fewer in [0, 10, u32::MAX] {
            let refused = billing::reduce(&owner, fewer).await.unwrap_err();
            assert_eq!(refused, AppError::field("fewer", FieldCode::OutOfRange { min: 1, max: 9 }), "{fewer}");
        }
        assert_eq!(world.number("SELECT COUNT(*) FROM seat_reduction").await, 0);
        billing::reduce(&owner, 7).await.unwrap();
    })
    .await;
}

// ST-08
#[tokio::test]
async fn reduction_that_does_not_fit_any_more_is_refused_as_a_whole() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(3).await;
        billing::reduce(&buyer(&world).await, 2).await.unwrap();
        world.user(someone()).await;
        renew(&world).await;
        let head = page(&world.owner().await, BillingQuery::default()).await.head;
        assert_eq!((head.seats.purchased, head.reduction, head.missed.map(|missed| missed.seats)), (3, None, Some(2)));
        assert_eq!(recorded(&world, "seat_reduction_refused").await, 1);
        // A new plan takes the place of the notice.
        billing::reduce(&buyer(&world).await, 1).await.unwrap();
        assert_eq!(page(&world.owner().await, BillingQuery::default()).await.head.missed, None);
        world.assert_sound().await;
    })
    .await;
}

#[tokio::test]
async fn reduction_is_replaced_and_taken_back() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let owner = buyer(&world).await;
        let first = billing::reduce(&owner, 4).await.unwrap();
        let second = billing::reduce(&owner, 6).await.unwrap();
        assert_eq!((first.id, second.seats), (second.id, 6));
        assert_eq!(world.number("SELECT COUNT(*) FROM seat_reduction").await, 1);
        let stale = AppError::Conflict { reason: ConflictReason::Stale };
        assert_eq!(billing::keep(&owner, Uuid::from_u128(1)).await, Err(stale.clone()));
        billing::keep(&owner, second.id).await.unwrap();
        assert_eq!(billing::keep(&owner, second.id).await, Err(stale));
        renew(&world).await;
        assert_eq!(purchased(&world).await, 10);
        let third = billing::reduce(&buyer(&world).await, 1).await.unwrap();
        assert_ne!(third.id, second.id);
        world.assert_sound().await;
    })
    .await;
}

// ST-06
#[tokio::test]
async fn only_holders_of_billing_see_reduce_and_mark_as_paid() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let number = buy(&world, 1, 1).await;
        let manager = world.member_with(&[CompanyPermission::Users]).await;
        for who in [&world.member().await, &world.guest().await, &manager] {
            let seen = billing::page(who, BillingQuery::default()).await.unwrap_err();
            assert!(matches!(seen, AppError::Forbidden { action: Action::SeatsView, .. }), "{seen:?}");
            assert!(matches!(billing::invoice(who, &number).await, Err(AppError::Forbidden { .. })));
            assert!(matches!(billing::invoice(who, "2026-9999").await, Err(AppError::Forbidden { .. })));
            assert!(matches!(billing::holders_csv(who).await, Err(AppError::Forbidden { .. })));
            for done in [
                billing::reduce(who, 1).await.map(drop),
                billing::keep(who, Uuid::nil()).await,
                billing::mark_paid(who, &number).await,
            ] {
                assert!(matches!(done, Err(AppError::Forbidden { action: Action::SeatsBuy, .. })), "{done:?}");
            }
        }
        let clerk = world.member_with(&[CompanyPermission::Billing]).await;
        assert_eq!(billing::reduce(&clerk, 1).await.map(drop), Err(AppError::StepUpRequired));
        assert_eq!(billing::mark_paid(&clerk, &number).await, Err(AppError::StepUpRequired));
        billing::reduce(&world.stepped_up(&clerk).await, 1).await.unwrap();
    })
    .await;
}

// ST-08 ST-01; the lock of the workspace in `seats::locked` and in the job stands between the two.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn renewal_and_invitation_do_not_both_get_the_last_seat() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(2).await;
        for round in 0..20_u128 {
            let month = i64::try_from(round).unwrap() * 40 * DAY;
            world.clock().set(Timestamp(BEGIN.0 + month * 1000));
            let before = purchased(&world).await;
            assert_eq!(before, 2, "round {round}");
            let planned = billing::reduce(&buyer(&world).await, 1).await.unwrap();
            world.clock().set(planned.on.at);
            let owner = world.owner().await;
            let services = world.services().clone();
            let invite = invitation(round);
            let both: Vec<std::pin::Pin<Box<dyn Future<Output = bool> + Send>>> = vec![
                Box::pin(async move { invitations::send(&owner, invite).await.is_ok() }),
                Box::pin(async move { jobs::run_due(&services).await.is_ok() }),
            ];
            let invited = at_once(both).await.contains(&false);
            let seats = page(&world.owner().await, BillingQuery::default()).await.head.seats;
            assert!(seats.used + seats.reserved <= seats.purchased, "round {round}: {seats:?} {invited}");
            // The next round begins as this one did.
            world.clock().advance(2 * DAY);
            if seats.purchased == 1 {
                buy(&world, 1000 + round, 1).await;
            }
            world.execute("UPDATE \"user\" SET invite_until = NULL WHERE status = 'invited'").await;
        }
    })
    .await;
}

fn invitation(key: u128) -> model::invitations::NewInvitations {
    model::invitations::NewInvitations {
        key: Uuid::from_u128(5000 + key),
        people: vec![model::invitations::Invitee { address: format!("p{key}@kestrel.example"), name: None }],
        resend: Vec::new(),
        role: model::access::CompanyRole::Member,
        permissions: Vec::new(),
        message: None,
        language: model::language::Language::En,
    }
}

// S0.4
#[tokio::test]
async fn holders_are_whoever_uses_or_reserves_a_seat() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(20).await;
        let now = world.clock().now();
        let live = world
            .user(UserSeed {
                status: UserStatus::Invited,
                invite_until: Some(now.plus_seconds(DAY)),
                ..UserSeed::default()
            })
            .await;
        world.user(UserSeed { status: UserStatus::Invited, invite_until: Some(now), ..UserSeed::default() }).await;
        for status in [UserStatus::Disabled, UserStatus::Deleted] {
            world.user(UserSeed { status, ..someone() }).await;
        }
        world.user(someone()).await;
        let owner = world.owner().await;
        let tab = seats_tab(&owner, BillingQuery::default()).await;
        assert_eq!(tab.holders.total, 3);
        let seats = page(&owner, BillingQuery::default()).await.head.seats;
        assert_eq!(tab.holders.total, u64::from(seats.used + seats.reserved));
        let reserved: Vec<_> =
            tab.holders.rows.iter().filter(|holder| matches!(holder.holding, Holding::Reserves { .. })).collect();
        assert_eq!(reserved.iter().map(|holder| holder.id).collect::<Vec<_>>(), [live]);
        // The address is for those who see addresses, and so is disabling.
        let clerk = world.member_with(&[CompanyPermission::Billing]).await;
        let seen = seats_tab(&clerk, BillingQuery::default()).await.holders;
        let unnamed = seen.rows.iter().find(|holder| holder.id == live).unwrap();
        assert_eq!(unnamed.name, "");
        assert!(seen.rows.iter().all(|holder| !holder.actions.allows(Action::UsersDisable)));
        assert!(tab.holders.rows.iter().any(|holder| holder.actions.allows(Action::UsersDisable)));
        assert!(!billing::holders_csv(&clerk).await.unwrap().contains('@'));
    })
    .await;
}

#[tokio::test]
async fn idle_holders_are_those_who_were_not_here_for_so_long() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(20).await;
        for name in ["away", "longer", "never"] {
            world.user(UserSeed { email: format!("{name}@kestrel.example"), ..someone() }).await;
        }
        world.clock().advance(100 * DAY);
        let owner = world.owner().await;
        let now = world.clock().now();
        world.execute(&format!("UPDATE \"user\" SET last_seen_at = {} WHERE role = 'owner'", now.0)).await;
        for (name, days) in [("away", 31_i64), ("longer", 95)] {
            let seen = now.plus_seconds(-days * DAY).0;
            world
                .execute(&format!("UPDATE \"user\" SET last_seen_at = {seen} WHERE email = '{name}@kestrel.example'"))
                .await;
        }
        let idle = async |idle| {
            let query = BillingQuery { idle: Some(idle), ..BillingQuery::default() };
            seats_tab(&owner, query)
                .await
                .holders
                .rows
                .into_iter()
                .map(|holder| holder.last_seen.is_some())
                .collect::<Vec<_>>()
        };
        // Never seen first, then whoever has been away longest.
        assert_eq!(idle(Idle::Days30).await, [false, true, true]);
        assert_eq!(idle(Idle::Days60).await, [false, true]);
        assert_eq!(idle(Idle::Days90).await, [false, true]);
        assert_eq!(idle(Idle::Never).await, [false]);
    })
    .await;
}

#[tokio::test]
async fn seats_are_noted_once_a_day_and_tell_when_they_run_out() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(12).await;
        assert_eq!(seats_tab(&world.owner().await, BillingQuery::default()).await.outlook, Outlook::TooEarly);
        // One more each week, from one to nine in eight weeks.
        for week in 0..=8 {
            world.plan_jobs().await;
            world.run_jobs().await;
            world.plan_jobs().await;
            world.run_jobs().await;
            assert_eq!(world.number("SELECT COUNT(*) FROM seat_day").await, week + 1);
            if week < 8 {
                world.user(someone()).await;
                world.clock().advance(7 * DAY);
            }
        }
        let tab = seats_tab(&world.owner().await, BillingQuery::default()).await;
        let used: Vec<_> = tab.past.iter().map(|point| point.used).collect();
        assert_eq!(used, (1..=9).map(Some).collect::<Vec<_>>());
        // Three are free, one goes each week: the third is taken on day 21.
        let end = world.clock().now().plus_seconds(21 * DAY);
        assert!(matches!(tab.outlook, Outlook::RunsOut(on) if on.at == end), "{:?}", tab.outlook);
        assert_eq!(tab.ahead[..3].iter().map(|point| point.used).collect::<Vec<_>>(), [Some(10), Some(11), Some(12)]);
        for _ in 0..3 {
            world.user(someone()).await;
        }
        assert_eq!(seats_tab(&world.owner().await, BillingQuery::default()).await.outlook, Outlook::Full);
    })
    .await;
}

// S0.7 ST-04
#[tokio::test]
async fn invoice_says_what_was_ordered_and_is_paid_once() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let number = buy(&world, 1, 2).await;
        // The price of today changes nothing about yesterday.
        world.clock().advance(20 * DAY);
        let owner = buyer(&world).await;
        let invoice = billing::invoice(&owner, &number).await.unwrap();
        assert_eq!((invoice.workspace.as_str(), invoice.by.as_str()), ("Kestrel Yard", "Marit Solberg"));
        assert_eq!((invoice.days_left, invoice.days, invoice.until.at), (10, 30, RENEWAL));
        let euros = |text: &str| format!("{text} EUR").parse().unwrap();
        assert_eq!(
            (invoice.unit, invoice.whole, invoice.order.amount),
            (euros("19.00"), euros("38.00"), euros("12.67"))
        );
        assert_eq!((invoice.order.seats, invoice.order.at.at, invoice.order.paid), (2, BEGIN, None));
        for unknown in ["", "2026-9999", "' OR 1=1 --", "../2026-0001"] {
            let missing = AppError::NotFound { what: Noun::Invoice };
            assert_eq!(billing::invoice(&owner, unknown).await.unwrap_err(), missing, "{unknown:?}");
            assert_eq!(billing::mark_paid(&owner, unknown).await.unwrap_err(), missing, "{unknown:?}");
        }
        billing::mark_paid(&owner, &number).await.unwrap();
        let again = billing::mark_paid(&owner, &number).await;
        assert_eq!(again, Err(AppError::Conflict { reason: ConflictReason::Stale }));
        assert_eq!(recorded(&world, "invoice_paid").await, 1);
        let query = BillingQuery { tab: BillingTab::Billing, ..BillingQuery::default() };
        let BillingContent::Orders(orders) = page(&owner, query).await.content else { panic!("another tab") };
        assert_eq!(orders.rows.len(), 1);
        assert_eq!(orders.rows[0].paid.map(|paid| paid.at), Some(world.clock().now()));
        world.assert_sound().await;
    })
    .await;
}

// XS-07
#[tokio::test]
async fn file_of_the_holders_computes_nothing() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        world
            .user(UserSeed {
                first_name: "=HYPERLINK(\"x\")".to_owned(),
                last_name: "A,B".to_owned(),
                ..UserSeed::default()
            })
            .await;
        let file = billing::holders_csv(&world.owner().await).await.unwrap();
        let lines: Vec<_> = file.split("\r\n").collect();
        assert_eq!(lines[0], r#""name","role","seat","since","until","last_seen""#);
        assert_eq!(lines.len(), 4, "{file}");
        assert!(file.contains(r#""'=HYPERLINK(""x"") A,B","member","used","2026-11-21T12:00:00Z","","#), "{file}");
        assert!(file.contains(r#""Marit Solberg","owner","used","#), "{file}");
    })
    .await;
}

#[tokio::test]
async fn price_of_a_number_comes_with_the_page_where_no_script_asks() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let owner = world.owner().await;
        let priced = |more| BillingQuery { more: Some(more), ..BillingQuery::default() };
        let one = seats_tab(&owner, priced(2)).await.purchase.unwrap();
        let two = seats_tab(&owner, priced(2)).await.purchase.unwrap();
        assert_eq!(one.quote.unwrap().more, 2);
        assert_ne!(one.key, two.key);
        assert!(seats_tab(&owner, priced(0)).await.purchase.unwrap().quote.is_err());
        assert_eq!(seats_tab(&owner, BillingQuery::default()).await.purchase, None);
    })
    .await;
}
