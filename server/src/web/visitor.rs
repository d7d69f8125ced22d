//! Who comes: reads the cookies of pages and server functions, and puts what they say into the request.
//!
//! Bearer keys are ignored here. Someone whose session has ended comes as nobody, and loses the cookie. Whoever has to
//! set up a second factor first is led there from every page; that nothing else is open to them is decided elsewhere.

use std::sync::Arc;

use app::cookies;
use app::visitor::{Told, Visitor};
use axum::body::Body;
use axum::extract::State;
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderValue, Request, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use i18n::{Catalog, Key, Language};
use model::error::AppError;
use model::ids::RequestId;
use model::session::Frame;
use services::{Ctx, RequestInfo, Services};

use super::assets::BUILD;
use super::client_address::client_address;
use super::cookies::cookie;
use super::headers::PageNonce;
use crate::config::Config;

/// What this layer needs.
#[derive(Clone)]
pub struct Door {
    /// The process.
    pub services: Services,
    /// The configuration.
    pub config: Arc<Config>,
}

/// Looks at cookies and headers, once per request.
pub async fn layer(State(door): State<Door>, request: Request<Body>, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let header = |name| parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let is_page = header(header::ACCEPT).contains("text/html");
    let language = i18n::negotiate(header(header::ACCEPT_LANGUAGE));
    match visitor(&door, &mut parts).await {
        Ok((visitor, nonce)) => {
            if visitor.ctx().is_none() && app::needs_session(parts.uri.path()) {
                let here = parts.uri.path_and_query().map_or("/", PathAndQuery::as_str);
                return (StatusCode::FOUND, [(header::LOCATION, app::sign_in_address(here))]).into_response();
            }
            if visitor.ctx().is_some_and(Ctx::must_enroll) && app::needs_session(parts.uri.path()) {
                let here = parts.uri.path_and_query().map_or("/", PathAndQuery::as_str);
                return (StatusCode::FOUND, [(header::LOCATION, app::enroll_address(here))]).into_response();
            }
            parts.extensions.insert(visitor);
            let mut response = next.run(Request::from_parts(parts, body)).await;
            response.extensions_mut().insert(nonce);
            response
        }
        Err(error) => closed(&error, is_page.then(|| language.unwrap_or(Language::En))),
    }
}

async fn visitor(door: &Door, parts: &mut axum::http::request::Parts) -> Result<(Visitor, PageNonce), AppError> {
    let services = &door.services;
    let anonymous = services.anonymous(request_info(door, parts));
    let ctx = match cookie(&parts.headers, cookies::SESSION) {
        None => None,
        Some(token) => match services::credentials::authenticate(&anonymous, token).await {
            Ok(ctx) => Some(ctx),
            Err(AppError::Unauthenticated) => None,
            Err(error) => return Err(error),
        },
    };
    let nonce = random(services);
    let told = Told {
        session: cookie(&parts.headers, cookies::SESSION).is_some(),
        visit: cookie(&parts.headers, cookies::VISIT).map(str::to_owned),
        pre: cookie(&parts.headers, cookies::PRE).map(str::to_owned),
        device: cookie(&parts.headers, cookies::DEVICE).map(str::to_owned),
        flash: cookie(&parts.headers, cookies::FLASH).map(str::to_owned),
        language: cookie(&parts.headers, cookies::LANGUAGE).and_then(|word| word.parse().ok()),
        theme: cookie(&parts.headers, cookies::THEME).and_then(|word| word.parse().ok()),
        fresh: random(services),
    };
    // Calls and pictures have no frame, and neither has a page that only leads to the sign-in.
    let path = parts.uri.path();
    let is_page = !["/rpc/", "/avatars/", "/uploads/"].iter().any(|beginning| path.starts_with(beginning));
    let shows = is_page && (ctx.is_some() || !app::needs_session(path));
    let frame = if shows { app::frame_of(&anonymous, ctx.as_ref(), &told).await? } else { Frame::default() };
    let visitor = Visitor::new(anonymous, ctx, told, nonce.clone(), BUILD, frame);
    Ok((visitor, PageNonce(nonce)))
}

/// What is known of a request before anybody is known.
pub(crate) fn request_info(door: &Door, parts: &axum::http::request::Parts) -> RequestInfo {
    let text = |name: header::HeaderName| {
        let value = parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        value.chars().filter(|c| !c.is_control()).take(300).collect::<String>()
    };
    RequestInfo {
        id: parts.extensions.get::<RequestId>().copied().unwrap_or_else(|| door.services.new_request_id()),
        address: client_address(parts, &door.config.trusted_proxies),
        user_agent: text(header::USER_AGENT),
        language: i18n::negotiate(&text(header::ACCEPT_LANGUAGE)),
    }
}

/// 144 random bits, as text.
fn random(services: &Services) -> String {
    URL_SAFE_NO_PAD.encode(services.random_bytes::<18>())
}

/// Nobody can be let in at the moment. People get a page in the language of their browser; nothing of ours could render
/// it, because every page asks the database.
fn closed(error: &AppError, page: Option<Language>) -> Response {
    let status = StatusCode::from_u16(error.status_code()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = match page {
        Some(language) => (status, Html(page_of(error, language))).into_response(),
        None => {
            let body = serde_json::to_string(error).unwrap_or_default();
            (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
        }
    };
    if let Some(seconds) = error.retry_after_secs() {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

fn page_of(error: &AppError, language: Language) -> String {
    let catalog = Catalog::of(language);
    let (title, text) = match error {
        AppError::Internal { incident } => {
            (Key::ErrorsPageInternalTitle, catalog.format(Key::ErrorsIncident, &[("id", incident)]))
        }
        _ => {
            let wait = catalog.wait(error.retry_after_secs().unwrap_or_default());
            (Key::ErrorsPageUnavailableTitle, catalog.format(Key::ErrorsUnavailable, &[("time", &wait)]))
        }
    };
    let (tag, title, again) = (language.tag(), catalog.text(title), catalog.text(Key::CommonTryAgain));
    format!(
        "<!DOCTYPE html><html lang=\"{tag}\"><head><meta charset=\"utf-8\"><title>{title} · Rollcall</title></head>\
         <body><main><h1>{title}</h1><p>{text}</p><p><a href=\"\">{again}</a></p></main></body></html>"
    )
}
