//! Logos of the workspace: one comes in as a form with a file, and goes out to everybody, signed in or not.
//!
//! Plain routes, with a limit for the body of their own; the form works without script. The name of the field that holds
//! the file says which logo it becomes.

use app::visitor::Visitor;
use axum::extract::multipart::MultipartError;
use axum::extract::{DefaultBodyLimit, Multipart, Path};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Router};
use model::branding::LogoKind;
use model::error::{AppError, Noun};
use model::fields::FieldCode;
use model::pictures::FILE_MAX_MEGABYTES;
use model::sign_in::{Flash, Notice};
use services::{Ctx, branding};

use super::body::{form_error, unreadable};
use super::pictures::{LIMIT, back, is_by_script, refused_at};

/// The page with the forms.
const PAGE: &str = "/admin/settings?tab=branding";

/// Anybody may keep a logo for a day. Another logo has another address, so an older one is never shown for it.
const KEPT: &str = "public, max-age=86400, immutable";

/// Parts that a form may have; ours has two.
const MOST_PARTS: usize = 16;

/// Sending a logo, and showing one.
pub fn router() -> Router {
    Router::new()
        .route("/uploads/logo", post(upload))
        .route("/logos/{logo}", get(show))
        .layer(DefaultBodyLimit::max(LIMIT))
}

async fn upload(
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
    form: Result<Multipart, axum::extract::multipart::MultipartRejection>,
) -> Response {
    let saved = match (visitor.ctx(), form) {
        (None, _) => Err((LogoKind::Light, AppError::Unauthenticated)),
        (Some(_), Err(_)) => Err((LogoKind::Light, unreadable())),
        (Some(ctx), Ok(form)) => save(ctx, form).await,
    };
    match saved {
        Ok(()) if is_by_script(&headers) => StatusCode::NO_CONTENT.into_response(),
        Ok(()) => back(&visitor, PAGE, Flash { notice: Some(Notice::Saved), ..Flash::default() }),
        Err((kind, error)) if is_by_script(&headers) => refused_at(&error, kind.as_str()),
        Err((_, error)) => {
            let page = match error {
                AppError::Unauthenticated => app::sign_in_address(PAGE),
                _ => PAGE.to_owned(),
            };
            back(&visitor, &page, Flash { error: Some(error), ..Flash::default() })
        }
    }
}

/// Which logo was meant goes along with the refusal.
async fn save(ctx: &Ctx, mut form: Multipart) -> Result<(), (LogoKind, AppError)> {
    let (mut version, mut sent) = (None, None);
    for _ in 0..MOST_PARTS {
        let part = form.next_field().await.map_err(|error| broken(&error, LogoKind::Light))?;
        let Some(part) = part else { break };
        match part.name().map(str::parse::<LogoKind>) {
            Some(Ok(kind)) if sent.is_none() => {
                let file = part.bytes().await.map_err(|error| broken(&error, kind))?;
                sent = Some((kind, file.into()));
            }
            Some(Err(_)) if part.name() == Some("version") => {
                let text = part.text().await.map_err(|error| broken(&error, LogoKind::Light))?;
                version = text.parse().ok();
            }
            Some(_) | None => {}
        }
    }
    let Some((kind, file)) = sent else { return Err((LogoKind::Light, unreadable())) };
    let Some(version) = version else { return Err((kind, unreadable())) };
    branding::set_logo(ctx, kind, version, file).await.map(drop).map_err(|error| (kind, error))
}

fn broken(error: &MultipartError, kind: LogoKind) -> (LogoKind, AppError) {
    let too_large = || AppError::field(kind.as_str(), FieldCode::FileTooLarge { megabytes: FILE_MAX_MEGABYTES });
    (kind, form_error(error, too_large))
}

async fn show(Extension(visitor): Extension<Visitor>, Path(logo): Path<String>) -> Response {
    let found = match logo.parse() {
        Ok(logo) => branding::read_logo(visitor.anonymous(), logo).await,
        Err(_) => Err(AppError::NotFound { what: Noun::Page }),
    };
    match found {
        Ok(logo) => {
            let headers = [(header::CONTENT_TYPE, branding::CONTENT_TYPE), (header::CACHE_CONTROL, KEPT)];
            (headers, logo).into_response()
        }
        Err(error) => refused_at(&error, LogoKind::Light.as_str()),
    }
}
