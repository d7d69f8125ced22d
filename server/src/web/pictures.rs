//! Profile pictures: one comes in as a form with a file, and goes out to whoever may see the person.
//!
//! Plain routes, with a limit for the body of their own; the form works without script. Whose picture it becomes is
//! never asked: it is the one's who is signed in.

use app::visitor::Visitor;
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{DefaultBodyLimit, Multipart, Path};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Router};
use model::error::{AppError, Noun};
use model::fields::FieldCode;
use model::pictures::{Crop, FIELD, FILE_MAX, FILE_MAX_MEGABYTES, PictureSize};
use model::sign_in::{Flash, Notice};
use services::{Ctx, pictures};

use super::body::{form_error, unreadable};

/// Largest body: the largest file, and the form around it.
pub const LIMIT: usize = FILE_MAX + 64 * 1024;

/// The page with the form.
const PAGE: &str = "/account/profile";

/// Browsers keep a picture for a day. Another picture has another address, so an older one is never shown for it.
const KEPT: &str = "private, max-age=86400, immutable";

/// Parts that a form may have; ours has four.
const MOST_PARTS: usize = 16;

/// Sending a picture, and showing one.
pub fn router() -> Router {
    Router::new()
        .route("/uploads/picture", post(upload))
        .route("/avatars/{user}/{picture}/{size}", get(show))
        .layer(DefaultBodyLimit::max(LIMIT))
}

async fn upload(
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
    form: Result<Multipart, axum::extract::multipart::MultipartRejection>,
) -> Response {
    let by_script = is_by_script(&headers);
    let saved = match (visitor.ctx(), form) {
        (None, _) => Err(AppError::Unauthenticated),
        (Some(_), Err(_)) => Err(unreadable()),
        (Some(ctx), Ok(form)) => save(ctx, form).await,
    };
    match saved {
        Ok(()) if by_script => StatusCode::NO_CONTENT.into_response(),
        Ok(()) => back(&visitor, PAGE, Flash { notice: Some(Notice::Saved), ..Flash::default() }),
        Err(error) if by_script => refused(&error),
        Err(AppError::Unauthenticated) => back(
            &visitor,
            &app::sign_in_address(PAGE),
            Flash { error: Some(AppError::Unauthenticated), ..Flash::default() },
        ),
        Err(error) => back(&visitor, PAGE, Flash { error: Some(error), ..Flash::default() }),
    }
}

async fn save(ctx: &Ctx, form: Multipart) -> Result<(), AppError> {
    let (file, crop) = parts(form).await?;
    let file = file.ok_or_else(|| AppError::field(FIELD, FieldCode::Required))?;
    pictures::save(ctx, file, crop).await.map(drop)
}

/// The first file, and the section of it. Names and types of parts other than that of the field are not looked at.
async fn parts(mut form: Multipart) -> Result<(Option<Vec<u8>>, Option<Crop>), AppError> {
    let (mut file, mut section) = (None, [None; 3]);
    for _ in 0..MOST_PARTS {
        let Some(part) = form.next_field().await.map_err(broken)? else { break };
        match part.name() {
            Some(FIELD) if file.is_none() => file = Some(part.bytes().await.map_err(broken)?.into()),
            Some("x") => section[0] = number(part).await?,
            Some("y") => section[1] = number(part).await?,
            Some("side") => section[2] = number(part).await?,
            Some(_) | None => {}
        }
    }
    let crop = match section {
        [Some(x), Some(y), Some(side)] => Some(Crop { x, y, side }),
        _ => None,
    };
    Ok((file, crop))
}

async fn number(part: Field<'_>) -> Result<Option<u32>, AppError> {
    Ok(part.text().await.map_err(broken)?.parse().ok())
}

fn broken(error: MultipartError) -> AppError {
    form_error(&error, || AppError::field(FIELD, FieldCode::FileTooLarge { megabytes: FILE_MAX_MEGABYTES }))
}

async fn show(
    Extension(visitor): Extension<Visitor>,
    Path((user, picture, size)): Path<(String, String, String)>,
) -> Response {
    let Some(ctx) = visitor.ctx() else { return refused(&AppError::Unauthenticated) };
    let size = size.parse().ok().and_then(PictureSize::of_pixels);
    let (Ok(user), Ok(picture), Some(size)) = (user.parse(), picture.parse(), size) else {
        return refused(&AppError::NotFound { what: Noun::User });
    };
    match pictures::read(ctx, user, picture, size).await {
        Ok(picture) => {
            let headers = [(header::CONTENT_TYPE, pictures::CONTENT_TYPE), (header::CACHE_CONTROL, KEPT)];
            (headers, picture).into_response()
        }
        Err(error) => refused(&error),
    }
}

/// Whether a form was sent without leaving the page.
pub(super) fn is_by_script(headers: &HeaderMap) -> bool {
    let accepts = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok());
    !accepts.is_some_and(|accept| accept.contains("text/html"))
}

/// Leads to a page of ours that says what happened.
pub(super) fn back(visitor: &Visitor, page: &str, flash: Flash) -> Response {
    let mut answer = (StatusCode::SEE_OTHER, [(header::LOCATION, page)]).into_response();
    if let Some(cookie) = visitor.saying(&flash) {
        answer.headers_mut().append(header::SET_COOKIE, cookie);
    }
    answer
}

fn refused(error: &AppError) -> Response {
    refused_at(error, FIELD)
}

/// A refusal for script. A file that is too large has a status of its own.
pub(super) fn refused_at(error: &AppError, field: &str) -> Response {
    let is_too_large = matches!(error, AppError::Invalid { fields }
        if matches!(fields.of(field), Some(FieldCode::FileTooLarge { .. })));
    let status = match is_too_large {
        true => StatusCode::PAYLOAD_TOO_LARGE,
        false => StatusCode::from_u16(error.status_code()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
    };
    let body = serde_json::to_string(error).unwrap_or_default();
    let mut response = (status, [(header::CONTENT_TYPE, "application/json")], body).into_response();
    if let Some(seconds) = error.retry_after_secs() {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}
