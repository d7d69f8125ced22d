//! The door for programs, `/api/v1`: handler, the same service as the pages, JSON or a problem.
//!
//! Invariant: whoever comes here shows a personal API key. Cookies are not looked at, so a page elsewhere can make a
//! browser ask, and gets nothing.
//!
//! To add an operation: its handler in `v1/<feature>.rs` with `#[utoipa::path]`, and its line in [`v1::routes`]. The
//! document describes what is routed there, because both are made of the same line.

mod context;
mod cursor;
mod docs;
mod problem;
mod v1;

use axum::Router;
use axum::extract::Extension;
use axum::middleware::from_fn_with_state;
use axum::routing::{any, get};
use model::error::{AppError, Noun};
use model::ids::RequestId;

use crate::web::visitor::Door;
use problem::{Problem, words_of};

/// Everything below `/api`.
pub fn router(door: Door) -> Router {
    let (v1, document) = v1::routes().split_for_parts();
    let document = docs::Served::new(document);
    v1.route_layer(from_fn_with_state(door, context::layer))
        .route("/api/openapi.json", get(docs::document))
        .route("/api/docs", get(docs::page))
        .route("/api", any(missing))
        .route("/api/{*path}", any(missing))
        .method_not_allowed_fallback(wrong_method)
        .layer(Extension(document))
}

async fn missing(id: Option<Extension<RequestId>>, headers: axum::http::HeaderMap) -> Problem {
    Problem::new(AppError::NotFound { what: Noun::Page }, id.map(|id| id.0), words_of(&headers))
}

async fn wrong_method(id: Option<Extension<RequestId>>, headers: axum::http::HeaderMap) -> Problem {
    Problem::wrong_method(id.map(|id| id.0), words_of(&headers))
}
