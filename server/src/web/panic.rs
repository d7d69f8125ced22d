//! A panic in a handler is our fault: the person gets a number, the log the rest, and the process lives.

use std::any::Any;

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use model::error::AppError;
use model::ids::IncidentId;
use services::Services;
use tower_http::catch_panic::ResponseForPanic;

/// Answers for handlers that panicked.
#[derive(Clone)]
pub struct Answer(pub Services);

impl ResponseForPanic for Answer {
    type ResponseBody = axum::body::Body;

    fn response_for_panic(&mut self, panic: Box<dyn Any + Send + 'static>) -> Response {
        let incident = IncidentId(self.0.new_request_id().0);
        let what = panic
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| panic.downcast_ref::<&str>().copied())
            .unwrap_or("unknown");
        tracing::error!(%incident, panic = what, "a handler panicked");
        let body = serde_json::to_string(&AppError::Internal { incident }).unwrap_or_default();
        (StatusCode::INTERNAL_SERVER_ERROR, [(header::CONTENT_TYPE, "application/json")], body).into_response()
    }
}
