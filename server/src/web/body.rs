//! Bodies are read whole before anything looks at them: the forms and calls of the pages are small.

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Largest body of a page's form or of a server function. The longest is a pasted list of 200 addresses.
pub const LIMIT: usize = 256 * 1024;

/// Refuses a body beyond the limit, also one that does not announce its length. Left to a server function it would pass
/// for one that cannot be read.
pub async fn read_whole(request: Request<Body>, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    match to_bytes(body, LIMIT).await {
        Ok(bytes) => next.run(Request::from_parts(parts, Body::from(bytes))).await,
        // Or the client has gone; then nobody reads it.
        Err(_) => (StatusCode::PAYLOAD_TOO_LARGE, "the body is too large").into_response(),
    }
}
