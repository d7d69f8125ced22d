//! The description of the API: for programs as an OpenAPI document, for people as a page made of the same document.
//!
//! The page is ours: no script, one style sheet, nothing from elsewhere.

use std::fmt::Write;
use std::sync::Arc;

use axum::Json;
use axum::extract::Extension;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};
use i18n::{Catalog, Key};
use serde_json::Value;
use utoipa::openapi::OpenApi;

use super::problem::words_of;
use crate::web::assets::BUILD;

/// The page loads its style sheet and can do nothing else.
const POLICY: &str = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; base-uri 'none'; \
                      form-action 'none'; frame-ancestors 'none'";

/// The codes of problems, each with the words that the page has for it.
const CODES: &[(&str, u16, Key)] = &[
    ("unauthenticated", 401, Key::ApiUnauthenticated),
    ("forbidden", 403, Key::ApiForbidden),
    ("not_encrypted", 403, Key::ApiNotEncrypted),
    ("not_found", 404, Key::ApiNotFound),
    ("method_not_allowed", 405, Key::ApiWrongMethod),
    ("conflict", 409, Key::ApiConflict),
    ("invalid", 422, Key::ApiInvalid),
    ("rate_limited", 429, Key::ApiRateLimited),
    ("internal", 500, Key::ApiInternal),
    ("unavailable", 503, Key::ApiUnavailable),
];

/// The document, made once.
#[derive(Clone)]
pub(super) struct Served(Arc<Value>);

impl Served {
    pub(super) fn new(document: OpenApi) -> Self {
        Self(Arc::new(serde_json::to_value(document).unwrap_or_default()))
    }
}

/// For programs. It says what is there for whoever has a key, and nothing of the workspace.
pub(super) async fn document(Extension(Served(document)): Extension<Served>) -> Json<Value> {
    Json(document.as_ref().clone())
}

/// For people.
pub(super) async fn page(Extension(Served(document)): Extension<Served>, headers: HeaderMap) -> Response {
    let page = Html(written(&document, &Catalog::of(words_of(&headers))));
    let policy = HeaderValue::from_static(POLICY);
    ([(header::CONTENT_SECURITY_POLICY, policy), (VARY, HeaderValue::from_static("accept-language"))], page)
        .into_response()
}

const VARY: HeaderName = header::VARY;

fn written(document: &Value, catalog: &Catalog) -> String {
    let text = |key| escaped(catalog.text(key));
    let mut page = format!(
        "<!DOCTYPE html><html lang=\"{}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{title} · Rollcall</title>\
         <link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\">\
         <link rel=\"stylesheet\" href=\"/pkg/{BUILD}/rollcall.css\"></head><body><main class=\"docs\">\
         <h1>{title}</h1><p>{}</p><p>{}</p><pre><code>curl -H \"Authorization: Bearer rc_pat_…\" …/api/v1/me</code></pre>\
         <p>{}</p><p>{}</p><p><a href=\"/api/openapi.json\">openapi.json</a></p>",
        catalog.language().tag(),
        text(Key::ApiIntro),
        text(Key::ApiKeyText),
        text(Key::ApiLimits),
        text(Key::ApiPages),
        title = text(Key::ApiTitle),
    );
    for (path, operations) in document["paths"].as_object().into_iter().flatten() {
        for (method, operation) in operations.as_object().into_iter().flatten() {
            write_operation(&mut page, catalog, path, method, operation);
        }
    }
    let _ = write!(page, "<h2>{}</h2><p>{}</p><dl>", text(Key::ApiErrors), text(Key::ApiErrorsText));
    for (code, status, key) in CODES {
        let _ = write!(page, "<dt id=\"{code}\"><code>{code}</code> {status}</dt><dd>{}</dd>", text(*key));
    }
    page.push_str("</dl></main></body></html>");
    page
}

/// Writing into a text does not fail.
fn write_operation(page: &mut String, catalog: &Catalog, path: &str, method: &str, operation: &Value) {
    let said = |value: &Value| marked(value.as_str().unwrap_or_default());
    let _ = write!(
        page,
        "<h2><code>{} {}</code></h2><p>{}</p>",
        escaped(&method.to_uppercase()),
        escaped(path),
        said(&operation["description"]),
    );
    let parameters = operation["parameters"].as_array().map(Vec::as_slice).unwrap_or_default();
    if !parameters.is_empty() {
        let _ = write!(page, "<h3>{}</h3><dl>", escaped(catalog.text(Key::ApiParameters)));
        for parameter in parameters {
            let (name, about) = (said(&parameter["name"]), said(&parameter["description"]));
            let _ = write!(page, "<dt><code>{name}</code></dt><dd>{about}</dd>");
        }
        page.push_str("</dl>");
    }
    let _ = write!(page, "<h3>{}</h3><dl>", escaped(catalog.text(Key::ApiAnswers)));
    for (status, answer) in operation["responses"].as_object().into_iter().flatten() {
        let _ = write!(page, "<dt>{}</dt><dd>{}</dd>", escaped(status), said(&answer["description"]));
    }
    page.push_str("</dl>");
}

/// Text of the document, in which words between backticks are code.
fn marked(text: &str) -> String {
    let escaped = escaped(text);
    let parts = escaped.split('`').enumerate();
    parts.map(|(n, part)| if n % 2 == 1 { format!("<code>{part}</code>") } else { part.to_owned() }).collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
