//! Script, wasm, style sheet, icons and fonts, out of the program itself.
//!
//! They stand in a folder per build, `/pkg/<build>/…`, so browsers may keep them for good.

use axum::Router;
use axum::body::Body;
use axum::extract::Path;
use axum::http::{Request, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use memory_serve::CacheControl;
use tower::ServiceExt;

/// The build: changes with every file that browsers load.
pub const BUILD: &str = env!("ROLLCALL_BUILD");

/// The files that browsers load.
pub fn router() -> Router {
    let files = memory_serve::load!().index_file(None).cache_control(CacheControl::Long).into_router();
    let icon = files.clone();
    Router::new()
        .route(
            "/pkg/{build}/{*file}",
            get(
                async move |Path((build, file)): Path<(String, String)>, request: Request<Body>| {
                    if build == BUILD { send(files, &format!("/pkg/{file}"), request).await } else { missing() }
                },
            ),
        )
        .route("/favicon.svg", get(async move |request: Request<Body>| send(icon, "/favicon.svg", request).await))
}

/// Another build's files are not here.
fn missing() -> Response {
    StatusCode::NOT_FOUND.into_response()
}

async fn send(files: Router, path: &str, mut request: Request<Body>) -> Response {
    let Ok(uri) = path.parse::<Uri>() else { return missing() };
    *request.uri_mut() = uri;
    match files.oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}
