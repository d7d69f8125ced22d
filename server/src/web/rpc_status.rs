//! Gives answers of server functions the status of their error, and keeps forms from leading elsewhere.
//!
//! Leptos ≤ 0.8.23: `server_fn` answers every error with 500 (`error_response`); 0.9 has `status_code()`. For whoever
//! accepts HTML it turns that into a redirect to the `Referer`, with the error in the address (`form-redirects`).

use axum::body::{Body, to_bytes};
use axum::http::{HeaderValue, Request, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use model::error::AppError;

/// The header by which `server_fn` marks an error.
const MARK: &str = "serverfnerror";
/// Errors are small; anything longer is none of ours.
const LIMIT: usize = 64 * 1024;

/// Reads the error and sets status and `Retry-After`.
pub async fn layer(mut request: Request<Body>, next: Next) -> Response {
    // Our forms say themselves where they lead; nothing else may.
    request.headers_mut().remove(header::REFERER);
    let response = next.run(request).await;
    if !response.headers().contains_key(MARK) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    parts.headers.remove(header::LOCATION);
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.status = StatusCode::INTERNAL_SERVER_ERROR;
    let Ok(bytes) = to_bytes(body, LIMIT).await else {
        return Response::from_parts(parts, Body::empty());
    };
    if let Ok(error) = serde_json::from_slice::<AppError>(&bytes) {
        parts.status = StatusCode::from_u16(error.status_code()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        if let Some(seconds) = error.retry_after_secs() {
            parts.headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    Response::from_parts(parts, Body::from(bytes))
}
