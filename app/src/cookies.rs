//! Our cookies. There is no other one, and none can be read by scripts.
//!
//! All are `__Host-`, `Secure`, `HttpOnly`, `SameSite=Lax`, `Path=/`. Browsers count `http://localhost` as secure, Safari
//! excepted; the sign-in page tells its users.

use axum::http::{HeaderValue, header};
use leptos::prelude::expect_context;
use leptos_axum::ResponseOptions;

/// Session token.
pub const SESSION: &str = "__Host-session";
/// Random value to which the hidden token of the sign-in form is bound.
pub const VISIT: &str = "__Host-visit";
/// Half-finished sign-in: the password was right, the code is still to come.
pub const PRE: &str = "__Host-pre";
/// Signed marks of the users who signed in here.
pub const DEVICE: &str = "__Host-device";
/// What the next page says; sealed.
pub const FLASH: &str = "__Host-flash";
/// Language chosen before the sign-in.
pub const LANGUAGE: &str = "__Host-lang";
/// Appearance chosen before the sign-in.
pub const THEME: &str = "__Host-theme";

/// How long a cookie lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Life {
    /// Until the browser closes.
    Browser,
    /// For a year.
    Year,
    /// Ends now.
    Over,
}

/// Adds a cookie to the answer. The value is made by us: base64url, a word, or nothing.
pub fn set(name: &str, value: &str, life: Life) {
    if let Some(cookie) = header_value(name, value, life) {
        expect_context::<ResponseOptions>().append_header(header::SET_COOKIE, cookie);
    }
}

/// The same as a header, for answers that are not made by pages.
#[must_use]
pub fn header_value(name: &str, value: &str, life: Life) -> Option<HeaderValue> {
    let age = match life {
        Life::Browser => "",
        Life::Year => "; Max-Age=31536000",
        Life::Over => "; Max-Age=0",
    };
    HeaderValue::from_str(&format!("{name}={value}; Path=/; Secure; HttpOnly; SameSite=Lax{age}")).ok()
}
