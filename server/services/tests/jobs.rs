//! The queue and its worker, on both engines: nothing is lost, nothing is done twice, nothing stops it.

use std::time::Duration;

use model::access::CompanyRole;
use model::invitations::{Invitee, NewInvitations};
use model::language::Language;
use services::jobs::{Worker, run_due};
use services::testing::{Fault, TestWorld, for_each_engine};
use services::{Clock as _, invitations};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

const HOUR: i64 = 60 * 60;
const DAY: i64 = 24 * HOUR;
const UNDO: i64 = 10;

/// Enqueues that many jobs: the mails of as many invitations.
async fn enqueue(world: &TestWorld, key: u128, many: usize) {
    let new = NewInvitations {
        key: Uuid::from_u128(key),
        people: (0..many).map(|n| Invitee { address: format!("p{key}-{n}@kestrel.example"), name: None }).collect(),
        resend: Vec::new(),
        role: CompanyRole::Guest,
        permissions: Vec::new(),
        message: None,
        language: Language::En,
    };
    invitations::send(&world.owner().await, new).await.unwrap();
}

async fn open(world: &TestWorld) -> i64 {
    world.number("SELECT COUNT(*) FROM job WHERE done_at IS NULL AND dead_at IS NULL").await
}

async fn until(done: impl AsyncFn() -> bool) {
    let waited = async {
        while !done().await {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), waited).await.expect("it happens in time");
}

// ML-05; without SKIP LOCKED and the lease in the claim, mails leave twice on PostgreSQL.
#[tokio::test(flavor = "multi_thread")]
async fn many_workers_do_each_job_once() {
    for_each_engine(async |world| {
        world.set_up(200).await;
        enqueue(&world, 1, 100).await;
        world.clock().advance(UNDO);
        let mut workers = JoinSet::new();
        for _ in 0..8 {
            let services = world.services().clone();
            workers.spawn(async move { run_due(&services).await.unwrap() });
        }
        assert_eq!(workers.join_all().await.into_iter().sum::<usize>(), 100);
        let mut to: Vec<_> = world.mails().await.into_iter().map(|mail| mail.to).collect();
        to.sort_unstable();
        to.dedup();
        assert_eq!((to.len(), world.mails().await.len(), open(&world).await), (100, 100, 0));
    })
    .await;
}

#[tokio::test]
async fn job_of_a_worker_that_died_is_done_after_its_lease() {
    for_each_engine(async |world| {
        world.set_up(10).await;
        enqueue(&world, 1, 1).await;
        world.clock().advance(UNDO);
        let lease = world.clock().now().plus_seconds(60).0;
        world.execute(&format!("UPDATE job SET attempts = 1, lease_until = {lease}")).await;
        world.clock().advance(59);
        assert_eq!(world.run_jobs().await, 0);
        world.clock().advance(1);
        assert_eq!(world.run_jobs().await, 1);
        assert_eq!(world.mails().await.len(), 1);
        assert_eq!(world.number("SELECT attempts FROM job").await, 2);
    })
    .await;
}

#[tokio::test]
async fn job_that_kills_the_process_each_time_is_given_up() {
    for_each_engine(async |world| {
        world.set_up(10).await;
        enqueue(&world, 1, 1).await;
        world.clock().advance(UNDO);
        world.execute("UPDATE job SET attempts = 25").await;
        world.run_jobs().await;
        assert_eq!(world.number("SELECT COUNT(*) FROM job WHERE dead_at IS NOT NULL").await, 1);
        assert_eq!(world.texts("SELECT state FROM mail").await, ["failed"], "what waited for it says so");
        assert_eq!(world.mails().await.len(), 0);
    })
    .await;
}

#[tokio::test]
async fn job_of_an_unknown_kind_waits_for_a_worker_that_knows_it() {
    for_each_engine(async |world| {
        world.set_up(10).await;
        enqueue(&world, 1, 2).await;
        world.execute("UPDATE job SET name = 'of_tomorrow' WHERE dedupe_key = (SELECT MIN(dedupe_key) FROM job)").await;
        world.clock().advance(UNDO);
        assert_eq!(world.run_jobs().await, 1);
        assert_eq!((world.mails().await.len(), open(&world).await), (1, 1));
        assert_eq!(world.number("SELECT attempts FROM job WHERE name = 'of_tomorrow'").await, 0);
    })
    .await;
}

// FX-09
#[tokio::test(flavor = "multi_thread")]
async fn worker_survives_a_panic_and_does_the_rest() {
    for_each_engine(async |world| {
        world.set_up(20).await;
        world.fail_mails(&[Fault::Panic]);
        enqueue(&world, 1, 5).await;
        world.clock().advance(UNDO);
        let stop = CancellationToken::new();
        let worker = Worker::new(world.services().clone());
        let work = worker.run(stop.clone());
        let watch = async {
            until(async || world.mails().await.len() == 4).await;
            world.clock().advance(2 * 60);
            until(async || world.mails().await.len() == 5).await;
            stop.cancel();
        };
        tokio::join!(work, watch);
        assert_eq!(
            world.number("SELECT attempts FROM job WHERE name = 'send_mail' ORDER BY attempts DESC LIMIT 1").await,
            2
        );
    })
    .await;
}

// FX-02
#[tokio::test(flavor = "multi_thread")]
async fn worker_finishes_what_it_began_and_stops() {
    for_each_engine(async |world| {
        world.set_up(60).await;
        let stop = CancellationToken::new();
        let worker = Worker::new(world.services().clone());
        let work = worker.run(stop.clone());
        let watch = async {
            enqueue(&world, 1, 50).await;
            world.clock().advance(UNDO);
            until(async || !world.mails().await.is_empty()).await;
            stop.cancel();
        };
        let begun = std::time::Instant::now();
        tokio::join!(work, watch);
        assert!(begun.elapsed() < Duration::from_secs(10));
        let sent = i64::try_from(world.mails().await.len()).unwrap();
        assert_eq!(world.number("SELECT COUNT(*) FROM mail WHERE state = 'sent'").await, sent);
        assert_eq!(
            world.number("SELECT COUNT(*) FROM job WHERE lease_until IS NOT NULL").await,
            0,
            "nothing is left half done"
        );
    })
    .await;
}

#[tokio::test]
async fn each_time_slot_of_the_schedule_runs_once_however_many_processes_there_are() {
    for_each_engine(async |world| {
        world.set_up(10).await;
        assert_eq!(world.plan_jobs().await, 11);
        assert_eq!(world.plan_jobs().await, 0);
        assert_eq!(world.run_jobs().await, 11);
        world.clock().advance(HOUR);
        assert_eq!(world.plan_jobs().await, 8);
        assert_eq!(world.run_jobs().await, 8);
        assert_eq!(open(&world).await, 0);
        world.clock().advance(DAY);
        assert_eq!(world.plan_jobs().await, 11);
    })
    .await;
}

#[tokio::test]
async fn sweeps_remove_what_ended_long_ago_and_nothing_else() {
    for_each_engine(async |world| {
        world.set_up(10).await;
        enqueue(&world, 1, 1).await;
        world.clock().advance(UNDO);
        world.run_jobs().await;
        world.clock().advance(15 * DAY);
        enqueue(&world, 2, 1).await;
        world.plan_jobs().await;
        world.run_jobs().await;
        // The job of the first mail is gone, the mail is still listed.
        assert_eq!(world.number("SELECT COUNT(*) FROM job WHERE name = 'send_mail'").await, 1);
        assert_eq!(world.number("SELECT COUNT(*) FROM mail").await, 2);
        world.clock().advance(80 * DAY);
        world.plan_jobs().await;
        world.run_jobs().await;
        assert_eq!(world.number("SELECT COUNT(*) FROM mail").await, 1);
        // An ended invitation still answers its own page.
        assert_eq!(world.number("SELECT COUNT(*) FROM token WHERE purpose = 'invite' AND used_at IS NULL").await, 2);
    })
    .await;
}

#[tokio::test]
async fn job_holds_ids_only() {
    for_each_engine(async |world| {
        world.set_up(10).await;
        enqueue(&world, 1, 1).await;
        let payload = world.texts("SELECT payload FROM job").await.remove(0);
        assert!(payload.starts_with("{\"mail\":\"") && payload.len() == 47, "{payload}");
    })
    .await;
}
