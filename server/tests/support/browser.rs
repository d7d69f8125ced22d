//! A browser without a screen: keeps cookies, and says where a request comes from as browsers do.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::pin::Pin;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Request, header};
use model::error::AppError;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tower::ServiceExt;
use url::form_urlencoded::Serializer;

/// Where the installation of a test is.
pub(crate) const ORIGIN: &str = "http://localhost:3000";

/// Someone's browser.
#[derive(Clone)]
pub(crate) struct Browser {
    router: Router,
    origin: String,
    cookies: BTreeMap<String, String>,
}

impl Browser {
    pub(crate) fn new(router: Router) -> Self {
        Self::at(ORIGIN, router)
    }

    /// A browser that knows the installation under this origin.
    pub(crate) fn at(origin: &str, router: Router) -> Self {
        Self { router, origin: origin.to_owned(), cookies: BTreeMap::new() }
    }

    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    pub(crate) fn set_cookie(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }

    pub(crate) fn forget(&mut self, name: &str) {
        self.cookies.remove(name);
    }

    /// Any request, without a body.
    pub(crate) fn call(&mut self, method: &str, path: &str) -> Call<'_> {
        let mut request = Request::new(Body::empty());
        *request.method_mut() = Method::from_bytes(method.as_bytes()).unwrap();
        *request.uri_mut() = path.parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([203, 0, 113, 7], 4000))));
        let call = Call { browser: self, request };
        let host = call.browser.origin.split_once("://").unwrap().1.to_owned();
        let cookies: Vec<_> = call.browser.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let call = call.with("host", &host).with("user-agent", "Test").with("accept-language", "en");
        if cookies.is_empty() { call } else { call.with("cookie", &cookies.join("; ")) }
    }

    /// Opens an address.
    pub(crate) fn get(&mut self, path: &str) -> Call<'_> {
        self.call("GET", path).with("accept", "text/html").with("sec-fetch-site", "none")
    }

    /// Calls a server function as our script does.
    pub(crate) fn rpc(&mut self, path: &str, args: &Value) -> Call<'_> {
        let origin = self.origin.clone();
        self.call("POST", path)
            .with("accept", "application/json")
            .with("origin", &origin)
            .with("sec-fetch-site", "same-origin")
            .body("application/json", args.to_string())
    }

    /// Sends a form as a browser without script does.
    pub(crate) fn submit(&mut self, path: &str, fields: &[(&str, &str)]) -> Call<'_> {
        self.submit_raw(path, form(fields))
    }

    /// Sends what is not quite a form.
    pub(crate) fn submit_raw(&mut self, path: &str, body: impl Into<Body>) -> Call<'_> {
        let origin = self.origin.clone();
        self.call("POST", path)
            .with("accept", "text/html")
            .with("origin", &origin)
            .with("sec-fetch-site", "same-origin")
            .body("application/x-www-form-urlencoded", body)
    }

    /// Opens an address and goes where it leads.
    pub(crate) async fn visit(&mut self, path: &str) -> Answer {
        let mut answer = self.get(path).await;
        for _ in 0..5 {
            let Some(next) = answer.location().map(str::to_owned) else { return answer };
            answer = self.get(&next).await;
        }
        panic!("{path} leads in circles");
    }
}

/// A form as it is sent.
pub(crate) fn form(fields: &[(&str, &str)]) -> String {
    Serializer::new(String::new()).extend_pairs(fields).finish()
}

/// A request that can still be changed; it is sent when awaited.
pub(crate) struct Call<'a> {
    browser: &'a mut Browser,
    request: Request<Body>,
}

impl Call<'_> {
    /// Sets a header.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.request
            .headers_mut()
            .insert(HeaderName::try_from(name).unwrap(), HeaderValue::from_bytes(value.as_bytes()).unwrap());
        self
    }

    /// Adds a header that is there already.
    pub(crate) fn and(mut self, name: &str, value: &[u8]) -> Self {
        self.request.headers_mut().append(HeaderName::try_from(name).unwrap(), HeaderValue::from_bytes(value).unwrap());
        self
    }

    /// Takes a header away.
    pub(crate) fn without(mut self, name: &str) -> Self {
        self.request.headers_mut().remove(name);
        self
    }

    pub(crate) fn body(mut self, content_type: &str, body: impl Into<Body>) -> Self {
        *self.request.body_mut() = body.into();
        self.with("content-type", content_type)
    }

    /// Comes from this address.
    pub(crate) fn from(mut self, peer: &str) -> Self {
        let peer = SocketAddr::new(peer.parse().unwrap(), 4000);
        self.request.extensions_mut().insert(ConnectInfo(peer));
        self
    }
}

impl<'a> IntoFuture for Call<'a> {
    type Output = Answer;
    type IntoFuture = Pin<Box<dyn Future<Output = Answer> + Send + 'a>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let Ok(response) = self.browser.router.clone().oneshot(self.request).await;
            let (parts, body) = response.into_parts();
            let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
            let answer = Answer { status: parts.status.as_u16(), headers: parts.headers, body };
            for cookie in answer.cookies() {
                let (pair, attributes) = cookie.split_once(';').unwrap_or((cookie, ""));
                let (name, value) = pair.split_once('=').unwrap();
                if attributes.contains("Max-Age=0") {
                    self.browser.cookies.remove(name);
                } else {
                    self.browser.cookies.insert(name.to_owned(), value.to_owned());
                }
            }
            answer
        })
    }
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// Where a redirect leads; server functions that are called by script name it with status 200.
    pub(crate) fn location(&self) -> Option<&str> {
        assert!(self.headers.get_all(header::LOCATION).iter().count() < 2, "two ways to go");
        self.header("location")
    }

    /// The cookies that it sets, as they stand in the headers.
    pub(crate) fn cookies(&self) -> Vec<&str> {
        self.headers.get_all(header::SET_COOKIE).iter().map(|value| value.to_str().unwrap()).collect()
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub(crate) fn json<T: DeserializeOwned>(&self) -> T {
        assert_eq!(self.status, 200, "{}", self.text());
        serde_json::from_slice(&self.body).unwrap()
    }

    /// The error of a server function.
    pub(crate) fn error(&self) -> AppError {
        let error: AppError =
            serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("{} {}", self.status, self.text()));
        assert_eq!(error.status_code(), self.status);
        error
    }
}
