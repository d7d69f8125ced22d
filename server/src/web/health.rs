//! Whether the process lives, and whether it can work.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use services::Services;

/// The process lives.
pub async fn live() -> &'static str {
    "ok"
}

/// The database answers, its schema is known, and the queue moves.
pub async fn ready(State(services): State<Services>) -> Response {
    let readiness = services.ready().await;
    let status = if readiness.is_ready() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(readiness)).into_response()
}
