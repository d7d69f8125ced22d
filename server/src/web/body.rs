//! Bodies are read whole before anything looks at them: the forms and calls of the pages are small.

use std::error::Error;

use axum::body::{Body, to_bytes};
use axum::extract::multipart::MultipartError;
use axum::http::{HeaderValue, Method, Request, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::LengthLimitError;
use model::error::AppError;
use model::fields::FieldErrors;

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

/// Refuses bodies that are neither JSON nor a form, which is all that our pages send: server functions decode a body
/// whatever its type says, also one that other sites may send without asking.
pub async fn refuse_odd_types(request: Request<Body>, next: Next) -> Response {
    let is_call = *request.method() == Method::POST && request.uri().path().starts_with("/rpc/");
    match request.headers().get(header::CONTENT_TYPE) {
        Some(of) if is_call && !is_known(of) => {
            let body = serde_json::to_string(&unreadable()).unwrap_or_default();
            (StatusCode::UNPROCESSABLE_ENTITY, [(header::CONTENT_TYPE, "application/json")], body).into_response()
        }
        _ => next.run(request).await,
    }
}

fn is_known(of: &HeaderValue) -> bool {
    let essence = of.to_str().unwrap_or_default().split(';').next().unwrap_or_default().trim();
    ["application/json", "application/x-www-form-urlencoded"].iter().any(|known| essence.eq_ignore_ascii_case(known))
}

/// What a form with files is refused with when it could not be read to its end.
pub(super) fn form_error(error: &MultipartError, too_long: impl FnOnce() -> AppError) -> AppError {
    if is_too_long(error) { too_long() } else { unreadable() }
}

/// What no form of ours sends.
pub(super) fn unreadable() -> AppError {
    AppError::Invalid { fields: FieldErrors::default() }
}

/// Whether the limit of the body was met: said by whichever of the layers met it, at the bottom of the error.
fn is_too_long(error: &MultipartError) -> bool {
    let first: &(dyn Error + 'static) = error;
    let mut causes = std::iter::successors(Some(first), |error| (**error).source());
    error.status() == StatusCode::PAYLOAD_TOO_LARGE || causes.any(|cause| cause.is::<LengthLimitError>())
}
