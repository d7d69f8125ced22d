//! Sign-ins through the whole router, beside the bare hash of the password.
//!
//! `cargo bench -p server --bench sign_ins`; on PostgreSQL too when `TEST_DATABASE_URL` names a server.

#![expect(clippy::print_stdout, reason = "the result of a bench")]
#![expect(clippy::expect_used, reason = "a bench stops when something is amiss")]

#[path = "support/router.rs"]
mod router;

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use router::{from_somewhere, post, router_of};
use services::testing::{PASSWORD, TestDatabase, TestWorld, UserSeed, check_passwords_for};
use tokio::task::JoinSet;
use tower::ServiceExt;

/// Hashes are compared for so long, and so often.
const HASHING: Duration = Duration::from_secs(2);
const ROUNDS: u32 = 4;
const CLIENTS_PER_PERMIT: usize = 4;

#[tokio::main]
async fn main() {
    for database in TestDatabase::engines().await {
        println!("\nsign-ins, {:?}", database.engine());
        measure_sign_ins(TestWorld::on(database).await).await;
    }
}

async fn measure_sign_ins(world: TestWorld) {
    world.set_up(100).await;
    let router = router_of(&world);
    let permits = world.services().settings().argon2_permits;
    // As many as keep the processors busy while some wait for the disk. Each has an account: who tries one account many
    // times at once is slowed down.
    let emails: Vec<String> = (0..permits * CLIENTS_PER_PERMIT).map(|n| format!("bench{n}@kestrel.example")).collect();
    for email in &emails {
        world.user(UserSeed { email: email.clone(), has_password: true, ..UserSeed::default() }).await;
    }

    let mut visitors = Vec::new();
    for email in emails {
        visitors.push((email, form_of(router.clone()).await));
    }
    let visitors = Arc::new(visitors);

    // In turns, because a machine that others use is not equally fast all the time.
    let (mut bare, mut reached) = (0.0, 0.0);
    for _ in 0..ROUNDS {
        bare += hashes(permits).await / f64::from(ROUNDS);
        reached += sign_ins(&router, &visitors).await / f64::from(ROUNDS);
    }
    println!("bare Argon2id, {permits} at a time: {bare:.1}/s");
    println!("sign-ins: {reached:.1}/s, {:.0} % of the bare hash (90 % wanted)", 100.0 * reached / bare);
}

/// Hashes per second, and nothing else.
async fn hashes(at_once: usize) -> f64 {
    let begun = Instant::now();
    let mut threads = JoinSet::new();
    for _ in 0..at_once {
        threads.spawn_blocking(|| check_passwords_for(HASHING));
    }
    let hashes: u32 = threads.join_all().await.into_iter().sum();
    f64::from(hashes) / begun.elapsed().as_secs_f64()
}

/// Sign-ins per second, everybody again and again.
async fn sign_ins(router: &Router, visitors: &Arc<Vec<(String, Form)>>) -> f64 {
    let begun = Instant::now();
    let mut clients = JoinSet::new();
    for at in 0..visitors.len() {
        let (router, visitors) = (router.clone(), Arc::clone(visitors));
        clients.spawn(async move {
            let (email, form) = &visitors[at];
            let mut sign_ins = 0_u32;
            while begun.elapsed() < HASHING {
                sign_in(router.clone(), form, email).await;
                sign_ins += 1;
            }
            sign_ins
        });
    }
    let sign_ins: u32 = clients.join_all().await.into_iter().sum();
    f64::from(sign_ins) / begun.elapsed().as_secs_f64()
}

/// What a visitor needs who sends the form of the sign-in.
struct Form {
    cookie: String,
    token: String,
}

async fn form_of(router: Router) -> Form {
    let request = Request::get("/login").header(header::HOST, "localhost:3000").body(Body::empty());
    let response = router.oneshot(from_somewhere(request.expect("a request"))).await.expect("the router never fails");
    let cookie = response.headers().get(header::SET_COOKIE).expect("a cookie").to_str().expect("plain words");
    let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
    let page = to_bytes(response.into_body(), usize::MAX).await.expect("a body");
    let page = String::from_utf8(page.to_vec()).expect("text");
    let field = page.split("<input").find(|field| field.contains("name=\"token\"")).expect("a token");
    let value = field.split("value=\"").nth(1).and_then(|value| value.split('"').next()).expect("its value");
    Form { cookie, token: value.to_owned() }
}

async fn sign_in(router: Router, form: &Form, email: &str) {
    let fields = [("identifier", email), ("password", PASSWORD), ("next", "/users"), ("token", form.token.as_str())];
    let fields = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let request = post("/rpc/sign_in/password", "application/x-www-form-urlencoded", fields, &form.cookie);
    let response = router.oneshot(request).await.expect("the router never fails");
    let cookies = response.headers().get_all(header::SET_COOKIE);
    let session = format!("{}=", app::cookies::SESSION);
    let signed_in = cookies.iter().any(|cookie| cookie.to_str().is_ok_and(|cookie| cookie.starts_with(&session)));
    assert!(signed_in, "{:?}", response.status());
}
