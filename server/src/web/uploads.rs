//! Tables of people, which are too long for a page's form. Whoever is not signed in is turned away before their body is
//! read; the rest is read piece by piece, and no more of it is kept than a table may hold.

use app::visitor::Visitor;
use axum::extract::DefaultBodyLimit;
use axum::extract::Multipart;
use axum::extract::multipart::{MultipartError, MultipartRejection};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Extension, Router};
use model::error::AppError;
use model::fields::FieldCode;
use model::import::TABLE_MAX_BYTES;
use services::transfer;

use super::body::{form_error, unreadable};
use super::downloads::back;

/// Where tables go.
const TABLES: &str = "/uploads/people";

/// The page that says what one comes to.
const IMPORT: &str = "/users/import";

/// Largest body. More than a table may hold, because browsers show no answer to a body that nobody reads: somewhat too
/// long a table is read to its end and refused in words.
pub const LIMIT: usize = 4 * TABLE_MAX_BYTES;

/// All of them.
pub fn router() -> Router {
    Router::new().route(TABLES, post(check_import)).layer(DefaultBodyLimit::disable())
}

/// Keeps what was uploaded or pasted, and leads to what it comes to. A file goes first.
async fn check_import(Extension(visitor): Extension<Visitor>, form: Result<Multipart, MultipartRejection>) -> Response {
    let Some(ctx) = visitor.ctx() else {
        return (StatusCode::SEE_OTHER, [(header::LOCATION, app::sign_in_address(IMPORT))]).into_response();
    };
    let table = match form {
        Ok(form) => table(form).await,
        Err(_) => Err(unreadable()),
    };
    let checked = match table {
        Ok(table) => transfer::check(ctx, table).await,
        Err(error) => Err(error),
    };
    match checked {
        Ok(key) => (StatusCode::SEE_OTHER, [(header::LOCATION, app::import_address(&key))]).into_response(),
        Err(error) => back(&visitor, error, IMPORT),
    }
}

/// The bytes of the file, or of the text when there is no file.
async fn table(mut form: Multipart) -> Result<Vec<u8>, AppError> {
    let (mut file, mut text) = (Vec::new(), Vec::new());
    let mut is_longer = false;
    while let Some(mut field) = form.next_field().await.map_err(broken)? {
        let kept = match field.name() {
            Some("file") => &mut file,
            Some("text") => &mut text,
            _ => continue,
        };
        while let Some(piece) = field.chunk().await.map_err(broken)? {
            match kept.len() + piece.len() > TABLE_MAX_BYTES {
                true => is_longer = true,
                false => kept.extend_from_slice(&piece),
            }
        }
    }
    if is_longer {
        return Err(too_long());
    }
    Ok(if file.is_empty() { text } else { file })
}

fn broken(error: MultipartError) -> AppError {
    form_error(&error, too_long)
}

fn too_long() -> AppError {
    AppError::field("file", FieldCode::TooLong { max: u32::try_from(TABLE_MAX_BYTES).unwrap_or(u32::MAX) })
}
