//! Files that are made on request; the one who asks is known by then, see [`super::visitor`].

use app::visitor::Visitor;
use axum::Extension;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use model::error::AppError;

/// Who holds a seat, for spreadsheets.
pub async fn seat_holders(Extension(visitor): Extension<Visitor>) -> Response {
    let Some(ctx) = visitor.ctx() else { return Redirect::to("/login").into_response() };
    match services::billing::holders_csv(ctx).await {
        Ok(file) => csv("seats.csv", file),
        Err(error) => refused(&error),
    }
}

/// A file that is saved and never shown. The mark in front tells spreadsheets the encoding.
fn csv(name: &str, lines: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    (headers, format!("\u{feff}{lines}")).into_response()
}

fn refused(error: &AppError) -> Response {
    let status = StatusCode::from_u16(error.status_code()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let body = serde_json::to_string(error).unwrap_or_default();
    (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}
