//! Sends a form with a file as the form itself would, without leaving the page; and takes the file, dropped or chosen.

mod drop_zone;
mod dropped;

use leptos::prelude::window;
use model::error::AppError;
use model::fields::FieldCode;
use model::ids::IncidentId;
use model::pictures::FILE_MAX_MEGABYTES;
use uuid::Uuid;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, FormData, Headers, RequestInit, Response};

pub(crate) use drop_zone::DropZone;
pub(crate) use dropped::{Given, Useless};

const PAYLOAD_TOO_LARGE: u16 = 413;

/// Sends a picture in the field of this name, after what goes along with it.
pub(crate) async fn send(
    address: &str,
    along: &[(&str, String)],
    field: &'static str,
    file: &File,
) -> Result<(), AppError> {
    let request = request(along, field, file).map_err(|_| failed())?;
    let answer = JsFuture::from(window().fetch_with_str_and_init(address, &request)).await;
    let answer: Response = answer.map_err(|_| AppError::Offline)?.dyn_into().map_err(|_| failed())?;
    if answer.ok() {
        return Ok(());
    }
    let text = JsFuture::from(answer.text().map_err(|_| failed())?).await.map_err(|_| AppError::Offline)?;
    let refused = serde_json::from_slice(text.as_string().unwrap_or_default().as_bytes());
    // A proxy with a lower limit answers in words of its own.
    Err(refused.unwrap_or_else(|_| match answer.status() {
        PAYLOAD_TOO_LARGE => AppError::field(field, FieldCode::FileTooLarge { megabytes: FILE_MAX_MEGABYTES }),
        _ => failed(),
    }))
}

fn request(along: &[(&str, String)], field: &str, file: &File) -> Result<RequestInit, JsValue> {
    let form = FormData::new()?;
    for (name, value) in along {
        form.append_with_str(name, value)?;
    }
    form.append_with_blob(field, file)?;
    let headers = Headers::new()?;
    headers.set("Accept", "application/json")?;
    let request = RequestInit::new();
    request.set_method("POST");
    request.set_headers(&headers);
    request.set_body(&form);
    Ok(request)
}

fn failed() -> AppError {
    AppError::Internal { incident: IncidentId(Uuid::nil()) }
}
