//! Requests from elsewhere change nothing here.
//!
//! The layer of tower-http judges by `Sec-Fetch-Site` and `Origin`; it lets a request pass that has neither, so our own
//! rule behind it refuses those that carry a cookie of ours. `/api` is outside: it reads no cookies.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Refuses unsafe requests that carry cookies and do not say where they come from.
pub async fn refuse_unknown_origin(request: Request<Body>, next: Next) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let headers = request.headers();
    let says = headers.contains_key("sec-fetch-site") || headers.contains_key(header::ORIGIN);
    if !safe && !says && headers.contains_key(header::COOKIE) {
        return (StatusCode::FORBIDDEN, "cross-origin request refused").into_response();
    }
    next.run(request).await
}
