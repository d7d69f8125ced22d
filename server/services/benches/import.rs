//! An import of 10,000 people beside the bare rows that it writes, and what the page costs before it.
//!
//! `cargo bench -p services --bench import`; on PostgreSQL too when `TEST_DATABASE_URL` names a server.

#![expect(clippy::expect_used, reason = "a measurement that cannot be prepared stops")]
#![expect(clippy::print_stdout, reason = "the result of a bench")]

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use model::import::ImportQuery;
use services::testing::{TestDatabase, TestWorld};
use services::{Ctx, transfer};

/// People in the table.
const PEOPLE: usize = 10_000;
/// The longest that others may have to wait for the write lock.
const ALLOWED: Duration = Duration::from_secs(15);

#[tokio::main]
async fn main() {
    for database in TestDatabase::engines().await {
        println!("\nimport of {PEOPLE}, {:?}", database.engine());
        measure(TestWorld::on(database).await).await;
    }
}

async fn measure(world: TestWorld) {
    world.set_up(50_000).await;
    let owner = world.owner().await;
    let bare = bare_rows(&world).await;
    print("bare: one table of 10,000 rows", bare, bare);

    let begun = Instant::now();
    let key = transfer::check(&owner, table().into_bytes()).await.expect("a table");
    print("check", begun.elapsed(), bare);
    let begun = Instant::now();
    let seen = look(&owner, &key).await;
    print("page of verdicts", begun.elapsed(), bare);

    let begun = Instant::now();
    let done = transfer::apply(&owner, &key, &seen, false).await.expect("seats for everyone");
    let applied = begun.elapsed();
    assert_eq!(usize::try_from(done.invited).ok(), Some(PEOPLE));
    print("import of 10,000", applied, bare);

    let key = transfer::check(&owner, table().into_bytes()).await.expect("a table");
    let begun = Instant::now();
    look(&owner, &key).await;
    print("page of verdicts, all of them here", begun.elapsed(), bare);
    println!("\nimport of 10,000: {:.1} s ({:.0} s allowed)", applied.as_secs_f64(), ALLOWED.as_secs_f64());
}

async fn look(who: &Ctx, key: &str) -> String {
    let query = ImportQuery { key: key.to_owned(), show: None, page: 1 };
    transfer::page(who, query).await.expect("a page").check.expect("a check").seen
}

fn table() -> String {
    let mut table = "email,first_name,last_name,role,language\n".to_owned();
    for n in 0..PEOPLE {
        let role = if n % 3 == 0 { "guest" } else { "member" };
        let language = ["en", "zh", "es", "ja", "ru", "ko"][n % 6];
        // Writing into a `String` has no way to fail.
        let _ = writeln!(table, "person{n}@studio{}.example,Person,Number {n},{role},{language}", n % 100);
    }
    table
}

/// As many rows as there are people, as somebody would write them who has nothing else to do.
async fn bare_rows(world: &TestWorld) -> Duration {
    world.execute("CREATE TABLE bare (id TEXT PRIMARY KEY, email TEXT UNIQUE, name TEXT)").await;
    let begun = Instant::now();
    for from in (0..PEOPLE).step_by(500) {
        let rows: Vec<String> =
            (from..from + 500).map(|n| format!("('{n}', 'person{n}@studio.example', 'Person Number {n}')")).collect();
        world.execute(&format!("INSERT INTO bare (id, email, name) VALUES {}", rows.join(", "))).await;
    }
    begun.elapsed()
}

fn print(name: &str, time: Duration, bare: Duration) {
    let times = time.as_secs_f64() / bare.as_secs_f64();
    println!("{name:<38} {:>9.0} ms {times:>8.1} of bare", 1000.0 * time.as_secs_f64());
}
