//! One change of 1,000 people, and taking it back, beside the bare rows that it writes.
//!
//! `cargo bench -p services --bench bulk`; on PostgreSQL too when `TEST_DATABASE_URL` names a server.

#![expect(clippy::expect_used, reason = "a measurement that cannot be prepared stops")]
#![expect(clippy::print_stdout, reason = "the result of a bench")]

use std::time::{Duration, Instant};

use model::bulk::{BulkAction, BulkChange, Selection};
use services::bulk;
use services::testing::{TestDatabase, TestWorld, UserSeed};

const PEOPLE: u32 = 1_000;

#[tokio::main]
async fn main() {
    for database in TestDatabase::engines().await {
        println!("\n{PEOPLE} people disabled at once, {:?}", database.engine());
        measure(TestWorld::on(database).await).await;
    }
}

async fn measure(world: TestWorld) {
    world.set_up(PEOPLE + 1).await;
    let owner = world.owner().await;
    let mut people = Vec::new();
    for _ in 0..PEOPLE {
        people.push(world.user(UserSeed::default()).await);
    }
    let bare = bare_rows(&world).await;
    print("bare: a changed and a new row each", bare, bare);

    let begun = Instant::now();
    let preview = bulk::preview(&owner, Selection::People(people), BulkAction::Disable).await.expect("a preview");
    print("preview", begun.elapsed(), bare);

    let begun = Instant::now();
    let change = BulkChange { action: BulkAction::Disable, seen: preview.seen, matching: None };
    let done = bulk::apply(&owner, change).await.expect("nobody is protected");
    assert_eq!((done.changed.count, done.skipped.len()), (PEOPLE, 0));
    print("disabled", begun.elapsed(), bare);

    let begun = Instant::now();
    let back = bulk::undo(&owner, done.undo.expect("a way back")).await.expect("within the window");
    assert_eq!(back.changed.count, PEOPLE);
    print("taken back", begun.elapsed(), bare);
}

/// What no change of so many people can do without: a row of each changed, and a row for each written.
async fn bare_rows(world: &TestWorld) -> Duration {
    world.execute("CREATE TABLE bare (id INTEGER PRIMARY KEY, status TEXT)").await;
    world.execute("CREATE TABLE bare_event (id INTEGER PRIMARY KEY, what TEXT)").await;
    let rows = |word: &str| (0..PEOPLE).map(|n| format!("({n}, '{word}')")).collect::<Vec<_>>().join(", ");
    world.execute(&format!("INSERT INTO bare (id, status) VALUES {}", rows("active"))).await;
    let begun = Instant::now();
    for n in 0..PEOPLE {
        world.execute(&format!("UPDATE bare SET status = 'disabled' WHERE id = {n}")).await;
    }
    world.execute(&format!("INSERT INTO bare_event (id, what) VALUES {}", rows("disabled"))).await;
    begun.elapsed()
}

fn print(name: &str, time: Duration, bare: Duration) {
    let times = time.as_secs_f64() / bare.as_secs_f64();
    println!("{name:<38} {:>9.0} ms {times:>8.1} of bare", 1000.0 * time.as_secs_f64());
}
