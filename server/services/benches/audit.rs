//! Verifying the chain of a million audit entries, beside reading the bare rows.
//!
//! `cargo bench -p services --bench audit`; on PostgreSQL too when `TEST_DATABASE_URL` names a server.

#![expect(clippy::print_stdout, reason = "the result of a bench")]

use std::time::{Duration, Instant};

use services::testing::{TestDatabase, TestWorld};

const ENTRIES: u32 = 1_000_000;
/// Rows of one bare read, as many as the walk reads at a time.
const BATCH: u32 = 1_000;

#[tokio::main]
async fn main() {
    for database in TestDatabase::engines().await {
        println!("\naudit log of {ENTRIES} entries, {:?}", database.engine());
        measure(TestWorld::on(database).await).await;
    }
}

async fn measure(world: TestWorld) {
    world.set_up(10).await;
    let begun = Instant::now();
    world.fill_audit(ENTRIES).await;
    print("written", begun.elapsed());

    let begun = Instant::now();
    let mut after = 0;
    loop {
        let batch = format!("SELECT mac FROM audit_event WHERE seq > {after} ORDER BY seq LIMIT {BATCH}");
        let read = world.texts(&batch).await.len();
        if read == 0 {
            break;
        }
        after += BATCH;
    }
    let bare = begun.elapsed();
    print("bare: one column of every row", bare);

    let begun = Instant::now();
    assert!(world.walk_audit().await >= i64::from(ENTRIES));
    let walked = begun.elapsed();
    print("verified", walked);
    println!("\nverified: {:.1} times the bare read", walked.as_secs_f64() / bare.as_secs_f64());
}

fn print(name: &str, took: Duration) {
    let seconds = took.as_secs_f64();
    println!("{name:<32} {seconds:>7.1} s {:>9.0} entries/s", f64::from(ENTRIES) / seconds);
}
