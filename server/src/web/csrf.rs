//! Requests from elsewhere change nothing here.
//!
//! The layer of tower-http judges by `Sec-Fetch-Site` and `Origin`. It lets a request pass that has neither, and it does
//! not look at the scheme of the origin; our own rule behind it refuses those with a cookie, and those of another scheme.
//! `/api` is outside: it reads no cookies.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::config::Config;

/// Refuses unsafe requests that do not come from our own pages, as far as they say, and those that carry cookies and do
/// not say where they come from.
pub async fn refuse_unknown_origin(State(config): State<Arc<Config>>, request: Request<Body>, next: Next) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if safe || is_own(&config, request.headers()) {
        next.run(request).await
    } else {
        (StatusCode::FORBIDDEN, "cross-origin request refused").into_response()
    }
}

/// Pages of links send the origin `null` because they send no referrer, so where a browser says more, that counts.
fn is_own(config: &Config, headers: &HeaderMap) -> bool {
    if headers.contains_key("sec-fetch-site") {
        return true; // judged by the layer in front
    }
    match headers.get(header::ORIGIN) {
        Some(origin) => origin.to_str().is_ok_and(|origin| config.is_own_origin(origin)),
        None => !headers.contains_key(header::COOKIE),
    }
}
