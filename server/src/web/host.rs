//! Only requests to this installation are answered: to any other name the answer is 421.
//!
//! Nothing here is made from the name that was asked for, links least of all; this keeps it so behind caches too, and
//! closes the console to names that were rebound to loopback. `/healthz` and `/readyz` are outside.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{Request, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::config::Config;

/// Refuses requests to another host, and those that name two.
pub async fn refuse_foreign(State(config): State<Arc<Config>>, request: Request<Body>, next: Next) -> Response {
    let named = request.headers().get_all(header::HOST).iter().map(|host| host.to_str().unwrap_or_default());
    // HTTP/2 names the host there, and so does HTTP/1.1 when it believes to speak with a proxy.
    let named: Vec<&str> = named.chain(request.uri().authority().map(|authority| authority.as_str())).collect();
    let twice = request.headers().get_all(header::HOST).iter().count() > 1;
    if named.is_empty() || twice || !named.iter().all(|host| config.is_own_host(host)) {
        return (StatusCode::MISDIRECTED_REQUEST, "this host is not served here").into_response();
    }
    next.run(request).await
}
