//! Errors of the API: `application/problem+json` (RFC 9457), made of the one error that pages have too.
//!
//! `code` is stable and for programs, `title` is for people and in their language. Nothing of the inside is in either.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use i18n::{Catalog, Key, Language};
use model::error::AppError;
use model::ids::RequestId;
use serde_json::{Map, Value, json};

/// What every key of ours is shown as.
const SCHEME: HeaderValue = HeaderValue::from_static("Bearer realm=\"Rollcall\"");
const TYPE: HeaderValue = HeaderValue::from_static("application/problem+json");

/// An error on its way out.
pub(super) struct Problem {
    what: What,
    request: Option<RequestId>,
    language: Language,
}

enum What {
    Error(AppError),
    /// The address is there, and answers to other methods.
    WrongMethod,
    /// A key was shown where others can read it.
    NotEncrypted,
}

impl Problem {
    pub(super) fn new(error: AppError, request: Option<RequestId>, language: Language) -> Self {
        Self { what: What::Error(error), request, language }
    }

    pub(super) fn wrong_method(request: Option<RequestId>, language: Language) -> Self {
        Self { what: What::WrongMethod, request, language }
    }

    pub(super) fn not_encrypted(request: Option<RequestId>, language: Language) -> Self {
        Self { what: What::NotEncrypted, request, language }
    }

    fn status(&self) -> StatusCode {
        match &self.what {
            What::Error(error) => {
                StatusCode::from_u16(error.status_code()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
            }
            What::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
            What::NotEncrypted => StatusCode::FORBIDDEN,
        }
    }

    fn body(&self) -> Value {
        let mut body = match &self.what {
            What::Error(error) => members(error),
            What::WrongMethod => code("method_not_allowed"),
            What::NotEncrypted => code("not_encrypted"),
        };
        let name = body.get("code").and_then(Value::as_str).unwrap_or_default().to_owned();
        body.insert("type".to_owned(), json!(format!("/api/docs#{name}")));
        body.insert("title".to_owned(), json!(Catalog::of(self.language).text(self.title())));
        body.insert("status".to_owned(), json!(self.status().as_u16()));
        if let Some(id) = self.request {
            body.insert("instance".to_owned(), json!(format!("urn:uuid:{id}")));
        }
        Value::Object(body)
    }

    fn title(&self) -> Key {
        match &self.what {
            What::WrongMethod => Key::ApiWrongMethod,
            What::NotEncrypted => Key::ApiNotEncrypted,
            What::Error(error) => match error {
                AppError::Unauthenticated => Key::ApiUnauthenticated,
                AppError::StepUpRequired | AppError::Forbidden { .. } => Key::ApiForbidden,
                AppError::NotFound { .. } => Key::ApiNotFound,
                AppError::Conflict { .. } | AppError::SeatsExhausted { .. } | AppError::SeatsHeld { .. } => {
                    Key::ApiConflict
                }
                AppError::InvitationExpired => Key::ApiNotFound,
                AppError::Invalid { .. } => Key::ApiInvalid,
                AppError::RateLimited { .. } => Key::ApiRateLimited,
                AppError::Unavailable { .. } | AppError::Offline => Key::ApiUnavailable,
                AppError::Internal { .. } => Key::ApiInternal,
            },
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = (self.status(), self.body().to_string()).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, TYPE);
        if let What::Error(error) = &self.what {
            if let Some(seconds) = error.retry_after_secs() {
                headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            }
            if *error == AppError::Unauthenticated {
                headers.insert(header::WWW_AUTHENTICATE, SCHEME);
            }
        }
        response
    }
}

/// The language of whoever reads the title.
pub(super) fn words_of(headers: &HeaderMap) -> Language {
    let wanted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    i18n::negotiate(wanted).unwrap_or(Language::En)
}

fn code(name: &str) -> Map<String, Value> {
    Map::from_iter([("code".to_owned(), json!(name))])
}

/// The variant as `code`, and its data beside it. An error is tagged from outside: a word, or an object with one member.
fn members(error: &AppError) -> Map<String, Value> {
    match serde_json::to_value(error) {
        Ok(Value::String(name)) => code(&name),
        Ok(Value::Object(tagged)) => {
            let Some((name, data)) = tagged.into_iter().next() else { return Map::new() };
            let mut members = code(&name);
            if let Value::Object(data) = data {
                members.extend(data);
            }
            // The word of RFC 9457 for a list of problems within one.
            if let Some(fields) = members.remove("fields") {
                members.insert("errors".to_owned(), fields);
            }
            members
        }
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use model::access::{Action, Blocker};
    use model::fields::FieldCode;

    use super::*;

    fn body(error: AppError) -> Value {
        Problem::new(error, None, Language::En).body()
    }

    // AK-11
    #[test]
    fn every_error_has_a_stable_code_and_its_data() {
        let refused = body(AppError::Forbidden { action: Action::SeatsBuy, blockers: vec![Blocker::ApiKeyNotAllowed] });
        assert_eq!(refused["code"], "forbidden");
        assert_eq!((&refused["action"], &refused["blockers"][0]), (&json!("seats_buy"), &json!("api_key_not_allowed")));
        assert_eq!((&refused["type"], &refused["status"]), (&json!("/api/docs#forbidden"), &json!(403)));
        let invalid = body(AppError::field("limit", FieldCode::NotOffered));
        assert_eq!(invalid["errors"], json!([{ "field": "limit", "code": "not_offered" }]));
        assert_eq!(body(AppError::Unauthenticated)["code"], "unauthenticated");
        assert_eq!(body(AppError::RateLimited { retry_after_secs: 7 })["retry_after_secs"], 7);
    }

    #[test]
    fn title_is_in_the_language_of_its_reader() {
        let problem = Problem::new(AppError::Unauthenticated, None, Language::Es);
        assert_eq!(problem.body()["title"], Catalog::of(Language::Es).text(Key::ApiUnauthenticated));
    }
}
