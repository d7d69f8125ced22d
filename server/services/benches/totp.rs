//! Sign-ins with a second factor, beside those that end with the password.
//!
//! `cargo bench -p services --bench totp`; on PostgreSQL too when `TEST_DATABASE_URL` names a server.

#![expect(clippy::expect_used, reason = "a measurement that cannot be prepared stops")]
#![expect(clippy::print_stdout, reason = "the result of a bench")]

use std::sync::Arc;
use std::time::Instant;

use secrecy::ExposeSecret;
use services::sign_in::{Begun, enter_code, sign_in};
use services::testing::{PASSWORD, TestDatabase, TestWorld, UserSeed};
use services::two_factor;
use tokio::task::JoinSet;

/// Each signs in once, because a code works once.
const PEOPLE: usize = 64;
/// At the same moment.
const CLIENTS: usize = 8;
/// Seconds until the app of everybody shows another code.
const NEXT_CODE: i64 = 60;

/// Somebody's address, and the key of their app.
type Person = (String, Option<String>);

#[tokio::main]
async fn main() {
    for database in TestDatabase::engines().await {
        println!("\n{PEOPLE} sign-ins, {CLIENTS} at a time, {:?}", database.engine());
        measure(TestWorld::on(database).await).await;
    }
}

async fn measure(world: TestWorld) {
    world.set_up(1_000).await;
    let (mut plain, mut enrolled) = (Vec::new(), Vec::new());
    for n in 0..PEOPLE {
        plain.push(person(&world, format!("plain{n}@bench.example"), false).await);
        enrolled.push(person(&world, format!("enrolled{n}@bench.example"), true).await);
    }
    world.clock().advance(NEXT_CODE);
    let world = Arc::new(world);
    let bare = rate(&world, plain).await;
    println!("password alone:          {bare:.1}/s");
    let with_code = rate(&world, enrolled).await;
    println!("with a code of the app:  {with_code:.1}/s, {:.0} % of that", 100.0 * with_code / bare);
}

async fn person(world: &TestWorld, email: String, enrolls: bool) -> Person {
    let user = world.user(UserSeed { email: email.clone(), has_password: true, ..UserSeed::default() }).await;
    if !enrolls {
        return (email, None);
    }
    let ctx = world.stepped_up(&world.signed_in(user).await).await;
    two_factor::begin(&ctx).await.expect("a secret");
    let key = two_factor::page(&ctx).await.expect("a page").two_factor.enrollment.expect("what the app scans").key;
    two_factor::confirm(&ctx, &world.app_code(&key, 0)).await.expect("the code");
    (email, Some(key))
}

/// Sign-ins per second.
async fn rate(world: &Arc<TestWorld>, people: Vec<Person>) -> f64 {
    let begun = Instant::now();
    let mut clients = JoinSet::new();
    for some in people.chunks(PEOPLE / CLIENTS) {
        let (world, some) = (Arc::clone(world), some.to_vec());
        clients.spawn(async move {
            for (email, key) in some {
                enter(&world, &email, key).await;
            }
        });
    }
    clients.join_all().await;
    f64::from(u32::try_from(PEOPLE).expect("a small number")) / begun.elapsed().as_secs_f64()
}

async fn enter(world: &TestWorld, email: &str, key: Option<String>) {
    let visitor = world.anonymous();
    match (sign_in(&visitor, email, PASSWORD.into(), None).await.expect("the password"), key) {
        (Begun::SignedIn(_), None) => {}
        (Begun::NeedsCode(half), Some(key)) => {
            let code = world.app_code(&key, 0);
            enter_code(&visitor, Some(half.expose_secret()), &code, None).await.expect("the code");
        }
        (..) => panic!("{email} is asked for the wrong thing"),
    }
}
