//! Pages and server functions through the whole router, beside what they consist of at least: the Users page and its
//! server function beside the bare queries through the same pool.
//!
//! `cargo bench -p server --bench requests`; on PostgreSQL too when `TEST_DATABASE_URL` names a server.

#![expect(clippy::print_stdout, reason = "the result of a bench")]
#![expect(clippy::expect_used, reason = "a bench stops when something is amiss")]

#[path = "../services/benches/support/measure.rs"]
mod measure;
#[path = "support/router.rs"]
mod router;

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use measure::{BARE_COUNT, BARE_PAGE, Measured, heading, measure, print};
use router::{from_somewhere, post, router_of};
use services::seed;
use services::testing::{TestDatabase, TestWorld};
use tower::ServiceExt;

const SIZES: [u32; 2] = [1_000, 100_000];

#[tokio::main]
async fn main() {
    for size in SIZES {
        for database in TestDatabase::engines().await {
            println!("\n{size} users, {:?}", database.engine());
            measure_page(TestWorld::on(database).await, size).await;
        }
    }
}

async fn measure_page(world: TestWorld, size: u32) {
    seed::create(world.services(), size).await.expect("the database is empty");
    let owner = world.owner().await;
    let cookie = format!("{}={}", app::cookies::SESSION, world.session_of(owner.user_id()).await);
    let router = router_of(&world);
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

    let (lent, sender) = (router.clone(), cookie.clone());
    let function = measure(move || {
        let query = serde_json::json!({ "query": model::users::UserQuery::default() });
        let request = post("/rpc/users/list", "application/json", query.to_string(), &sender);
        let router = lent.clone();
        async move { assert!(answer(router, request, 200).await > 1_000) }
    })
    .await;
    print("server function", function, Some((bare, function)));

    let page = measure(move || {
        let request = Request::get("/users").header(header::COOKIE, &cookie).header(header::HOST, "localhost:3000");
        let request = request.body(Body::empty()).expect("a request");
        let router = router.clone();
        async move { assert!(answer(router, request, 200).await > 10_000) }
    })
    .await;
    print("page from the server", page, Some((bare, function)));
    let of_bare = |measured: Measured| 100.0 * measured.per_second / bare.per_second;
    println!("\nserver function: {:.0} % of the bare queries' throughput (50 % wanted)", of_bare(function));
    println!("page: {:.0} % (25 % wanted)", of_bare(page));
}

/// Length of what comes back, in bytes.
async fn answer(router: Router, request: Request<Body>, status: u16) -> usize {
    let response = router.oneshot(from_somewhere(request)).await.expect("the router never fails");
    assert_eq!(response.status().as_u16(), status);
    to_bytes(response.into_body(), usize::MAX).await.expect("a body").len()
}
