//! The language of the pages before the sign-in.

use leptos::prelude::*;
use leptos::server_fn::codec::PostUrl;
use model::error::AppError;
use model::language::Language;

use crate::rpc;

/// Sets the language of the pages before the sign-in; a form that works without JavaScript.
#[server(prefix = "/rpc", endpoint = "session/language", input = PostUrl)]
pub async fn choose_language_before_sign_in(language: String, next: String) -> Result<(), AppError> {
    rpc::form(async move |_| {
        use crate::cookies::{LANGUAGE, Life, set};
        match language.parse::<Language>() {
            Ok(language) => set(LANGUAGE, language.code(), Life::Year),
            Err(_) => set(LANGUAGE, "", Life::Over),
        }
        Ok(rpc::Next::to(crate::links::own_path(&next)))
    })
    .await
}
