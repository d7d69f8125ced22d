//! The router of the product, and requests to it as if they came over the network.

use std::net::SocketAddr;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, header};
use server::config::Config;
use server::router::router;
use services::testing::TestWorld;

const ORIGIN: &str = "http://localhost:3000";

pub(crate) fn router_of(world: &TestWorld) -> Router {
    let settings = world.services().settings().clone();
    let config = Config {
        listen: SocketAddr::from(([127, 0, 0, 1], 3000)),
        trusted_proxies: Vec::new(),
        made_key: None,
        database_url: settings.database.url.clone(),
        settings,
    };
    router(world.services().clone(), config)
}

pub(crate) fn post(path: &str, content_type: &str, body: String, cookie: &str) -> Request<Body> {
    let request = Request::post(path)
        .header(header::HOST, "localhost:3000")
        .header(header::ORIGIN, ORIGIN)
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, content_type)
        .header(header::COOKIE, cookie)
        .body(Body::from(body))
        .expect("a request");
    from_somewhere(request)
}

/// As if it came over the network.
pub(crate) fn from_somewhere(mut request: Request<Body>) -> Request<Body> {
    request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([203, 0, 113, 7], 4000))));
    request
}
