//! Headers of every answer, errors and files included.

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Request, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;

/// The nonce of one answer: it stands in the header and in the scripts of the page.
#[derive(Clone, Debug)]
pub struct PageNonce(pub String);

/// What the headers depend on.
#[derive(Clone, Copy, Debug)]
pub struct Policy {
    /// Whether browsers may insist on TLS from now on.
    pub hsts: bool,
}

/// Sets what is missing.
pub async fn layer(State(policy): State<Policy>, request: Request<Body>, next: Next) -> Response {
    let is_link = is_link_page(request.uri().path());
    let mut response = next.run(request).await;
    // Drawn further in, where the page is rendered.
    let nonce = response.extensions_mut().remove::<PageNonce>().map(|nonce| nonce.0);
    let busy = response.status() == StatusCode::SERVICE_UNAVAILABLE;
    let headers = response.headers_mut();
    let mut put = |name: &'static str, value: &'static str| {
        headers.entry(HeaderName::from_static(name)).or_insert(HeaderValue::from_static(value));
    };
    put("x-content-type-options", "nosniff");
    put("x-frame-options", "DENY");
    put("referrer-policy", if is_link { "no-referrer" } else { "same-origin" });
    put("cross-origin-opener-policy", "same-origin");
    put("cross-origin-resource-policy", "same-origin");
    put("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
    put("cache-control", "no-store");
    if busy {
        put("retry-after", "5");
    }
    if policy.hsts {
        put("strict-transport-security", "max-age=31536000; includeSubDomains");
    }
    if let Some(value) = content_policy(headers, nonce.as_deref()) {
        headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(value);
    }
    response
}

/// The policy for scripts, styles and frames. Only pages get a nonce; what is no page may load nothing at all.
fn content_policy(headers: &HeaderMap, nonce: Option<&str>) -> Option<HeaderValue> {
    let is_page = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.starts_with("text/html"));
    let policy = match nonce {
        Some(nonce) if is_page => format!(
            "default-src 'self'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; \
             img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self'; object-src 'none'; \
             base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
        ),
        _ => "default-src 'none'; frame-ancestors 'none'; sandbox".to_owned(),
    };
    HeaderValue::from_str(&policy).ok()
}

/// Pages whose address holds a secret must not leak it to the next one.
fn is_link_page(path: &str) -> bool {
    ["/invite/", "/reset/", "/email/", "/setup"].iter().any(|door| path.starts_with(door))
}
