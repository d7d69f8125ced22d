//! Who comes: reads the cookies of pages and server functions, and puts what they say into the request.
//!
//! Bearer keys are ignored here. Someone whose session has ended comes as nobody, and loses the cookie.

use std::sync::Arc;

use app::cookies;
use app::visitor::Visitor;
use axum::body::Body;
use axum::extract::State;
use axum::http::{Request, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::error::AppError;
use model::ids::RequestId;
use services::{RequestInfo, Services};

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
    match visitor(&door, &mut parts).await {
        Ok((visitor, nonce)) => {
            parts.extensions.insert(visitor);
            let mut response = next.run(Request::from_parts(parts, body)).await;
            response.extensions_mut().insert(nonce);
            response
        }
        Err(error) => busy(&error),
    }
}

async fn visitor(door: &Door, parts: &mut axum::http::request::Parts) -> Result<(Visitor, PageNonce), AppError> {
    let services = &door.services;
    let text = |name: header::HeaderName| {
        let value = parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        value.chars().filter(|c| !c.is_control()).take(300).collect::<String>()
    };
    let info = RequestInfo {
        id: parts.extensions.get::<RequestId>().copied().unwrap_or_else(|| services.new_request_id()),
        address: client_address(parts, &door.config.trusted_proxies),
        user_agent: text(header::USER_AGENT),
        language: i18n::negotiate(&text(header::ACCEPT_LANGUAGE)),
    };
    let anonymous = services.anonymous(info);
    let ctx = match cookie(&parts.headers, cookies::SESSION) {
        None => None,
        Some(token) => match services::credentials::authenticate(&anonymous, token).await {
            Ok(ctx) => Some(ctx),
            Err(AppError::Unauthenticated) => None,
            Err(error) => return Err(error),
        },
    };
    let nonce = random(services);
    let visitor = Visitor::new(
        anonymous,
        ctx,
        app::visitor::Told {
            session: cookie(&parts.headers, cookies::SESSION).is_some(),
            visit: cookie(&parts.headers, cookies::VISIT).map(str::to_owned),
            device: cookie(&parts.headers, cookies::DEVICE).map(str::to_owned),
            flash: cookie(&parts.headers, cookies::FLASH).map(str::to_owned),
            language: cookie(&parts.headers, cookies::LANGUAGE).and_then(|word| word.parse().ok()),
            theme: cookie(&parts.headers, cookies::THEME).and_then(|word| word.parse().ok()),
            fresh: random(services),
        },
        nonce.clone(),
        BUILD,
    );
    Ok((visitor, PageNonce(nonce)))
}

/// 144 random bits, as text.
fn random(services: &Services) -> String {
    URL_SAFE_NO_PAD.encode(services.random_bytes::<18>())
}

fn busy(error: &AppError) -> Response {
    let status = StatusCode::from_u16(error.status_code()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let body = serde_json::to_string(error).unwrap_or_default();
    let wait = error.retry_after_secs().unwrap_or(5).to_string();
    (status, [(header::RETRY_AFTER, wait), (header::CONTENT_TYPE, "application/json".to_owned())], body).into_response()
}
