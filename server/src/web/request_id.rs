//! One id and one log line per request. One-time links are masked; neither addresses of people nor queries are logged.

use std::time::Instant;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, Request};
use axum::middleware::Next;
use axum::response::Response;
use model::ids::RequestId;
use services::Services;
use tracing::Instrument;

/// The header that carries the id back.
const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// Gives the request its id, and logs how it went.
pub async fn layer(State(services): State<Services>, mut request: Request<Body>, next: Next) -> Response {
    let id = services.new_request_id();
    request.extensions_mut().insert::<RequestId>(id);
    let span = tracing::info_span!("request", %id, method = %request.method(), path = masked(request.uri().path()));
    let begun = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    let ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    span.in_scope(|| tracing::info!(status = response.status().as_u16(), ms, "answered"));
    if let Ok(value) = HeaderValue::from_str(&id.to_string()) {
        response.headers_mut().insert(HEADER, value);
    }
    response
}

/// The path without the secret of a one-time link.
#[must_use]
pub fn masked(path: &str) -> String {
    let mut parts = path.splitn(3, '/');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(""), Some(door @ ("invite" | "reset" | "join" | "email" | "review")), Some(rest)) if !rest.is_empty() => {
            format!("/{door}/***")
        }
        _ => path.chars().take(200).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // PR-16
    #[test]
    fn secrets_of_links_are_masked() {
        assert_eq!(masked("/invite/s3cret"), "/invite/***");
        assert_eq!(masked("/reset/s3cret/x"), "/reset/***");
        assert_eq!(masked("/users/0190"), "/users/0190");
        assert_eq!(masked("/invite"), "/invite");
    }
}
