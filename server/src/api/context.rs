//! Whose program asks: reads the bearer key, and puts its owner into the request.

use axum::body::Body;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Request, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use i18n::Language;
use model::error::AppError;
use model::ids::RequestId;
use services::Ctx;
use services::credentials::api_key::{self, Rate};

use super::problem::{Problem, words_of};
use crate::web::visitor::{Door, request_info};

/// The names of the IETF draft "RateLimit header fields for HTTP".
const RATE: HeaderName = HeaderName::from_static("ratelimit");
const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");

/// Someone's program, in a handler.
#[derive(Clone)]
pub(super) struct Program {
    pub(super) ctx: Ctx,
    request: RequestId,
    language: Language,
}

impl Program {
    /// What a handler fails with, on its way out.
    pub(super) fn problem(&self, error: AppError) -> Problem {
        Problem::new(error, Some(self.request), self.language)
    }
}

impl<S: Sync> FromRequestParts<S> for Program {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let missing = || Problem::new(AppError::Unauthenticated, None, words_of(&parts.headers));
        parts.extensions.get::<Self>().cloned().ok_or_else(missing)
    }
}

/// Lets in who shows a key that works, and says how much is left of its limit.
pub(super) async fn layer(State(door): State<Door>, request: Request<Body>, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let info = request_info(&door, &parts);
    let (id, language) = (info.id, words_of(&parts.headers));
    let refused = |error| Problem::new(error, Some(id), language).into_response();
    // No redirect: the key has been on the wire already, and whoever sent it should learn that.
    if door.config.settings.base_url.scheme() == "https" && came_in_clear(&parts.headers) {
        return Problem::not_encrypted(Some(id), language).into_response();
    }
    let Some(key) = bearer(&parts.headers) else { return refused(AppError::Unauthenticated) };
    let (ctx, rate) = match api_key::authenticate(&door.services.anonymous(info), key).await {
        Ok(known) => known,
        Err(error) => return refused(error),
    };
    let language = ctx.language().unwrap_or(language);
    parts.extensions.insert(Program { ctx, request: id, language });
    let mut response = next.run(Request::from_parts(parts, body)).await;
    let Rate { limit, remaining, reset_secs } = rate;
    let headers = response.headers_mut();
    for (name, value) in
        [(RATE, format!("\"key\";r={remaining};t={reset_secs}")), (POLICY, format!("\"key\";q={limit};w=60"))]
    {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    }
    response
}

/// The key of the one header `Authorization: Bearer …`; two of them name nobody.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let mut all = headers.get_all(header::AUTHORIZATION).iter();
    let (one, None) = (all.next()?, all.next()) else { return None };
    let (scheme, key) = one.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(key.trim())
}

/// Whether a proxy says that the request reached it without TLS. Whoever lies about that harms themself alone.
fn came_in_clear(headers: &HeaderMap) -> bool {
    let said = headers.get_all("x-forwarded-proto").iter().filter_map(|value| value.to_str().ok());
    said.flat_map(|value| value.split(',')).any(|proto| proto.trim().eq_ignore_ascii_case("http"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn key_is_read_from_one_bearer_header() {
        let of = |values: &[&'static str]| {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append(header::AUTHORIZATION, HeaderValue::from_static(value));
            }
            bearer(&headers).map(str::to_owned)
        };
        assert_eq!(of(&["Bearer k"]).as_deref(), Some("k"));
        assert_eq!(of(&["bearer  k "]).as_deref(), Some("k"));
        for odd in [&[][..], &["k"], &["Basic k"], &["Bearer"], &["Bearer k", "Bearer k"]] {
            assert_eq!(of(odd), None, "{odd:?}");
        }
    }
}
