//! A panic in a handler is our fault: the person gets a number, the log the rest, and the process lives.

use std::any::Any;

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use services::Services;
use tower_http::catch_panic::ResponseForPanic;

/// Answers for handlers that panicked.
#[derive(Clone)]
pub struct Answer(pub Services);

impl ResponseForPanic for Answer {
    type ResponseBody = axum::body::Body;

    fn response_for_panic(&mut self, panic: Box<dyn Any + Send + 'static>) -> Response {
        let body = serde_json::to_string(&self.0.panicked(&*panic)).unwrap_or_default();
        (StatusCode::INTERNAL_SERVER_ERROR, [(header::CONTENT_TYPE, "application/json")], body).into_response()
    }
}
