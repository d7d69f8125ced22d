//! Sends a picture as the form would, without leaving the page.

use leptos::prelude::window;
use model::error::AppError;
use model::fields::FieldCode;
use model::ids::IncidentId;
use model::pictures::{Crop, FIELD, FILE_MAX_MEGABYTES};
use uuid::Uuid;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, FormData, Headers, RequestInit, Response};

/// Where pictures are sent to.
pub(super) const ADDRESS: &str = "/uploads/picture";

const PAYLOAD_TOO_LARGE: u16 = 413;

/// Makes a section of a file one's own picture.
pub(super) async fn send(file: &File, crop: Crop) -> Result<(), AppError> {
    let request = request(file, crop).map_err(|_| failed())?;
    let answer = JsFuture::from(window().fetch_with_str_and_init(ADDRESS, &request)).await;
    let answer: Response = answer.map_err(|_| AppError::Offline)?.dyn_into().map_err(|_| failed())?;
    if answer.ok() {
        return Ok(());
    }
    let text = JsFuture::from(answer.text().map_err(|_| failed())?).await.map_err(|_| AppError::Offline)?;
    let refused = serde_json::from_slice(text.as_string().unwrap_or_default().as_bytes());
    // A proxy with a lower limit answers in words of its own.
    Err(refused.unwrap_or_else(|_| match answer.status() {
        PAYLOAD_TOO_LARGE => AppError::field(FIELD, FieldCode::FileTooLarge { megabytes: FILE_MAX_MEGABYTES }),
        _ => failed(),
    }))
}

fn request(file: &File, crop: Crop) -> Result<RequestInit, JsValue> {
    let form = FormData::new()?;
    for (name, value) in [("x", crop.x), ("y", crop.y), ("side", crop.side)] {
        form.append_with_str(name, &value.to_string())?;
    }
    form.append_with_blob(FIELD, file)?;
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
