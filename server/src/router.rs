//! The layers, in one readable list.

use std::sync::Arc;
use std::time::Duration;

use app::visitor::Visitor;
use axum::Router;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::Redirect;
use axum::routing::get;
use leptos::context::{provide_context, use_context};
use leptos::nonce::Nonce;
use leptos::prelude::LeptosOptions;
use leptos_axum::{LeptosRoutes, generate_route_list, render_app_async_with_context};
use services::Services;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

use crate::api;
use crate::config::Config;
use crate::web::headers::Policy;
use crate::web::visitor::Door;
use crate::web::{
    accent, assets, body, csrf, downloads, files, headers, health, host, logos, panic, pictures, request_id,
    rpc_status, samples, uploads, visitor,
};

/// Longest time for an answer.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Everything that is served.
pub fn router(services: Services, config: Config) -> Router {
    let policy = Policy { hsts: config.settings.base_url.scheme() == "https" };
    let config = Arc::new(config);
    let door = Door { services: services.clone(), config: Arc::clone(&config) };

    let options =
        LeptosOptions::builder().output_name("rollcall").site_pkg_dir(format!("pkg/{}", assets::BUILD)).build();
    let shell = {
        let options = options.clone();
        move || app::shell(options.clone())
    };
    // Routes and server functions each run it; so does the fallback, for the page that was not found.
    let context = || {
        if let Some(visitor) = use_context::<Parts>().and_then(|parts| parts.extensions.get::<Visitor>().cloned()) {
            provide_context(Nonce::from_value(visitor.nonce()));
            provide_context(visitor);
        }
    };
    let pages = Router::new()
        .leptos_routes_with_context(&options, generate_route_list(app::App), context, shell.clone())
        .route("/admin/seats/holders.csv", get(files::seat_holders))
        .route("/.well-known/change-password", get(async || Redirect::to("/account/security")))
        .fallback(render_app_async_with_context(context, shell))
        .with_state(options)
        .merge(downloads::router())
        .layer(from_fn(rpc_status::layer))
        .layer(from_fn_with_state(door.clone(), visitor::layer))
        .layer(from_fn(body::refuse_odd_types))
        .layer(from_fn(body::read_whole))
        .layer(from_fn_with_state(Arc::clone(&config), csrf::refuse_unknown_origin))
        .layer(CsrfLayer::new())
        .layer(RequestBodyLimitLayer::new(body::LIMIT))
        .layer(CompressionLayer::new());
    // The same doors, with another limit; who it is stands before the body is read.
    let uploads = uploads::router()
        .layer(from_fn_with_state(door.clone(), visitor::layer))
        .layer(from_fn_with_state(Arc::clone(&config), csrf::refuse_unknown_origin))
        .layer(CsrfLayer::new())
        .layer(RequestBodyLimitLayer::new(uploads::LIMIT));
    // The same doors with room for a file, which is read where it is needed.
    let pictures = pictures::router()
        .merge(logos::router())
        .layer(from_fn_with_state(door.clone(), visitor::layer))
        .layer(from_fn_with_state(Arc::clone(&config), csrf::refuse_unknown_origin))
        .layer(CsrfLayer::new())
        .layer(RequestBodyLimitLayer::new(pictures::LIMIT));
    let site = assets::router()
        .merge(accent::router())
        .merge(samples::router())
        .merge(pictures)
        .merge(uploads)
        .merge(api::router(door))
        .fallback_service(pages)
        .layer(from_fn_with_state(config, host::refuse_foreign));

    Router::new()
        .route("/healthz", get(health::live))
        .route("/readyz", get(health::ready))
        .with_state(services.clone())
        .fallback_service(site)
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, TIMEOUT))
        .layer(CatchPanicLayer::custom(panic::Answer(services.clone())))
        .layer(from_fn_with_state(policy, headers::layer))
        .layer(from_fn_with_state(services, request_id::layer))
}
