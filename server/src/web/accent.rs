//! The color of the workspace, as a style sheet of its own: pages may not carry styles.
//!
//! It stands in the address, so browsers may keep the sheet for good, and another color is another address. It is above
//! the layers of the one style sheet, so it wins over the product's own color.

use axum::Router;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use model::branding::{Accent, Color, Tones};

/// The sheets of all colors that stand out; there is none for another.
pub fn router() -> Router {
    Router::new().route("/accent/{file}", get(sheet))
}

async fn sheet(Path(file): Path<String>) -> Response {
    let accent = file.strip_suffix(".css").and_then(|digits| Accent::parse(&format!("#{digits}")).ok());
    match accent.filter(|accent| file == format!("{}.css", accent.digits())) {
        Some(accent) => {
            let headers = [
                (header::CONTENT_TYPE, "text/css; charset=utf-8"),
                (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
            ];
            (headers, text(accent)).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn text(accent: Accent) -> String {
    let [light, dark] = accent.tones();
    let token = |name: &str, of: fn(&Tones) -> Color| format!("--{name}:light-dark({},{});", of(&light), of(&dark));
    let tokens = [
        token("teal", |tones| tones.text),
        token("teal-fill", |tones| tones.fill),
        token("on-teal", |tones| tones.on_fill),
        token("teal-tint", |tones| tones.tint),
        token("teal-line", |tones| tones.line),
    ];
    format!(":root{{{}}}\n", tokens.concat())
}
