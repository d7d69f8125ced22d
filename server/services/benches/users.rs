//! The list of users beside the bare queries that it consists of: a page and a count, through the same pool.
//!
//! `cargo bench -p services --bench users`; on PostgreSQL too when `TEST_DATABASE_URL` names a server.

#![expect(clippy::expect_used, reason = "a measurement that cannot be prepared stops")]
#![expect(clippy::print_stdout, reason = "the result of a bench")]

#[path = "support/measure.rs"]
mod measure;

use std::sync::Arc;
use std::time::{Duration, Instant};

use measure::{BARE_COUNT, BARE_PAGE, Measured, heading, measure, print};
use model::access::CompanyRole;
use model::page::DEFAULT_PER_PAGE;
use model::users::{StatusFilter, UserQuery, UserSort};
use services::testing::{TestDatabase, TestWorld};
use services::{Ctx, seed, session, users};

const SIZES: [u32; 2] = [1_000, 100_000];
#[tokio::main]
async fn main() {
    for size in SIZES {
        for database in TestDatabase::engines().await {
            println!("\n{size} users, {:?}", database.engine());
            measure_list(TestWorld::on(database).await, size).await;
        }
    }
}

async fn measure_list(world: TestWorld, size: u32) {
    let begun = Instant::now();
    seed::create(world.services(), size).await.expect("the database is empty");
    println!("seeded in {:.1} s\n", begun.elapsed().as_secs_f64());
    let (owner, member) = (world.owner().await, world.member().await);
    let world = Arc::new(world);

    heading();
    let lent = Arc::clone(&world);
    let bare = measure(move || {
        let world = Arc::clone(&lent);
        async move {
            assert_eq!(world.texts(BARE_PAGE).await.len(), 25);
            assert!(world.number(BARE_COUNT).await > 0);
        }
    })
    .await;
    print("bare: page and count", bare, None);
    let first = measure_query(&owner, UserQuery::default()).await;
    print("first page", first, Some((bare, first)));

    let mut slowest = Duration::ZERO;
    for (name, query, is_target) in questions(&owner).await {
        let measured = measure_query(&owner, query).await;
        print(&name, measured, Some((bare, first)));
        if is_target {
            slowest = slowest.max(measured.median);
        }
    }
    print("first page of a Member", measure_query(&member, UserQuery::default()).await, Some((bare, first)));
    for (name, ctx) in [("menu of the Owner", &owner), ("menu of a Member", &member)] {
        let ctx = ctx.clone();
        let info = measure(move || {
            let ctx = ctx.clone();
            async move {
                session::info(&ctx).await.expect("a session");
            }
        });
        print(name, info.await, Some((bare, first)));
    }
    let throughput = first.per_second / bare.per_second;
    let slow = slowest.as_secs_f64() / first.median.as_secs_f64();
    println!("\nfirst page: {:.0} % of the bare queries' throughput (50 % wanted)", 100.0 * throughput);
    println!("slowest filter or last page: {slow:.2} times the first page (1.5 allowed)");
    drop(world); // the database goes with it
}

/// What is asked of the list; whether the limit for filters applies.
async fn questions(owner: &Ctx) -> Vec<(String, UserQuery, bool)> {
    let everyone = UserQuery::default();
    let total = users::list(owner, everyone.clone()).await.expect("a page").page.total;
    let last = u32::try_from(total.div_ceil(u64::from(DEFAULT_PER_PAGE))).expect("a number of a page");
    let mut questions = vec![
        ("middle page".to_owned(), UserQuery { page: last / 2, ..everyone.clone() }, false),
        ("last page".to_owned(), UserQuery { page: last, ..everyone.clone() }, true),
        ("100 rows".to_owned(), UserQuery { per: 100, ..everyone.clone() }, false),
        ("archived users too".to_owned(), UserQuery { archived: true, ..everyone.clone() }, true),
    ];
    for status in StatusFilter::ALL {
        let query = UserQuery { statuses: vec![*status], archived: true, ..everyone.clone() };
        questions.push((format!("status {status}"), query, true));
    }
    for role in CompanyRole::ALL {
        questions.push((format!("role {role}"), UserQuery { roles: vec![*role], ..everyone.clone() }, true));
    }
    let statuses = vec![StatusFilter::NotAccepted, StatusFilter::Disabled];
    let roles = vec![CompanyRole::Guest, CompanyRole::Administrator];
    questions.push(("two statuses of two roles".to_owned(), UserQuery { statuses, roles, ..everyone.clone() }, true));
    for sort in UserSort::ALL {
        questions.push((format!("by {sort}"), UserQuery { sort: *sort, ..everyone.clone() }, false));
        let query = UserQuery { sort: *sort, descending: true, page: last, ..everyone.clone() };
        questions.push((format!("by {sort}, backward, last page"), query, false));
    }
    for q in ["wojciechowska-lindqvist5", "mueller", "佐藤", "studio7", "e", "nobody has this"] {
        questions.push((format!("search for {q}"), UserQuery { q: q.to_owned(), ..everyone.clone() }, false));
    }
    questions
}

async fn measure_query(ctx: &Ctx, query: UserQuery) -> Measured {
    let ctx = ctx.clone();
    measure(move || {
        let (ctx, query) = (ctx.clone(), query.clone());
        async move {
            users::list(&ctx, query).await.expect("a page");
        }
    })
    .await
}
