//! Files that are made while they are sent. Plain routes, so that a link is enough; each asks for the same permit as its
//! page, and nothing is read before that.

#![expect(clippy::disallowed_types, reason = "no parameter of these addresses is a list")]

use app::visitor::Visitor;
use axum::body::Body;
use axum::extract::{Query, RawForm};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use futures_util::stream;
use model::audit::AuditQuery;
use model::bulk::Selection;
use model::error::AppError;
use model::sign_in::Flash;
use serde::Deserialize;
use services::audit::{self, Export, Format};
use services::transfer;
use url::form_urlencoded;

/// The page that offers the files of the audit log.
const AUDIT: &str = "/admin/audit";

/// The page that offers people as a file.
const USERS: &str = "/users";

/// The page on which people come in.
const IMPORT: &str = "/users/import";

/// All files.
pub fn router() -> Router {
    Router::new()
        .route("/admin/audit/export", get(export_audit))
        .route("/admin/audit/checkpoint", get(audit_checkpoint))
        .route("/users/export", get(export_users).post(export_users))
        .route("/users/import/report", get(import_report))
}

/// What the address of an export says: what the list was filtered by, and how to write it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct ExportQuery {
    actor: String,
    action: String,
    target: String,
    from: String,
    to: String,
    format: String,
}

async fn export_audit(Extension(visitor): Extension<Visitor>, Query(query): Query<ExportQuery>) -> Response {
    let Some(ctx) = visitor.ctx() else { return sign_in(AUDIT) };
    let (format, name, kind) = match query.format.as_str() {
        "json" => (Format::Json, "rollcall-audit.json", "application/json"),
        _ => (Format::Csv, "rollcall-audit.csv", "text/csv; charset=utf-8"),
    };
    let wanted = AuditQuery {
        actor: query.actor,
        action: query.action.parse().ok(),
        target: query.target,
        from: query.from,
        to: query.to,
        ..AuditQuery::default()
    };
    match audit::export(ctx, wanted, format).await {
        Ok(export) => file(name, kind, Body::from_stream(stream::try_unfold(export, next_part))),
        Err(error) => refused(&error),
    }
}

/// The next part of the file. After an error the connection breaks, so that nobody takes half a file for a whole one.
async fn next_part(mut export: Export) -> Result<Option<(String, Export)>, AppError> {
    Ok(export.part().await?.map(|part| (part, export)))
}

async fn audit_checkpoint(Extension(visitor): Extension<Visitor>) -> Response {
    let Some(ctx) = visitor.ctx() else { return sign_in(AUDIT) };
    match audit::checkpoint(ctx).await {
        Ok(checkpoint) => file("rollcall-audit-checkpoint.json", "application/json", Body::from(checkpoint)),
        Err(error) => refused(&error),
    }
}

/// Everyone whom the list of the address finds; or the people whom a form names, for whom an address has no room. A
/// form changes nothing either.
async fn export_users(Extension(visitor): Extension<Visitor>, headers: HeaderMap, RawForm(pairs): RawForm) -> Response {
    let Some(ctx) = visitor.ctx() else { return sign_in(USERS) };
    let pairs: Vec<(String, String)> = form_urlencoded::parse(&pairs).into_owned().collect();
    let of_list = pairs.iter().filter(|(name, _)| name != "people");
    let of_list = form_urlencoded::Serializer::new(String::new()).extend_pairs(of_list).finish();
    let list = if of_list.is_empty() { USERS.to_owned() } else { format!("{USERS}?{of_list}") };
    let selection = match pairs.iter().find(|(name, _)| name == "people") {
        Some((_, people)) => Selection::People(people.split(',').filter_map(|id| id.parse().ok()).collect()),
        None => Selection::Matching(app::user_query(pairs)),
    };
    match transfer::export(ctx, selection).await {
        Ok(export) => {
            let parts = stream::try_unfold(export, next_people);
            file("rollcall-users.csv", "text/csv; charset=utf-8", Body::from_stream(parts))
        }
        Err(error) => refused_to(&visitor, &headers, error, &list),
    }
}

/// The address of a report.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct ReportQuery {
    key: String,
}

async fn import_report(
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
    Query(query): Query<ReportQuery>,
) -> Response {
    if visitor.ctx().is_none() {
        return sign_in(IMPORT);
    }
    match app::import_report(&visitor, &query.key).await {
        Ok(report) => file("rollcall-import.csv", "text/csv; charset=utf-8", Body::from(report)),
        Err(error) => refused_to(&visitor, &headers, error, IMPORT),
    }
}

/// A refusal, for people: back on the page that offers the file, in words. Who may not see that page gets the answer for
/// programs, as everywhere.
fn refused_to(visitor: &Visitor, headers: &HeaderMap, error: AppError, page: &str) -> Response {
    let reads_pages = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok());
    let reads_pages = reads_pages.is_some_and(|accept| accept.contains("text/html"));
    if !reads_pages || matches!(error, AppError::Forbidden { .. }) {
        return refused(&error);
    }
    back(visitor, error, page)
}

/// Leads to a page of ours that says what went wrong.
pub(super) fn back(visitor: &Visitor, error: AppError, page: &str) -> Response {
    let mut response = (StatusCode::SEE_OTHER, [(header::LOCATION, page)]).into_response();
    if let Some(cookie) = visitor.saying(&Flash { error: Some(error), ..Flash::default() }) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

async fn next_people(mut export: transfer::Export) -> Result<Option<(String, transfer::Export)>, AppError> {
    Ok(export.part().await?.map(|part| (part, export)))
}

fn file(name: &str, kind: &'static str, body: Body) -> Response {
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    (StatusCode::OK, headers, body).into_response()
}

fn sign_in(page: &str) -> Response {
    (StatusCode::FOUND, [(header::LOCATION, app::sign_in_address(page))]).into_response()
}

fn refused(error: &AppError) -> Response {
    let status = StatusCode::from_u16(error.status_code()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let body = serde_json::to_string(error).unwrap_or_default();
    let mut response = (status, [(header::CONTENT_TYPE, "application/json")], body).into_response();
    if let Some(seconds) = error.retry_after_secs() {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}
